"""How well a score tells who has the event sooner: Harrell's C."""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile
from earlyeval.statistics.survival_times import times_of

NO_PAIRS = "There is no pair of people of whom it is known who had the event first."
AT_ONCE = 500


def concordance(
    time: ArrayLike, event: ArrayLike, score: ArrayLike, *, entry: ArrayLike | None = None, conf_level: float = 0.95
) -> Estimate:
    """Return the share of comparable pairs in which the person with the higher score had the event sooner.

    Parameters
    ----------
    time, event, entry : one-dimensional, one value per person
    score : one-dimensional
        Such as a Cox model's linear predictor: higher means sooner. Ties of the score count half.

    Notes
    -----
    A pair is comparable where one had the event while the other was still followed; people with the event at the same
    time are not compared. Standard error by the infinitesimal jackknife, as R's ``survival::concordance``; the interval
    is normal. Sources: Harrell et al. 1982, doi:10.1001/jama.1982.03320430047030; Therneau and Atkinson 2023.

    Examples
    --------
    >>> from earlyeval.statistics import survival
    >>> survival.concordance([2, 4, 6, 8], [1, 1, 0, 1], [3.0, 2.0, 2.5, 1.0]).estimate
    0.8
    """
    level, given = checked_level(conf_level), numbers(score, name="the score")
    data = times_of(time, event, entry)
    if given.size != np.asarray(time).size:
        raise ValueError("Time, event and score must be equally long: one of each for every person.")
    marks = given[data.places]
    there = ~np.isnan(marks)
    marks, ends, starts, happened = marks[there], data.time[there], data.entry[there], data.event[there] > 0
    n = int(marks.size)
    credit, pairs = np.zeros(n), np.zeros(n)
    for first in range(0, n, AT_ONCE):
        here = np.flatnonzero(happened[first : first + AT_ONCE]) + first
        added = _pairs(here, marks, ends, starts, happened)
        credit += added[0]
        pairs += added[1]
    total = float(pairs.sum()) / 2
    if total == 0:
        return not_estimable("concordance", NO_PAIRS, n=n)
    value = float(credit.sum()) / 2 / total
    error = sqrt(float(((credit - value * pairs) ** 2).sum())) / total
    method = "Harrell's C, infinitesimal jackknife"
    if error == 0:
        return Estimate("concordance", value, n=n, method=method, reason="The share has no spread: no interval.")
    reach = normal_quantile(level) * error
    return Estimate(
        "concordance", value, value - reach, value + reach, level, n=n, method=method, std_error=error,
    )  # fmt: skip


def _pairs(
    here: np.ndarray, marks: Numbers, ends: Numbers, starts: Numbers, happened: np.ndarray
) -> tuple[Numbers, Numbers]:
    """Return by person the credit of, and the number of, pairs that people with the event are the sooner of."""
    later = (ends > ends[here, np.newaxis]) | ((ends == ends[here, np.newaxis]) & ~happened)
    later &= starts < ends[here, np.newaxis]
    gain = np.where(later, (np.sign(marks[here, np.newaxis] - marks) + 1) / 2, 0.0)
    credit, pairs = gain.sum(axis=0), later.sum(axis=0).astype(float)
    credit[here] += gain.sum(axis=1)
    pairs[here] += later.sum(axis=1)
    return credit, pairs
