"""What a published table leaves out: SDs and means from errors, intervals, quartiles; groups together; misprints."""

from itertools import pairwise
from math import ceil, floor, isfinite, sqrt
from typing import Literal

from scipy.stats import norm
from scipy.stats import t as student

# A printed value stands for all that would be rounded to it; halves may have gone either way.
HALF = 0.5 + 1e-9


def sd_from_standard_error(standard_error: float, n: int) -> float:
    """Return the SD behind a printed standard error of a mean: SE sqrt(n)."""
    _checked(n, standard_error)
    return standard_error * sqrt(n)


def sd_from_interval(
    low: float, high: float, n: int, *, conf_level: float = 0.95, by: Literal["t", "z"] = "t"
) -> float:
    """Return the SD behind a printed interval of a mean, which was worked out by t or, as large trials do, by z.

    Source: Higgins, Li and Deeks 2023, Cochrane Handbook, section 6.5.2.2.
    """
    _checked(n, high - low)
    if by not in ("t", "z") or not 0 < conf_level < 1:
        raise ValueError("by is t or z, and the level lies between 0 and 1.")
    share = (1 + conf_level) / 2
    return sqrt(n) * (high - low) / (2 * float(student.ppf(share, n - 1) if by == "t" else norm.ppf(share)))


def combined_groups(*groups: tuple[int, float, float]) -> tuple[int, float, float]:
    """Return n, mean and SD (n - 1) of several groups together, each given as (n, mean, SD).

    Source: Higgins, Li and Deeks 2023, Cochrane Handbook, section 6.5.2.10.
    """
    if not groups or any(n < 1 or sd < 0 or not isfinite(mean) for n, mean, sd in groups):
        raise ValueError("Each group needs its n, mean and SD.")
    n = sum(size for size, _, _ in groups)
    mean = sum(size * centre for size, centre, _ in groups) / n
    squares = sum((size - 1) * sd**2 + size * (centre - mean) ** 2 for size, centre, sd in groups)
    return int(n), mean, sqrt(squares / (n - 1)) if n > 1 else 0.0


def mean_and_sd_from_quartiles(
    n: int,
    *,
    median: float,
    quartiles: tuple[float, float] | None = None,
    extremes: tuple[float, float] | None = None,
) -> tuple[float, float]:
    """Return mean and SD of normal scores of which a paper gives the median with quartiles, extremes or both.

    Notes
    -----
    Means by Luo, Wan, Liu and Tong 2018 (doi:10.1177/0962280216669183), SDs by Wan, Wang, Liu and Tong 2014
    (doi:10.1186/1471-2288-14-135). They are guesses that hold for normal scores; skewed ones have other means.

    Raises
    ------
    ValueError
        Neither quartiles nor extremes are given, or the numbers are not in order.
    """
    ends = [side for side in (extremes, quartiles) if side is not None]
    order = [*(side[0] for side in ends), median, *(side[1] for side in reversed(ends))]
    if not ends or n < 2 or any(one > other for one, other in pairwise(order)):
        raise ValueError("The median with quartiles, extremes or both, in ascending order, and n are needed.")
    of_quartiles = None if quartiles is None else (quartiles[0] + quartiles[1]) / 2
    of_extremes = None if extremes is None else (extremes[0] + extremes[1]) / 2
    wide = 2 * float(norm.ppf((n - 0.375) / (n + 0.25)))
    narrow = 2 * float(norm.ppf((0.75 * n - 0.125) / (n + 0.25)))
    if of_quartiles is None:
        weight = 4 / (4 + n**0.75)
        return weight * of_extremes + (1 - weight) * median, (extremes[1] - extremes[0]) / wide
    if of_extremes is None:
        weight = 0.7 + 0.39 / n
        return weight * of_quartiles + (1 - weight) * median, (quartiles[1] - quartiles[0]) / narrow
    first, second = 2.2 / (2.2 + n**0.75), 0.7 - 0.72 / n**0.55
    mean = first * of_extremes + second * of_quartiles + (1 - first - second) * median
    return mean, ((extremes[1] - extremes[0]) / wide + (quartiles[1] - quartiles[0]) / narrow) / 2


def mean_is_possible(mean: float, n: int, *, decimals: int = 2, items: int = 1) -> bool:
    """Return whether a printed mean of n whole numbers (of n people with ``items`` items each) can be right: GRIM.

    Some whole total divided by n must round, either way at a half, to what is printed. Where n times items exceeds
    10^decimals every mean is possible. Source: Brown and Heathers 2017, doi:10.1177/1948550616673876.
    """
    _checked(n, 1.0)
    units, step = n * items, 10.0**-decimals
    total = mean * units
    return any(abs(whole / units - mean) <= HALF * step for whole in (floor(total), ceil(total)))


def percentage_is_possible(percentage: float, n: int, *, decimals: int = 1) -> bool:
    """Return whether a printed percentage of n people can be right: some whole number of them must round to it."""
    if not 0 <= percentage <= 100:
        return False
    return mean_is_possible(percentage / 100, n, decimals=decimals + 2)


def sd_range(mean: float, n: int, *, low: float, high: float) -> tuple[float, float]:
    """Return the smallest and the largest SD (n - 1) that n whole scores from low to high with this mean can have.

    The mean is taken to be exact. A printed SD beyond them is a misprint. Source: Heathers and Brown 2019.
    """
    _checked(n, 1.0)
    if not low <= mean <= high or n < 2:
        raise ValueError("The mean lies between the lowest and the highest score, of at least two people.")
    above = mean - floor(mean)
    least = sqrt(max(n * above * (1 - above), 0.0) / (n - 1))
    top = floor((mean - low) * n / (high - low) + 1e-9) if high > low else 0
    rest = mean * n - top * high - (n - top - 1) * low if top < n else mean
    squares = top * (high - mean) ** 2 + max(n - top - 1, 0) * (low - mean) ** 2
    squares += (rest - mean) ** 2 if top < n else 0.0
    return least, sqrt(squares / (n - 1))


def p_is_possible(p: float, *, decimals: int = 3, t: float, df: float, t_decimals: int = 2) -> bool:
    """Return whether a printed two-sided p goes with a printed t (or, with infinite df, z) and its df.

    Every t that rounds to the one printed is tried. Source: Nuijten et al. 2016, doi:10.3758/s13428-015-0664-2.
    """
    half = HALF * 10.0**-t_decimals
    largest = 2 * float(student.sf(max(abs(t) - half, 0.0), df))
    least = 2 * float(student.sf(abs(t) + half, df))
    slack = HALF * 10.0**-decimals
    return least - slack <= p <= largest + slack


def _checked(n: float, spread: float) -> None:
    if n < 1 or n != int(n) or not isfinite(spread) or spread < 0:
        raise ValueError("A whole number of people and a width that is not below zero are needed.")
