"""Tables whose rows and columns are ordered: how far they rise together. Counts of people; rows and columns in order.

A pair of people stands in order when the one further down is also further right, against it when further left; pairs
in the same row or column are tied. Standard errors are those for multinomial counts (delta method), intervals normal
and cut at -1 and 1. R's DescTools has the same, except for slips in its errors of tau-b (a factor of two margins) and
of Somers' d with dependent rows (margins taken across), which the delta method shows.
"""

from math import sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.contingency import ONE_KIND
from earlyeval.statistics.counting import count_table, used
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.wald import with_normal_interval

NO_INTERVAL = "All pairs stand the same way, so no interval can be worked out."


def goodman_kruskal_gamma(counts: Any, *, conf_level: float = 0.95) -> Estimate:
    """Return Goodman and Kruskal's gamma: pairs in order minus pairs against it, over both; ties are left out.

    Of two rows and two columns it is Yule's Q. Source: Goodman and Kruskal 1963, doi:10.1080/01621459.1963.10500850.
    """
    given = used(count_table(counts))
    name, level = "goodman_kruskal_gamma", checked_level(conf_level)
    if min(given.shape) < 2:
        return not_estimable(name, ONE_KIND, n=int(given.sum()))
    with_it, against = _pairs(given)
    up, down = float((given * with_it).sum()), float((given * against).sum())
    if up + down == 0:
        return not_estimable(name, "All pairs are tied.", n=int(given.sum()))
    error = 4 / (up + down) ** 2 * sqrt(float((given * (down * with_it - up * against) ** 2).sum()))
    return _answer(name, (up - down) / (up + down), error, given, level, "Goodman and Kruskal's gamma")


def somers_d(counts: Any, *, dependent: Literal["columns", "rows"] = "columns", conf_level: float = 0.95) -> Estimate:
    """Return Somers' d: as gamma, but pairs tied on the dependent side alone count in the denominator.

    Source: Somers 1962, doi:10.2307/2090408.
    """
    if dependent not in ("columns", "rows"):
        raise ValueError("dependent is columns or rows.")
    given = used(count_table(counts))
    name, level = "somers_d", checked_level(conf_level)
    if min(given.shape) < 2:
        return not_estimable(name, ONE_KIND, n=int(given.sum()))
    given = given if dependent == "columns" else given.T
    n, rows = float(given.sum()), given.sum(axis=1, keepdims=True)
    with_it, against = _pairs(given)
    apart, untied = float((given * (with_it - against)).sum()), n**2 - float((rows**2).sum())
    error = 2 / untied**2 * sqrt(float((given * (untied * (with_it - against) - apart * (n - rows)) ** 2).sum()))
    return _answer(name, apart / untied, error, given, level, f"Somers' d, {dependent} dependent")


def kendall_tau_b(counts: Any, *, conf_level: float = 0.95) -> Estimate:
    """Return Kendall's tau-b of a table; ``association.kendall`` has it of scores.

    Source: Kendall 1945, doi:10.1093/biomet/33.3.239; Brown and Benedetti 1977, doi:10.1080/01621459.1977.10480994.
    """
    given = used(count_table(counts))
    name, level = "kendall_tau_b", checked_level(conf_level)
    if min(given.shape) < 2:
        return not_estimable(name, ONE_KIND, n=int(given.sum()))
    n, rows, columns = float(given.sum()), given.sum(axis=1, keepdims=True), given.sum(axis=0, keepdims=True)
    with_it, against = _pairs(given)
    of_rows, of_columns = n**2 - float((rows**2).sum()), n**2 - float((columns**2).sum())
    root = sqrt(of_rows * of_columns)
    value = float((given * (with_it - against)).sum()) / root
    parts = 2 * root * (with_it - against) + value * (rows * of_columns + columns * of_rows)
    variance = float((given * parts**2).sum()) - n**3 * value**2 * (of_rows + of_columns) ** 2
    return _answer(name, value, sqrt(max(variance, 0.0)) / root**2, given, level, "Kendall's tau-b")


