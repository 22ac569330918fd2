"""Intervals of correlations for all studies at once: every measure is studies x people."""

import numpy as np
from scipy.stats import norm, rankdata
from scipy.stats import t as student

Z = norm.ppf(0.975)
Ends = tuple[np.ndarray, np.ndarray]


def correlation(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Product moment; missing where one side does not vary."""
    one, other = x - x.mean(axis=1, keepdims=True), y - y.mean(axis=1, keepdims=True)
    alike = (np.ptp(x, axis=1) == 0) | (np.ptp(y, axis=1) == 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        r = (one * other).sum(axis=1) / np.sqrt((one**2).sum(axis=1) * (other**2).sum(axis=1))
    return np.where(alike, np.nan, np.clip(r, -1, 1))


def by_fisher_z(r: np.ndarray, error: np.ndarray | float) -> Ends:
    """The interval on the scale of Fisher's z; none at r = -1 or 1."""
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = np.where(np.abs(r) >= 1 - 1e-12, np.nan, np.arctanh(r))
    return np.tanh(centre - Z * error), np.tanh(centre + Z * error)


def pearson(x: np.ndarray, y: np.ndarray) -> Ends:
    """``association.pearson`` and ``association.point_biserial``."""
    return by_fisher_z(correlation(x, y), 1 / np.sqrt(x.shape[1] - 3))


def spearman(x: np.ndarray, y: np.ndarray) -> Ends:
    """``association.spearman``."""
    r = correlation(rankdata(x, axis=1), rankdata(y, axis=1))
    return by_fisher_z(r, np.sqrt((1 + r**2 / 2) / (x.shape[1] - 3)))


def kendall(x: np.ndarray, y: np.ndarray) -> dict[str, Ends]:
    """``association.kendall``, both intervals: tau-b from the signs of all pairs of people."""
    n = x.shape[1]
    tau, error = np.empty(len(x)), np.empty(len(x))
    for start in range(0, len(x), 200):
        rows = slice(start, start + 200)
        one, other = (np.sign(side[rows, :, np.newaxis] - side[rows, np.newaxis]) for side in (x, y))
        shares = np.stack([(one * other).sum(axis=2), (one**2).sum(axis=2), (other**2).sum(axis=2)], 2) / (n - 1)
        order, apart, other_apart = np.moveaxis(shares.mean(axis=1), 1, 0)
        centred = shares - shares.mean(axis=1, keepdims=True)
        with np.errstate(invalid="ignore", divide="ignore"):
            half = (order / 2)[:, np.newaxis]
            ties = centred[:, :, 1] / apart[:, np.newaxis] + centred[:, :, 2] / other_apart[:, np.newaxis]
            added = 2 * (centred[:, :, 0] - half * ties) / np.sqrt(apart * other_apart)[:, np.newaxis]
            tau[rows] = order / np.sqrt(apart * other_apart)
        error[rows] = np.sqrt((added**2).sum(axis=1) / (n * (n - 1)))
    plain = np.sqrt(0.437 / (n - 4))
    with np.errstate(invalid="ignore", divide="ignore"):
        scaled = np.where(error > 0, student.ppf(0.975, n - 2) / Z * error / (1 - tau**2), plain)
    return {"estimated": by_fisher_z(tau, scaled), "bonett_wright": by_fisher_z(tau, plain)}


def partial(x: np.ndarray, y: np.ndarray, given: np.ndarray) -> Ends:
    """``association.partial_correlation`` with one other measure."""
    return by_fisher_z(correlation(_without(x, given), _without(y, given)), 1 / np.sqrt(x.shape[1] - 4))


def semi_partial(x: np.ndarray, y: np.ndarray, given: np.ndarray) -> Ends:
    """``association.semi_partial_correlation``: the error of Alf and Graf."""
    value, explained = correlation(x, _without(y, given)), correlation(x, given) ** 2
    both = explained + value**2
    spread = both**2 - 2 * both + explained - explained**2 + 1
    with np.errstate(invalid="ignore"):
        return by_fisher_z(value, np.sqrt(spread / (x.shape[1] - 3)) / (1 - value**2))


def _without(values: np.ndarray, given: np.ndarray) -> np.ndarray:
    one, other = values - values.mean(axis=1, keepdims=True), given - given.mean(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        slope = (one * other).sum(axis=1, keepdims=True) / (other**2).sum(axis=1, keepdims=True)
    return one - np.nan_to_num(slope) * other
