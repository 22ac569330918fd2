"""Kappa of many codes at once, and kappas whose interval draws whole documents again.

Passages of one document are alike: an interval that takes them for independent is too short.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers, table
from earlyeval.statistics.categories import Weights, categories_of, in_words, weights_of
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.kappa import NOTHING, ONE_CATEGORY
from earlyeval.statistics.resampling import bootstrap_of_totals

TOO_FEW_DOCUMENTS = "There are fewer than three documents, so no interval can be worked out."
NO_SPREAD = "The documents do not differ, so no interval can be worked out."


def kappa_by_documents(
    first: ArrayLike,
    second: ArrayLike,
    documents: ArrayLike,
    *,
    seed: int,
    weights: Weights = "none",
    resamples: int = 2000,
    conf_level: float = 0.95,
) -> Estimate:
    """Return Cohen's kappa with a BCa interval that draws whole documents again.

    Parameters
    ----------
    first, second : one-dimensional, one rating per passage, in numbers
    documents : one-dimensional
        The number of the document each passage is from. A passage without a rating or document is left out.
    seed : int
        The only source of chance; the order of passages and documents does not matter.
    weights : "none", "linear", "quadratic" or "ordinal"
    resamples : int
        Those in which all ratings fall into one category have no kappa and are left out.
    """
    level = checked_level(conf_level)
    one, other, where = (numbers(side, name="the ratings") for side in (first, second, documents))
    if not one.shape == other.shape == where.shape:
        raise ValueError("Ratings and documents must be equally long: one of each for each passage.")
    both = ~(np.isnan(one) | np.isnan(other) | np.isnan(where))
    one, other, where = one[both], other[both], where[both]
    found = categories_of(np.concatenate([one, other]), None)
    if one.size == 0 or found.size < 2:
        return not_estimable("cohen_kappa", NOTHING if one.size == 0 else ONE_CATEGORY, n=int(one.size))
    _, place = np.unique(where, return_inverse=True)
    cells = (place * found.size + np.searchsorted(found, one)) * found.size + np.searchsorted(found, other)
    counts = np.bincount(cells, minlength=(place.max() + 1) * found.size**2).astype(float)
    tables, weight = counts.reshape(-1, 1, found.size, found.size), weights_of(weights, found)
    method = f"Cohen's kappa, {in_words(weights)}"
    return _bootstrapped(
        "cohen_kappa", tables, weight, n=int(one.size), method=method, level=level, draw=(seed, resamples)
    )


def pooled_kappa(
    first: Any,
    second: Any,
    *,
    seed: int | None = None,
    documents: ArrayLike | None = None,
    resamples: int = 2000,
    conf_level: float = 0.95,
) -> Estimate:
    """Return one kappa for many codes: mean agreement and mean chance agreement first, then their kappa.

    Parameters
    ----------
    first, second : two-dimensional
        One row per passage, one column per code; 1 where the coder gave the code, 0 where not. A passage with a gap in
        a code is left out of that code.
    seed : int, optional
        Draws documents again for a BCa interval; without it there is none.
    documents : one-dimensional, optional
        The number of the document each passage is from; every passage is its own if not given.

    Notes
    -----
    Codes that nobody gave, or everybody gave to everything, count too: they agree by chance alone, and pooling is the
    way to keep them. Source: De Vries, Elliott, Kanouse and Teleki 2008, doi:10.1177/1525822X08317166.
    """
    level = checked_level(conf_level)
    one, other = table(first, name="the first coder's codes"), table(second, name="the second coder's codes")
    if one.shape != other.shape:
        raise ValueError("Both coders' codes must have the same passages and the same codes.")
    where = np.arange(one.shape[0], dtype=float) if documents is None else numbers(documents, name="the documents")
    if where.size != one.shape[0] or np.isnan(where).any():
        raise ValueError("Every passage needs the number of its document.")
    there = ~(np.isnan(one) | np.isnan(other))
    if not np.isin(np.concatenate([one[there], other[there]]), (0.0, 1.0)).all():
        raise ValueError("A code is 1 where it was given and 0 where not.")
    if one.size == 0 or not there.any(axis=0).all():
        return not_estimable("pooled_kappa", "A code has no passage that both coders read.", n=int(one.shape[0]))
    _, place = np.unique(where, return_inverse=True)
    cells = np.zeros((place.max() + 1, one.shape[1], 2, 2))
    for given, taken in ((0, 0), (0, 1), (1, 0), (1, 1)):
        np.add.at(cells[:, :, given, taken], place, (one == given) & (other == taken))
    draw = None if seed is None else (seed, resamples)
    return _bootstrapped(
        "pooled_kappa", cells, np.eye(2), n=int(one.shape[0]), method="pooled kappa", level=level, draw=draw
    )


def _bootstrapped(
    name: str, tables: Numbers, weight: Numbers, *, n: int, method: str, level: float, draw: tuple[int, int] | None
) -> Estimate:
    """Return kappa of tables (document x code x category x category) with the interval that draws documents again."""

    def kappas(sums: Numbers) -> Numbers:
        counts = sums.reshape(-1, *tables.shape[1:])
        people = counts.sum(axis=(2, 3), keepdims=True)
        with np.errstate(invalid="ignore", divide="ignore"):
            shares = counts / people
            seen = (shares * weight).sum(axis=(2, 3)).mean(axis=1)
            by_chance = np.einsum("bci,ij,bcj->bc", shares.sum(axis=3), weight, shares.sum(axis=2)).mean(axis=1)
            return np.where(1 - by_chance > 1e-12, (seen - by_chance) / (1 - by_chance), np.nan)

    totals = tables.reshape(tables.shape[0], -1)
    value = float(kappas(totals.sum(axis=0, keepdims=True))[0])
    if np.isnan(value):
        return not_estimable(name, ONE_CATEGORY, n=n)
    if draw is None or totals.shape[0] < 3:
        reason = TOO_FEW_DOCUMENTS if draw else "No interval was asked for: it needs a seed to draw documents again."
        return Estimate(name, value, n=n, method=method, reason=reason)
    interval = bootstrap_of_totals(totals, kappas, seed=draw[0], resamples=draw[1], level=level)
    if interval is None:
        return Estimate(name, value, n=n, method=method, reason=NO_SPREAD)
    method = f"{method}, BCa bootstrap of documents, seed {draw[0]}"
    return Estimate(name, value, *interval, level, n=n, method=method)
