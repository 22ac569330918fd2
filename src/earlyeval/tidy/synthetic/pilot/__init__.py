"""Synthetic returns of a nine-month pilot: an open group, staff of one setting, a few parents, a room seen on days."""
