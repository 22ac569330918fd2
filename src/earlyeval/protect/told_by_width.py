"""What the width of an interval tells of how many it rests on, though their number is rounded beside it.

The width of the interval of a mean or of a change goes with one over the root of n. Whoever reads the spread beside it
solves it for n, for few people to the very number: 10 is not 8 to 12 then.
"""

import math
from collections.abc import Iterable
from statistics import NormalDist

from earlyeval.protect.cells import Row
from earlyeval.protect.rounding import decimals_of, rounded_number
from earlyeval.registry.profiles import Profile

# The interval of any of these follows from n and the spread beside it; that of a spread from n and itself.
MEANS = ("mean", "item_mean", "mean_change")
SPREADS = ("sd", "sd_change")
ANY = (0.0, math.inf)
_FARTHEST = 30  # so many people more or fewer are as good as any
_NEAR = 1e-9


def between(row: Row, profile: Profile) -> tuple[float, float]:
    """Return between which numbers the n of a row lies for a reader of its interval, were it shown.

    Parameters
    ----------
    row : a result row
        With its true n and limits; missing limits tell nothing.
    profile : Profile
        To how many decimals limits are shown.

    Notes
    -----
    Limits and spread are each known to half a unit of the last digit.
    """
    n, level = row["n"], row["conf_level"]
    if row["estimand"] not in (*MEANS, *SPREADS) or not row["conf_high"] > row["conf_low"] or not n > 1:
        return ANY
    if not 0 < level < 1:
        return ANY
    decimals = decimals_of(row["estimand"], profile)
    half_unit = 0.5 * 10.0**-decimals + _NEAR
    low, high = (rounded_number(row[name], decimals=decimals) for name in ("conf_low", "conf_high"))
    if row["estimand"] in MEANS:
        behind = (row["conf_high"] - row["conf_low"]) / 2 / _reach(n, level)
        seen, reach = [(high - low) / 2], _reaches
    else:
        behind, seen, reach = row["estimate"], [low, high], _ends_of_spread
    spread = rounded_number(behind, decimals=decimals)

    def would_be(others: float) -> bool:
        made = reach(others, level)
        return all(abs(spread * own - told) <= (1 + own) * half_unit for own, told in zip(made, seen, strict=True))

    fewer = next((step for step in range(1, _FARTHEST) if n - step < 2 or not would_be(n - step)), _FARTHEST)
    more = next((step for step in range(1, _FARTHEST) if not would_be(n + step)), _FARTHEST)
    return n - fewer + 1, n + more - 1


def together(ranges: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return what several intervals of the same people tell together."""
    low, high = ANY
    for least, most in ranges:
        low, high = max(low, least), min(high, most)
    return low, high


def _reach(n: float, conf_level: float) -> float:
    """Return half the width of an interval by Student's t over n people with a spread of one.

    The quantile is expanded about that of the normal distribution: Abramowitz and Stegun 1964, 26.7.5.
    """
    z, df = NormalDist().inv_cdf(0.5 + conf_level / 2), n - 1
    quantile = (
        z
        + (z**3 + z) / (4 * df)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * df**3)
    )
    return quantile / math.sqrt(n)


def _reaches(n: float, conf_level: float) -> tuple[float, ...]:
    return (_reach(n, conf_level),)


def _ends_of_spread(n: float, conf_level: float) -> tuple[float, ...]:
    """Return the ends of the interval of a spread of one, by chi-square: Wilson and Hilferty 1931's cube root."""
    z, df = NormalDist().inv_cdf(0.5 + conf_level / 2), n - 1
    part = 2 / (9 * df)
    least = max(1 - part - z * math.sqrt(part), _NEAR)
    return (1 - part + z * math.sqrt(part)) ** -1.5, least**-1.5
