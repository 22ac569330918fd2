"""What is planted in the made-up health visiting service. docs/synthetic.md gives the numbers with reasons."""

from dataclasses import dataclass
from datetime import date

FIRST_BIRTH = date(2021, 1, 1)  # reviews of children born before the change fall after it
FIRST_OF_SERVICE = date(2022, 4, 1)
LAST_DAY = date(2025, 12, 31)
BIRTHS_A_QUARTER = 30
TWINS = 14  # families with two children of one birth: children are counted, not mothers
EARLIER_QUARTERS = 12  # of which only counts are known
# Families that another service of the place knows by the same id: three in five of the first of them.
SHARED_IDS = {"blackpool": tuple(f"BL-F{number:03}" for number in range(1, 110) if number % 5 < 3)}
SHARED_FROM = date(2023, 8, 1)
WORKERS, OTHER_STAFF = 18, 6

# Shares, from the most to the least deprived fifth; a place on the ladder is the middle of a fifth's range of ranks.
FIFTHS = {"q1": 0.42, "q2": 0.22, "q3": 0.16, "q4": 0.12, "q5": 0.08}
ETHNICITIES = {"asian": 0.06, "black": 0.03, "mixed": 0.04, "white": 0.83, "other": 0.02, "not-stated": 0.02}


@dataclass(frozen=True)
class PlantedContact:
    """Share seen in time: before the change (flat), its step, and its rise a quarter since; share seen late."""

    contact: str
    before: float
    step: float
    slope: float
    late: float  # of those not seen in time
    earliest: int  # youngest age in days at which anybody is seen in time
    latest: int  # oldest age of those seen late


CONTACTS = (
    PlantedContact("c2", 0.78, 0.09, 0.002, 0.85, 9, 40),
    PlantedContact("c8i", 0.74, 0.08, 0.002, 0.60, 40, 90),
    PlantedContact("c34", 0.60, 0.12, 0.000, 0.50, 90, 180),
    PlantedContact("c4", 0.70, 0.06, 0.001, 0.70, 300, 450),
    PlantedContact("c6i", 0.72, 0.06, 0.000, 0.40, 730, 1000),
)
BY_FIFTEEN_MONTHS = 456
ASQ_USED = 0.93  # of the reviews at two years

# Need: share of families, visits a year beside the first, and how uneven families are (NB2).
NEED = {"universal": 0.60, "universal-plus": 0.25, "partnership-plus": 0.15}
VISITS_A_YEAR = 2.6
VISIT_RATIOS = {"universal": 1.0, "universal-plus": 2.0, "partnership-plus": 3.4}
THETA = 6.0
NOT_IN = 0.06  # visits to a family that was not in

IN_SPECIFICATION = 0.87
OVERRIDES = {"crisis": 0.45, "sibling": 0.30, "worker-judgement": 0.20, "": 0.05}

# Share of concern at the bottom of the ladder, and how much lower it is at its top: the slope index, in shares.
CONCERN = {"epds": (0.26, -0.18), "gad-2": (0.16, -0.08), "communication": (0.18, -0.13), "asq-se-2": (0.16, -0.10)}
OTHER_AREAS = 0.06  # of ASQ-3, no slope
# Points from six to eight weeks to twelve months, the same inside and outside the specification. Scores end at zero, so
# the change that can be seen is smaller; it was found by averaging 400 runs.
EPDS_CHANGE, EPDS_CHANGE_SEEN = -1.0, -0.77

ALLIANCE_MEAN, ALLIANCE_WORKERS, ALLIANCE_REST = 46.0, 3.2, 6.4  # ICC = 3.2^2 / (3.2^2 + 6.4^2) = .20
ENGAGED = 0.55
ENGAGED_BY_ALLIANCE = 1.7  # odds ratio for one SD

OBSERVED_VISITS = 70
AS_INTENDED = 0.78
SELF_AGREES = 0.80  # the worker gives the observer's rating, else one drawn anew
SUPERVISED, TRAUMA_TRAINED = 0.78, 0.85
STANDARDS_MET = (0.35, 0.95)  # at the first and at the last assessment

# Interviews with mothers in each team, by what became of their mood; with visitors; the supervision group of each team.
EPDS_RELIABLE = 4  # the published threshold
MOTHERS_BY_MOOD = {"improved": 3, "others": 3, "no second score": 2}
VISITORS_ASKED = 10
