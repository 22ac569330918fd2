"""Tables of counts: every test and measure of them, from one place."""

from earlyeval.statistics.contingency import chi_square, cochran_armitage, cramers_v, g_test
from earlyeval.statistics.fisher import fisher
from earlyeval.statistics.ordered_tables import (
    goodman_kruskal_gamma,
    kendall_tau_b,
    linear_by_linear,
    somers_d,
    stuart_tau_c,
)
from earlyeval.statistics.repeated_tables import bhapkar, bowker, cochran_q, stuart_maxwell
from earlyeval.statistics.score_ratios import (
    number_needed,
    odds_ratio_mid_p,
    odds_ratio_score,
    risk_difference,
    risk_ratio_score,
)
from earlyeval.statistics.stratified import breslow_day, mantel_haenszel, mantel_haenszel_test
from earlyeval.statistics.two_by_two import odds_ratio, odds_ratio_exact, phi, risk_ratio

__all__ = [
    "bhapkar",
    "bowker",
    "breslow_day",
    "chi_square",
    "cochran_armitage",
    "cochran_q",
    "cramers_v",
    "fisher",
    "g_test",
    "goodman_kruskal_gamma",
    "kendall_tau_b",
    "linear_by_linear",
    "mantel_haenszel",
    "mantel_haenszel_test",
    "number_needed",
    "odds_ratio",
    "odds_ratio_exact",
    "odds_ratio_mid_p",
    "odds_ratio_score",
    "phi",
    "risk_difference",
    "risk_ratio",
    "risk_ratio_score",
    "somers_d",
    "stuart_maxwell",
    "stuart_tau_c",
]
