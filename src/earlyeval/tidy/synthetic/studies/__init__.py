"""Whole made-up studies of any size: many places, planted effects that are known, the same bytes from the same seed."""
