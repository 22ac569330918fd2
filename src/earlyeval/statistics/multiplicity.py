"""Many tests at once: p values that hold for the whole family, declared beforehand.

Missing p values are not tests: they stay missing and do not count towards their family. With ``families`` (one label
for each p value) every family is adjusted by itself.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers


def bonferroni(p_values: ArrayLike, *, families: Sequence | None = None) -> Numbers:
    """Return p values times their number: the chance of any false alarm is kept, whatever the tests share."""
    return _adjusted(p_values, families, lambda p: np.minimum(p * p.size, 1.0))


def sidak(p_values: ArrayLike, *, families: Sequence | None = None) -> Numbers:
    """Return 1 - (1 - p)^m: exact for independent tests, a little below Bonferroni's. Source: Sidak 1967."""
    return _adjusted(p_values, families, lambda p: _sidak(p, np.full(p.size, p.size)))


def holm_sidak(p_values: ArrayLike, *, families: Sequence | None = None) -> Numbers:
    """Return Holm's steps with Sidak's formula in each (statsmodels' "holm-sidak")."""
    return _adjusted(p_values, families, lambda p: np.maximum.accumulate(_sidak(p, np.arange(p.size, 0, -1))))


def adjusted(p_values: ArrayLike, method: str, *, families: Sequence | None = None) -> Numbers:
    """Return adjusted p values by the name that R's p.adjust or statsmodels gives the method: "holm", "BH"."""
    known = {
        "bonferroni": bonferroni, "holm": holm, "hochberg": hochberg, "hommel": hommel, "bh": benjamini_hochberg,
        "fdr": benjamini_hochberg, "by": benjamini_yekutieli, "sidak": sidak, "holm-sidak": holm_sidak,
    }  # fmt: skip
    if method.lower() not in known:
        raise ValueError(f"The method is one of {', '.join(known)}.")
    return known[method.lower()](p_values, families=families)


def holm(p_values: ArrayLike, *, families: Sequence | None = None) -> Numbers:
    """Return Holm's adjusted p values, in the order given.

    Parameters
    ----------
    p_values : one-dimensional, from 0 to 1
        Missing ones are not tests: they stay missing and do not count towards the family.
    families : sequence, optional
        Which family each belongs to; one family if not given.

    Notes
    -----
    The i-th smallest of m is multiplied by m - i + 1, never falls below the one before, never exceeds 1.
    Source: Holm 1979, Scandinavian Journal of Statistics 6:65-70.
    """
    return _adjusted(p_values, families, lambda p: np.minimum(np.maximum.accumulate(p * np.arange(p.size, 0, -1)), 1.0))


def hochberg(p_values: ArrayLike, *, families: Sequence | None = None) -> Numbers:
    """Return Hochberg's adjusted p values: Holm's multipliers from the largest down; for independent tests.

    Source: Hochberg 1988, doi:10.1093/biomet/75.4.800.
    """
    return _adjusted(p_values, families, lambda p: _from_above(p * np.arange(p.size, 0, -1)))


def hommel(p_values: ArrayLike, *, families: Sequence | None = None) -> Numbers:
    """Return Hommel's adjusted p values: never larger than Hochberg's, for independent tests.

    Source: Hommel 1988, doi:10.1093/biomet/75.2.383.
    """
    return _adjusted(p_values, families, _hommel)


def benjamini_hochberg(p_values: ArrayLike, *, families: Sequence | None = None) -> Numbers:
    """Return p values that keep the share of false alarms among alarms (false discovery rate).

    For independent or positively dependent tests. Source: Benjamini and Hochberg 1995,
    doi:10.1111/j.2517-6161.1995.tb02031.x.
    """
    return _adjusted(p_values, families, lambda p: _from_above(p * p.size / np.arange(1, p.size + 1)))


def benjamini_yekutieli(p_values: ArrayLike, *, families: Sequence | None = None) -> Numbers:
    """Return p values that keep the false discovery rate whatever the tests share.

    Source: Benjamini and Yekutieli 2001, doi:10.1214/aos/1013699998.
    """

    def adjust(p: Numbers) -> Numbers:
        places = np.arange(1, p.size + 1)
        return _from_above(p * p.size * (1 / places).sum() / places)

    return _adjusted(p_values, families, adjust)


def _adjusted(p_values: ArrayLike, families: Sequence | None, adjust: Callable[[Numbers], Numbers]) -> Numbers:
    """Apply an adjustment of ascending p values to each family, and put them back in order."""
    given = numbers(p_values, name="p values")
    there = ~np.isnan(given)
    if ((given[there] < 0) | (given[there] > 1)).any():
        raise ValueError("P values lie between 0 and 1.")
    labels = [""] * given.size if families is None else list(families)
    if len(labels) != given.size:
        raise ValueError("Every p value needs the label of its family.")
    place = {label: number for number, label in enumerate(dict.fromkeys(labels))}
    family = np.array([place[label] for label in labels], dtype=int)
    adjusted = given.copy()
    for number in range(len(place)):
        tested = np.flatnonzero(there & (family == number))
        if tested.size:
            order = tested[np.argsort(given[tested], kind="stable")]
            adjusted[order] = adjust(given[order])
    return adjusted


def _sidak(p: Numbers, tests: Numbers) -> Numbers:
    # Written so that small p values keep their digits.
    with np.errstate(divide="ignore"):
        return -np.expm1(tests * np.log1p(-p))


def _from_above(p: Numbers) -> Numbers:
    return np.minimum(np.minimum.accumulate(p[::-1])[::-1], 1.0)


def _hommel(p: Numbers) -> Numbers:
    n = p.size
    adjusted = np.full(n, float((n * p / np.arange(1, n + 1)).min()))
    for m in range(n - 1, 1, -1):
        first, last = p[: n - m + 1], p[n - m + 1 :]
        largest = float((m * last / np.arange(2, m + 1)).min())
        own = np.minimum(m * first, largest)
        adjusted = np.maximum(adjusted, np.concatenate([own, np.full(last.size, own[-1])]))
    return np.maximum(adjusted, p)
