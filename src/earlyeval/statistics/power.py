"""How many people, how small an effect, how much power: each question solved for the one quantity left open.

Designs are listed in ``__all__``. An answer is the exact solution; its ``n`` is the whole number of people that is
needed in all. Power belongs to the plan: worked out afterwards from the effect that was found, it says nothing that the
p value does not.
"""

from math import atanh, ceil, sqrt

import numpy as np
from scipy.stats import f as fisher
from scipy.stats import ncf, norm
from scipy.stats import t as student

from earlyeval.statistics.estimate import Estimate
from earlyeval.statistics.power_of_clusters import clusters, clusters_of_shares, design_effect, stepped_wedge
from earlyeval.statistics.power_of_shares import (
    exact_proportion,
    mcnemar,
    one_proportion,
    share_for_effect,
    two_proportions,
)
from earlyeval.statistics.power_of_tests import chi_square, equivalence, log_rank, regression
from earlyeval.statistics.power_solver import checked_ratio, checked_side, solved, t_power
from earlyeval.statistics.precision import people_for_difference, people_for_mean, people_for_share

__all__ = [
    "chi_square",
    "clusters",
    "clusters_of_shares",
    "correlation",
    "design_effect",
    "equivalence",
    "exact_proportion",
    "log_rank",
    "mcnemar",
    "one_proportion",
    "one_sample",
    "paired",
    "people_for_difference",
    "people_for_mean",
    "people_for_share",
    "regression",
    "several_groups",
    "share_for_effect",
    "signed_rank",
    "stepped_wedge",
    "two_arms",
    "two_proportions",
]
# Pitman's asymptotic relative efficiency of the signed-rank test against the t test.
EFFICIENCY = {"normal": 3 / np.pi, "worst": 108 / 125, "uniform": 1.0, "logistic": np.pi**2 / 9}


def paired(
    *,
    n: float | None = None,
    effect: float | None = None,
    power: float | None = None,
    alpha: float | None = 0.05,
    alternative: str = "two-sided",
) -> Estimate:
    """Return what is open of n pairs, effect d_z (change / SD of changes), power and alpha of the paired t test.

    From the SD of scores: d_z = change / (SD sqrt(2 (1 - r))). Source: Cohen 1988; R's pwr.t.test.
    """
    checked_side(alternative)
    return solved(
        {"n": n, "effect": effect, "power": power, "alpha": alpha},
        lambda n, effect, alpha: t_power(effect * sqrt(n), n - 1, alpha, alternative),
        method="paired t test, non-central t",
    )


def one_sample(**question: float | str | None) -> Estimate:
    """Return what is open of n, effect d = (mean - value) / SD, power and alpha of the one-sample t test."""
    return paired(**question)  # type: ignore[arg-type]


def signed_rank(
    *,
    n: float | None = None,
    effect: float | None = None,
    power: float | None = None,
    alpha: float | None = 0.05,
    alternative: str = "two-sided",
    shape: str = "normal",
) -> Estimate:
    """Return what is open of the signed-rank test: the t test's with n times the asymptotic relative efficiency.

    ``shape`` of the changes: "normal" (3/pi), "worst" (0.864), "uniform" (1), "logistic" (pi^2/9). Source: Hodges and
    Lehmann 1956, doi:10.1214/aoms/1177728261.
    """
    if shape not in EFFICIENCY:
        raise ValueError(f"The shape is one of {', '.join(EFFICIENCY)}.")
    factor = EFFICIENCY[shape]
    return solved(
        {"n": n, "effect": effect, "power": power, "alpha": alpha},
        lambda n, effect, alpha: t_power(effect * sqrt(n * factor), n * factor - 1, alpha, alternative),
        fewest=3.0,
        method=f"signed-rank test by its efficiency against the t test, {shape} changes",
    )


def two_arms(
    *,
    n_1: float | None = None,
    effect: float | None = None,
    power: float | None = None,
    alpha: float | None = 0.05,
    ratio: float = 1.0,
    alternative: str = "two-sided",
) -> Estimate:
    """Return what is open of n in arm 1, effect d (difference / SD), power and alpha of the two-sample t test.

    ``ratio`` is n in arm 0 / n in arm 1. With a baseline that correlates r with the outcome, put in
    d / sqrt(1 - r^2) for an analysis of covariance. Source: R's pwr.t2n.test.
    """
    checked_ratio(ratio)
    return solved(
        {"n_1": n_1, "effect": effect, "power": power, "alpha": alpha},
        lambda n_1, effect, alpha: t_power(
            effect * sqrt(n_1 * ratio / (1 + ratio)), n_1 * (1 + ratio) - 2, alpha, alternative
        ),
        fewest=2.0,
        whole=lambda value: ceil(value) + ceil(ratio * value),
        method="two-sample t test, non-central t",
    )


def several_groups(
    groups: int,
    *,
    n_1: float | None = None,
    effect: float | None = None,
    power: float | None = None,
    alpha: float | None = 0.05,
) -> Estimate:
    """Return what is open of n per group, Cohen's f, power and alpha of a one-way analysis of variance."""
    if groups < 2:
        raise ValueError("There must be at least two groups.")

    def power_of(n_1: float, effect: float, alpha: float) -> float:
        rest = groups * (n_1 - 1)
        return float(ncf.sf(fisher.isf(alpha, groups - 1, rest), groups - 1, rest, groups * n_1 * effect**2))

    given = {"n_1": n_1, "effect": effect, "power": power, "alpha": alpha}
    return solved(given, power_of, whole=lambda value: groups * ceil(value), method="one-way F test, non-central F")


def correlation(
    *,
    n: float | None = None,
    effect: float | None = None,
    power: float | None = None,
    alpha: float | None = 0.05,
    alternative: str = "two-sided",
) -> Estimate:
    """Return what is open of n, correlation, power and alpha (Fisher's z with its bias taken out; R's pwr.r.test)."""
    if effect is not None and not -1 < effect < 1:
        raise ValueError("A correlation lies strictly between -1 and 1.")

    def power_of(n: float, effect: float, alpha: float) -> float:
        r = -effect if alternative == "less" else abs(effect) if alternative == "two-sided" else effect
        reach = float(student.isf(alpha / 2 if alternative == "two-sided" else alpha, n - 2))
        bound = atanh(sqrt(reach**2 / (reach**2 + n - 2)))
        shifted = atanh(r) + r / (2 * (n - 1))
        upper = float(norm.cdf((shifted - bound) * sqrt(n - 3)))
        return upper + float(norm.cdf((-shifted - bound) * sqrt(n - 3))) if alternative == "two-sided" else upper

    checked_side(alternative)
    given = {"n": n, "effect": effect, "power": power, "alpha": alpha}
    return solved(given, power_of, fewest=4.0, largest_effect=1 - 1e-9, method="correlation, Fisher's z")
