"""Synthetic returns: made-up people with planted effects, in the shape in which a site sends real ones."""

from earlyeval.tidy.synthetic.site import write_site

__all__ = ["write_site"]
