"""How much more likely the data are if there is a change than if there is none: the JZS Bayes factor."""

from itertools import pairwise
from math import exp, isfinite, log, pi, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.integrate import quad

from earlyeval.statistics.arrays import complete_pairs
from earlyeval.statistics.estimate import Estimate, not_estimable
from earlyeval.statistics.pair_moments import moments_of_scores
from earlyeval.statistics.standardised import TOO_FEW

MEDIUM = sqrt(2) / 2
CONSTANT = "Everybody changed by the same amount, so no Bayes factor can be worked out."
LARGEST_LOG = 700.0
# Below and above, the prior of g leaves less than a double can hold beside the rest.
LOWEST_LOG_G, HIGHEST_LOG_G = -7.0, 93.0


def bayes_factor(before: ArrayLike, after: ArrayLike, *, scale: float = MEDIUM) -> Estimate:
    """Return BF10, the JZS Bayes factor of the paired t test: above 1 speaks for a change, below 1 for none.

    Parameters
    ----------
    before, after : one-dimensional, one value per person
        A person with either value missing is left out (pairwise).
    scale : float
        Of the Cauchy prior on the standardised change d_z; sqrt(2) / 2 is the "medium" of R's BayesFactor.

    Notes
    -----
    No interval: it is one number for these data and this prior. The prior decides: give it beside the result.
    Source: Rouder, Speckman, Sun, Morey and Iverson 2009, doi:10.3758/PBR.16.2.225.
    """
    first, second = complete_pairs(before, after, names=("before", "after"))
    _checked_scale(scale)
    if first.size < 2:
        return not_estimable("bayes_factor", TOO_FEW, n=int(first.size))
    moments = moments_of_scores(first, second)
    if moments.sd_change == 0:
        return not_estimable("bayes_factor", CONSTANT, n=moments.n)
    return bayes_factor_of_t(moments.mean_change / moments.sd_change * sqrt(moments.n), moments.n, scale=scale)


def bayes_factor_of_t(t: float, n: int, *, n_2: int | None = None, scale: float = MEDIUM) -> Estimate:
    """Return the same from a published t: of n pairs, or of two groups of n and ``n_2``."""
    _checked_scale(scale)
    if not isfinite(t) or n < 2 or n != int(n) or (n_2 is not None and (n_2 < 2 or n_2 != int(n_2))):
        raise ValueError("A Bayes factor needs a finite t and whole numbers of people, at least two.")
    weight, df = (float(n), n - 1.0) if n_2 is None else (n * n_2 / (n + n_2), n + n_2 - 2.0)
    people = int(n if n_2 is None else n + n_2)
    value = _log_factor(float(t), weight=weight, df=df, scale=scale)
    if abs(value) > LARGEST_LOG:
        reason = "The Bayes factor is larger or smaller than a number of this machine can be."
        return not_estimable("bayes_factor", reason, n=people)
    reason = "A Bayes factor holds for these data and this prior: it has no interval."
    return Estimate(
        "bayes_factor", exp(value), df=df, statistic=float(t), n=people, method="JZS, Cauchy prior", reason=reason
    )


def _log_factor(t: float, *, weight: float, df: float, scale: float) -> float:
    """Integrate Rouder's formula over g on the scale of log g, relative to its peak so that nothing overflows."""

    def log_density(log_g: float) -> float:
        g = np.exp(log_g)
        spread = 1 + weight * g * scale**2
        # The last terms are the inverse-gamma prior of g, times g for the change of scale.
        fit = -0.5 * np.log(spread) - (df + 1) / 2 * np.log1p(t**2 / (spread * df))
        return fit - 0.5 * log(2 * pi) - 0.5 * log_g - 0.5 / g

    top = float(log_density(np.linspace(LOWEST_LOG_G, HIGHEST_LOG_G, 2001)).max())
    ends = np.linspace(LOWEST_LOG_G, HIGHEST_LOG_G, 41)
    pieces = [
        quad(lambda place: exp(float(log_density(place)) - top), start, end, epsabs=1e-15, epsrel=1e-12, limit=200)[0]
        for start, end in pairwise(ends)
    ]
    return top + log(sum(pieces)) + (df + 1) / 2 * float(np.log1p(t**2 / df))


def _checked_scale(scale: float) -> None:
    if not (isfinite(scale) and scale > 0):
        raise ValueError("The scale of the prior is a finite number above zero.")
