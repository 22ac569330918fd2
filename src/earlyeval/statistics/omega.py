"""McDonald's omega total: how much of the variance of a sum is due to the one factor behind its items."""

from math import exp, log, sqrt
from typing import Any, Literal

import numpy as np

from earlyeval.statistics.arrays import Numbers, table
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile
from earlyeval.statistics.one_factor import one_factor

THREE_ITEMS = "One factor needs at least three items."
TOO_FEW = "There are too few people for so many items, or an item follows from the others."
NO_SPREAD = "An item does not vary, so it goes together with nothing."
NO_FACTOR = "The items have no common factor, or one item is the factor itself: the model does not fit."


def omega_total(
    items: Any,
    *,
    standardised: bool = False,
    denominator: Literal["model", "observed"] = "model",
    conf_level: float = 0.95,
) -> Estimate:
    """Return omega total from one factor fitted by maximum likelihood.

    Parameters
    ----------
    items : two-dimensional
        One row per person, one column per item, reversed items already turned. People with a gap are left out
        (listwise).
    standardised : bool
        Of the sum of standardised items, as psych gives it; otherwise of the plain sum, as lavaan and MBESS do.
    denominator : "model" or "observed"
        The variance of the sum: as the model has it (lavaan, MBESS), or as it was seen (psych).

    Notes
    -----
    (sum of loadings)^2 / variance of the sum, or 1 - unique variances / variance seen. std_error is by the delta method
    from the expected information (as lavaan); the interval is symmetric on the logit scale, so that it stays between 0
    and 1. Sources: McDonald 1999, Test Theory, chapter 6; Kelley and Pornprasertmanit 2016, doi:10.1037/a0040086.
    """
    if denominator not in ("model", "observed"):
        raise ValueError("denominator is model or observed.")
    level, given = checked_level(conf_level), table(items, name="the items")
    whole = given[~np.isnan(given).any(axis=1)]
    n, width = whole.shape
    reason = (
        THREE_ITEMS if width < 3 else TOO_FEW if n <= width else NO_SPREAD if (np.ptp(whole, axis=0) == 0).any() else ""
    )
    if reason:
        return not_estimable("omega_total", reason, n=n)
    scale = np.ones(width) if standardised else whole.std(axis=0, ddof=1)
    correlations = np.corrcoef(whole, rowvar=False)
    if np.linalg.eigvalsh(correlations)[0] < 1e-10:
        return not_estimable("omega_total", TOO_FEW, n=n)
    found = one_factor(correlations)
    if found is None:
        return not_estimable("omega_total", NO_FACTOR, n=n)
    loadings, unique = found
    seen = float(scale @ correlations @ scale) if denominator == "observed" else None
    value = _omega(loadings * scale, unique * scale**2, seen)
    if not 0 < value < 1:
        return not_estimable("omega_total", NO_FACTOR, n=n)
    error = _error(loadings, unique, n, lambda one, rest: _of_parts(one, rest, scale, standardised=standardised))
    reach = normal_quantile(level) * error / (value * (1 - value))
    low, high = (1 / (1 + exp(-(log(value / (1 - value)) + way * reach))) for way in (-1, 1))
    method = f"omega total, one factor by maximum likelihood, {'standardised' if standardised else 'plain'} sum"
    return Estimate("omega_total", value, low, high, level, n=n, method=method, std_error=error)


def _omega(loadings: Numbers, unique: Numbers, seen: float | None) -> float:
    common = float(loadings.sum()) ** 2
    return 1 - float(unique.sum()) / seen if seen is not None else common / (common + float(unique.sum()))


def _of_parts(loadings: Numbers, unique: Numbers, scale: Numbers, *, standardised: bool) -> float:
    sizes = 1 / np.sqrt(loadings**2 + unique) if standardised else scale
    return _omega(loadings * sizes, unique * sizes**2, None)


def _error(loadings: Numbers, unique: Numbers, n: int, quantity: Any) -> float:
    """Return the delta-method error of a quantity of loadings and unique variances (of standardised items)."""
    width = loadings.size
    inverse = np.linalg.inv(np.outer(loadings, loadings) + np.diag(unique))
    seen = inverse @ loadings
    cross = inverse * seen[np.newaxis, :]
    information = np.block([
        [float(loadings @ seen) * inverse + np.outer(seen, seen), cross],
        [cross.T, inverse**2 / 2],
    ])  # fmt: skip
    whole, gradient, step = np.concatenate([loadings, unique]), np.empty(2 * width), 1e-5
    for place in range(2 * width):
        ends = []
        for way in (step, -step):
            moved = whole.copy()
            moved[place] += way
            ends.append(quantity(moved[:width], moved[width:]))
        gradient[place] = (ends[0] - ends[1]) / (2 * step)
    return sqrt(float(gradient @ np.linalg.solve(information, gradient)) / n)
