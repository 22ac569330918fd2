"""Every question of a synthesis over the sites of a programme, in the order of its notebook."""

import pandas as pd

from earlyeval.analyse import across_births, across_delivery, across_sites
from earlyeval.analyse.sites import Answer, Gate
from earlyeval.foundations.results import stacked
from earlyeval.study import Synthesis

QUESTIONS: tuple[Answer, ...] = (
    across_delivery.sites_over_time,
    across_delivery.submission,
    across_delivery.implementation,
    across_delivery.measures,
    across_sites.changes,
    across_sites.groups,
    across_births.births_across_sites,
)


def all_across(synthesis: Synthesis, gate: Gate) -> pd.DataFrame:
    """Return the result rows of every question, from the sites' rows as far as they may be shown."""
    return stacked(question(synthesis, gate) for question in QUESTIONS)
