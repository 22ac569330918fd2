"""Whether two measures go together beyond what others have in common with both, or with one of them."""

from math import atanh, sqrt, tanh
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import rankdata

from earlyeval.statistics.arrays import Numbers, numbers, table
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile
from earlyeval.statistics.product_moment import NO_SPREAD, correlation_of, fisher_z

TOO_FEW = "There are too few people for so many measures."
EXPLAINED = "One of the two measures is wholly explained by the others, so nothing of it is left to go together."


def partial_correlation(
    x: ArrayLike, y: ArrayLike, given: Any, *, ranks: bool = False, conf_level: float = 0.95
) -> Estimate:
    """Return the correlation of x and y with what the others explain taken out of both.

    Parameters
    ----------
    x, y : one-dimensional, one value per person
    given : one- or two-dimensional
        The other measures, one column each. A person with any value missing is left out (listwise).
    ranks : bool
        Spearman's instead of Pearson's: everything is ranked first.

    Notes
    -----
    t test with n - 2 - k df, interval by Fisher's z with n - 3 - k; k is the number of others. As ppcor's pcor.test.
    Source: Fisher 1924, Metron 3:329-332.
    """
    level, (first, second, others) = checked_level(conf_level), _complete(x, y, given, ranks=ranks)
    n, k = first.size, others.shape[1]
    left = _residuals(first, others), _residuals(second, others)
    reason = _reason(first, second, left, df=n - 2 - k)
    if reason:
        return not_estimable("partial_correlation", reason, n=n)
    method = f"partial correlation, {'Spearman' if ranks else 'Pearson'}"
    return fisher_z("partial_correlation", correlation_of(*left), n=n, given=k, level=level, method=method)


def semi_partial_correlation(
    x: ArrayLike, y: ArrayLike, given: Any, *, ranks: bool = False, conf_level: float = 0.95
) -> Estimate:
    """Return the correlation of x with what is left of y when what the others explain is taken out of y alone.

    Parameters
    ----------
    x, y, given, ranks
        As in ``partial_correlation``. Its square is what y adds to the share of x's variance that the others explain.

    Notes
    -----
    The test is ppcor's spcor.test. Interval: Fisher's z with the standard error of Alf and Graf (as statpsych's
    ci.spcor). Source: Alf and Graf 1999, doi:10.1037/1082-989X.4.1.70.
    """
    name = "semi_partial_correlation"
    level, (first, second, others) = checked_level(conf_level), _complete(x, y, given, ranks=ranks)
    n, k = first.size, others.shape[1]
    left = _residuals(second, others)
    reason = _reason(first, second, (first, left), df=n - 2 - k)
    if reason:
        return not_estimable(name, reason, n=n)
    value = correlation_of(first - first.mean(), left)
    method = f"semi-partial correlation, {'Spearman' if ranks else 'Pearson'}"
    tested = fisher_z(name, value, n=n, given=k, level=level, method=method)
    without = 1 - float((_residuals(first, others) ** 2).sum() / ((first - first.mean()) ** 2).sum())
    both = without + value**2
    spread = both**2 - 2 * both + without - without**2 + 1
    if tested.reason or n <= 3 or spread <= 0:
        return tested
    error = sqrt(spread / (n - 3))
    reach = normal_quantile(level) * error / (1 - value**2)
    low, high = tanh(atanh(value) - reach), tanh(atanh(value) + reach)
    return Estimate(
        name, value, low, high, level, tested.p_value, tested.statistic, tested.df, n,
        method=f"{method}, interval by Fisher's z with the error of Alf and Graf", std_error=error,
    )  # fmt: skip


def _complete(x: ArrayLike, y: ArrayLike, given: Any, *, ranks: bool) -> tuple[Numbers, Numbers, Numbers]:
    first, second = numbers(x, name="x"), numbers(y, name="y")
    others = (
        table(given, name="the others") if np.ndim(given) == 2 else numbers(given, name="the others")[:, np.newaxis]
    )
    if first.shape != second.shape or others.shape[0] != first.size:
        raise ValueError("All measures must be equally long: one value of each for each unit.")
    both = np.column_stack([first, second, others])
    both = both[~np.isnan(both).any(axis=1)]
    if ranks and len(both):
        both = rankdata(both, axis=0)
    return both[:, 0], both[:, 1], both[:, 2:]


def _residuals(values: Numbers, others: Numbers) -> Numbers:
    """Return what the others leave of the values; exactly 0 where that is arithmetic noise only."""
    centred = values - values.mean() if values.size else values
    basis = others - others.mean(axis=0) if others.size else others
    if not basis.size or not np.abs(centred).max() > 0:
        return centred
    sizes = np.abs(basis).max(axis=0)
    coefficients, *_ = np.linalg.lstsq(basis[:, sizes > 0] / sizes[sizes > 0], centred, rcond=1e-12)
    left = centred - basis[:, sizes > 0] / sizes[sizes > 0] @ coefficients
    return left if np.abs(left).max() > 1e-10 * np.abs(centred).max() else np.zeros_like(left)


def _reason(first: Numbers, second: Numbers, left: tuple[Numbers, Numbers], *, df: int) -> str:
    if df < 1:
        return TOO_FEW
    if np.ptp(first) == 0 or np.ptp(second) == 0:
        return NO_SPREAD
    return EXPLAINED if any(np.ptp(side) == 0 for side in left) else ""
