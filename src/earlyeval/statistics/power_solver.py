"""Solve a power question for the one quantity that was left open: people, effect, power or error level."""

from collections.abc import Callable
from math import ceil, inf, isfinite, isnan, sqrt

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2, nct, norm
from scipy.stats import t as student

from earlyeval.statistics.estimate import Estimate, not_estimable

SIDES = ("two-sided", "greater", "less")
ONE_OPEN = "Leave exactly one of {names} open (None): that is the one to be worked out."
OUT_OF_REACH = "No value that makes sense reaches this power."
MOST = 1e9


def solved(
    given: dict[str, float | None],
    power_of: Callable[..., float],
    *,
    fewest: float = 2.0,
    largest_effect: float = 1e3,
    whole: Callable[[float], int] | None = None,
    method: str,
) -> Estimate:
    """Return the open one of ``given`` (``power``, ``alpha`` and others by name), so that ``power_of`` fits.

    Numbers of people or clusters come as the exact solution, which is rarely a whole number; the ``n`` of the answer
    is the whole number that is needed in all. Power rises with every other quantity.
    """
    open_names = [name for name, value in given.items() if value is None]
    if len(open_names) != 1:
        raise ValueError(ONE_OPEN.format(names=", ".join(given)))
    name = open_names[0]
    _checked(given, fewest=fewest)
    people = whole or ceil
    count = next((value for key, value in given.items() if key not in ("power", "alpha", "effect") and value), None)
    known = {key: value for key, value in given.items() if key not in (name, "power")}
    if name == "power":
        value = power_of(**known)
        n = people(count) if count is not None else 0
        return not_estimable(name, OUT_OF_REACH, n=n) if isnan(value) else Estimate(name, value, n=n, method=method)
    wanted = float(given["power"])  # type: ignore[arg-type]
    value = _root(lambda at: power_of(**known, **{name: at}) - wanted, *_range(name, fewest, largest_effect))
    if value is None:
        return not_estimable(name, OUT_OF_REACH, n=people(count) if count is not None else 0, method=method)
    if name in ("alpha", "effect"):
        return Estimate(name, value, n=people(count) if count is not None else 0, method=method)
    return Estimate(name, value, n=people(value), method=method)


def t_power(noncentrality: float, df: float, alpha: float, side: str) -> float:
    """Return the power of a t test; two-sided counts both tails, as R's pwr does."""
    checked_side(side)
    if side == "less":
        noncentrality = -noncentrality
    if side != "two-sided":
        return _beyond(float(student.isf(alpha, df)), df, noncentrality)
    reach = float(student.isf(alpha / 2, df))
    return _beyond(reach, df, abs(noncentrality)) + _beyond(reach, df, -abs(noncentrality))


def z_power(shift: float, alpha: float, side: str) -> float:
    """Return the power of a z test whose statistic is normal about ``shift`` with SD 1."""
    checked_side(side)
    if side == "less":
        shift = -shift
    if side != "two-sided":
        return float(norm.sf(norm.isf(alpha) - shift))
    reach = float(norm.isf(alpha / 2))
    return float(norm.sf(reach - abs(shift)) + norm.sf(reach + abs(shift)))


def one_tail_power(shift: float, alpha: float, side: str) -> float:
    """Return the power of a z test towards the true side alone, as sample size formulas have it."""
    checked_side(side)
    return float(norm.sf(norm.isf(alpha / 2 if side == "two-sided" else alpha) - shift))


def tost_power(bounds: tuple[float, float], n: float, alpha: float, *, arms: int) -> float:
    """Return the exact power of two one-sided t tests; bounds from the true value, in SDs, n in each of the arms."""
    df, scale = (n - 1.0, sqrt(n)) if arms == 1 else (2 * n - 2.0, sqrt(n / 2))
    reach = float(student.isf(alpha, df))
    low, high = bounds[0] * scale, bounds[1] * scale
    most = (high - low) / (2 * reach) if reach > 0 else inf
    # Over the distribution of the SD, up to where the two rejection regions meet.
    nodes, weights = np.polynomial.legendre.leggauss(200)
    near, far = 0.0, min(most, sqrt(float(chi2.isf(1e-18, df)) / df))
    places = (far - near) / 2 * nodes + (far + near) / 2
    density = 2 * df * places * chi2.pdf(df * places**2, df)
    inside = norm.cdf(high - reach * places) - norm.cdf(low + reach * places)
    return float(max((far - near) / 2 * (weights * density * inside).sum(), 0.0))


def checked_side(side: str) -> None:
    """Refuse an alternative that nobody knows."""
    if side not in SIDES:
        raise ValueError("The alternative is two-sided, greater or less.")


def checked_ratio(ratio: float) -> None:
    """Refuse a ratio of arms that is not above 0."""
    if not ratio > 0:
        raise ValueError("The ratio must be above 0.")


def _beyond(reach: float, df: float, noncentrality: float) -> float:
    """Return the chance that a non-central t exceeds a value."""
    chance = float(nct.sf(reach, df, noncentrality))
    # Far out the series gives up; there the chance is 0 or 1 to all digits.
    return float(noncentrality > reach) if isnan(chance) else chance


def _checked(given: dict[str, float | None], *, fewest: float) -> None:
    for name, value in given.items():
        if value is None:
            continue
        if not isfinite(value):
            raise ValueError(f"The {name} must be a finite number.")
        if name in ("power", "alpha"):
            if not 0 < value < 1:
                raise ValueError(f"The {name} is a share: it lies strictly between 0 and 1.")
        elif name != "effect" and value < fewest:
            raise ValueError(f"The {name.replace('_', ' ')} must be at least {fewest:g}.")
    if given.get("power") is not None and given.get("alpha") is not None and given["power"] <= given["alpha"]:
        raise ValueError("The power asked for must be above alpha: a test that ignores the data has alpha already.")


def _range(name: str, fewest: float, largest_effect: float) -> tuple[float, float]:
    if name == "alpha":
        return 1e-10, 1 - 1e-10
    if name == "effect":
        return 1e-10, largest_effect
    return fewest, MOST


def _root(gap: Callable[[float], float], low: float, high: float) -> float | None:
    """Return where a rising function meets 0, looking only as far as is needed; the lower end if it is above there."""
    if gap(low) >= 0:
        return low if low >= 1 else None
    top = min(high, max(2 * low, 1.0)) if high > 1 else high
    while not gap(top) >= 0:
        if top >= high:
            return None
        top = min(high, 2 * top)
    return float(brentq(gap, low, top, xtol=1e-13, rtol=1e-13, maxiter=500))
