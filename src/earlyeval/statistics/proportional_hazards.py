"""Does a hazard ratio stay the same over time? The score test that goes with Cox's model."""

from typing import Literal

import numpy as np
from scipy.stats import chi2, rankdata

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.cox import CoxFit
from earlyeval.statistics.cox_likelihood import terms
from earlyeval.statistics.estimate import Estimate, not_estimable
from earlyeval.statistics.survival_times import Times, risk_table


def proportionality(fit: CoxFit, *, transform: Literal["km", "identity", "log", "rank"] = "km") -> dict[str, Estimate]:
    """Return the test of even hazard ratios, by column and for ``all`` (R's ``cox.zph``).

    The score test of adding column x g(time); g is 1 - Kaplan-Meier just before, the time, its logarithm or rank.
    Source: Grambsch and Therneau 1994, doi:10.1093/biomet/81.3.515.
    """
    if fit.values is None or fit.data is None:
        return {name: not_estimable(name, fit.reason, n=fit.n) for name in [*fit.coefficients, "all"]}
    width = fit.values.size
    slope, blocks = np.zeros(width), np.zeros((3, width, width))
    centre = _transformed(fit.data.time[fit.data.event > 0], fit.data, transform).mean()
    for layer in fit.layers:
        found = terms(layer, fit.values)
        when = _transformed(layer.time[layer.deaths], fit.data, transform) - centre
        slope += (when[:, np.newaxis] * (layer.columns[layer.deaths] - found.mean)).sum(axis=0)
        for power in range(3):
            blocks[power] += (when[:, np.newaxis, np.newaxis] ** power * found.covariance).sum(axis=0)
    left = blocks[2] - blocks[1] @ np.linalg.solve(blocks[0], blocks[1])
    answers = {}
    for place, name in enumerate([*fit.coefficients, "all"]):
        chosen = np.arange(width) if name == "all" else np.array([place])
        part, own = left[np.ix_(chosen, chosen)], slope[chosen]
        if np.linalg.matrix_rank(part, tol=1e-12 * max(1.0, float(np.abs(blocks[2]).max()))) < chosen.size:
            answers[name] = not_estimable(name, "There are too few event times to tell.", n=fit.n)
            continue
        statistic = float(own @ np.linalg.solve(part, own))
        df = float(chosen.size)
        answers[name] = Estimate(
            name, p_value=float(chi2.sf(statistic, df)), statistic=statistic, df=df, n=fit.n, method="score test (zph)"
        )
    return answers


def _transformed(when: Numbers, data: Times, transform: str) -> Numbers:
    if transform == "identity":
        return when
    if transform == "log":
        return np.log(when)
    if transform == "rank":
        ranks = rankdata(data.time)
        order = np.argsort(data.time, kind="stable")
        return ranks[order][np.searchsorted(data.time[order], when)]
    if transform != "km":
        raise ValueError("The transformation of time is km, identity, log or rank.")
    table = risk_table(data)
    left = np.concatenate([[1.0], np.cumprod(1 - table.n_event / table.n_risk)])
    return 1 - left[np.searchsorted(table.time, when, side="left")]
