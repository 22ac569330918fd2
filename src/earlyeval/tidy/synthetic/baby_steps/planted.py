"""What is planted in the synthetic returns of Baby Steps, written out in docs/synthetic.md. All of it is invented."""

from dataclasses import dataclass
from datetime import date

ROLES = ("mother", "father")
TIMES = ("baseline", "midpoint", "endpoint")


@dataclass(frozen=True)
class PlantedSite:
    """One site: how many families, since when, how often both services led, how the change of anxiety differs."""

    prefix: str
    families: int
    first_course: date
    led_together: float  # share of group sessions that both services led
    as_intended: float  # share of observed components delivered as intended
    anxiety: float  # its change of HADS anxiety minus that of all sites, in points
    ethnicity: tuple[float, ...]  # asian, black, mixed, white, other, not stated
    deprivation: tuple[float, ...]  # five national fifths, the most deprived first
    interviews: int = 0
    in_prison: int = 0
    rses_version: str = "rses-maryland"


SITES: dict[str, PlantedSite] = {
    "blackpool": PlantedSite("BL", 72, date(2023, 5, 8), 0.95, 0.88, -0.3, (0.05, 0.03, 0.04, 0.82, 0.02, 0.04),
                             (0.66, 0.18, 0.08, 0.05, 0.03), interviews=10),
    "bradford": PlantedSite("BR", 84, date(2023, 5, 15), 0.92, 0.86, 0.3, (0.52, 0.05, 0.06, 0.30, 0.03, 0.04),
                            (0.68, 0.17, 0.08, 0.05, 0.02), interviews=10),
    "eastmoor": PlantedSite("EA", 60, date(2023, 10, 9), 0.90, 0.85, 0.0, (0.14, 0.09, 0.08, 0.61, 0.04, 0.04),
                            (0.44, 0.26, 0.16, 0.09, 0.05)),
    "harrowdale": PlantedSite("HA", 48, date(2024, 1, 15), 0.68, 0.74, 0.6, (0.07, 0.05, 0.06, 0.76, 0.02, 0.04),
                              (0.40, 0.26, 0.16, 0.11, 0.07), in_prison=14),
    "northgate": PlantedSite("NO", 44, date(2024, 7, 8), 0.86, 0.84, -0.6, (0.24, 0.17, 0.10, 0.40, 0.05, 0.04),
                             (0.55, 0.22, 0.12, 0.07, 0.04), rses_version="rses-1965-coded-1-4"),
    "stonebridge": PlantedSite("ST", 5, date(2025, 1, 20), 0.60, 0.80, 0.0, (0.05, 0.03, 0.04, 0.82, 0.02, 0.04),
                               (0.34, 0.26, 0.18, 0.13, 0.09)),
}  # fmt: skip


@dataclass(frozen=True)
class PlantedScore:
    """A score before and how it changes: by role, midway and after, in points of the scale."""

    mean: tuple[float, float]  # mothers, fathers
    sd: float
    midway: tuple[float, float]
    after: tuple[float, float]
    highest: int
    lowest: int = 0


SCORES: dict[str, PlantedScore] = {
    "anxiety": PlantedScore((7.6, 5.6), 3.9, (-0.7, -0.3), (-1.5, -0.6), 21),
    "depression": PlantedScore((5.6, 4.4), 3.3, (-0.2, -0.1), (-0.9, -0.4), 21),
    "self-esteem": PlantedScore((19.4, 20.8), 5.0, (0.6, 0.3), (1.3, 0.8), 30),
    # A couple's contentment falls after a birth, course or no course.
    "couple": PlantedScore((36.0, 36.8), 6.2, (0.2, 0.2), (-1.2, -0.8), 45, lowest=6),
}
TIE_BEFORE = PlantedScore((58.0, 58.0), 9.0, (4.5, 4.5), (0.0, 0.0), 84, lowest=21)  # mothers; rises in any case
WARMTH, INVASION = (28.0, 4.5), (9.5, 4.8)  # mean and SD, after the birth, of 35
WITH_FATHER = 0.66  # share of families from which a father takes part too
WITH_PARTNER = 0.80  # share of mothers who have a partner; every father who takes part has one
CONSENT = 0.92
MEASURED = {"baseline": 0.96, "midpoint": 0.82, "endpoint": 0.70}  # of those who consented
COUPLE_LIKENESS = 0.35  # correlation of two parents of one baby in what lies behind their scores
KEPT = {"midpoint": 0.72, "endpoint": 0.60}  # correlation of a score with that before
LOSS_BY_ANXIETY, LOSS_BY_SESSIONS = 0.4, 0.8  # log odds of being lost, per SD of anxiety, per SD of fewer sessions
FAMILIES_PER_COURSE = 9
ANTENATAL, POSTNATAL = 6, 3
COMES = (0.82, 0.70)  # chance to come to a group, mothers and fathers, before drift
FRIENDS_AND_FAMILY = (0.58, 0.30, 0.06, 0.03, 0.01, 0.02)
# Births: chance for first and for later babies. Those who came often do not differ: no effect is planted.
PRETERM, CAESAREAN = (0.070, 0.060), (0.33, 0.30)
EARLY_WEIGHT, TERM_WEIGHT, WEIGHT_SD = 2350, 3390, 440
BREASTFED = 0.55
