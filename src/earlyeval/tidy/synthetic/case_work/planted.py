"""What is planted in the synthetic case work. docs/synthetic.md gives the numbers; a test finds them again."""

from earlyeval.tidy.case_tables import CLOSURES, ENGAGEMENT

# Cases that began at a place: from the fewest on, as many more as a number made from the name of the place says.
FEWEST_CASES, CASES_RANGE = 52, 40
REFUSED_CONSENT = 2  # children at each place
OPENING_WEEKS = 78  # cases open evenly over this long
DATA_WEEKS = 117  # from the first opening to the last date in the returns

# Concern about neglect, lower is better: first review, and the mean change among cases reviewed at least twice.
TOTAL_MEAN, TOTAL_SD = 44.0, 10.0
TOTAL_CHANGE = -8.0
TOTAL_CHANGE_SD = 7.5
REVIEW_NOISE_SD = 2.5
# How much more or less the total moves than the average, by how the case ends (centred over the cases of a place).
MOVES_BY_CLOSURE = dict(zip(CLOSURES, (-4.0, 0.0, 6.0, 12.0, 6.0), strict=True))

ENGAGED = dict(zip(ENGAGEMENT, (0.55, 0.30, 0.15), strict=True))
# Shares of each way to end, by engagement, in the order of CLOSURES.
CLOSURE_BY_ENGAGEMENT = {
    "full": (0.72, 0.16, 0.06, 0.02, 0.04),
    "partial": (0.46, 0.24, 0.14, 0.06, 0.10),
    "refused": (0.14, 0.18, 0.30, 0.14, 0.24),
}
# Weeks until a case ends, by how it ends: mean of a gamma distribution of shape 4.
WEEKS_UNTIL = dict(zip(CLOSURES, (38.0, 44.0, 40.0, 36.0, 24.0), strict=True))
WEEKS_SHAPE = 4.0
REVIEW_EVERY_WEEKS = 12

# Levels of concern are cut from the total; grades of the care profile follow it with noise of their own.
CONCERN_CUTS = (26.0, 36.0, 46.0)  # below: none, low, medium; from the last one on: high
GRADE_CUTS = (24.0, 34.0, 44.0, 56.0)  # grades 1 to 5
GRADE_NOISE_SD = 5.0
DOUBLE_RATED = 0.35  # share of first reviews that a second worker rates too
SECOND_EQUAL = 0.72  # share of second grades that are the same; the others lie one grade apart
SECOND_TOTAL_SD = 4.0  # of a second worker's total around the first's

STEPPED_UP = 0.10
NEEDS = {
    "parenting": 0.80, "home-conditions": 0.45, "parent-mental-health": 0.42, "substance-use": 0.24,
    "domestic-abuse": 0.30, "money": 0.38, "truancy": 0.34, "antisocial-behaviour": 0.28, "child-health": 0.20,
}  # fmt: skip
# Which service answers which need; a service that answers none of a case's needs is given now and then.
SERVICE_FOR = {
    "parenting": "parenting-course", "home-conditions": "practical-help", "money": "practical-help",
    "truancy": "school-liaison", "antisocial-behaviour": "youth-work", "parent-mental-health": "counselling",
    "substance-use": "adult-services", "domestic-abuse": "adult-services",
}  # fmt: skip
GIVEN_FOR_NEED = 0.72
GIVEN_ANYWAY = 0.08
KEY_WORK = 0.95
# Share judged better, of closed cases that had the need; safety is judged for every closed case.
BETTER = {
    "parenting-better": 0.66, "home-better": 0.60, "attendance-better": 0.58, "behaviour-better": 0.45,
    "safety-better": 0.68,
}  # fmt: skip
JUDGED = 0.92
WORSE_OF_OTHERS = 0.25
COST_PER_CASE = 5200.0  # pounds, all costs over all cases that began
PRICE_YEAR = 2023

# Interviews with parents at each project, half of them of cases whose total fell clearly; two with both parents.
PARENTS_ASKED, BOTH_PARENTS_IN, CLEAR_FALL = 20, (4, 11), 10.0
WORKERS_IN_GROUP, REFERRERS_IN_GROUP = 9, 5
