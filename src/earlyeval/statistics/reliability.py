"""How far the items of a scale measure one thing.

Everywhere: ``items`` has one row per person and one column per item, reversed items already turned; people with a gap
are left out (listwise), and ``n`` counts who is left.
"""

from math import exp, sqrt
from typing import Any, Literal

import numpy as np
from scipy.stats import chi2
from scipy.stats import f as f_distribution

from earlyeval.statistics.arrays import Numbers, table
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.guttman import (
    guttman_lambdas,
)
from earlyeval.statistics.normal_theory import normal_quantile
from earlyeval.statistics.omega import omega_total
from earlyeval.statistics.pingouin_border import cronbach_alpha_of
from earlyeval.statistics.product_moment import correlation_of, pearson

__all__ = [
    "alpha",
    "alpha_if_dropped",
    "guttman_lambdas",
    "item_rest_correlations",
    "mean_inter_item_correlation",
    "omega_total",
    "spearman_brown",
    "split_half",
    "standard_error_of_measurement",
    "standardised_alpha",
]
AlphaInterval = Literal["feldt", "bonett"]
TOO_FEW_FOR_BONETT = "Bonett's interval needs at least three people."
TOO_FEW = "Fewer than two people answered every item."
ONE_ITEM = "There is only one item, so items cannot agree with each other."
NO_SPREAD = "The totals do not vary between people, so reliability cannot be told."
IDENTICAL = "Every item says exactly the same of everybody, so no interval can be worked out."
SAME_ITEM = "An item does not vary, so it goes together with nothing."


def alpha(items: Any, *, interval: AlphaInterval = "feldt", conf_level: float = 0.95) -> Estimate:
    """Return Cronbach's alpha of items (KR-20 where they are 0 or 1) with Feldt's or Bonett's interval.

    Parameters
    ----------
    items : two-dimensional
        One row per person, one column per item, reversed items already turned. People with a gap are left out
        (listwise).

    Notes
    -----
    alpha = k / (k - 1) (1 - sum of item variances / variance of the total). A lower bound of reliability when
    items measure one thing; not evidence that they do. ``interval`` is "feldt" (F) or "bonett" (normal on the scale of
    ln(1 - alpha)). Sources: Cronbach 1951, doi:10.1007/BF02310555; Feldt, Woodruff and Salih 1987,
    doi:10.1177/014662168701100107; Bonett 2002, doi:10.3102/10769986027004335.
    """
    if interval not in ("feldt", "bonett"):
        raise ValueError("interval is feldt or bonett.")
    level, whole = checked_level(conf_level), _complete(items)
    n, reason = int(whole.shape[0]), _reason(whole)
    if reason:
        return not_estimable("alpha", reason, n=n)
    value = alpha_of(whole)
    if value >= 1 - 1e-12:
        return Estimate("alpha", 1.0, n=n, method="Cronbach's alpha", reason=IDENTICAL)
    if interval == "bonett" and n < 3:
        return Estimate("alpha", value, n=n, method="Cronbach's alpha", reason=TOO_FEW_FOR_BONETT)
    low, high = (_feldt if interval == "feldt" else _bonett)(value, whole, level=level)
    method = f"Cronbach's alpha, complete answers, {interval.capitalize()}'s interval"
    return Estimate("alpha", value, low, high, level, n=n, method=method)


def standardised_alpha(items: Any, *, conf_level: float = 0.95) -> Estimate:
    """Return alpha of items that are standardised first: from the mean correlation between items.

    The interval is Feldt's, which holds for it roughly only.
    """
    level, whole = checked_level(conf_level), _complete(items)
    n, reason = int(whole.shape[0]), _reason(whole, each=True)
    if reason:
        return not_estimable("standardised_alpha", reason, n=n)
    width, mean = whole.shape[1], _mean_correlation(whole)
    if 1 + (width - 1) * mean <= 1e-12:
        return not_estimable("standardised_alpha", NO_SPREAD, n=n)
    value = width * mean / (1 + (width - 1) * mean)
    if value >= 1 - 1e-12:
        return Estimate("standardised_alpha", 1.0, n=n, method="standardised alpha", reason=IDENTICAL)
    low, high = _feldt(value, whole, level=level)
    method = "standardised alpha, Feldt's interval as for alpha"
    return Estimate("standardised_alpha", value, low, high, level, n=n, method=method)


def alpha_if_dropped(items: Any, *, conf_level: float = 0.95) -> list[Estimate]:
    """Return alpha without each item in turn, in the order of the items; the people stay the same."""
    whole = _complete(items)
    return [alpha(np.delete(whole, item, axis=1), conf_level=conf_level) for item in range(whole.shape[1])]


def item_rest_correlations(items: Any, *, conf_level: float = 0.95) -> list[Estimate]:
    """Return the correlation of each item with the sum of the others, in the order of the items."""
    whole = _complete(items)
    rest = whole.sum(axis=1, keepdims=True) - whole
    return [pearson(whole[:, item], rest[:, item], conf_level=conf_level) for item in range(whole.shape[1])]


def mean_inter_item_correlation(items: Any, *, conf_level: float = 0.95) -> Estimate:
    """Return the mean correlation between items, with Feldt's interval of standardised alpha turned back (rough)."""
    level = checked_level(conf_level)
    whole = _complete(items)
    n, reason = int(whole.shape[0]), _reason(whole, each=True)
    if reason:
        return not_estimable("mean_inter_item_correlation", reason, n=n)
    value, width, method = _mean_correlation(whole), whole.shape[1], "mean of Pearson correlations"
    below = 1 + (width - 1) * value
    if below <= 1e-12 or value >= 1 - 1e-12:
        reason = IDENTICAL if value >= 1 - 1e-12 else NO_SPREAD
        return Estimate("mean_inter_item_correlation", value, n=n, method=method, reason=reason)
    ends = (end / (width - (width - 1) * end) for end in _feldt(width * value / below, whole, level=level))
    return Estimate(
        "mean_inter_item_correlation", value, *ends, level, n=n, method=f"{method}, Feldt's interval turned back"
    )


