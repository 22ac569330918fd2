"""Estimates of large samples: normal interval and test, and their exponentials."""

from dataclasses import replace
from math import exp, nan

from scipy.stats import norm

from earlyeval.statistics.estimate import Estimate
from earlyeval.statistics.normal_theory import normal_quantile


def wald(estimand: str, value: float, error: float, *, n: int, level: float, method: str) -> Estimate:
    """Return an estimate with its normal interval and test."""
    reach, statistic = normal_quantile(level) * error, value / error
    p_value = float(2 * norm.sf(abs(statistic)))
    return Estimate(
        estimand, value, value - reach, value + reach, level, p_value=p_value, statistic=statistic, n=n, method=method,
        std_error=error,
    )  # fmt: skip


def with_normal_interval(
    estimand: str, value: float, error: float, *, n: int, level: float, method: str, bounds: tuple[float, float]
) -> Estimate:
    """Return an estimate with its normal interval, cut off where the quantity ends, and no test."""
    reach, (lowest, highest) = normal_quantile(level) * error, bounds
    return Estimate(
        estimand, value, max(value - reach, lowest), min(value + reach, highest), level, n=n, method=method,
        std_error=error,
    )  # fmt: skip


def exponentiated(found: Estimate) -> Estimate:
    """Return the exponential of an estimate on a log scale; the error is left out, for it belongs to the logarithm."""
    if not found.estimable:
        return found
    ends = (exp(end) for end in (found.estimate, found.conf_low, found.conf_high))
    parts = dict(zip(("estimate", "conf_low", "conf_high"), ends, strict=True))
    return replace(found, **parts, std_error=nan, method=f"{found.method}, exponentiated")
