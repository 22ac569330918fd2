"""Krippendorff's alpha at four levels of measurement, for any number of raters, with gaps."""

from itertools import pairwise
from typing import Any, Literal

import numpy as np
from scipy.stats import rankdata

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.resampling import bootstrap_of_totals
from earlyeval.statistics.worded_ratings import rated

Level = Literal["nominal", "ordinal", "interval", "ratio"]
TOO_FEW = "Nothing was rated twice, so nothing can be compared."
ONE_VALUE = "All ratings that can be compared are the same, so agreement beyond chance cannot be told."
NO_INTERVAL = "No interval was asked for: it needs a seed to draw things again."
# Ratio differences are laid out this many values at a time.
ROWS_AT_ONCE = 500


def krippendorff_alpha(
    ratings: Any, level: Level, *, seed: int | None = None, resamples: int = 2000, conf_level: float = 0.95
) -> Estimate:
    """Return Krippendorff's alpha, 1 minus disagreement seen over disagreement by chance.

    Parameters
    ----------
    ratings : two-dimensional
        One row per thing rated, one column per rater; nominal ones may be words. Gaps are allowed; a thing rated once
        is left out.
    level : "nominal", "ordinal", "interval" or "ratio"
        What differences between ratings mean. Ratio ratings are not negative.
    seed : int, optional
        Draws things again for a BCa interval, in which the disagreement by chance stays that of all ratings (as
        Krippendorff's own bootstrap has it). Without it there is no interval.
    resamples : int

    Notes
    -----
    n counts the things rated at least twice. irr's kripp.alpha 0.84.1 takes ratings of three or more raters
    without a gap wrongly (as if each value made one pair less); with a gap it agrees.
    Sources: Krippendorff 2004, Content Analysis, chapter 11; Hayes and Krippendorff
    2007, doi:10.1080/19312450709336664.
    """
    if level not in ("nominal", "ordinal", "interval", "ratio"):
        raise ValueError("level is nominal, ordinal, interval or ratio.")
    conf_level = checked_level(conf_level)
    given, _ = rated(ratings, None, "none" if level == "nominal" else level)
    twice = given[(~np.isnan(given)).sum(axis=1) >= 2]
    there = ~np.isnan(twice)
    values, things = twice[there], np.nonzero(there)[0]
    n = int(twice.shape[0])
    if n == 0 or np.ptp(values) == 0:
        return not_estimable("krippendorff_alpha", TOO_FEW if n == 0 else ONE_VALUE, n=n)
    if level == "ratio" and values.min() < 0:
        raise ValueError("Ratio ratings are not negative.")
    if level == "ordinal":
        # The ordinal difference is the difference of mean ranks.
        values = rankdata(values)
    seen, by_chance = _disagreements(values, things, n, level)
    weights = np.bincount(things, minlength=n).astype(float)
    value, method = 1 - seen.sum() / weights.sum() / by_chance, f"Krippendorff's alpha, {level}"
    if seed is None or n < 3:
        return Estimate("krippendorff_alpha", float(value), n=n, method=method, reason=NO_INTERVAL)
    totals = np.column_stack([seen / by_chance, weights])
    interval = bootstrap_of_totals(
        totals, lambda sums: 1 - sums[:, 0] / sums[:, 1], seed=seed, resamples=resamples, level=conf_level
    )
    if interval is None:
        reason = "The things do not differ in how far raters agree on them, so no interval can be worked out."
        return Estimate("krippendorff_alpha", float(value), n=n, method=method, reason=reason)
    return Estimate(
        "krippendorff_alpha", float(value), *interval, conf_level, n=n,
        method=f"{method}, BCa bootstrap of things, seed {seed}",
    )  # fmt: skip


def _disagreements(values: Numbers, things: Numbers, n: int, level: Level) -> tuple[Numbers, float]:
    """Return the disagreement within each thing (summing to that of all ratings) and the mean one by chance."""
    raters = np.bincount(things, minlength=n).astype(float)
    if level in ("interval", "ordinal"):
        centred = (values - values.mean()) / np.abs(values - values.mean()).max()
        means = np.bincount(things, weights=centred, minlength=n) / raters
        squares = np.bincount(things, weights=(centred - means[things]) ** 2, minlength=n)
        return 2 * raters * squares / (raters - 1), 2 * float((centred**2).sum()) / (values.size - 1)
    kinds, place = np.unique(values, return_inverse=True)
    frequency = np.bincount(place).astype(float)
    if level == "nominal":
        cells, counts = np.unique(things * kinds.size + place, return_counts=True)
        same = np.bincount(cells // kinds.size, weights=counts.astype(float) ** 2, minlength=n)
        by_chance = (values.size**2 - float((frequency**2).sum())) / (values.size * (values.size - 1))
        return (raters**2 - same) / (raters - 1), by_chance
    total = sum(
        float(frequency[start : start + ROWS_AT_ONCE] @ _ratio(kinds[start : start + ROWS_AT_ONCE], kinds) @ frequency)
        for start in range(0, kinds.size, ROWS_AT_ONCE)
    )
    own = np.zeros(n)
    starts = np.searchsorted(things, np.arange(n + 1))
    for thing, (start, end) in enumerate(pairwise(starts)):
        own[thing] = _ratio(values[start:end], values[start:end]).sum()
    return own / (raters - 1), total / (values.size * (values.size - 1))


def _ratio(one: Numbers, other: Numbers) -> Numbers:
    sums = np.add.outer(one, other)
    return np.divide(np.subtract.outer(one, other), sums, out=np.zeros_like(sums), where=sums > 0) ** 2
