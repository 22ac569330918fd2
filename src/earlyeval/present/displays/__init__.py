"""One module a display: released rows in, the parts of a ``Shown`` out. Each has a function ``show``."""