def stuart_tau_c(counts: Any, *, conf_level: float = 0.95) -> Estimate:
    """Return Stuart's tau-c, for tables with unequal numbers of rows and columns.

    Empty rows and columns count as categories nobody chose: leave them out where they are none.
    Source: Stuart 1953, doi:10.1093/biomet/40.1-2.105.
    """
    given = count_table(counts)
    name, level = "stuart_tau_c", checked_level(conf_level)
    if min(used(given).shape) < 2:
        return not_estimable(name, ONE_KIND, n=int(given.sum()))
    n, least = float(given.sum()), min(given.shape)
    with_it, against = _pairs(given)
    apart = float((given * (with_it - against)).sum())
    factor = least / ((least - 1) * n**2)
    variance = 4 * factor**2 * (float((given * (with_it - against) ** 2).sum()) - apart**2 / n)
    return _answer(name, factor * apart, sqrt(max(variance, 0.0)), given, level, "Stuart's tau-c")


def linear_by_linear(counts: Any, *, rows: ArrayLike | None = None, columns: ArrayLike | None = None) -> Estimate:
    """Return the Mantel test of linear association, (n - 1) r^2 on 1 df, of scores of rows and columns.

    Scores are 1, 2, 3 ... if not given; ``estimate`` is r. Source: Mantel 1963, doi:10.1080/01621459.1963.10500879.
    """
    given = count_table(counts)
    n = int(given.sum())
    places = [
        np.arange(1.0, size + 1) if scores is None else numbers(scores, name="the scores")
        for size, scores in zip(given.shape, (rows, columns), strict=True)
    ]
    if any(place.size != size or np.isnan(place).any() for place, size in zip(places, given.shape, strict=True)):
        raise ValueError("Every row and every column needs a score.")
    margins = given.sum(axis=1), given.sum(axis=0)
    if n < 2:
        return not_estimable("linear_by_linear", ONE_KIND, n=n)
    centred = [place - margin @ place / n for place, margin in zip(places, margins, strict=True)]
    spreads = [float(margin @ place**2) for place, margin in zip(centred, margins, strict=True)]
    if min(spreads) <= 0:
        return not_estimable("linear_by_linear", ONE_KIND, n=n)
    r = float(centred[0] @ given @ centred[1]) / sqrt(spreads[0] * spreads[1])
    statistic = (n - 1) * r**2
    return Estimate(
        "linear_by_linear", r, p_value=float(chi2.sf(statistic, 1)), statistic=statistic, df=1.0, n=n,
        method="correlation of scores, linear-by-linear test", reason="The test gives no interval.",
    )  # fmt: skip


def _pairs(counts: Numbers) -> tuple[Numbers, Numbers]:
    """Return of each cell how many people stand in order with it, and how many against it."""
    padded = np.pad(counts, 1).cumsum(axis=0).cumsum(axis=1)
    rows, columns = counts.shape
    before = padded[:rows, :columns]
    whole = padded[-1, -1]
    above = padded[:rows, -1][:, np.newaxis] - padded[:rows, 1 : columns + 1]
    left = padded[-1, :columns][np.newaxis, :] - padded[1 : rows + 1, :columns]
    after = whole - padded[1 : rows + 1, -1][:, np.newaxis] - padded[-1, 1 : columns + 1][np.newaxis, :]
    after = after + padded[1 : rows + 1, 1 : columns + 1]
    return before + after, above + left


def _answer(name: str, value: float, error: float, counts: Numbers, level: float, method: str) -> Estimate:
    n = int(counts.sum())
    if error < 1e-12:
        return Estimate(name, value, n=n, method=method, reason=NO_INTERVAL)
    told = f"{method}, normal interval"
    return with_normal_interval(name, value, error, n=n, level=level, method=told, bounds=(-1.0, 1.0))
