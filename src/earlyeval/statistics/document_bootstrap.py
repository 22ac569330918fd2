"""Intervals that draw whole documents (or clips) again, for many quantities of the same sums at once.

Passages of one document are alike, and so are seconds of one clip: an interval that takes them for independent is too
short. Draws are made in pieces that fit into memory; neither their size nor the order of documents changes a digit.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.bootstrap_intervals import acceleration_of, interval_of
from earlyeval.statistics.estimate import Estimate, not_estimable

FEWEST = 3
CELLS_AT_ONCE = 2_000_000
# Fewer draws than these with a defined answer do not make an interval.
SHARE_DEFINED = 0.5
NO_SEED = "No interval was asked for: it needs a seed to draw documents again."
TOO_FEW = "There are fewer than three documents, so no interval can be worked out."
NO_SPREAD = "The documents do not differ, so no interval can be worked out."

Statistic = Callable[[Numbers], Numbers]
Draw = tuple[int, int] | None


def drawn_again(
    totals: Numbers, statistics: Statistic, *, seed: int, resamples: int, level: float
) -> list[tuple[float, float] | None]:
    """Return the BCa interval of each quantity, or None where it does not vary or is mostly not defined.

    Parameters
    ----------
    totals : documents x cells
        What each document adds to each sum.
    statistics : callable
        Takes draws x cells, returns draws x quantities, NaN where one is not defined.
    """
    ordered = totals[np.lexsort(totals.T)]
    units = ordered.shape[0]
    generator = np.random.default_rng(seed)
    rows, pieces = max(1, CELLS_AT_ONCE // max(units, ordered.shape[1])), []
    for done in range(0, resamples, rows):
        many = min(rows, resamples - done)
        drawn = generator.integers(0, units, size=(many, units)) + units * np.arange(many)[:, np.newaxis]
        times = np.bincount(drawn.ravel(), minlength=many * units).reshape(many, units)
        pieces.append(statistics(times @ ordered))
    replicates = np.concatenate(pieces)
    whole = ordered.sum(axis=0)
    value, left_out = statistics(whole[np.newaxis, :])[0], statistics(whole - ordered)
    return [
        _interval(replicates[:, place], left_out[:, place], float(value[place]), level=level)
        for place in range(value.size)
    ]


def estimates_by_documents(
    names: dict[str, str], totals: Numbers, statistics: Statistic, *, n: int, draw: Draw, level: float, reason: str
) -> dict[str, Estimate]:
    """Return one estimate for each name, whose words say how it was worked out; those not defined with the reason."""
    value = statistics(totals.sum(axis=0, keepdims=True))[0]
    intervals: list[Any] = [None] * value.size
    if draw is not None and totals.shape[0] >= FEWEST:
        intervals = drawn_again(totals, statistics, seed=draw[0], resamples=draw[1], level=level)
    without = NO_SEED if draw is None else TOO_FEW if totals.shape[0] < FEWEST else NO_SPREAD
    found = {}
    for (name, words), answer, interval in zip(names.items(), value, intervals, strict=True):
        if np.isnan(answer):
            found[name] = not_estimable(name, reason, n=n, method=words)
        elif interval is None:
            found[name] = Estimate(name, float(answer), n=n, method=words, reason=without)
        else:
            method = f"{words}, BCa bootstrap of documents, seed {draw[0] if draw else ''}"
            found[name] = Estimate(name, float(answer), *interval, level, n=n, method=method)
    return found


def sums_by_document(rows: Numbers, documents: Numbers) -> Numbers:
    """Return what the rows (units x cells) of each document add up to, in the order of the documents' numbers."""
    _, place = np.unique(documents, return_inverse=True)
    sums = np.zeros((int(place.max()) + 1 if place.size else 0, rows.shape[1]))
    np.add.at(sums, place, rows)
    return sums


def divided(above: Numbers, below: Numbers) -> Numbers:
    """Return one array by the other, NaN where that is 0."""
    return np.divide(above, below, out=np.full(np.shape(above), np.nan), where=np.abs(below) > 1e-12)


def _interval(replicates: Numbers, left_out: Numbers, value: float, *, level: float) -> tuple[float, float] | None:
    there, kept = replicates[np.isfinite(replicates)], left_out[np.isfinite(left_out)]
    few = there.size < SHARE_DEFINED * replicates.size
    if few or np.isnan(value) or np.ptp(there) <= 1e-12 * max(abs(value), 1e-300):
        return None
    acceleration = acceleration_of(-kept) if kept.size > 1 else 0.0
    return interval_of("bca", there, value, acceleration=acceleration, level=level)
