"""The one door through which notebooks, analyses and the runner get a study's data."""

from earlyeval.study.door import Study, load_study

__all__ = ["Study", "load_study"]
