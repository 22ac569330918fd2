"""One pooled effect straight from the counts of many studies: Mantel and Haenszel's way, and Peto's.

Both suppose one common effect, and need no correction for empty cells in the pooled effect itself.
"""

from dataclasses import dataclass, replace
from math import exp, log, nan, sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.effect_sizes import EffectSizes, _columns, _refuse
from earlyeval.statistics.effect_sizes_of_counts import two_by_two
from earlyeval.statistics.effect_sizes_of_rates import two_rates
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.wald import wald

NOTHING = "The studies have no events, or nothing but events, in one of the two groups: nothing can be compared."
NO_SPREAD = "The studies agree without remainder, so no interval can be worked out."


@dataclass(frozen=True)
class CountSynthesis:
    """A pooled effect (ratios on the log scale, ``ratio`` their exponential) and how much the studies differ.

    ``q`` is that of the studies' own effects about the pooled one (studies with an empty cell get a half added to all
    four cells; studies without any event, or with nothing else, are left out of it); ``i2`` = (Q - df) / Q.
    """

    pooled: Estimate
    ratio: Estimate
    q: Estimate
    i2: Estimate
    h2: Estimate
    k: int
    measure: str


def mantel_haenszel(
    measure: Literal["OR", "RR", "RD"],
    *,
    a: ArrayLike,
    b: ArrayLike,
    c: ArrayLike,
    d: ArrayLike,
    conf_level: float = 0.95,
) -> CountSynthesis:
    """Pool two-by-two tables by Mantel and Haenszel (metafor's ``rma.mh``).

    Parameters
    ----------
    measure : "OR", "RR" or "RD"
        Odds ratio, risk ratio (both as logarithms) or risk difference.
    a, b, c, d : one-dimensional, one count per study
        Group 1 with and without the event, group 2 with and without.

    Notes
    -----
    Errors: Robins, Breslow and Greenland 1986 (OR), Greenland and Robins 1985 (RR), Sato et al. 1989 (RD).
    Sources: doi:10.2307/2531052; doi:10.2307/2530643.

    Examples
    --------
    >>> from earlyeval.statistics import meta_analysis
    >>> found = meta_analysis.mantel_haenszel("OR", a=[4, 6], b=[119, 300], c=[11, 29], d=[128, 274])
    >>> round(found.ratio.estimate, 3)
    0.241
    """
    if measure not in ("OR", "RR", "RD"):
        raise ValueError("The measure is OR, RR or RD.")
    level, cells = checked_level(conf_level), _tables(a, b, c, d)
    own = two_by_two(measure, a=cells[0], b=cells[1], c=cells[2], d=cells[3])
    value, error = {"OR": _odds, "RR": _risks, "RD": _differences}[measure](*cells)
    return _made(measure, value, error, own, _telling(cells), level=level, words=f"Mantel-Haenszel, {measure}")


def mantel_haenszel_rates(
    measure: Literal["IRR", "IRD"],
    *,
    events_1: ArrayLike,
    time_1: ArrayLike,
    events_2: ArrayLike,
    time_2: ArrayLike,
    conf_level: float = 0.95,
) -> CountSynthesis:
    """Pool rates of two groups by Mantel and Haenszel: rate ratio (logarithm) or rate difference."""
    if measure not in ("IRR", "IRD"):
        raise ValueError("The measure is IRR or IRD.")
    level = checked_level(conf_level)
    x_1, t_1, x_2, t_2 = _rates(events_1, time_1, events_2, time_2)
    own = two_rates(measure, events_1=x_1, time_1=t_1, events_2=x_2, time_2=t_2)
    total = t_1 + t_2
    above, below, both = (x_1 * t_2 / total).sum(), (x_2 * t_1 / total).sum(), (t_1 * t_2 / total).sum()
    if measure == "IRR":
        good = above > 0 and below > 0
        value = log(above / below) if good else nan
        error = sqrt((t_1 * t_2 * (x_1 + x_2) / total**2).sum() / (above * below)) if good else nan
        telling = x_1 + x_2 > 0
    else:
        value = float((above - below) / both)
        error, telling = sqrt(((x_1 * t_2**2 + x_2 * t_1**2) / total**2).sum()) / float(both), total > 0
    return _made(measure, value, error, own, telling, level=level, words=f"Mantel-Haenszel, {measure}")


def peto(*, a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, conf_level: float = 0.95) -> CountSynthesis:
    """Pool two-by-two tables by Peto's one-step odds ratio (metafor's ``rma.peto``): for rare events.

    Sum of (observed - expected) over the sum of their hypergeometric variances. Source: Yusuf et al. 1985,
    doi:10.1016/s0033-0620(85)80003-7.
    """
    level, (e_1, o_1, e_2, o_2) = checked_level(conf_level), _tables(a, b, c, d)
    n_1, total, events = e_1 + o_1, e_1 + o_1 + e_2 + o_2, e_1 + e_2
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = events * (total - events) * n_1 * (total - n_1) / (total**2 * (total - 1))
        apart = e_1 - events * n_1 / total
    telling = spread > 0
    weight = float(spread[telling].sum())
    if not weight > 0:
        return _made("PETO", nan, nan, None, telling, level=level, words="Peto's odds ratio")
    value, error = float(apart[telling].sum()) / weight, 1 / sqrt(weight)
    found = _made("PETO", value, error, None, telling, level=level, words="Peto's odds ratio")
    q = float((apart[telling] ** 2 / spread[telling]).sum()) - float(apart[telling].sum()) ** 2 / weight
    return replace(found, **_spread(q, int(telling.sum()), found.k))


