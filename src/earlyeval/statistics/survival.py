"""How long people stay, or how long until something happens: the door to everything about times.

``kaplan_meier`` (with ``at``, ``median``, ``quantile``), ``rmst``, ``rmst_difference``, ``nelson_aalen``, ``log_rank``,
``rmst_ratio``, ``kaplan_meier_of_counts``, ``cox`` with ``proportionality`` and ``concordance``;
``cumulative_incidence``, ``gray_test`` and ``fine_gray`` where there are several ways to leave.
"""

from earlyeval.statistics.competing import CumulativeIncidence, cumulative_incidence, gray_test
from earlyeval.statistics.concordance import concordance
from earlyeval.statistics.cox import CoxFit, CoxOptions, cox
from earlyeval.statistics.log_rank import LogRank, log_rank
from earlyeval.statistics.proportional_hazards import proportionality
from earlyeval.statistics.restricted_mean import rmst, rmst_difference, rmst_ratio
from earlyeval.statistics.survival_curves import SurvivalCurve, kaplan_meier, kaplan_meier_of_counts, nelson_aalen
from earlyeval.statistics.survival_regression import FineGrayFit, fine_gray

__all__ = [
    "CoxFit",
    "CoxOptions",
    "CumulativeIncidence",
    "FineGrayFit",
    "LogRank",
    "SurvivalCurve",
    "concordance",
    "cox",
    "cumulative_incidence",
    "fine_gray",
    "gray_test",
    "kaplan_meier",
    "kaplan_meier_of_counts",
    "log_rank",
    "nelson_aalen",
    "proportionality",
    "rmst",
    "rmst_difference",
    "rmst_ratio",
]
