"""Warm kernels: one process imports what notebooks import, and is forked, clean, for each notebook."""
