"""A first declaration of a file that nobody has described yet, made by looking at its headers and values."""
