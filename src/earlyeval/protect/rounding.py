"""Rounding: counts to the profile's base, shares from rounded counts, everything else to declared decimals.

What is released is a function of rounded counts wherever that is possible, so that it cannot say more than they do.
"""

import math
from statistics import NormalDist

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.registry.profiles import Profile

P_VALUE_DECIMALS = 3
# A p value of a test on counts is a function of a few whole numbers: at three decimals it gives them away. Told is only
# below which of these bounds it lies.
P_BOUNDS = (0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
JUST_BELOW = 0.0001
NEAR = 1e-6
# Said instead of a percentage; nothing tells "all" from "nearly all" (docs/protection.md).
NEARLY_ALL = "all or nearly all"
FEW = "few"
IN_WORDS = (NEARLY_ALL, FEW)


def rounded_count(count: float, *, base: int) -> float:
    """Return a count to the nearest multiple of ``base``; missing stays missing.

    Halves go up, so a larger count never rounds to less than a smaller one. Only zero rounds to zero.
    """
    if math.isnan(count) or count == 0:
        return count
    return float(max(base, base * math.floor(count / base + 0.5)))


def rounded_number(number: float, *, decimals: int) -> float:
    """Return a number to ``decimals`` places, without a negative zero; missing stays missing."""
    if math.isnan(number) or math.isinf(number):
        return math.nan
    return round(number, decimals) + 0.0


def p_in_steps(p_value: float) -> float:
    """Return a p value as it is told of a test on counts: just below the next bound, or 1; missing stays missing.

    ``tests/protect/test_rounding.py`` tries every pair of discordant counts up to 24: each keeps three possible values.
    """
    for bound in P_BOUNDS:
        if p_value < bound:
            return round(bound - JUST_BELOW, 4)
    return p_value if math.isnan(p_value) else 1.0


def rounded_share(count: float, total: float, *, decimals: int) -> float:
    """Return ``count / total`` as a share, to ``decimals`` places of its percentage.

    Both must be rounded counts: the share then tells nothing that they do not tell.
    """
    return rounded_number(count / total, decimals=decimals + 2)


def share_in_words(count: float, total: float, *, base: int, decimals: int) -> str:
    """Return the words for a share that has no honest percentage, or "" where it has one.

    Rounded counts that are equal may stand for all or for all but a few, so 100 % would be false for some of them;
    where counts are not rounded, equal counts are all. A share that only rounds to 100 % or to 0 % is neither.
    """
    if not total or not count or math.isnan(count) or math.isnan(total):
        return ""
    share = rounded_share(count, total, decimals=decimals)
    if count == total:
        return NEARLY_ALL if base > 1 else ""
    return NEARLY_ALL if share == 1 else FEW if share == 0 else ""


def wilson_limits(count: float, total: float, *, conf_level: float) -> tuple[float, float]:
    """Return the Wilson score limits of a share, for counts that are already rounded.

    Reference: Wilson (1927), doi:10.1080/01621459.1927.10502953. The analysis has its own, checked interval;
    this one exists so that a released interval can be made from released counts alone.
    """
    z = NormalDist().inv_cdf(0.5 + conf_level / 2)
    share = count / total
    centre = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return max(0.0, centre - half), min(1.0, centre + half)


def is_wilson(row: dict) -> bool:
    """Say whether the limits of a share are the Wilson limits of its own true counts."""
    numbers = [row["conf_low"], row["conf_high"], row["conf_level"]]
    if any(math.isnan(number) for number in numbers):
        return False
    low, high = wilson_limits(row["n"], row["n_expected"], conf_level=row["conf_level"])
    return abs(low - row["conf_low"]) < NEAR and abs(high - row["conf_high"]) < NEAR


def decimals_of(estimand: str, profile: Profile) -> int:
    """Return to how many decimals a quantity is shown: points of a scale as the profile says, others by their own."""
    own = ESTIMANDS[estimand]
    if own.kind == "item_summary":
        return min(own.decimals, profile.item_summary.decimals)
    return own.decimals if own.decimals > 1 else min(own.decimals, profile.summary.decimals)
