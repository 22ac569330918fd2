"""Intervals that several estimators share: Student's t, the pivot of the non-central t, Hedges' correction."""

from math import exp, isnan, sqrt

from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import gammaln
from scipy.stats import chi2, nct, norm
from scipy.stats import t as student


def t_quantile(df: float, conf_level: float) -> float:
    """Return the t value that an interval of this level reaches to either side."""
    return float(student.ppf((1 + conf_level) / 2, df))


def normal_quantile(conf_level: float) -> float:
    """Return the normal deviate that an interval of this level reaches to either side."""
    return float(norm.ppf((1 + conf_level) / 2))


def normal_share(deviate: float) -> float:
    """Return the share of a normal distribution that lies below a deviate."""
    return float(norm.cdf(deviate))


def normal_p(deviate: float) -> float:
    """Return the two-sided p value of a normal deviate."""
    return float(2 * norm.sf(abs(deviate)))


def two_sided_p(statistic: float, df: float) -> float:
    """Return the two-sided p value of a t statistic."""
    return float(2 * student.sf(abs(statistic), df))


def hedges_correction(df: float) -> float:
    """Return J, the factor that takes the small-sample bias out of a standardised difference.

    J = gamma(df/2) / (sqrt(df/2) gamma((df - 1)/2)), exactly; the usual 1 - 3/(4 df - 1) has five digits.
    With one degree of freedom it is 0. Source: Hedges 1981, doi:10.3102/10769986006002107.
    """
    if df <= 1:
        return 0.0
    return exp(gammaln(df / 2) - gammaln((df - 1) / 2)) / sqrt(df / 2)


def noncentrality_interval(statistic: float, df: float, conf_level: float) -> tuple[float, float]:
    """Return the two non-centralities under which so large, and so small, a t value is just believable.

    Inverts the distribution function of the non-central t (the pivot method).
    Source: Steiger and Fouladi 1997; Cumming and Finch 2001, doi:10.1177/0013164401614002.
    """
    tail = (1 - conf_level) / 2
    return _noncentrality(statistic, df, 1 - tail), _noncentrality(statistic, df, tail)


def _noncentrality(statistic: float, df: float, probability: float) -> float:
    # The root for -t is minus the root for t; above zero the distribution function is computed more exactly.
    if statistic < 0:
        return -_noncentrality(-statistic, df, 1 - probability)

    def gap(noncentrality: float) -> float:
        return _share_below(statistic, df, noncentrality) - probability

    spread = sqrt(1 + statistic**2 / (2 * df))
    middle = statistic - float(norm.ppf(probability)) * spread
    low, high = middle - spread, middle + spread
    while gap(low) < 0:
        low -= spread
    while gap(high) > 0:
        high += spread
    return float(brentq(gap, low, high, xtol=1e-13, rtol=1e-14, maxiter=500))


def _share_below(value: float, df: float, noncentrality: float) -> float:
    """Return the distribution function of the non-central t.

    Where scipy's is not a number (far from the middle, for large values) the normal distribution function is averaged
    over the distribution of the standard deviation, which is the definition.
    """
    share = float(nct.cdf(value, df, noncentrality))
    if not isnan(share):
        return share

    def weighted(deviation: float) -> float:
        weight = 2 * df * deviation * chi2.pdf(df * deviation**2, df)
        return float(norm.cdf(value * deviation - noncentrality) * weight)

    far = sqrt(float(chi2.isf(1e-16, df)) / df)
    return float(quad(weighted, 0, far, points=[1.0], limit=200, epsabs=1e-13)[0])
