"""The one door through which notebooks, analyses and the runner get a study's data."""

from earlyeval.study.across import Synthesis, load_programme
from earlyeval.study.door import Study, load_study

__all__ = ["Study", "Synthesis", "load_programme", "load_study"]