def standard_error_of_measurement(items: Any, *, conf_level: float = 0.95) -> Estimate:
    """Return the standard error of the total score, SD sqrt(1 - alpha), with its chi-square interval.

    It is the root of k times the residual mean square of people by items, with (n - 1) (k - 1) df, from which the
    interval follows (normal answers). Source: Feldt and Brennan 1989, Reliability, in Educational Measurement.
    """
    level, whole = checked_level(conf_level), _complete(items)
    n, reason = int(whole.shape[0]), _reason(whole)
    if reason:
        return not_estimable("standard_error_of_measurement", reason, n=n)
    left = whole - whole.mean(axis=1, keepdims=True) - whole.mean(axis=0) + whole.mean()
    df = float((n - 1) * (whole.shape[1] - 1))
    value = sqrt(whole.shape[1] * float((left**2).sum()) / df)
    if value <= 1e-12 * float(np.abs(whole).max()):
        return Estimate("standard_error_of_measurement", 0.0, n=n, method="SD sqrt(1 - alpha)", reason=IDENTICAL)
    low, high = (value * sqrt(df / float(chi2.isf(tail, df))) for tail in ((1 - level) / 2, (1 + level) / 2))
    return Estimate(
        "standard_error_of_measurement", value, low, high, level, df=df, n=n,
        method="SD sqrt(1 - alpha), chi-square interval",
    )  # fmt: skip


def spearman_brown(reliability: float, *, length: float = 2.0) -> float:
    """Return the reliability of a scale ``length`` times as long, made of like items.

    Source: Spearman 1910, doi:10.1111/j.2044-8295.1910.tb00206.x; Brown 1910.
    """
    if not -1 < reliability <= 1 or not 0 < length < np.inf or 1 + (length - 1) * reliability <= 0:
        raise ValueError("A reliability is at most 1 and a length above zero; together they must leave some variance.")
    return length * reliability / (1 + (length - 1) * reliability)


def split_half(
    items: Any, *, halves: Literal["odd_even", "first_second"] = "odd_even", conf_level: float = 0.95
) -> Estimate:
    """Return the correlation of the sums of two halves of the items, stepped up by Spearman and Brown.

    The interval is that of the correlation, stepped up too. It depends on which halves were taken: prefer alpha.
    """
    if halves not in ("odd_even", "first_second"):
        raise ValueError("halves is odd_even or first_second.")
    whole = _complete(items)
    n, reason = int(whole.shape[0]), _reason(whole)
    if reason:
        return not_estimable("split_half", reason, n=n)
    middle = (whole.shape[1] + 1) // 2
    one, other = (whole[:, ::2], whole[:, 1::2]) if halves == "odd_even" else (whole[:, :middle], whole[:, middle:])
    found = pearson(one.sum(axis=1), other.sum(axis=1), conf_level=conf_level)
    if not found.estimable or found.estimate <= -1 + 1e-12:
        return not_estimable("split_half", found.reason or NO_SPREAD, n=n)
    value, low, high = (2 * r / (1 + r) for r in (found.estimate, found.conf_low, found.conf_high))
    method = f"split half ({halves.replace('_', ', ')}), Spearman-Brown"
    return Estimate("split_half", value, low, high, found.conf_level, n=n, method=method, reason=found.reason)


def alpha_of(whole: Numbers) -> float:
    """Return Cronbach's alpha of complete answers."""
    return cronbach_alpha_of(whole - whole[0])  # around one person's answers: large offsets cost no digits


def _complete(items: Any) -> Numbers:
    given = table(items, name="the items")
    return given[~np.isnan(given).any(axis=1)]


def _reason(whole: Numbers, *, each: bool = False) -> str:
    if whole.shape[1] < 2 or whole.shape[0] < 2:
        return ONE_ITEM if whole.shape[1] < 2 else TOO_FEW
    if each and (np.ptp(whole, axis=0) == 0).any():
        return SAME_ITEM
    noise = 1e-12 * max(float(np.abs(whole).sum(axis=1).max()), 1e-300)
    return NO_SPREAD if np.ptp(whole.sum(axis=1)) <= noise else ""


def _mean_correlation(whole: Numbers) -> float:
    width = whole.shape[1]
    pairs = [(one, other) for one in range(width) for other in range(one + 1, width)]
    return float(np.mean([correlation_of(whole[:, one], whole[:, other]) for one, other in pairs]))


def _bonett(value: float, whole: Numbers, *, level: float) -> tuple[float, float]:
    n, width = whole.shape
    reach = normal_quantile(level) * sqrt(2 * width / ((width - 1) * (n - 2)))
    return 1 - (1 - value) * exp(reach), 1 - (1 - value) * exp(-reach)


def _feldt(value: float, whole: Numbers, *, level: float) -> tuple[float, float]:
    dfs = whole.shape[0] - 1, (whole.shape[0] - 1) * (whole.shape[1] - 1)
    low = 1 - (1 - value) * float(f_distribution.ppf((1 + level) / 2, *dfs))
    return low, 1 - (1 - value) * float(f_distribution.ppf((1 - level) / 2, *dfs))
