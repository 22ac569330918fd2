"""Intervals of reliability and of the agreement of numeric ratings: tables are studies x people x items (or raters)."""

import numpy as np
from benchmarks.coverage.fast_links import correlation
from benchmarks.coverage.fast_pairs import TAIL, Ends
from scipy.stats import chi2, nct, norm
from scipy.stats import f as fisher
from scipy.stats import t as student

Z = norm.ppf(1 - TAIL)


def alpha(items: np.ndarray) -> Ends:
    """``reliability.alpha``: Feldt's interval."""
    k, totals = items.shape[2], items.sum(axis=2)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = k / (k - 1) * (1 - items.var(axis=1, ddof=1).sum(axis=1) / totals.var(axis=1, ddof=1))
    return _feldt(np.where(np.ptp(totals, axis=1) == 0, np.nan, value), items)


def standardised_alpha(items: np.ndarray) -> Ends:
    """``reliability.standardised_alpha``."""
    k, found = items.shape[2], []
    for one in range(k):
        found.extend(correlation(items[:, :, one], items[:, :, other]) for other in range(one + 1, k))
    mean = np.mean(found, axis=0)
    below = 1 + (k - 1) * mean
    return _feldt(np.where(below > 1e-12, k * mean / below, np.nan), items)


def standard_error_of_measurement(items: np.ndarray) -> Ends:
    """``reliability.standard_error_of_measurement``."""
    n, k = items.shape[1:]
    left = items - items.mean(axis=2, keepdims=True) - items.mean(axis=1, keepdims=True)
    left = left + items.mean(axis=(1, 2), keepdims=True)
    squares = k * (left**2).sum(axis=(1, 2))
    df = (n - 1) * (k - 1)
    return np.sqrt(squares / chi2.isf(TAIL, df)), np.sqrt(squares / chi2.ppf(TAIL, df))


def _feldt(value: np.ndarray, items: np.ndarray) -> Ends:
    df, df_2 = items.shape[1] - 1, (items.shape[1] - 1) * (items.shape[2] - 1)
    value = np.where(value >= 1 - 1e-12, np.nan, value)
    return 1 - (1 - value) * fisher.ppf(1 - TAIL, df, df_2), 1 - (1 - value) * fisher.ppf(TAIL, df, df_2)


def intraclass(ratings: np.ndarray) -> dict[str, Ends]:
    """``agreement.intraclass_correlation`` for icc_1, icc_a1 and icc_c1."""
    n, k = ratings.shape[1:]
    of_things, of_raters = ratings.mean(axis=2), ratings.mean(axis=1)
    left = ratings - of_things[:, :, np.newaxis] - of_raters[:, np.newaxis] + ratings.mean(axis=(1, 2), keepdims=True)
    things, raters = k * of_things.var(axis=1, ddof=1), n * of_raters.var(axis=1, ddof=1)
    rest = (left**2).sum(axis=(1, 2)) / ((n - 1) * (k - 1))
    things, rest = np.where(things < 1e-20, np.nan, things), np.where(rest < 1e-20, np.nan, rest)
    within = (raters * (k - 1) + rest * (n - 1) * (k - 1)) / (n * (k - 1))
    return {
        "icc_1": _single(things / within, n - 1, n * (k - 1), k),
        "icc_c1": _single(things / rest, n - 1, (n - 1) * (k - 1), k),
        "icc_a1": _agreement(things, raters, rest, n, k),
    }


def _single(ratio: np.ndarray, df: int, df_2: int, k: int) -> Ends:
    ends = ratio / fisher.ppf(1 - TAIL, df, df_2), ratio * fisher.ppf(1 - TAIL, df_2, df)
    return tuple((end - 1) / (end + k - 1) for end in ends)


def _agreement(things: np.ndarray, raters: np.ndarray, rest: np.ndarray, n: int, k: int) -> Ends:
    value = (things - rest) / (things + (k - 1) * rest + k * (raters - rest) / n)
    of_raters, of_rest = k * value * raters, (n * (1 + (k - 1) * value) - k * value) * rest
    df = (n - 1) * (k - 1) * (of_raters + of_rest) ** 2 / ((n - 1) * of_raters**2 + of_rest**2)
    upper, lower = fisher.ppf(1 - TAIL, n - 1, df), fisher.ppf(1 - TAIL, df, n - 1)
    both = k * raters + (k * n - k - n) * rest
    return n * (things - upper * rest) / (upper * both + n * things), n * (lower * things - rest) / (
        both + n * lower * things
    )


def upper_limit(differences: np.ndarray) -> Ends:
    """The upper limit of agreement of ``agreement.bland_altman`` (exact)."""
    n, centre, deviation = differences.shape[1], differences.mean(axis=1), differences.std(axis=1, ddof=1)
    low, high = (nct.ppf(share, n - 1, Z * np.sqrt(n)) / np.sqrt(n) for share in (TAIL, 1 - TAIL))
    deviation = np.where(np.ptp(differences, axis=1) == 0, np.nan, deviation)
    return centre + low * deviation, centre + high * deviation


def concordance(one: np.ndarray, other: np.ndarray) -> Ends:
    """``agreement.concordance_correlation``."""
    n, apart = one.shape[1], one.mean(axis=1) - other.mean(axis=1)
    shared = ((one - one.mean(axis=1, keepdims=True)) * (other - other.mean(axis=1, keepdims=True))).mean(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        product = np.sqrt(one.var(axis=1) * other.var(axis=1))
        whole = one.var(axis=1) + other.var(axis=1) + apart**2
        value, accuracy, r, shift = 2 * shared / whole, 2 * product / whole, shared / product, apart**2 / product
        variance = (1 - r**2) * accuracy**2 * (1 - value**2) + 2 * accuracy * value**2 * (1 - value) * shift
        variance = (variance - accuracy**2 * value**2 * shift**2 / 2) / (n - 2)
        known = (variance > 1e-24) & (np.abs(value) < 1 - 1e-12)
        reach = Z * np.sqrt(np.where(known, variance, np.nan)) / (1 - value**2)
        return np.tanh(np.arctanh(value) - reach), np.tanh(np.arctanh(value) + reach)


def smallest_detectable_change(differences: np.ndarray) -> Ends:
    """``change.smallest_detectable_change``."""
    df, deviation = differences.shape[1] - 1, Z * differences.std(axis=1, ddof=1)
    return deviation * np.sqrt(df / chi2.isf(TAIL, df)), deviation * np.sqrt(df / chi2.ppf(TAIL, df))


def bias(differences: np.ndarray) -> Ends:
    """The bias of ``agreement.bland_altman``."""
    n = differences.shape[1]
    reach = student.ppf(1 - TAIL, n - 1) * differences.std(axis=1, ddof=1) / np.sqrt(n)
    return differences.mean(axis=1) - reach, differences.mean(axis=1) + reach
