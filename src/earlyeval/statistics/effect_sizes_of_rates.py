"""Effect sizes that compare event rates, spreads or answers of the same people, named as in metafor's ``escalc``."""

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.effect_sizes import EffectSizes, _columns, _made, _refuse


def two_rates(
    measure: str,
    *,
    events_1: ArrayLike,
    time_1: ArrayLike,
    events_2: ArrayLike,
    time_2: ArrayLike,
    add: float = 0.5,
) -> EffectSizes:
    """Return rates of two groups compared: "IRR" (log ratio), "IRD" (difference) or "IRSD" (difference of roots).

    ``add`` goes to both counts of a study in which one is 0 (IRR, IRD). ``n`` is the person-time of both groups.

    Examples
    --------
    >>> from earlyeval.statistics import effect_sizes_of_rates
    >>> found = effect_sizes_of_rates.two_rates("IRR", events_1=[12], time_1=[110], events_2=[20], time_2=[95])
    >>> found.estimates.round(4).tolist()
    [-0.6574]
    """
    x_1, t_1, x_2, t_2 = _columns({"events_1": events_1, "time_1": time_1, "events_2": events_2, "time_2": time_2})
    _refuse((x_1 < 0) | (x_2 < 0) | (t_1 <= 0) | (t_2 <= 0), "Events are never negative, and person-time is above 0.")
    total, known = t_1 + t_2, t_1 > 0
    if measure == "IRSD":
        return _made(measure, np.sqrt(x_1 / t_1) - np.sqrt(x_2 / t_2), 1 / (4 * t_1) + 1 / (4 * t_2), total, known)
    empty = add * ((x_1 == 0) | (x_2 == 0))
    x_1, x_2 = x_1 + empty, x_2 + empty
    with np.errstate(divide="ignore", invalid="ignore"):
        if measure == "IRR":
            return _made(measure, np.log(x_1 / t_1) - np.log(x_2 / t_2), 1 / x_1 + 1 / x_2, total, known)
        if measure == "IRD":
            return _made(measure, x_1 / t_1 - x_2 / t_2, x_1 / t_1**2 + x_2 / t_2**2, total, known)
    raise ValueError("The measures of two rates are IRR, IRD and IRSD.")


def spread(measure: str, *, sd: ArrayLike, n: ArrayLike, mean: ArrayLike | None = None) -> EffectSizes:
    """Return how much people vary in one group: "SDLN" (log SD) or "CVLN" (log coefficient of variation)."""
    named = {"sd": sd, "n": n} | ({} if mean is None else {"mean": mean})
    s, count, *rest = _columns(named)
    _refuse(s < 0, "Standard deviations cannot be negative.")
    with np.errstate(divide="ignore", invalid="ignore"):
        correction = 1 / (2 * (count - 1))
        if measure == "SDLN":
            return _made(measure, np.log(s) + correction, correction, count, (count > 1) & (s > 0))
        if measure == "CVLN" and rest:
            value, share = np.log(s / rest[0]) + correction, s**2 / (count * rest[0] ** 2)
            return _made(measure, value, correction + share, count, (count > 1) & (s > 0) & (rest[0] > 0))
    raise ValueError("The measures of spread are SDLN, and CVLN with the means.")


def two_spreads(
    measure: str,
    *,
    sd_1: ArrayLike,
    n_1: ArrayLike,
    sd_2: ArrayLike,
    n_2: ArrayLike,
    mean_1: ArrayLike | None = None,
    mean_2: ArrayLike | None = None,
) -> EffectSizes:
    """Return how much more group 1 varies than group 2: "VR" (log ratio of SDs) or "CVR" (of variation coefficients).

    Source: Nakagawa et al. 2015, doi:10.1111/2041-210X.12309.
    """
    if measure not in ("VR", "CVR") or (measure == "CVR" and (mean_1 is None or mean_2 is None)):
        raise ValueError("The measures of two spreads are VR, and CVR with the means.")
    one = spread("SDLN" if measure == "VR" else "CVLN", sd=sd_1, n=n_1, mean=mean_1)
    two = spread("SDLN" if measure == "VR" else "CVLN", sd=sd_2, n=n_2, mean=mean_2)
    return EffectSizes(measure, one.estimates - two.estimates, one.variances + two.variances, one.n + two.n)


def matched_pairs(
    measure: str, *, a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, add: float = 0.5
) -> EffectSizes:
    """Return a yes-no answer of the same people at two times compared, after against before.

    Parameters
    ----------
    measure : "MPRR", "MPOR", "MPRD" or "MPORC"
        Log risk ratio, log odds ratio of the margins, risk difference, and log of b / c (the conditional odds ratio).
    a, b, c, d : one-dimensional, one count per study
        Yes first and yes second, yes first and no second, no first and yes second, no both times: the first answer is
        compared with the second. ``add`` goes to all four cells of a study with an empty one.
    """
    cells = _columns({"a": a, "b": b, "c": c, "d": d})
    _refuse(np.any([cell < 0 for cell in cells], axis=0), "Counts are never negative.")
    empty = add * np.any([cell == 0 for cell in cells], axis=0)
    n = sum(cells)
    w, x, y, z = (cell + empty for cell in cells)
    total, first, second = w + x + y + z, w + x, w + y
    known = n > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        if measure == "MPRR":
            return _made(measure, np.log(first / second), (x + y) / (first * second), n, known)
        if measure == "MPOR":
            value = np.log(first / (total - first)) - np.log(second / (total - second))
            p, q = x / total, y / total
            shares = first / total * (1 - first / total) * second / total * (1 - second / total)
            return _made(measure, value, (p * (1 - p) + q * (1 - q) + 2 * p * q) / (total * shares), n, known)
        if measure == "MPRD":
            value = (x - y) / total
            return _made(measure, value, ((x + y) / total - value**2) / total, n, known)
        if measure == "MPORC":
            return _made(measure, np.log(x / y), 1 / x + 1 / y, n, known)
    raise ValueError("The measures of matched pairs are MPRR, MPOR, MPRD and MPORC.")
