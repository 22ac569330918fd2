"""Tables of counts: whether rows and columns go together. Rows and columns that hold nobody are left out."""

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import xlogy
from scipy.stats import chi2, ncx2

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.counting import count_table, used
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable

ONE_KIND = "All people are in one row or in one column, so rows and columns cannot be compared."
SMALL = "; some expected counts are below five"


def chi_square(counts: Any, *, continuity: bool = False) -> Estimate:
    """Return Pearson's chi-square test that rows and columns of a table have nothing to do with each other.

    Parameters
    ----------
    counts : two-dimensional
        Numbers of people.
    continuity : bool
        Yates's correction, for two rows and two columns only. R makes it unless told otherwise; scipy too.

    Notes
    -----
    Source: Pearson 1900, doi:10.1080/14786440009463897; Yates 1934, doi:10.2307/2983604.
    """
    given = used(count_table(counts))
    if min(given.shape) < 2:
        return not_estimable("chi_square", ONE_KIND, n=int(given.sum()))
    expected = _expected(given)
    apart = np.abs(given - expected)
    yates = continuity and given.shape == (2, 2)
    if yates:
        apart = apart - min(0.5, float(apart.min()))
    words = f"chi-square test{', continuity corrected' if yates else ''}{SMALL if (expected < 5).any() else ''}"
    return _tested("chi_square", float((apart**2 / expected).sum()), given, words)


def g_test(counts: Any) -> Estimate:
    """Return the likelihood-ratio test (G) that rows and columns have nothing to do with each other.

    2 sum O ln(O / E). Source: Wilks 1935, doi:10.1214/aoms/1177732564.
    """
    given = used(count_table(counts))
    if min(given.shape) < 2:
        return not_estimable("g_test", ONE_KIND, n=int(given.sum()))
    expected = _expected(given)
    statistic = max(2 * float((xlogy(given, given) - xlogy(given, expected)).sum()), 0.0)
    return _tested("g_test", statistic, given, f"likelihood-ratio test{SMALL if (expected < 5).any() else ''}")


def cramers_v(counts: Any, *, conf_level: float = 0.95, bias_corrected: bool = False) -> Estimate:
    """Return Cramer's V, 0 (nothing to do with each other) to 1, with an interval.

    Parameters
    ----------
    counts : two-dimensional
    bias_corrected : bool
        Bergsma's correction: without it V is too large in small tables.

    Notes
    -----
    The interval inverts the non-central chi-square distribution (as effectsize's cramers_v with
    alternative = "two.sided"); its lower end is 0 when chi-square is not large enough. The corrected one has
    corrected ends. Sources: Smithson 2003, Confidence Intervals; Bergsma 2013, doi:10.1016/j.jkss.2012.10.002.
    """
    level, given = checked_level(conf_level), used(count_table(counts))
    n = int(given.sum())
    if min(given.shape) < 2:
        return not_estimable("cramers_v", ONE_KIND, n=n)
    found = chi_square(given)
    ends = _noncentralities(found.statistic, found.df, level)
    if bias_corrected:
        rows, columns = (size - (size - 1) ** 2 / (n - 1) for size in given.shape)
        least = min(rows, columns) - 1
        if least <= 0:
            return not_estimable("cramers_v", "There are too few people for so many rows and columns.", n=n)
        value, low, high = (sqrt(max(size / n - found.df / (n - 1), 0.0) / least) for size in (found.statistic, *ends))
    else:
        least = min(given.shape) - 1
        value, low, high = (sqrt(size / (n * least)) for size in (found.statistic, *ends))
    method = f"Cramer's V{', bias corrected' if bias_corrected else ''}, interval by the non-central chi-square"
    return Estimate(
        "cramers_v", min(value, 1.0), min(low, 1.0), min(high, 1.0), level,
        p_value=found.p_value, statistic=found.statistic, df=found.df, n=n, method=method,
    )  # fmt: skip


def cochran_armitage(k: ArrayLike, n: ArrayLike, *, scores: ArrayLike | None = None) -> Estimate:
    """Return the chi-square test for a trend of shares over ordered groups, as R's prop.trend.test.

    Parameters
    ----------
    k, n : one-dimensional
        Numerator and denominator of each group, in order.
    scores : one-dimensional, optional
        Where the groups stand on the line; 1, 2, 3 ... if not given.

    Notes
    -----
    Source: Armitage 1955, doi:10.2307/3001775.
    """
    yes, whole = numbers(k, name="the numerators"), numbers(n, name="the denominators")
    places = np.arange(1.0, yes.size + 1) if scores is None else numbers(scores, name="the scores")
    if yes.shape != whole.shape or places.shape != yes.shape or np.isnan(places).any():
        raise ValueError("Numerators, denominators and scores must be equally long, and every group needs a score.")
    count_table(np.column_stack([yes, whole - yes]))
    people = int(whole.sum())
    share = yes.sum() / people if people else 0.0
    centred = places - (whole @ places / people if people else 0.0)
    spread = float(whole @ centred**2)
    if spread <= 0 or share in (0, 1):
        reason = "All people are in one group, or all gave the same answer: there is no trend to test."
        return not_estimable("cochran_armitage", reason, n=people)
    statistic = float(centred @ (yes - whole * share)) ** 2 / (share * (1 - share) * spread)
    return Estimate(
        "cochran_armitage", p_value=float(chi2.sf(statistic, 1)), statistic=float(statistic), df=1.0, n=people,
        n_smallest=int(whole.min()), method="Cochran-Armitage test for trend",
    )  # fmt: skip


def _expected(counts: Numbers) -> Numbers:
    return np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()


def _tested(name: str, statistic: float, counts: Numbers, method: str) -> Estimate:
    df = float((counts.shape[0] - 1) * (counts.shape[1] - 1))
    p_value = float(chi2.sf(statistic, df))
    return Estimate(name, p_value=p_value, statistic=statistic, df=df, n=int(counts.sum()), method=method)


def _noncentralities(statistic: float, df: float, level: float) -> tuple[float, float]:
    """Return the non-centralities under which so large, and so small, a chi-square is just believable."""
    tail = (1 - level) / 2

    def root(probability: float) -> float:
        def gap(noncentrality: float) -> float:
            return float(ncx2.cdf(statistic, df, noncentrality)) - probability

        if float(chi2.cdf(statistic, df)) <= probability:
            return 0.0
        high = statistic + 10.0
        while gap(high) > 0:
            high *= 2
        return float(brentq(gap, 0.0, high, xtol=1e-12, rtol=1e-13))

    return root(1 - tail), root(tail)
