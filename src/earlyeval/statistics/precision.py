"""How many people for an interval that is narrow enough, whatever the effect turns out to be."""

from collections.abc import Callable
from math import ceil, sqrt
from typing import Literal

from earlyeval.statistics.estimate import Estimate, checked_level
from earlyeval.statistics.normal_theory import normal_quantile, t_quantile

MOST = 10**9


def people_for_mean(half_width: float, sd: float, *, conf_level: float = 0.95) -> Estimate:
    """Return the fewest people with whom the t interval of a mean (or mean change) reaches at most so far to a side.

    Parameters
    ----------
    half_width : float
        What the interval may reach to either side, in scale points.
    sd : float
        SD of the values; for a change that of the changes, SD sqrt(2 (1 - r)).
    """
    level = _checked(half_width, sd, conf_level)
    return _fewest(lambda n: t_quantile(n - 1, level) * sd / sqrt(n), half_width, "t interval of a mean")


def people_for_difference(half_width: float, sd: float, *, conf_level: float = 0.95) -> Estimate:
    """Return the fewest people per arm with whom the t interval of a difference of means is narrow enough."""
    level = _checked(half_width, sd, conf_level)
    found = _fewest(lambda n: t_quantile(2 * n - 2, level) * sd * sqrt(2 / n), half_width, "t interval of a difference")
    return Estimate("n_1", found.estimate, n=2 * found.n, method=found.method)


def people_for_share(
    half_width: float, share: float = 0.5, *, interval: Literal["wilson", "wald"] = "wilson", conf_level: float = 0.95
) -> Estimate:
    """Return the fewest people with whom the interval of a share is at most twice ``half_width`` wide.

    A half is the share that needs most people.
    """
    level = _checked(half_width, 1.0, conf_level)
    if not 0 <= share <= 1 or half_width >= 0.5:
        raise ValueError("A share lies between 0 and 1, and the half width below a half.")
    if interval not in ("wilson", "wald"):
        raise ValueError("The interval is wilson or wald.")
    z = normal_quantile(level)

    def reach(n: int) -> float:
        if interval == "wald":
            return z * sqrt(share * (1 - share) / n)
        return z * sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)

    return _fewest(reach, half_width, f"{interval} interval of a share", start=1)


def _checked(half_width: float, sd: float, conf_level: float) -> float:
    if not (half_width > 0 and sd > 0):
        raise ValueError("The half width and the SD must be above 0.")
    return checked_level(conf_level)


def _fewest(reach: Callable[[int], float], wanted: float, method: str, *, start: int = 2) -> Estimate:
    """Return the smallest n at which a falling function is at or below a value, by doubling and halving."""
    low, high = start - 1, start
    while reach(high) > wanted:
        low, high = high, 2 * high
        if high > MOST:
            raise ValueError("So narrow an interval needs more people than there are.")
    while high - low > 1:
        middle = ceil((low + high) / 2)
        low, high = (middle, high) if reach(middle) > wanted else (low, middle)
    return Estimate("n", float(high), n=high, method=method)
