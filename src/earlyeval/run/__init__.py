"""Run: from a name on the command line to a published report. The outermost layer; nothing imports it."""
