"""Across sites or studies: the door to everything a synthesis needs.

``pool``, ``pool_nested`` (several effects a study), ``regress``, ``subgroups``, ``pool_proportions``,
``pool_many``; site by site ``leave_one_out``,
``shrunken``, ``influence``, ``funnel_limits``; small studies ``egger``, ``rank_test``, ``trim_and_fill``,
``fail_safe_n``; straight from counts ``mantel_haenszel``, ``mantel_haenszel_rates``, ``peto``. Effect sizes to put in
come from ``effect_sizes`` (means, correlations, alpha), ``effect_sizes_of_counts`` (shares, tables, rates) and
``effect_sizes_of_rates`` (two rates, spreads, matched pairs).
"""

from earlyeval.statistics.effect_sizes import EffectSizes
from earlyeval.statistics.funnel import funnel_limits, funnel_limits_of_shares
from earlyeval.statistics.many_outcomes import pool_many
from earlyeval.statistics.meta_influence import fail_safe_n, influence
from earlyeval.statistics.meta_multilevel import pool_nested
from earlyeval.statistics.meta_nested_fit import NestedMeta, NestedMetaOptions
from earlyeval.statistics.meta_regression import MetaRegression, regress
from earlyeval.statistics.meta_tables import CountSynthesis, mantel_haenszel, mantel_haenszel_rates, peto
from earlyeval.statistics.pooling import MetaAnalysis, pool
from earlyeval.statistics.site_estimates import leave_one_out, shrunken
from earlyeval.statistics.small_studies import egger, rank_test, trim_and_fill
from earlyeval.statistics.subgroup_pooling import Subgroups, pool_proportions, subgroups

__all__ = [
    "CountSynthesis",
    "EffectSizes",
    "MetaAnalysis",
    "MetaRegression",
    "NestedMeta",
    "NestedMetaOptions",
    "Subgroups",
    "egger",
    "fail_safe_n",
    "funnel_limits",
    "funnel_limits_of_shares",
    "influence",
    "leave_one_out",
    "mantel_haenszel",
    "mantel_haenszel_rates",
    "peto",
    "pool",
    "pool_many",
    "pool_nested",
    "pool_proportions",
    "rank_test",
    "regress",
    "shrunken",
    "subgroups",
    "trim_and_fill",
]
