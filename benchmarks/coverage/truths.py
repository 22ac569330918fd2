"""The true value of each quantity of a shape: closed forms for normal scores, finite sums for cut ones."""

from math import asin, pi, sqrt

import numpy as np
from benchmarks.coverage.shapes import TOP, Shape
from scipy.special import ndtr

SCORES = np.arange(TOP + 1.0)


def moments(shape: Shape) -> dict[str, float]:
    """Return means, SDs, correlation, mean change and SD of change."""
    if shape.cuts is None:
        (mean_0, mean_1), (sd_0, sd_1), r = shape.means, shape.sds, shape.r
    else:
        p = shape.chances
        rows, columns = p.sum(axis=1), p.sum(axis=0)
        mean_0, mean_1 = float(rows @ SCORES), float(columns @ SCORES)
        sd_0, sd_1 = sqrt(rows @ (SCORES - mean_0) ** 2), sqrt(columns @ (SCORES - mean_1) ** 2)
        r = float((SCORES - mean_0) @ p @ (SCORES - mean_1)) / (sd_0 * sd_1)
    sd_change = sqrt(sd_0**2 + sd_1**2 - 2 * r * sd_0 * sd_1)
    return {
        "mean_0": mean_0, "mean_1": mean_1, "sd_0": sd_0, "sd_1": sd_1, "r": r, "mean_change": mean_1 - mean_0,
        "sd_change": sd_change,
    }  # fmt: skip


def standardised(shape: Shape) -> dict[str, float]:
    """Return d_z, d_av, d_av_rms, d_rm and d_pre."""
    m = moments(shape)
    divisors = {
        "z": m["sd_change"], "av": (m["sd_0"] + m["sd_1"]) / 2, "pre": m["sd_0"],
        "av_rms": sqrt((m["sd_0"] ** 2 + m["sd_1"] ** 2) / 2), "rm": m["sd_change"] / sqrt(2 * (1 - m["r"])),
    }  # fmt: skip
    return {form: m["mean_change"] / divisor for form, divisor in divisors.items()}


def change_chances(shape: Shape) -> tuple[np.ndarray, np.ndarray]:
    """Return every possible change of a cut shape and its chance."""
    p, sizes = shape.chances, np.arange(-TOP, TOP + 1)
    return sizes.astype(float), np.array([np.trace(p, offset=size) for size in sizes])


def middle_of(values: np.ndarray, chances: np.ndarray) -> float:
    """Return the median of a discrete distribution."""
    values, places = np.unique(np.round(values, 9), return_inverse=True)
    below = np.cumsum(np.bincount(places.ravel(), weights=chances))
    return float(values[np.searchsorted(below, 0.5)])


def median_change(shape: Shape) -> float:
    """Return the median of the changes."""
    return moments(shape)["mean_change"] if shape.cuts is None else middle_of(*change_chances(shape))


def pseudo_median(shape: Shape) -> float:
    """Return the median of the mean of two people's changes, which the Hodges-Lehmann change estimates."""
    if shape.cuts is None:
        return moments(shape)["mean_change"]
    sizes, p = change_chances(shape)
    return middle_of((sizes[:, np.newaxis] + sizes).ravel() / 2, np.outer(p, p).ravel())


def rank_biserial(shape: Shape) -> float:
    """Return the limit of the matched-pairs rank-biserial correlation among people who changed."""
    m = moments(shape)
    if shape.cuts is None:
        return float(2 * ndtr(sqrt(2) * m["mean_change"] / m["sd_change"]) - 1)
    sizes, p = change_chances(shape)
    by_size = np.array([p[np.abs(sizes) == size].sum() for size in range(1, TOP + 1)]) / p[sizes != 0].sum()
    middle = np.cumsum(by_size) - by_size / 2
    signed = np.array([p[sizes == size].sum() - p[sizes == -size].sum() for size in range(1, TOP + 1)])
    return float(2 * (signed / p[sizes != 0].sum()) @ middle)


def rank_correlations(shape: Shape) -> tuple[float, float]:
    """Return Spearman's rho (of mid-ranks) and Kendall's tau-b between before and after."""
    if shape.cuts is None:
        return 6 / pi * asin(shape.r / 2), 2 / pi * asin(shape.r)
    p = shape.chances
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    one, other = np.cumsum(rows) - rows / 2, np.cumsum(columns) - columns / 2
    one, other = one - rows @ one, other - columns @ other
    rho = float(one @ p @ other) / sqrt((rows @ one**2) * (columns @ other**2))
    below = np.cumsum(np.cumsum(p, axis=0), axis=1)
    both = np.zeros_like(p)
    both[1:, 1:] = below[:-1, :-1]
    against = np.zeros_like(p)
    against[1:, :-1] = np.cumsum(rows)[:-1, np.newaxis] - below[:-1, :-1]
    tau = 2 * float((p * (both - against)).sum()) / sqrt((1 - rows @ rows) * (1 - columns @ columns))
    return rho, tau


def superiority(shape: Shape) -> tuple[float, float]:
    """Return the chance that somebody drawn after exceeds somebody drawn before (ties one half), and the HL shift."""
    m = moments(shape)
    if shape.cuts is None:
        return float(ndtr(m["mean_change"] / sqrt(m["sd_0"] ** 2 + m["sd_1"] ** 2))), m["mean_change"]
    rows, columns = shape.chances.sum(axis=1), shape.chances.sum(axis=0)
    outer, apart = np.outer(rows, columns), SCORES - SCORES[:, np.newaxis]
    return float((outer * ((apart > 0) + (apart == 0) / 2)).sum()), middle_of(apart.ravel(), outer.ravel())
