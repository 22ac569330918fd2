"""How many are still there as time goes by: Kaplan-Meier and Nelson-Aalen, median and other quantiles."""

from dataclasses import dataclass, replace
from math import nan, sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile
from earlyeval.statistics.survival_times import NOBODY, RiskTable, risk_table, times_of

Interval = Literal["log-log", "log", "plain", "logit", "arcsin"]
INTERVALS = ("log-log", "log", "plain", "logit", "arcsin")
TOLERANCE = sqrt(np.finfo(float).eps)
BEYOND = "Nobody was followed that long."
NOT_REACHED = "Fewer than the asked share had the event while people were followed, so this time is not reached."
AT_THE_EDGE = "At 0 and at 1 there is no such interval."


@dataclass(frozen=True)
class SurvivalCurve:
    """A step function: after each of ``table.time`` a share ``survival`` is left; before the first, everybody.

    ``std_error`` is Greenwood's. ``conf_low`` and ``conf_high`` are missing where the interval is not defined.
    """

    table: RiskTable
    survival: Numbers
    std_error: Numbers
    conf_low: Numbers
    conf_high: Numbers
    conf_level: float
    interval: str
    n: int
    estimable: bool = True
    reason: str = ""

    def at(self, time: float) -> Estimate:
        """Return the share left just after a time; nothing beyond the longest follow-up unless nobody was left."""
        method = f"Kaplan-Meier, {self.interval} interval"
        if not self.estimable:
            return not_estimable("survival", self.reason, n=self.n)
        place = int(np.searchsorted(self.table.time, time, side="right")) - 1
        if time < 0:
            raise ValueError("Times are never negative.")
        if place < 0:
            return Estimate("survival", 1.0, n=self.n, method=method, reason=AT_THE_EDGE)
        if time > self.table.time[-1] and self.survival[-1] > 0:
            return not_estimable("survival", BEYOND, n=self.n)
        low, high = float(self.conf_low[place]), float(self.conf_high[place])
        value = {"estimate": float(self.survival[place]), "n": self.n, "method": method}
        if np.isnan(low) or np.isnan(high):
            return Estimate("survival", **value, reason=AT_THE_EDGE)
        error = float(self.std_error[place])
        return Estimate("survival", **value, conf_low=low, conf_high=high, conf_level=self.conf_level, std_error=error)

    def quantile(self, share: float, *, estimand: str = "survival_quantile") -> Estimate:
        """Return the time by which a share had the event, with the interval that the curve's interval implies.

        The first time at which the curve is at or below 1 - share; where it runs exactly at that height, the middle
        of the flat part (R's rule). An end of the interval that the curve's band does not cross is missing; a time
        that is not reached may still have a lower end.
        """
        if not 0 < share < 1:
            raise ValueError("The share lies strictly between 0 and 1.")
        if not self.estimable:
            return not_estimable(estimand, self.reason, n=self.n)
        times, height = self.table.time, 1 - share
        value = _crossing(times, self.survival, height)
        low, high = _crossing(times, self.conf_low, height), _crossing(times, self.conf_high, height)
        if np.isnan(value):
            # That the time is later than the lower end can be said all the same.
            level = nan if np.isnan(low) else self.conf_level
            return replace(not_estimable(estimand, NOT_REACHED, n=self.n), conf_low=low, conf_level=level)
        reason = "" if np.isfinite(high) else "The upper end is not reached while people were followed."
        method = f"Kaplan-Meier, from the {self.interval} interval of the curve"
        return Estimate(estimand, value, low, high, self.conf_level, n=self.n, method=method, reason=reason)

    def median(self) -> Estimate:
        """Return the time by which half had the event, with its interval."""
        return self.quantile(0.5, estimand="median_survival")


