"""How long people stay, or how long until something happens: the door to everything about times.

``kaplan_meier`` (with ``at``, ``median``, ``quantile``), ``rmst``, ``rmst_difference``, ``nelson_aalen``, ``log_rank``,
``cox`` and ``proportionality``, ``cumulative_incidence`` and ``gray_test`` where there are several ways to leave.
"""

from earlyeval.statistics.competing import CumulativeIncidence, cumulative_incidence, gray_test
from earlyeval.statistics.cox import CoxFit, CoxOptions, cox
from earlyeval.statistics.log_rank import LogRank, log_rank
from earlyeval.statistics.proportional_hazards import proportionality
from earlyeval.statistics.restricted_mean import rmst, rmst_difference
from earlyeval.statistics.survival_curves import SurvivalCurve, kaplan_meier, nelson_aalen

__all__ = [
    "CoxFit",
    "CoxOptions",
    "CumulativeIncidence",
    "LogRank",
    "SurvivalCurve",
    "cox",
    "cumulative_incidence",
    "gray_test",
    "kaplan_meier",
    "log_rank",
    "nelson_aalen",
    "proportionality",
    "rmst",
    "rmst_difference",
]
