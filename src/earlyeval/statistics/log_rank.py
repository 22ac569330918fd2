"""Do groups differ in when the event comes? The log-rank test, plain, weighted and within strata."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import chi2

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.estimate import Estimate, not_estimable
from earlyeval.statistics.survival_times import NO_EVENTS, Times, times_of

ONE_GROUP = "There is only one group."
NOT_COMPARED = "At no event time are people of two groups at risk, so the groups cannot be compared."


@dataclass(frozen=True)
class LogRank:
    """The test, and by group how many events were seen and how many expected if the groups were alike."""

    test: Estimate
    groups: tuple[str, ...]
    n: Numbers
    observed: Numbers
    expected: Numbers


def log_rank(
    time: ArrayLike,
    event: ArrayLike,
    group: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    rho: float = 0.0,
) -> LogRank:
    """Return the log-rank test of two or more groups.

    Parameters
    ----------
    group, strata : one-dimensional, any labels
        With strata, observed and expected are added up over them. People without a group are left out.
    rho : float
        Weight S(t-)^rho of each event time (Harrington and Fleming 1982, doi:10.1093/biomet/69.3.553): 0 is the
        log-rank test, 1 the Peto-Peto kind of Wilcoxon test, which looks more at early events. The observed and
        expected numbers are weighted as well.

    Examples
    --------
    >>> from earlyeval.statistics import survival
    >>> time, event, arm = [2, 4, 5, 7, 8, 9, 11, 12], [1, 0, 1, 1, 0, 1, 1, 0], [0, 1, 0, 1, 0, 1, 0, 1]
    >>> round(survival.log_rank(time, event, arm).test.p_value, 3)
    0.486
    """
    labels = pd.Series(np.asarray(group)).reset_index(drop=True)
    within = pd.Series(np.zeros(len(labels)) if strata is None else np.asarray(strata)).reset_index(drop=True)
    data = times_of(time, event, entry)
    if not len(labels) == len(within) == np.asarray(time).size:
        raise ValueError("Group and strata must be as long as time: one label for every person.")
    labels, within = labels.iloc[data.places], within.iloc[data.places]
    kept = (labels.notna() & within.notna()).to_numpy()
    data = Times(data.entry[kept], data.time[kept], data.event[kept], data.places[kept])
    codes, names = pd.factorize(labels[kept], sort=True)
    layers, layer_names = pd.factorize(within[kept], sort=True)
    width, n = len(names), np.bincount(codes, minlength=len(names)).astype(float)
    if width < 2:
        return _nothing(ONE_GROUP, names, n)
    if not data.event.any():
        return _nothing(NO_EVENTS, names, n)
    observed, expected, spread = np.zeros(width), np.zeros(width), np.zeros((width, width))
    for layer in range(len(layer_names)):
        here = layers == layer
        part = Times(data.entry[here], data.time[here], data.event[here], data.places[here])
        for total, added in zip((observed, expected, spread), _sums(part, codes[here], width, rho), strict=True):
            total += added
    return LogRank(_test(observed, expected, spread, n=n, rho=rho), tuple(map(str, names)), n, observed, expected)


def _sums(data: Times, codes: Numbers, width: int, rho: float) -> tuple[Numbers, Numbers, Numbers]:
    """Return observed and expected events by group and the covariance matrix of their difference, in one stratum."""
    when = np.unique(data.time[data.event > 0])
    risk, events = np.zeros((when.size, width)), np.zeros((when.size, width))
    for code in range(width):
        own = codes == code
        ends, starts = np.sort(data.time[own]), np.sort(data.entry[own])
        still = ends.size - np.searchsorted(ends, when, side="left")
        risk[:, code] = still - (starts.size - np.searchsorted(starts, when, side="left"))
        died = np.sort(data.time[own & (data.event > 0)])
        events[:, code] = np.searchsorted(died, when, side="right") - np.searchsorted(died, when, side="left")
    all_risk, all_events = risk.sum(axis=1), events.sum(axis=1)
    before = np.concatenate([[1.0], np.cumprod(1 - all_events / all_risk)[:-1]])
    weights, shares = before**rho, risk / all_risk[:, np.newaxis]
    several = all_risk > 1
    factor = np.zeros(when.size)
    factor[several] = (weights**2 * all_events * (all_risk - all_events))[several] / (all_risk - 1)[several]
    spread = np.diag((factor[:, np.newaxis] * shares).sum(axis=0)) - (shares * factor[:, np.newaxis]).T @ shares
    weighted = weights[:, np.newaxis]
    return (weighted * events).sum(axis=0), (weighted * all_events[:, np.newaxis] * shares).sum(axis=0), spread


def _test(observed: Numbers, expected: Numbers, spread: Numbers, *, n: Numbers, rho: float) -> Estimate:
    counts = {"n": int(n.sum()), "n_smallest": int(n.min())}
    compared = np.diag(spread) > 1e-12 * max(float(np.trace(spread)), 1e-300)
    if compared.sum() < 2:
        return not_estimable("log_rank", NOT_COMPARED, **counts)
    # Differences add up to 0, so one group follows from the others.
    gap, matrix = (observed - expected)[compared][1:], spread[np.ix_(compared, compared)][1:, 1:]
    df = int(np.linalg.matrix_rank(matrix, hermitian=True))
    statistic = float(gap @ np.linalg.pinv(matrix, hermitian=True) @ gap)
    method = "log-rank test" if rho == 0 else "weighted log-rank test (Harrington and Fleming's G-rho)"
    p_value = float(chi2.sf(statistic, df))
    return Estimate("log_rank", p_value=p_value, statistic=statistic, df=float(df), method=method, **counts)


def _nothing(reason: str, names: ArrayLike, n: Numbers) -> LogRank:
    counts = {"n": int(n.sum()), "n_smallest": int(n.min()) if n.size else 0}
    missing = np.full(n.size, np.nan)
    return LogRank(not_estimable("log_rank", reason, **counts), tuple(map(str, names)), n, missing, missing)
