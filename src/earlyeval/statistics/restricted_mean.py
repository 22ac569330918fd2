"""Mean time without the event up to a horizon (RMST), and its difference between two groups."""

from dataclasses import replace
from math import exp, inf, log, sqrt

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.estimate import Estimate, not_estimable
from earlyeval.statistics.survival_curves import SurvivalCurve, kaplan_meier
from earlyeval.statistics.wald import wald, with_normal_interval

ONE_EMPTY = "One of the two groups is empty."
TOO_LONG = "The horizon lies beyond the longest follow-up of a group."
NO_SPREAD = "Nobody had the event before the horizon, so the mean has no spread."


def rmst(curve: SurvivalCurve, horizon: float) -> Estimate:
    """Return the area under a Kaplan-Meier curve up to a horizon, with a normal interval.

    Variance (Greenwood's kind): sum over event times of (area still to come)^2 x d / (n (n - d)). That is the
    variance of the mean, not of min(T, horizon) in one person, which a well-known library prints.
    Source: Royston and Parmar 2013, doi:10.1186/1471-2288-13-152.

    Examples
    --------
    >>> from earlyeval.statistics import survival
    >>> time, event, arm = [2, 4, 5, 7, 8, 9, 11, 12], [1, 0, 1, 1, 0, 1, 1, 0], [0, 1, 0, 1, 0, 1, 0, 1]
    >>> round(survival.rmst(survival.kaplan_meier(time, event), 10).estimate, 2)
    7.64
    """
    if horizon <= 0:
        raise ValueError("The horizon is a time above 0.")
    if not curve.estimable:
        return not_estimable("rmst", curve.reason, n=curve.n)
    if horizon > curve.table.time[-1] and curve.survival[-1] > 0:
        return not_estimable("rmst", TOO_LONG, n=curve.n)
    here = curve.table.time <= horizon
    corners = np.concatenate([[0.0], curve.table.time[here], [horizon]])
    areas = np.diff(corners) * np.concatenate([[1.0], curve.survival[here]])
    to_come = areas[::-1].cumsum()[::-1][1:]
    risk, events = curve.table.n_risk[here], curve.table.n_event[here]
    left = risk - events
    hazard = np.divide(events, risk * left, out=np.zeros(events.size), where=left > 0)
    value, error = float(areas.sum()), sqrt(float((to_come**2 * hazard).sum()))
    method = "restricted mean, area under Kaplan-Meier"
    if error == 0:
        return Estimate("rmst", value, n=curve.n, method=method, reason=NO_SPREAD)
    return with_normal_interval(
        "rmst", value, error, n=curve.n, level=curve.conf_level, method=method, bounds=(-inf, inf)
    )


def rmst_difference(
    time: ArrayLike,
    event: ArrayLike,
    group: ArrayLike,
    *,
    horizon: float | None = None,
    entry: ArrayLike | None = None,
    conf_level: float = 0.95,
) -> Estimate:
    """Return the restricted mean of group 1 minus that of group 0, with normal interval and test.

    Parameters
    ----------
    group : one-dimensional, 0 or 1
    horizon : float
        By default the shorter of the two groups' longest follow-ups.

    Examples
    --------
    >>> from earlyeval.statistics import survival
    >>> time, event, arm = [2, 4, 5, 7, 8, 9, 11, 12], [1, 0, 1, 1, 0, 1, 1, 0], [0, 1, 0, 1, 0, 1, 0, 1]
    >>> round(survival.rmst_difference(time, event, arm, horizon=9).estimate, 2)
    2.08
    """
    curves, counts = _two_curves(time, event, group, entry=entry, conf_level=conf_level)
    if counts["n_smallest"] == 0:
        return not_estimable("rmst_difference", ONE_EMPTY, **counts)
    if horizon is None:
        horizon = float(min(curve.table.time[-1] for curve in curves))
    parts = [rmst(curve, horizon) for curve in curves]
    if not all(part.estimable for part in parts):
        return not_estimable("rmst_difference", TOO_LONG, **counts)
    value = parts[1].estimate - parts[0].estimate
    error = sqrt(sum(part.std_error**2 for part in parts if not np.isnan(part.std_error)))
    method = "difference of restricted means"
    if error == 0:
        return Estimate("rmst_difference", value, method=method, reason=NO_SPREAD, **counts)
    found = wald("rmst_difference", value, error, n=counts["n"], level=conf_level, method=method)
    return replace(found, n_smallest=counts["n_smallest"])


def rmst_ratio(
    time: ArrayLike,
    event: ArrayLike,
    group: ArrayLike,
    *,
    horizon: float,
    lost: bool = False,
    conf_level: float = 0.95,
) -> Estimate:
    """Return the restricted mean of group 1 over that of group 0, with the interval of its logarithm.

    Parameters
    ----------
    group : one-dimensional, 0 or 1
    horizon : float
    lost : bool
        Of the mean time lost, horizon - restricted mean, instead (survRM2's RMTL).

    Notes
    -----
    ``std_error`` and the test are on the log scale, as in R's survRM2. Source: Uno et al. 2014,
    doi:10.1200/JCO.2014.55.2208.

    Examples
    --------
    >>> from earlyeval.statistics import survival
    >>> time, event, arm = [2, 4, 5, 7, 8, 9, 11, 12], [1, 0, 1, 1, 0, 1, 1, 0], [0, 1, 0, 1, 0, 1, 0, 1]
    >>> round(survival.rmst_ratio(time, event, arm, horizon=9).estimate, 2)
    1.33
    """
    curves, counts = _two_curves(time, event, group, conf_level=conf_level)
    if counts["n_smallest"] == 0:
        return not_estimable("rmst_ratio", ONE_EMPTY, **counts)
    parts = [rmst(curve, horizon) for curve in curves]
    if not all(part.estimable for part in parts):
        return not_estimable("rmst_ratio", TOO_LONG, **counts)
    means = [horizon - part.estimate if lost else part.estimate for part in parts]
    if min(means) <= 0 or any(np.isnan(part.std_error) for part in parts):
        return not_estimable("rmst_ratio", NO_SPREAD, **counts)
    error = sqrt(sum((part.std_error / mean) ** 2 for part, mean in zip(parts, means, strict=True)))
    method = "ratio of restricted means" + (" lost" if lost else "")
    found = wald("rmst_ratio", log(means[1] / means[0]), error, n=counts["n"], level=conf_level, method=method)
    ends = {name: exp(getattr(found, name)) for name in ("estimate", "conf_low", "conf_high")}
    return replace(found, n_smallest=counts["n_smallest"], **ends)


def _two_curves(
    time: ArrayLike, event: ArrayLike, group: ArrayLike, *, entry: ArrayLike | None = None, conf_level: float
) -> tuple[list[SurvivalCurve], dict[str, int]]:
    """Return the curves of group 0 and group 1, and how many people there are in both and in the smaller one."""
    codes = np.asarray(group, dtype=float)
    if not np.isin(codes[~np.isnan(codes)], (0, 1)).all():
        raise ValueError("The group is 0 or 1.")
    ends, happened = np.asarray(time, dtype=float), np.asarray(event, dtype=float)
    if not ends.shape == happened.shape == codes.shape:
        raise ValueError("Time, event and group must be equally long: one of each for every person.")
    starts = None if entry is None else np.asarray(entry, dtype=float)
    curves = []
    for here in (codes == 0, codes == 1):
        own_starts = None if starts is None else starts[here]
        curves.append(kaplan_meier(ends[here], happened[here], entry=own_starts, conf_level=conf_level))
    return curves, {"n": curves[0].n + curves[1].n, "n_smallest": min(curves[0].n, curves[1].n)}
