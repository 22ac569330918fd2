"""Factors that take the small-sample bias out of effect sizes."""

import numpy as np
from scipy.special import gammaln

from earlyeval.statistics.arrays import Numbers


def hedges_corrections(df: Numbers) -> Numbers:
    """Return Hedges' exact J for each of several degrees of freedom; NaN where there are fewer than two."""
    enough = np.where(df > 1, df, np.nan)
    return np.exp(gammaln(enough / 2) - gammaln((enough - 1) / 2)) / np.sqrt(enough / 2)


def olkin_pratt_factor(free: Numbers, rest: Numbers) -> Numbers:
    """Return the hypergeometric series F(1/2, 1/2; free; rest), term by term."""
    total, term = np.ones(rest.size), np.ones(rest.size)
    for step in range(10_000):
        term = term * (0.5 + step) ** 2 / ((free + step) * (step + 1)) * rest
        total = total + term
        if not (np.abs(term) > 1e-17 * total).any():
            break
    return total
