"""How far raters agree who rated or coded the same things: every coefficient of agreement, from one place."""

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import complete_pairs
from earlyeval.statistics.binary_agreement import (
    bias_index,
    negative_agreement,
    pabak,
    positive_agreement,
    prevalence_index,
)
from earlyeval.statistics.chance_corrected import (
    brennan_prediger,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    gwet_ac2,
    light_kappa,
    percent_agreement,
)
from earlyeval.statistics.code_use import total_variation
from earlyeval.statistics.coded_events import Event, event_agreement, match_times, time_unit_kappa
from earlyeval.statistics.coded_twice import code_agreement, table_agreement
from earlyeval.statistics.estimate import Estimate
from earlyeval.statistics.icc import intraclass_correlation, intraclass_correlations
from earlyeval.statistics.kappa import cohen_kappa, cohen_kappa_of_table, maximum_kappa
from earlyeval.statistics.kappa_of_tool import qualcoder_kappa
from earlyeval.statistics.krippendorff_alpha import krippendorff_alpha
from earlyeval.statistics.limits_of_agreement import bland_altman, concordance_correlation
from earlyeval.statistics.pooled_kappa import kappa_by_documents, pooled_kappa
from earlyeval.statistics.proportion_intervals import wilson
from earlyeval.statistics.ranks_of_raters import kendall_w, scott_pi, specific_agreement
from earlyeval.statistics.set_agreement import set_alpha, set_distance
from earlyeval.statistics.spans import covered_cells, match_spans, span_agreement

__all__ = [
    "Event",
    "bias_index",
    "bland_altman",
    "brennan_prediger",
    "code_agreement",
    "cohen_kappa",
    "cohen_kappa_of_table",
    "concordance_correlation",
    "conger_kappa",
    "covered_cells",
    "event_agreement",
    "exact_agreement",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_ac2",
    "intraclass_correlation",
    "intraclass_correlations",
    "kappa_by_documents",
    "kendall_w",
    "krippendorff_alpha",
    "light_kappa",
    "match_spans",
    "match_times",
    "maximum_kappa",
    "negative_agreement",
    "pabak",
    "percent_agreement",
    "pooled_kappa",
    "positive_agreement",
    "prevalence_index",
    "qualcoder_kappa",
    "scott_pi",
    "set_alpha",
    "set_distance",
    "span_agreement",
    "specific_agreement",
    "table_agreement",
    "time_unit_kappa",
    "total_variation",
    "within_one",
]


def within_one(first: ArrayLike, second: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the share of double ratings at most one point apart, with Wilson's interval.

    A thing rated once is left out. n is the numerator, n_expected the number of double ratings.
    """
    return _share_apart(first, second, at_most=1.0, estimand="within_one", level=conf_level)


def exact_agreement(first: ArrayLike, second: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the share of double ratings that are equal, with Wilson's interval; chance agreement is part of it."""
    return _share_apart(first, second, at_most=0.0, estimand="exact_agreement", level=conf_level)


def _share_apart(first: ArrayLike, second: ArrayLike, *, at_most: float, estimand: str, level: float) -> Estimate:
    one, other = complete_pairs(first, second, names=("first ratings", "second ratings"))
    # A billionth of a point forgives the arithmetic of ratings such as 2.1 and 3.1.
    near = np.abs(one - other) <= at_most + 1e-9
    return wilson(int(near.sum()), int(one.size), conf_level=level, estimand=estimand)
