"""Several ways to leave, of which only one can come first: cumulative incidence, and Gray's test between groups."""

from dataclasses import dataclass
from math import nan
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import chi2

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.gray import scores_of_gray
from earlyeval.statistics.survival_curves import BEYOND, INTERVALS, Interval, band
from earlyeval.statistics.survival_times import NO_EVENTS, NOBODY, Times, at_risk, times_of

Variance = Literal["aalen", "infinitesimal_jackknife"]
NOT_YET = "Nobody had left in this way by then, so there is no interval."
CELLS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class CumulativeIncidence:
    """A rising step function: after each of ``time`` a share ``incidence`` has left in the way asked for."""

    time: Numbers
    n_risk: Numbers
    incidence: Numbers
    std_error: Numbers
    conf_low: Numbers
    conf_high: Numbers
    conf_level: float
    method: str
    n: int
    n_events: int
    longest: float = nan
    estimable: bool = True
    reason: str = ""

    def at(self, time: float) -> Estimate:
        """Return the share that had left in this way by a time, with its interval."""
        if time < 0:
            raise ValueError("Times are never negative.")
        if not self.estimable:
            return not_estimable("cumulative_incidence", self.reason, n=self.n)
        if time > self.longest:
            return not_estimable("cumulative_incidence", BEYOND, n=self.n)
        place = int(np.searchsorted(self.time, time, side="right")) - 1
        told = {"n": self.n, "method": self.method}
        if place < 0 or self.incidence[place] == 0:
            return Estimate("cumulative_incidence", 0.0, reason=NOT_YET, **told)
        value = float(self.incidence[place])
        if np.isnan(self.conf_low[place]):
            return Estimate("cumulative_incidence", value, reason="The share has no spread: no interval.", **told)
        ends = (float(self.conf_low[place]), float(self.conf_high[place]))
        error = float(self.std_error[place])
        return Estimate("cumulative_incidence", value, *ends, self.conf_level, std_error=error, **told)


def cumulative_incidence(
    time: ArrayLike,
    event: ArrayLike,
    *,
    cause: int = 1,
    entry: ArrayLike | None = None,
    variance: Variance = "aalen",
    interval: Interval = "log-log",
    conf_level: float = 0.95,
) -> CumulativeIncidence:
    """Return the share that left in one way, when leaving in another way makes that impossible (Aalen-Johansen).

    Parameters
    ----------
    event : one-dimensional, whole numbers
        0 where observation stopped, 1, 2, ... for the way a person left.
    cause : int
        The way asked for. One minus Kaplan-Meier of this cause alone would be too high.
    variance : "aalen" or "infinitesimal_jackknife"
        That of R's cmprsk (with its correction for ties), or that of R's survival. They differ a little.
    interval : str
        log-log is that of ln(-ln(1 - F))'s mirror ln(-ln F), as in Choudhury 2002, doi:10.1002/sim.1131.

    Examples
    --------
    >>> from earlyeval.statistics import survival
    >>> found = survival.cumulative_incidence([2, 4, 5, 7, 8, 9], [1, 2, 1, 0, 2, 1], cause=1)
    >>> round(found.at(6).estimate, 3)
    0.333
    """
    level = checked_level(conf_level)
    if variance not in ("aalen", "infinitesimal_jackknife"):
        raise ValueError("The variance is aalen or infinitesimal_jackknife.")
    if interval not in INTERVALS:
        raise ValueError(f"The interval is one of {', '.join(INTERVALS)}.")
    data = times_of(time, event, entry, kinds=None)
    n, own = int(data.time.size), int((data.event == cause).sum())
    empty = np.empty(0)
    if n == 0 or own == 0:
        reason = NOBODY if n == 0 else NO_EVENTS
        return CumulativeIncidence(
            empty, empty, empty, empty, empty, empty, level, "", n, 0, estimable=False, reason=reason
        )
    when = np.unique(data.time[data.event > 0])
    risk = at_risk(data, when)
    first, other = (_counted(data.time[kind], when) for kind in (data.event == cause, _others(data.event, cause)))
    left = np.cumprod((risk - first - other) / risk)
    before = np.concatenate([[1.0], left[:-1]])
    incidence = np.cumsum(before * first / risk)
    if variance == "aalen":
        spread = _aalen(before, left, incidence, (risk, first, other))
    else:
        spread = _jackknife(data, cause, when, (risk, first, other), before)
    error = np.sqrt(np.maximum(spread, 0))
    relative = np.divide(error, incidence, out=np.zeros(error.size), where=incidence > 0)
    low, high = band(incidence, relative, interval=interval, level=level)
    method = f"Aalen-Johansen, {variance.replace('_', ' ')} variance, {interval} interval"
    longest = float(data.time.max()) if left[-1] > 0 else np.inf
    return CumulativeIncidence(when, risk, incidence, error, low, high, level, method, n, own, longest)


