"""Tables of counts: every test and measure of them, from one place."""

from earlyeval.statistics.contingency import chi_square, cochran_armitage, cramers_v, g_test
from earlyeval.statistics.fisher import fisher
from earlyeval.statistics.repeated_tables import bhapkar, bowker, cochran_q, stuart_maxwell
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
    "mantel_haenszel",
    "mantel_haenszel_test",
    "odds_ratio",
    "odds_ratio_exact",
    "phi",
    "risk_ratio",
    "stuart_maxwell",
]