def _tables(*cells: ArrayLike) -> list[Numbers]:
    columns = _columns(dict(zip("abcd", cells, strict=True)))
    _refuse(np.any([cell < 0 for cell in columns], axis=0), "Counts are never negative.")
    whole = ~np.any([np.isnan(cell) for cell in columns], axis=0)
    whole &= (columns[0] + columns[1] > 0) & (columns[2] + columns[3] > 0)
    return [cell[whole] for cell in columns]


def _rates(*columns: ArrayLike) -> list[Numbers]:
    found = _columns(dict(zip(("events_1", "time_1", "events_2", "time_2"), columns, strict=True)))
    _refuse((found[0] < 0) | (found[2] < 0), "Events are never negative.")
    _refuse((found[1] <= 0) | (found[3] <= 0), "Person-time is above 0.")
    whole = ~np.any([np.isnan(column) for column in found], axis=0)
    return [column[whole] for column in found]


def _telling(cells: list[Numbers]) -> Numbers:
    a, b, c, d = cells
    return (a + c > 0) & (b + d > 0)


def _odds(a: Numbers, b: Numbers, c: Numbers, d: Numbers) -> tuple[float, float]:
    n = a + b + c + d
    above, below, same, cross = a * d / n, b * c / n, (a + d) / n, (b + c) / n
    r, s = float(above.sum()), float(below.sum())
    if not (r > 0 and s > 0):
        return nan, nan
    parts = (same * above).sum() / r**2 + (same * below + cross * above).sum() / (r * s) + (cross * below).sum() / s**2
    return log(r / s), sqrt(float(parts) / 2)


def _risks(a: Numbers, b: Numbers, c: Numbers, d: Numbers) -> tuple[float, float]:
    n_1, n_2 = a + b, c + d
    n = n_1 + n_2
    r, s = float((a * n_2 / n).sum()), float((c * n_1 / n).sum())
    if not (r > 0 and s > 0):
        return nan, nan
    return log(r / s), sqrt(float(((n_1 * n_2 * (a + c) - a * c * n) / n**2).sum()) / (r * s))


def _differences(a: Numbers, b: Numbers, c: Numbers, d: Numbers) -> tuple[float, float]:
    n_1, n_2 = a + b, c + d
    n = n_1 + n_2
    total = float((n_1 * n_2 / n).sum())
    if not total > 0:
        return nan, nan
    value = float(((a * n_2 - c * n_1) / n).sum()) / total
    shares = n_1 / n, n_2 / n
    first = value * float((c * shares[0] ** 2 - a * shares[1] ** 2 + shares[0] * shares[1] * (n_2 - n_1) / 2).sum())
    second = float((a * (n_2 - c) / n + c * (n_1 - a) / n).sum()) / 2
    return value, sqrt(max(first + second, 0.0)) / total


def _made(
    measure: str, value: float, error: float, own: EffectSizes | None, telling: Numbers, *, level: float, words: str
) -> CountSynthesis:
    k = int(telling.size)
    if np.isnan(value) or not error > 0:
        reason = NOTHING if np.isnan(value) else NO_SPREAD
        blank = {name: not_estimable(name, reason, n=k) for name in ("q", "i2", "h2")}
        refused = not_estimable("pooled", reason, n=k, method=words)
        return CountSynthesis(refused, refused, k=k, measure=measure, **blank)
    pooled = wald("pooled", value, error, n=k, level=level, method=words)
    is_log = measure in ("OR", "RR", "IRR", "PETO")
    ratio = not_estimable("pooled", "A difference is no ratio.", n=k)
    if is_log:
        ends = (exp(end) for end in (pooled.estimate, pooled.conf_low, pooled.conf_high))
        named = dict(zip(("estimate", "conf_low", "conf_high"), ends, strict=True))
        ratio = replace(pooled, **named, std_error=nan, method=f"{words}, exponentiated")
    blank = {name: not_estimable(name, "Fewer than two studies can be compared.", n=k) for name in ("q", "i2", "h2")}
    if own is not None:
        used = telling & ~np.isnan(own.estimates) & (own.variances > 0)
        q = float(((own.estimates[used] - value) ** 2 / own.variances[used]).sum())
        blank = _spread(q, int(used.sum()), k)
    return CountSynthesis(pooled, ratio, k=k, measure=measure, **blank)


def _spread(q: float, used: int, k: int) -> dict[str, Estimate]:
    df = used - 1
    if df < 1:
        return {name: not_estimable(name, "Fewer than two studies can be compared.", n=k) for name in ("q", "i2", "h2")}
    h2 = q / df
    said = "No interval without a variance between studies."
    return {
        "q": Estimate("q", q, p_value=float(chi2.sf(q, df)), statistic=q, df=float(df), n=used, method="Q, about it"),
        "i2": Estimate("i2", max(0.0, 1 - 1 / h2) if h2 > 0 else 0.0, n=used, method="(Q - df) / Q", reason=said),
        "h2": Estimate("h2", h2, n=used, method="Q / df", reason=said),
    }  # fmt: skip
