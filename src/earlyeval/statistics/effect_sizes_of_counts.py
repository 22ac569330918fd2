"""Effect sizes of shares, two-by-two tables and rates in many studies or sites, and the way back to shares.

Measures are named as in R's metafor (``escalc``), with its rule for empty cells: where a study has one,
``add`` (a half) is added to each of its cells; never for PAS, PFT, IRS, IRFT.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.effect_sizes import EffectSizes, _columns, _made, _refuse


def proportion(measure: str, k: ArrayLike, n: ArrayLike, *, add: float = 0.5) -> EffectSizes:
    """Return shares k of n of several studies, raw or transformed.

    Parameters
    ----------
    measure : "PR", "PLN", "PLO", "PAS" or "PFT"
        The share, its logarithm, its logit, the arcsine of its root, the Freeman-Tukey double arcsine
        (doi:10.1214/aoms/1177729756), the last with variance 1 / (4 n + 2).
    k, n : one-dimensional, one whole number per study
    add : float
        Added to successes and to failures of a study in which either is 0 (PR, PLN, PLO).

    Examples
    --------
    >>> from earlyeval.statistics import effect_sizes_of_counts
    >>> effect_sizes_of_counts.proportion("PLO", k=[3], n=[12]).estimates.round(3).tolist()
    [-1.099]
    """
    successes, count = _columns({"k": k, "n": n})
    _refuse((successes < 0) | (successes > count), "A count is never negative and not larger than its denominator.")
    failures = count - successes
    empty = (successes == 0) | (failures == 0)
    x, m = successes + add * empty, failures + add * empty
    total = x + m
    with np.errstate(divide="ignore", invalid="ignore"):
        share = x / total
        known = count > 0
        if measure == "PR":
            return _made(measure, share, share * (1 - share) / total, count, known)
        if measure == "PLN":
            return _made(measure, np.log(share), 1 / x - 1 / total, count, known)
        if measure == "PLO":
            return _made(measure, np.log(x / m), 1 / x + 1 / m, count, known)
        if measure == "PAS":
            return _made(measure, np.arcsin(np.sqrt(successes / count)), 1 / (4 * count), count, known)
        if measure == "PFT":
            first = np.arcsin(np.sqrt(successes / (count + 1)))
            second = np.arcsin(np.sqrt((successes + 1) / (count + 1)))
            return _made(measure, (first + second) / 2, 1 / (4 * count + 2), count, known)
    raise ValueError("The measures of a share are PR, PLN, PLO, PAS and PFT.")


def two_by_two(
    measure: str, *, a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, add: float = 0.5
) -> EffectSizes:
    """Return log odds ratios, log risk ratios or risk differences of several studies.

    Parameters
    ----------
    measure : str
        "OR" and "RR" (logarithms), "RD" (difference), "PETO" (one-step log odds ratio (observed - expected) /
        variance), "AS" (difference of the arcsines of the roots), "PHI", "YUQ" and "YUY" (Yule's Q and Y), "PBIT"
        (difference of probits), "OR2D" and "OR2DN" (log odds ratio as a standardised difference, by the logistic
        sqrt(3) / pi or the normal 1 / 1.65). PHI has the variance for people
        who were counted, not groups of fixed size, and gets no ``add``.
    a, b, c, d : one-dimensional, one count per study
        Group 1 with and without the event, group 2 with and without.
    add : float
        Added to all four cells of a study in which one is 0. Peto's own method adds nothing: ``add=0``.

    Notes
    -----
    A study without any event, or with nothing else, says nothing about a ratio; with ``add`` it still gets a number,
    as in metafor's default. Leave such studies out of a synthesis of ratios.

    Examples
    --------
    >>> from earlyeval.statistics import effect_sizes_of_counts
    >>> effect_sizes_of_counts.two_by_two("OR", a=[4], b=[119], c=[11], d=[128]).estimates.round(3).tolist()
    [-0.939]
    """
    cells = _columns({"a": a, "b": b, "c": c, "d": d})
    _refuse(np.any([cell < 0 for cell in cells], axis=0), "Counts are never negative.")
    count = sum(cells)
    known = (cells[0] + cells[1] > 0) & (cells[2] + cells[3] > 0)
    empty = np.any([cell == 0 for cell in cells], axis=0)
    e_1, o_1, e_2, o_2 = (cell + add * empty for cell in cells)
    n_1, n_2 = e_1 + o_1, e_2 + o_2
    with np.errstate(divide="ignore", invalid="ignore"):
        if measure == "OR":
            return _made(measure, np.log(e_1 * o_2 / (o_1 * e_2)), 1 / e_1 + 1 / o_1 + 1 / e_2 + 1 / o_2, count, known)
        if measure == "RR":
            spread = 1 / e_1 - 1 / n_1 + 1 / e_2 - 1 / n_2
            return _made(measure, np.log(e_1 / n_1) - np.log(e_2 / n_2), spread, count, known)
        if measure == "RD":
            p_1, p_2 = e_1 / n_1, e_2 / n_2
            return _made(measure, p_1 - p_2, p_1 * (1 - p_1) / n_1 + p_2 * (1 - p_2) / n_2, count, known)
        if measure == "PETO":
            events, others, total = e_1 + e_2, o_1 + o_2, n_1 + n_2
            spread = events * others * (n_1 / total) * (n_2 / total) / (total - 1)
            return _made(measure, (e_1 - events * n_1 / total) / spread, 1 / spread, count, known & (spread > 0))
        if measure in ("OR2D", "OR2DN"):
            unit = np.sqrt(3) / np.pi if measure == "OR2D" else 1 / 1.65
            spread = 1 / e_1 + 1 / o_1 + 1 / e_2 + 1 / o_2
            return _made(measure, unit * np.log(e_1 * o_2 / (o_1 * e_2)), unit**2 * spread, count, known)
        if measure == "AS":
            (x_1, m_1), (x_2, m_2) = (cells[0], cells[0] + cells[1]), (cells[2], cells[2] + cells[3])
            value = np.arcsin(np.sqrt(x_1 / m_1)) - np.arcsin(np.sqrt(x_2 / m_2))
            return _made(measure, value, 1 / (4 * m_1) + 1 / (4 * m_2), count, known)
        if measure in ("YUQ", "YUY"):
            ratio, spread = e_1 * o_2 / (o_1 * e_2), 1 / e_1 + 1 / o_1 + 1 / e_2 + 1 / o_2
            ratio, part = (ratio, 1 / 4) if measure == "YUQ" else (np.sqrt(ratio), 1 / 16)
            value = (ratio - 1) / (ratio + 1)
            return _made(measure, value, part * (1 - value**2) ** 2 * spread, count, known)
        if measure == "PBIT":
            shares = e_1 / n_1, e_2 / n_2
            scores = [norm.ppf(share) for share in shares]
            spread = sum(
                2 * np.pi * share * (1 - share) * np.exp(score**2) / size
                for share, score, size in zip(shares, scores, (n_1, n_2), strict=True)
            )
            return _made(measure, scores[0] - scores[1], spread, count, known)
        if measure == "PHI":
            return _made(measure, *_phi(*cells), count, known)
    raise ValueError("The measures of a two-by-two table are OR, RR, RD, AS, PHI, YUQ, YUY, PBIT, OR2D, OR2DN, PETO.")


def _phi(a: Numbers, b: Numbers, c: Numbers, d: Numbers) -> tuple[Numbers, Numbers]:
    """Return phi and its large-sample variance when all four cells were free to vary (metafor's "LS")."""
    n = a + b + c + d
    shares = (a + b) / n, (c + d) / n, (a + c) / n, (b + d) / n
    value = (a * d - b * c) / (n**2 * np.sqrt(np.prod(shares, axis=0)))
    rows, columns = shares[0] - shares[1], shares[2] - shares[3]
    first = value * (1 + value**2 / 2) * rows * columns / np.sqrt(np.prod(shares, axis=0))
    second = 0.75 * value**2 * (rows**2 / (shares[0] * shares[1]) + columns**2 / (shares[2] * shares[3]))
    return value, (1 - value**2 + first - second) / n


def rate(measure: str, events: ArrayLike, time: ArrayLike, *, add: float = 0.5) -> EffectSizes:
    """Return event rates of several studies: "IR" as it is, "IRLN" logarithm, "IRS" root, "IRFT" Freeman-Tukey.

    ``time`` is person-time at risk; ``add`` goes to a study without events (IR, IRLN).
    """
    given, exposure = _columns({"events": events, "time": time})
    _refuse((given < 0) | (exposure <= 0), "Events are never negative, and person-time is above 0.")
    x = given + add * (given == 0)
    known = exposure > 0
    if measure == "IR":
        return _made(measure, x / exposure, x / exposure**2, exposure, known)
    if measure == "IRLN":
        return _made(measure, np.log(x / exposure), 1 / x, exposure, known)
    if measure == "IRS":
        return _made(measure, np.sqrt(given / exposure), 1 / (4 * exposure), exposure, known)
    if measure == "IRFT":
        value = (np.sqrt(given / exposure) + np.sqrt((given + 1) / exposure)) / 2
        return _made(measure, value, 1 / (4 * exposure), exposure, known)
    raise ValueError("The measures of a rate are IR, IRLN, IRS and IRFT.")


def back(measure: str, values: ArrayLike, *, n: ArrayLike | None = None) -> Numbers:
    """Return transformed values on the scale people read: shares, ratios, correlations, alphas.

    Parameters
    ----------
    measure : str
        PLO, PLN, PAS, PFT, OR, RR, PETO, IRLN, IRS, ZCOR, ABT, AHW; others come back as they are.
    n : one-dimensional
        For PFT only: the studies' sizes; Miller's inverse takes their harmonic mean
        (doi:10.1080/00031305.1978.10479283).
    """
    given = np.asarray(values, dtype=float)
    if measure == "PFT":
        if n is None:
            raise ValueError("The Freeman-Tukey transformation can only be undone with the studies' sizes n.")
        sizes = _columns({"n": n})[0]
        return _from_double_arcsine(given, float(sizes.size / np.sum(1 / sizes)))
    ways = {
        "PLO": lambda x: 1 / (1 + np.exp(-x)),
        "PAS": lambda x: np.sin(np.clip(x, 0, np.pi / 2)) ** 2,
        "IRS": lambda x: np.maximum(x, 0) ** 2,
        "ZCOR": np.tanh,
        "ABT": lambda x: 1 - np.exp(-x),
        "AHW": lambda x: 1 - (1 - x) ** 3,
    }
    ways |= dict.fromkeys(("OR", "RR", "PETO", "PLN", "IRLN"), np.exp)
    return np.asarray(ways[measure](given)) if measure in ways else given.copy()


def _from_double_arcsine(values: Numbers, n: float) -> Numbers:
    lowest = np.arcsin(np.sqrt(1 / (n + 1))) / 2
    inside = np.clip(values, lowest, np.pi / 2 - lowest)
    sine = np.sin(2 * inside)
    root = np.sqrt(np.maximum(0.0, 1 - (sine + (sine - 1 / sine) / n) ** 2))
    share = (1 - np.sign(np.cos(2 * inside)) * root) / 2
    return np.where(values <= lowest, 0.0, np.where(values >= np.pi / 2 - lowest, 1.0, share))
