"""Whether further conversations still brought new codes: how many each brought, and when that fell below a threshold.

Source of the rule: Guest, Namey and Chen 2020, doi:10.1371/journal.pone.0232076. It says when codes stopped coming, of
these conversations in this order; it does not say that nothing else is to be heard, nor that the codes are good ones.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from earlyeval.statistics.estimate import checked_level

Counts = NDArray[np.int64]
BASE, RUN, THRESHOLD = 4, 2, 0.05
PERMUTATIONS = 1000
CELLS_AT_ONCE = 4_000_000
# Shares of whole numbers that should be equal to a threshold must not miss it by a rounding error.
NEAR = 1e-9
NOT_ONE_ROW = "new_codes must be one row of whole numbers from 0 up: one for each conversation, in order."
NOT_A_TABLE = "heard must be a table of yes and no: a row for each conversation, a column for each code."


@dataclass(frozen=True)
class Saturation:
    """When new codes stopped coming.

    ``base_codes`` came in the first ``base`` conversations. ``reached_at`` is the place, from 1, of the last
    conversation of the first run whose new codes are at most ``threshold`` of them, or None; ``new_in_run`` is how many
    that run brought. ``shares`` has one entry for each run, from the one that follows the base directly.
    """

    base: int
    run: int
    threshold: float
    n: int
    base_codes: int
    codes: int
    reached_at: int | None = None
    new_in_run: int | None = None
    shares: tuple[float, ...] = ()
    reason: str = ""


def new_codes_by_place(heard: ArrayLike) -> Counts:
    """Return how many codes were heard for the first time in each conversation.

    Parameters
    ----------
    heard : two-dimensional yes or no, a row for each conversation in order, a column for each code
        A code that no conversation holds is never counted.
    """
    table = _table(heard)
    first = table.argmax(axis=0)[table.any(axis=0)]
    return np.bincount(first, minlength=table.shape[0]).astype(np.int64)


def saturation(new_codes: ArrayLike, *, base: int = BASE, run: int = RUN, threshold: float = THRESHOLD) -> Saturation:
    """Return at which conversation the new codes of a run fell to the threshold.

    Parameters
    ----------
    new_codes : one-dimensional whole numbers, one for each conversation, in the order of analysis
        See ``new_codes_by_place``. Nothing may be missing.
    base : int
        Conversations from the first whose codes are the base: the denominator.
    run : int
        Conversations in a row whose new codes are the numerator. Runs overlap: each begins one conversation later.
    threshold : float
        The largest share of new codes in a run, of the base, from 0 to 1.

    Notes
    -----
    With too few conversations for one run, or no code in the base, there is no answer and ``reason`` says so.
    Source: Guest, Namey and Chen 2020, doi:10.1371/journal.pone.0232076.

    Raises
    ------
    ValueError
        The codes are no row of whole numbers, or base, run or threshold make no sense.

    Examples
    --------
    >>> saturation([21, 0, 0, 0, 1, 0, 0], base=4, run=2, threshold=0.05).reached_at
    6
    """
    counts = _counts(new_codes)
    if base < 1 or run < 1 or not 0 <= threshold <= 1:
        raise ValueError("base and run are whole numbers from 1 up, threshold a share from 0 to 1.")
    n, in_base = counts.size, int(counts[:base].sum())
    known = Saturation(base, run, threshold, n, in_base, int(counts.sum()))
    if n < base + run:
        return _without_answer(known, "There are fewer conversations than base and run together.")
    if not in_base:
        return _without_answer(known, "The first conversations brought no code.")
    brought = np.convolve(counts[base:], np.ones(run, dtype=np.int64), mode="valid")
    shares = tuple(float(share) for share in brought / in_base)
    below = [place for place, share in enumerate(shares) if share <= threshold + NEAR]
    if not below:
        return Saturation(base, run, threshold, n, in_base, known.codes, shares=shares)
    end = base + run + below[0]
    return Saturation(base, run, threshold, n, in_base, known.codes, end, int(brought[below[0]]), shares)


def codes_in_random_order(
    heard: ArrayLike, *, seed: int, permutations: int = PERMUTATIONS, conf_level: float = 0.95
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return mean, lower and upper limit of the codes heard by each place, over random orders of the conversations.

    Parameters
    ----------
    heard : two-dimensional yes or no
        As for ``new_codes_by_place``. Codes that were never heard do not count.
    seed : int
        The only source of chance. The order of the rows matters for single draws, so keep it.
    permutations : int
        How many orders are drawn.
    conf_level : float
        Share of the orders between the limits, pointwise.

    Notes
    -----
    The order of analysis is one of many. The band says how much the curve owes to it, and nothing about conversations
    that were not held.
    """
    level, table = checked_level(conf_level), _table(heard)
    gained = np.cumsum(_gained(table, np.random.default_rng(seed), permutations), axis=1)
    low, high = np.quantile(gained, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return gained.mean(axis=0), low, high


def saturation_in_random_order(
    heard: ArrayLike, *, seed: int, permutations: int = PERMUTATIONS, base: int = BASE, run: int = RUN,
    threshold: float = THRESHOLD,
) -> NDArray[np.float64]:  # fmt: skip
    """Return where saturation was reached in each of many random orders; missing where it was not."""
    gained = _gained(_table(heard), np.random.default_rng(seed), permutations)
    if gained.shape[1] < base + run:
        return np.full(permutations, np.nan)
    summed = np.cumsum(np.pad(gained[:, base:], ((0, 0), (1, 0))), axis=1)
    brought, in_base = summed[:, run:] - summed[:, :-run], gained[:, :base].sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        below = brought / in_base[:, None] <= threshold + NEAR
    reached = base + run + below.argmax(axis=1).astype(np.float64)
    return np.where(below.any(axis=1), reached, np.nan)


def _gained(heard: NDArray[np.bool_], random: np.random.Generator, permutations: int) -> Counts:
    """Return new codes by order drawn and place: a row for each order. Drawn in pieces that fit into memory."""
    n, n_codes = heard.shape
    ranks = random.permuted(np.tile(np.arange(n), (permutations, 1)), axis=1)
    gained = np.zeros((permutations, n), dtype=np.int64)
    piece = max(1, CELLS_AT_ONCE // max(1, n * n_codes))
    for begin in range(0, permutations, piece):
        part = ranks[begin : begin + piece]
        first = np.where(heard[None], part[:, :, None], n).min(axis=1)  # order by code: n where never heard
        rows = np.repeat(np.arange(len(part)), n_codes)
        np.add.at(gained[begin : begin + piece], (rows[first.ravel() < n], first.ravel()[first.ravel() < n]), 1)
    return gained


def _without_answer(known: Saturation, reason: str) -> Saturation:
    return Saturation(known.base, known.run, known.threshold, known.n, known.base_codes, known.codes, reason=reason)


def _counts(new_codes: ArrayLike) -> Counts:
    values = np.asarray(new_codes)
    if values.ndim != 1 or values.dtype.kind not in "iuf" or (values.size and not np.isfinite(values).all()):
        raise ValueError(NOT_ONE_ROW)
    counts = values.astype(np.int64)
    if (counts != values).any() or (counts < 0).any():
        raise ValueError(NOT_ONE_ROW)
    return counts


def _table(heard: ArrayLike) -> NDArray[np.bool_]:
    table = np.asarray(heard)
    if table.ndim != 2 or table.dtype.kind not in "biu" or not np.isin(table, (0, 1)).all() or not table.shape[0]:
        raise ValueError(NOT_A_TABLE)
    return table.astype(bool)
