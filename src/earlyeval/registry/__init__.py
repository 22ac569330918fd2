"""Facts of a study, each with its source: programmes, places, instruments, outcomes, plan, criteria, profile."""
