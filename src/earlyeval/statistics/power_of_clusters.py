"""Power where whole clusters (centres, groups, areas) are allocated: design effects, parallel arms, stepped wedges."""

from math import ceil, sqrt

import numpy as np

from earlyeval.statistics.estimate import Estimate, not_estimable
from earlyeval.statistics.power_solver import checked_side, solved, t_power, z_power


def design_effect(cluster_size: float, icc: float, *, cv: float = 0.0) -> float:
    """Return how many times larger the variance of a mean is for clusters than for people: 1 + ((cv^2 + 1) m - 1) icc.

    ``cv`` is the coefficient of variation of cluster sizes. Sources: Kish 1965; Eldridge et al. 2006,
    doi:10.1093/ije/dyl129.
    """
    if cluster_size < 1 or cv < 0 or not 0 <= icc <= 1:
        raise ValueError("The cluster size is at least 1, cv never negative, and the ICC lies between 0 and 1.")
    return 1 + ((cv**2 + 1) * cluster_size - 1) * icc


def clusters(
    *,
    clusters_per_arm: float | None = None,
    cluster_size: float | None,
    icc: float,
    cv: float = 0.0,
    effect: float | None = None,
    power: float | None = None,
    alpha: float | None = 0.05,
) -> Estimate:
    """Return what is open of clusters per arm, cluster size, effect, power and alpha of a two-arm cluster design.

    Parameters
    ----------
    cluster_size : float
        Mean number of people in a cluster.
    icc, cv : float
        Intracluster correlation, and coefficient of variation of cluster sizes.
    effect : float
        Difference of means / total SD; open, it is the minimal detectable effect size.

    Returns
    -------
    Estimate
        ``n`` counts clusters in both arms together, or people where the cluster size was open.

    Notes
    -----
    Two-sided t test of cluster means, 2 (k - 1) degrees of freedom, non-centrality effect / sqrt(2 DE / (k m)). Beyond
    1 / icc people more people in a cluster hardly help: then no cluster size reaches the power. Source: Donner and Klar
    2000; Hemming et al. 2011, doi:10.1186/1471-2288-11-102.
    """
    design_effect(cluster_size or 1, icc, cv=cv)

    def power_of(clusters_per_arm: float, cluster_size: float, effect: float, alpha: float) -> float:
        variance = 2 * design_effect(cluster_size, icc, cv=cv) / (clusters_per_arm * cluster_size)
        return t_power(effect / sqrt(variance), 2 * (clusters_per_arm - 1), alpha, "two-sided")

    given = {"clusters_per_arm": clusters_per_arm, "cluster_size": cluster_size, "effect": effect}
    _least(clusters_per_arm, 2, "clusters per arm")
    whole = 2 if clusters_per_arm is None or cluster_size is not None else 2 * ceil(clusters_per_arm)
    return solved(
        given | {"power": power, "alpha": alpha},
        power_of,
        fewest=2.0 if clusters_per_arm is None else 1.0,
        whole=lambda value: whole * ceil(value),
        method="two arms of clusters, design effect, t with 2(k - 1) df",
    )


def clusters_of_shares(
    p_1: float,
    p_0: float,
    *,
    clusters_per_arm: float | None = None,
    cluster_size: float | None,
    icc: float,
    cv: float = 0.0,
    power: float | None = None,
    alpha: float | None = 0.05,
) -> Estimate:
    """Return what is open of clusters per arm, cluster size, power and alpha when shares of two arms are compared.

    As ``clusters``, with variance (p1 q1 + p0 q0) DE / (k m) of the difference.
    """
    if not (0 <= p_1 <= 1 and 0 <= p_0 <= 1) or p_1 * (1 - p_1) + p_0 * (1 - p_0) == 0:
        raise ValueError("Shares lie between 0 and 1, and one of the two at least strictly between.")
    effect = abs(p_1 - p_0) / sqrt((p_1 * (1 - p_1) + p_0 * (1 - p_0)) / 2)
    if effect == 0:
        return not_estimable("power", "The two shares are the same: there is nothing to find.", n=0)
    return clusters(
        clusters_per_arm=clusters_per_arm,
        cluster_size=cluster_size,
        icc=icc,
        cv=cv,
        effect=effect,
        power=power,
        alpha=alpha,
    )


def stepped_wedge(
    *,
    clusters: int,
    steps: int,
    cell_size: float,
    icc: float,
    effect: float | None = None,
    power: float | None = None,
    alpha: float | None = 0.05,
) -> Estimate:
    """Return what is open of effect, power and alpha of a stepped-wedge design with new people at each time.

    Parameters
    ----------
    clusters, steps : int
        Clusters in all, as many crossing over at each of the steps; there is one time more than steps.
    cell_size : float
        People measured in a cluster at a time.
    effect : float
        Difference of means / total SD.

    Notes
    -----
    Random cluster levels, fixed times, one effect that is there at once; normal test. The variance comes from the
    generalised least-squares matrix. Source: Hussey and Hughes 2007, doi:10.1016/j.cct.2006.05.007.
    """
    if steps < 1 or clusters < steps or clusters % steps:
        raise ValueError("As many clusters must cross over at each step: clusters is a multiple of steps.")
    design_effect(cell_size, icc)
    error = sqrt(wedge_variance(clusters, steps, cell_size, icc))
    return solved(
        {"effect": effect, "power": power, "alpha": alpha},
        lambda effect, alpha: z_power(effect / error, alpha, "two-sided"),
        method="stepped wedge, Hussey and Hughes's model, normal test",
    )


def wedge_variance(clusters: int, steps: int, cell_size: float, icc: float) -> float:
    """Return the variance of the effect of a stepped wedge, in units of the total variance."""
    times = steps + 1
    crossing = np.repeat(np.arange(1, times), clusters // steps)
    exposed = (np.arange(times)[np.newaxis, :] >= crossing[:, np.newaxis]).astype(float)
    block = np.full((times, times), icc) + np.eye(times) * (1 - icc) / cell_size
    inverse = np.linalg.inv(block)
    information = np.zeros((times + 1, times + 1))
    for row in exposed:
        design = np.column_stack([np.eye(times), row])
        information += design.T @ inverse @ design
    return float(np.linalg.inv(information)[-1, -1])


def _least(value: float | None, fewest: float, name: str) -> None:
    checked_side("two-sided")
    if value is not None and value < fewest:
        raise ValueError(f"There must be at least {fewest:g} {name}: one has no degrees of freedom.")
