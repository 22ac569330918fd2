"""Across sites or studies: the door to everything a synthesis needs.

``pool``, ``regress``, ``subgroups``, ``pool_proportions``, ``pool_many``; site by site ``leave_one_out``,
``shrunken``, ``funnel_limits``; small studies ``egger``, ``rank_test``, ``trim_and_fill``. Effect sizes to put in come
from ``effect_sizes`` (means, correlations, alpha) and ``effect_sizes_of_counts`` (shares, tables, rates).
"""

from earlyeval.statistics.effect_sizes import EffectSizes
from earlyeval.statistics.funnel import funnel_limits, funnel_limits_of_shares
from earlyeval.statistics.many_outcomes import pool_many
from earlyeval.statistics.meta_regression import MetaRegression, regress
from earlyeval.statistics.pooling import MetaAnalysis, pool
from earlyeval.statistics.site_estimates import leave_one_out, shrunken
from earlyeval.statistics.small_studies import egger, rank_test, trim_and_fill
from earlyeval.statistics.subgroup_pooling import Subgroups, pool_proportions, subgroups

__all__ = [
    "EffectSizes",
    "MetaAnalysis",
    "MetaRegression",
    "Subgroups",
    "egger",
    "funnel_limits",
    "funnel_limits_of_shares",
    "leave_one_out",
    "pool",
    "pool_many",
    "pool_proportions",
    "rank_test",
    "regress",
    "shrunken",
    "subgroups",
    "trim_and_fill",
]
