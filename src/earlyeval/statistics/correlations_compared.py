"""Correlations from print: their interval, whether two differ, what several come to together."""

from collections.abc import Sequence
from math import atanh, isfinite, sqrt, tanh
from typing import Literal

import numpy as np
from scipy.stats import chi2

from earlyeval.statistics.estimate import Estimate, checked_level
from earlyeval.statistics.normal_theory import normal_p, normal_quantile, two_sided_p
from earlyeval.statistics.product_moment import fisher_z


def correlation_from_r(r: float, n: int, *, given: int = 0, conf_level: float = 0.95) -> Estimate:
    """Return a printed Pearson correlation of n people, partial in ``given`` others, with its interval and t test."""
    if not -1 <= r <= 1 or n != int(n) or n < 3:
        raise ValueError("A correlation lies between -1 and 1, and rests on a whole number of at least three people.")
    return fisher_z("pearson", float(r), n=int(n), given=given, level=checked_level(conf_level), method="Pearson")


def correlation_difference(r_1: float, n_1: int, r_0: float, n_0: int, *, conf_level: float = 0.95) -> Estimate:
    """Return the difference of the correlations of two groups of different people, with Zou's interval.

    statistic and p are those of the difference of Fisher's z over sqrt(1 / (n1 - 3) + 1 / (n0 - 3)) (psych's r.test).
    Sources: Fisher 1921, Metron 1:3-32; Zou 2007, doi:10.1037/1082-989X.12.4.399.
    """
    level = checked_level(conf_level)
    _checked([r_1, r_0], min(n_1, n_0))
    z = (atanh(r_1) - atanh(r_0)) / sqrt(1 / (n_1 - 3) + 1 / (n_0 - 3))
    low, high = _zou(r_1, _ends(r_1, n_1, level), r_0, _ends(r_0, n_0, level), 0.0)
    return Estimate(
        "correlation_difference", r_1 - r_0, low, high, level, p_value=normal_p(z), statistic=z, n=int(n_1 + n_0),
        n_smallest=int(min(n_1, n_0)), method="difference of independent correlations, Zou's interval",
    )  # fmt: skip


def dependent_correlation_difference(
    r_12: float,
    r_13: float,
    r_23: float,
    n: int,
    *,
    method: Literal["williams", "meng", "steiger"] = "williams",
    conf_level: float = 0.95,
) -> Estimate:
    """Return r12 - r13 in the same people, measure 1 being common to both, with Zou's interval.

    Parameters
    ----------
    r_12, r_13, r_23 : float
    method : "williams", "meng" or "steiger"
        The test: Williams's t with n - 3 df (psych's r.test), Meng, Rosenthal and Rubin's z, or Steiger's z with the
        mean correlation.

    Notes
    -----
    Sources: Williams 1959; Steiger 1980, doi:10.1037/0033-2909.87.2.245; Meng, Rosenthal and Rubin 1992,
    doi:10.1037/0033-2909.111.1.172; Zou 2007, doi:10.1037/1082-989X.12.4.399.
    """
    if method not in ("williams", "meng", "steiger"):
        raise ValueError("method is williams, meng or steiger.")
    level = checked_level(conf_level)
    _checked([r_12, r_13, r_23], n)
    determinant = 1 - r_12**2 - r_13**2 - r_23**2 + 2 * r_12 * r_13 * r_23
    if determinant < -1e-12:
        raise ValueError("These correlations contradict each other. Is one a misprint?")
    shared = (r_23 - r_12 * r_13 / 2) * (1 - r_12**2 - r_13**2 - r_23**2) + r_23**3 / 2
    shared /= (1 - r_12**2) * (1 - r_13**2)
    low, high = _zou(r_12, _ends(r_12, n, level), r_13, _ends(r_13, n, level), shared)
    if method == "williams":
        mean = (r_12 + r_13) / 2
        below = 2 * max(determinant, 0.0) * (n - 1) / (n - 3) + mean**2 * (1 - r_23) ** 3
        statistic = (r_12 - r_13) * sqrt((n - 1) * (1 + r_23) / below)
        tested = {"statistic": statistic, "df": float(n - 3), "p_value": two_sided_p(statistic, n - 3)}
    else:
        statistic = (_meng if method == "meng" else _steiger)(r_12, r_13, r_23, n)
        tested = {"statistic": statistic, "p_value": normal_p(statistic)}
    return Estimate(
        "correlation_difference", r_12 - r_13, low, high, level, n=int(n),
        method=f"difference of dependent correlations, {method.capitalize()}'s test, Zou's interval", **tested,
    )  # fmt: skip


def mean_correlation(correlations: Sequence[float], n: Sequence[int], *, conf_level: float = 0.95) -> Estimate:
    """Return the common correlation of several groups by Fisher's z weighted by n - 3.

    statistic and p are those of the test that all are equal (chi-square, groups - 1 df).
    """
    level = checked_level(conf_level)
    _checked(correlations, min(n))
    if len(correlations) != len(n):
        raise ValueError("Every correlation needs its number of people.")
    z, weights = np.arctanh(np.asarray(correlations, dtype=float)), np.asarray(n, dtype=float) - 3
    centre = float(weights @ z / weights.sum())
    reach = normal_quantile(level) / sqrt(float(weights.sum()))
    spread, df = float(weights @ (z - centre) ** 2), float(len(z) - 1)
    tested = {"statistic": spread, "df": df, "p_value": float(chi2.sf(spread, df))} if df else {}
    return Estimate(
        "mean_correlation", tanh(centre), tanh(centre - reach), tanh(centre + reach), level, n=int(np.sum(n)),
        n_smallest=int(min(n)), method="common correlation by Fisher's z", **tested,
    )  # fmt: skip


def _checked(correlations: Sequence[float], n: float) -> None:
    if n < 4 or not all(isfinite(r) and -1 < r < 1 for r in correlations):
        raise ValueError("Correlations lie strictly between -1 and 1, and rest on at least four people.")


def _ends(r: float, n: float, level: float) -> tuple[float, float]:
    reach = normal_quantile(level) / sqrt(n - 3)
    return tanh(atanh(r) - reach), tanh(atanh(r) + reach)


def _zou(
    one: float, ends: tuple[float, float], other: float, other_ends: tuple[float, float], shared: float
) -> tuple[float, float]:
    """Join the ends of two correlations whose estimates themselves correlate ``shared``."""

    def reach(here: float, there: float) -> float:
        return sqrt(max(here**2 + there**2 - 2 * shared * here * there, 0.0))

    return (
        one - other - reach(one - ends[0], other_ends[1] - other),
        one - other + reach(ends[1] - one, other - other_ends[0]),
    )


def _meng(r_12: float, r_13: float, r_23: float, n: float) -> float:
    square = (r_12**2 + r_13**2) / 2
    factor = min((1 - r_23) / (2 * (1 - square)), 1.0)
    h = (1 - factor * square) / (1 - square)
    return (atanh(r_12) - atanh(r_13)) * sqrt((n - 3) / (2 * (1 - r_23) * h))


def _steiger(r_12: float, r_13: float, r_23: float, n: float) -> float:
    square = ((r_12 + r_13) / 2) ** 2
    shared = (r_23 * (1 - 2 * square) - square * (1 - 2 * square - r_23**2) / 2) / (1 - square) ** 2
    return (atanh(r_12) - atanh(r_13)) * sqrt((n - 3) / (2 - 2 * shared))