def gray_test(
    time: ArrayLike,
    event: ArrayLike,
    group: ArrayLike,
    *,
    cause: int = 1,
    strata: ArrayLike | None = None,
    rho: float = 0.0,
) -> Estimate:
    """Return Gray's test that the cumulative incidence of a cause is the same in all groups.

    ``rho`` weighs each time by (1 - F)^rho. Source: Gray 1988, doi:10.1214/aos/1176350951.

    Examples
    --------
    >>> from earlyeval.statistics import survival
    >>> ways = [1, 2, 1, 0, 2, 1, 1, 2]
    >>> round(survival.gray_test([2, 4, 5, 7, 8, 9, 3, 6], ways, [0, 0, 0, 0, 1, 1, 1, 1]).p_value, 3)
    0.513
    """
    labels = pd.Series(np.asarray(group)).reset_index(drop=True)
    within = pd.Series(np.zeros(len(labels)) if strata is None else np.asarray(strata)).reset_index(drop=True)
    data = times_of(time, event, kinds=None)
    if not len(labels) == len(within) == np.asarray(time).size:
        raise ValueError("Group and strata must be as long as time: one label for every person.")
    labels, within = labels.iloc[data.places], within.iloc[data.places]
    kept = (labels.notna() & within.notna()).to_numpy()
    codes, names = pd.factorize(labels[kept], sort=True)
    layers, layer_names = pd.factorize(within[kept], sort=True)
    times, events = data.time[kept], data.event[kept]
    counts = {"n": int(times.size), "n_smallest": int(np.bincount(codes).min()) if codes.size else 0}
    if len(names) < 2:
        return not_estimable("gray_test", "There is only one group.", **counts)
    if not (events == cause).any():
        return not_estimable("gray_test", NO_EVENTS, **counts)
    kinds = np.where(events == cause, 1, np.where(events > 0, 2, 0))
    slope, spread = np.zeros(len(names) - 1), np.zeros((len(names) - 1, len(names) - 1))
    for layer in range(len(layer_names)):
        here = layers == layer
        added = scores_of_gray(times[here], kinds[here], codes[here], groups=len(names), rho=rho)
        slope, spread = slope + added[0], spread + added[1]
    if np.linalg.matrix_rank(spread, hermitian=True) < slope.size:
        return not_estimable("gray_test", "Too few events to compare all groups.", **counts)
    statistic, df = float(slope @ np.linalg.solve(spread, slope)), float(slope.size)
    p_value = float(chi2.sf(statistic, df))
    return Estimate("gray_test", p_value=p_value, statistic=statistic, df=df, method="Gray's test", **counts)


def _others(event: Numbers, cause: int) -> Numbers:
    return (event > 0) & (event != cause)


def _counted(times: Numbers, when: Numbers) -> Numbers:
    ordered = np.sort(times)
    counts = np.searchsorted(ordered, when, side="right") - np.searchsorted(ordered, when, side="left")
    return counts.astype(float)


def _aalen(before: Numbers, left: Numbers, incidence: Numbers, counts: tuple[Numbers, Numbers, Numbers]) -> Numbers:
    """Return the variance of F(t): each event moves F by its own step and by what it takes away from those to come."""
    risk, first, other = counts
    safe = np.maximum(risk - 1, 1)
    own = before**2 * first / risk**2 * np.where(first > 1, 1 - (first - 1) / safe, 1)
    rest = before**2 * other / risk**2 * np.where(other > 1, 1 - (other - 1) / safe, 1)
    alive = left > 0
    inverse = np.divide(1.0, left, out=np.zeros(left.size), where=alive)
    # v(t) = sum (1 + (F_j - F_t) / S_j)^2 own_j + sum ((F_j - F_t) / S_j)^2 rest_j, as running sums over j.
    moved, rest = incidence * inverse, np.where(alive, rest, 0.0)
    squares = np.cumsum((1 + moved) ** 2 * own + moved**2 * rest)
    products = np.cumsum(inverse * (1 + moved) * own + inverse * moved * rest)
    return squares - 2 * incidence * products + incidence**2 * np.cumsum(inverse**2 * (own + rest))


def _jackknife(
    data: Times, cause: int, when: Numbers, counts: tuple[Numbers, Numbers, Numbers], before: Numbers
) -> Numbers:
    """Return the sum of squared influences of people on F(t); people with equal follow-up are looked at once."""
    risk, first, other = counts
    both = first + other
    rows, weights = np.unique(np.column_stack([data.entry, data.time, data.event]), axis=0, return_counts=True)
    left = risk - both
    safe = np.where(left > 0, risk * left, 1.0)
    total = np.zeros(when.size)
    step = max(1, CELLS_AT_ONCE // when.size)
    for start in range(0, len(rows), step):
        entry, end, kind = (rows[start : start + step, [column]] for column in range(3))
        there = (entry < when) & (end >= when)
        happened = (end == when) & (kind > 0)
        # Influence on the logarithm of the share left just before each time.
        moved = np.where(left > 0, (there * both - happened * risk) / safe, 0.0)
        logs = np.cumsum(moved, axis=1) - moved
        steps = before * ((happened & (kind == cause)) / risk - there * first / risk**2 + logs * first / risk)
        total += (weights[start : start + step, np.newaxis] * np.cumsum(steps, axis=1) ** 2).sum(axis=0)
    return total