def kaplan_meier(
    time: ArrayLike,
    event: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    interval: Interval = "log-log",
    conf_level: float = 0.95,
) -> SurvivalCurve:
    """Return the share without the event over time, for people followed for different times.

    Parameters
    ----------
    time, event : one-dimensional, one value per person
        How long a person was followed, and 1 if that ended with the event (leaving a programme, say), 0 if
        observation merely stopped. People with either missing are left out.
    entry : one-dimensional
        When a person came under observation, where that was not time 0 (late entry).
    interval : "log-log", "log", "plain", "logit" or "arcsin"
        Scale of the interval; log-log holds best for few people (R's default is log).

    Notes
    -----
    Right if those whose observation stopped are like those who stayed. With nobody at risk any more the curve would
    be held at 0 for ever: with late entry, look at ``table.n_risk``. Sources: Kaplan and Meier 1958,
    doi:10.1080/01621459.1958.10501452; Greenwood 1926.

    Examples
    --------
    >>> from earlyeval.statistics import survival
    >>> time, event, arm = [2, 4, 5, 7, 8, 9, 11, 12], [1, 0, 1, 1, 0, 1, 1, 0], [0, 1, 0, 1, 0, 1, 0, 1]
    >>> curve = survival.kaplan_meier(time, event)
    >>> round(curve.at(7).estimate, 3), curve.median().estimate
    (0.583, 9.0)
    """
    level = checked_level(conf_level)
    if interval not in INTERVALS:
        raise ValueError(f"The interval is one of {', '.join(INTERVALS)}.")
    data = times_of(time, event, entry)
    n, table = int(data.time.size), risk_table(data)
    if n == 0:
        nothing = np.empty(0)
        return SurvivalCurve(
            table, nothing, nothing, nothing, nothing, level, interval, 0, estimable=False, reason=NOBODY
        )
    left = table.n_risk - table.n_event
    survival = np.cumprod(left / table.n_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.sqrt(np.cumsum(np.where(left > 0, table.n_event / (table.n_risk * left), np.inf)))
        error = np.where(survival > 0, survival * relative, nan)
    low, high = band(survival, relative, interval=interval, level=level)
    return SurvivalCurve(table, survival, error, low, high, level, interval, n)


def kaplan_meier_of_counts(
    time: ArrayLike,
    n_event: ArrayLike,
    n_censored: ArrayLike,
    *,
    interval: Interval = "log-log",
    conf_level: float = 0.95,
) -> SurvivalCurve:
    """Return ``kaplan_meier`` from a printed table: at each time, how many had the event and how many just stopped.

    Examples
    --------
    >>> from earlyeval.statistics import survival
    >>> curve = survival.kaplan_meier_of_counts([3, 6, 9], n_event=[4, 3, 2], n_censored=[1, 0, 10])
    >>> round(curve.at(6).estimate, 3)
    0.64
    """
    when, events, stopped = numbers(time, name="time"), numbers(n_event, name="events"), numbers(n_censored, name="n")
    if not when.shape == events.shape == stopped.shape:
        raise ValueError("Time, events and numbers censored must be equally long: one of each for every time.")
    counts = np.concatenate([events, stopped])
    if np.isnan(counts).any() or (counts < 0).any() or (counts != np.round(counts)).any():
        raise ValueError("Counts are whole numbers from 0 upwards.")
    ends = np.repeat(np.concatenate([when, when]), counts.astype(int))
    happened = np.repeat(np.concatenate([np.ones(when.size), np.zeros(when.size)]), counts.astype(int))
    return kaplan_meier(ends, happened, interval=interval, conf_level=conf_level)


def nelson_aalen(
    time: ArrayLike, event: ArrayLike, *, entry: ArrayLike | None = None, at: float, conf_level: float = 0.95
) -> Estimate:
    """Return the cumulative hazard at a time: sum of events / at risk, with its log interval.

    Variance: sum of events / at risk^2 (Aalen). Source: Nelson 1972, doi:10.1080/00401706.1972.10488991.
    """
    level, data = checked_level(conf_level), times_of(time, event, entry)
    n = int(data.time.size)
    if n == 0:
        return not_estimable("cumulative_hazard", NOBODY, n=0)
    if at > data.time.max():
        return not_estimable("cumulative_hazard", BEYOND, n=n)
    table = risk_table(data)
    until = table.time <= at
    value = float((table.n_event / table.n_risk)[until].sum())
    error = sqrt(float((table.n_event / table.n_risk**2)[until].sum()))
    method = "Nelson-Aalen, log interval"
    if value == 0:
        return Estimate("cumulative_hazard", 0.0, n=n, method=method, reason="No event yet: no interval.")
    reach = np.exp(normal_quantile(level) * error / value)
    return Estimate(
        "cumulative_hazard",
        value,
        float(value / reach),
        float(value * reach),
        level,
        n=n,
        method=method,
        std_error=error,
    )


def band(share: Numbers, relative: Numbers, *, interval: str, level: float) -> tuple[Numbers, Numbers]:
    """Return the pointwise interval of shares whose standard error is ``relative`` times the share."""
    reach = normal_quantile(level) * relative
    with np.errstate(divide="ignore", invalid="ignore"):
        if interval == "plain":
            low, high = np.maximum(share - share * reach, 0), np.minimum(share + share * reach, 1)
        elif interval == "logit":
            inner = np.where((share > 0) & (share < 1), share, nan)
            logs, half = np.log(inner / (1 - inner)), reach / (1 - inner)
            low, high = expit(logs - half), expit(logs + half)
        elif interval == "arcsin":
            angle, half = np.arcsin(np.sqrt(share)), 0.5 * reach * np.sqrt(share / (1 - share))
            low, high = (np.sin(np.clip(angle + side * half, 0, np.pi / 2)) ** 2 for side in (-1, 1))
        elif interval == "log":
            low, high = share * np.exp(-reach), np.minimum(share * np.exp(reach), 1)
        else:
            inner = np.where((share > 0) & (share < 1), share, nan)
            logs = np.log(-np.log(inner))
            half = reach / np.log(inner)
            low, high = np.exp(-np.exp(logs - half)), np.exp(-np.exp(logs + half))
    known = (share > 0) & (relative > 0) & np.isfinite(relative)
    return np.where(known, low, nan), np.where(known, high, nan)


def _crossing(times: Numbers, heights: Numbers, level: float) -> float:
    """Return when a falling step function first is at or below a level; the middle of a part that is exactly there."""
    there = ~np.isnan(heights)
    times, heights = times[there], heights[there]
    below = np.flatnonzero(heights < level + TOLERANCE)
    if below.size == 0:
        return nan
    first = int(below[0])
    if abs(heights[first] - level) < TOLERANCE:
        lower = np.flatnonzero(heights < heights[first] - TOLERANCE)
        end = int(lower[0]) if lower.size else times.size - 1
        return float((times[first] + times[end]) / 2)
    return float(times[first])
