"""Which words are commoner in one set of texts than in another, and which stand together more often than by chance.

Counts of words describe wording. They are no themes, and whoever speaks otherwise than most weighs least in them.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
# Added to a count of none, so that a logarithm exists (Hardie 2014).
HALF = 0.5
NO_COUNTS = "counts are whole numbers from 0 up, and no larger than their total."


def keyness(target: ArrayLike, reference: ArrayLike, *, target_words: int, reference_words: int) -> dict[str, Numbers]:
    """Return, for each word, how much commoner it is in the target than in the reference.

    Parameters
    ----------
    target, reference : one-dimensional whole numbers, one for each word
        How often each word stands in either set of texts.
    target_words, reference_words : int
        All running words of each set.

    Returns
    -------
    dict
        ``g2``: the likelihood ratio of the two-by-two table of this word and all others, with a minus sign where the
        word is rarer in the target; evidence, which grows with the size of the texts. ``log_ratio``: the binary
        logarithm of the ratio of shares; size, 1 for twice as common. A count of none counts as a half in it.

    Notes
    -----
    The words of a text are not drawn independently of each other, so G2 is a way of sorting and no test. As quanteda's
    ``textstat_keyness(measure = "lr", correction = "none")``. Sources: Dunning 1993 (Computational Linguistics 19,
    61-74); Rayson and Garside 2000, doi:10.3115/1117729.1117730; log ratio: Hardie 2014.

    Raises
    ------
    ValueError
        Counts are no whole numbers, or larger than the running words.
    """
    here, there = _counts(target, target_words), _counts(reference, reference_words)
    if here.shape != there.shape:
        raise ValueError("target and reference must have one count for each word.")
    if not target_words or not reference_words:
        raise ValueError("Both sets of texts must hold words.")
    g2 = likelihood_ratio(here, there, target_words - here, reference_words - there)
    shares = np.where(here, here, HALF) / target_words, np.where(there, there, HALF) / reference_words
    log_ratio = np.log2(shares[0] / shares[1])
    rarer = here * reference_words < there * target_words
    return {"g2": np.where(rarer, -g2, g2), "log_ratio": np.where((here == 0) & (there == 0), np.nan, log_ratio)}


def collocation(together: ArrayLike, first: ArrayLike, second: ArrayLike, *, pairs: int) -> dict[str, Numbers]:
    """Return, for each pair of words, how much oftener they stand together than by chance.

    Parameters
    ----------
    together, first, second : one-dimensional whole numbers, one for each pair
        How often the pair stands, how often its first word stands in any pair, and its second.
    pairs : int
        All pairs.

    Returns
    -------
    dict
        ``pmi``: pointwise mutual information in bits, which favours rare words; missing for a pair that never stands
        together. ``g2``: the likelihood ratio of the two-by-two table, with a minus sign where it is rarer than by
        chance.

    Notes
    -----
    Sources: Church and Hanks 1990 (Computational Linguistics 16, 22-29); Dunning 1993; the worked tables of Manning and
    Schuetze 1999, chapter 5.

    Raises
    ------
    ValueError
        Counts are no whole numbers, or do not fit each other.
    """
    both, one, other = (_counts(counts, pairs) for counts in (together, first, second))
    rest = pairs - one - other + both
    if (both > one).any() or (both > other).any() or (rest < 0).any():
        raise ValueError(
            "A pair stands at most as often as each of its words, and its words as often as there are pairs."
        )
    expected = one * other / pairs
    with np.errstate(divide="ignore", invalid="ignore"):
        pmi = np.where(both > 0, np.log2(both / expected), np.nan)
    g2 = likelihood_ratio(both, one - both, other - both, rest)
    return {"pmi": pmi, "g2": np.where(both < expected, -g2, g2)}


def likelihood_ratio(a: Numbers, b: Numbers, c: Numbers, d: Numbers) -> Numbers:
    """Return G2 of two-by-two tables with the rows (a, b) and (c, d), one for each place of the arrays."""
    total = a + b + c + d
    g2 = np.zeros_like(total)
    for cell, row, column in ((a, a + b, a + c), (b, a + b, b + d), (c, c + d, a + c), (d, c + d, b + d)):
        with np.errstate(divide="ignore", invalid="ignore"):
            part = cell * np.log(cell * total / (row * column))
        g2 += np.where(cell > 0, part, 0.0)
    return np.maximum(2 * g2, 0.0)


def _counts(counts: ArrayLike, total: int) -> Numbers:
    values = np.atleast_1d(np.asarray(counts, dtype=np.float64))
    if values.ndim != 1 or not np.isfinite(values).all() or (values != np.floor(values)).any():
        raise ValueError(NO_COUNTS)
    if (values < 0).any() or (values > total).any():
        raise ValueError(NO_COUNTS)
    return values
