"""Intervals from the shape of the likelihood, and fitted models compared by it.

Of every value of one parameter the best likelihood over all others is taken (the profile); the interval holds the
values that a likelihood ratio test does not refuse. As in lme4's ``confint``, the likelihood is the plain one (ML).
"""

from collections.abc import Callable
from math import exp, inf, log, nan, sqrt, tanh

import numpy as np
from scipy.optimize import brentq, minimize, minimize_scalar
from scipy.stats import chi2

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.gaussian_likelihood import Solved, solved
from earlyeval.statistics.mixed_fit import FittedModel
from earlyeval.statistics.mixed_setup import Profile
from earlyeval.statistics.variance_pieces import Pieces

NO_PROFILE = "This kind of model has no profile here."
METHOD = "profile of the maximum likelihood"
LOWEST, HIGHEST = -14.0, 14.0  # logarithms of SDs over the scale of what least squares leaves
STEPS = 60


def variance_intervals(fit: FittedModel, *, conf_level: float = 0.95) -> dict[str, Estimate]:
    """Return the profile-likelihood interval of every SD (and correlation) of a mixed model.

    Parameters
    ----------
    fit : MixedModelFit, RandomSlopeFit, NestedFit or CrossedFit
        From ``mixed_models``; whether by REML or not, the interval is that of ML, as lme4's ``confint`` gives it.

    Returns
    -------
    dict of Estimate
        ``sd_group`` (or ``sd_intercept``, ``correlation``, ``sd_slope``; ``sd_outer``, ``sd_inner``; ``sd: name``) and
        ``sd_residual``. The estimate is the maximum-likelihood one. A lower end of 0 says that the data allow no
        variance between groups at all.

    Examples
    --------
    >>> from earlyeval.statistics import mixed_models
    >>> from earlyeval.statistics.design import design
    >>> scores, family = [3.0, 4, 7, 9, 1, 2, 6, 6], [1, 1, 2, 2, 3, 3, 4, 4]
    >>> fit = mixed_models.random_intercept(scores, design(rows=8), family)
    >>> round(mixed_models.variance_intervals(fit)["sd_group"].conf_low, 3)
    1.18
    """
    level = checked_level(conf_level)
    if fit.profile is None:
        reason = fit.reason or NO_PROFILE
        return {"sd_residual": not_estimable("sd_residual", reason, n=fit.units, method=METHOD)}
    surface = _Surface(fit.profile, fit.n)
    names = [*fit.profile.names, "sd_residual"]
    if surface.correlated:
        names.insert(1, "correlation")
    return {name: _interval(surface, place, name, fit.units, level) for place, name in enumerate(names)}


def coefficient_intervals(fit: FittedModel, *, conf_level: float = 0.95) -> dict[str, Estimate]:
    """Return the profile-likelihood interval of every coefficient (lme4's ``confint``), by the column's name.

    Such intervals trust the likelihood: with few groups the t intervals of the fit's own coefficients hold better.
    """
    level = checked_level(conf_level)
    if fit.profile is None or fit.solution is None:
        reason = fit.reason or NO_PROFILE
        return {name: not_estimable(name, reason, n=fit.units, method=METHOD) for name in fit.names}
    surface = _Surface(fit.profile, fit.n)
    answers = {}
    for place, name in enumerate(fit.names):
        weights = np.eye(len(fit.names))[place]
        value, error = surface.coefficient(weights)

        def above(at: float, weights: Numbers = weights) -> float:
            return surface.fixed(weights, at) - surface.lowest - float(chi2.ppf(level, 1))

        ends = [_crossing(above, value, side * error) for side in (-1, 1)]
        answers[name] = Estimate("model_difference", value, *ends, level, n=fit.units, method=METHOD)
    return answers


def likelihood_ratio_test(smaller: FittedModel, larger: FittedModel) -> Estimate:
    """Return the likelihood ratio test of a model within a larger one, fitted to the same rows.

    Both by maximum likelihood (``restricted=False``), or both by REML with the same columns of the design. Variances
    of zero lie at the edge of what is possible: the p value is then too large (conservative).

    Raises
    ------
    ValueError
        The models rest on different rows, were fitted differently, or neither lies within the other.

    Examples
    --------
    >>> from earlyeval.statistics import mixed_models
    >>> from earlyeval.statistics.design import design
    >>> scores, family, later = [3.0, 4, 7, 9, 1, 2, 6, 6], [1, 1, 2, 2, 3, 3, 4, 4], [0, 1] * 4
    >>> small, large = design(rows=8), design({"later": later})
    >>> fits = [mixed_models.random_intercept(scores, one, family, restricted=False) for one in (small, large)]
    >>> round(mixed_models.likelihood_ratio_test(*fits).p_value, 3)
    0.036
    """
    if not (smaller.estimable and larger.estimable):
        return not_estimable("likelihood_ratio", smaller.reason or larger.reason, n=smaller.n)
    if smaller.n != larger.n or smaller.restricted != larger.restricted:
        raise ValueError("Compare models of the same rows, both by REML or both by maximum likelihood.")
    if smaller.restricted and smaller.names != larger.names:
        raise ValueError("Models with different designs are compared by maximum likelihood: restricted=False.")
    df = larger.n_parameters - smaller.n_parameters
    if df < 1:
        raise ValueError("The larger model must have more parameters.")
    statistic = max(0.0, 2 * (larger.log_likelihood - smaller.log_likelihood))
    return Estimate(
        "likelihood_ratio", p_value=float(chi2.sf(statistic, df)), statistic=statistic, df=float(df), n=smaller.n,
        method="likelihood ratio test",
    )  # fmt: skip


class _Surface:
    """The ML deviance over logarithms of SDs (in units of the least-squares remainder), atanh of a correlation."""

    def __init__(self, profile: Profile, rows: int) -> None:
        self.profile, self.rows = profile, rows
        self.effects = len(profile.names)
        self.correlated = profile.is_correlated
        self.size = self.effects + 1 + int(self.correlated)
        starts = [np.full(self.size, log(one)) for one in (0.7, 0.2)]
        for start in starts:
            start[-1] = log(0.7)
            if self.correlated:
                start[1] = 0.0
        found = [self._minimum(self.deviance, start) for start in starts]
        self.best, self.lowest = min(found, key=lambda one: one[1])

    def relative(self, place: Numbers) -> Numbers:
        """Return the covariance of the effects over the residual variance."""
        spread = np.exp(np.delete(place, 1)[:-1] if self.correlated else place[:-1])
        matrix = np.diag(spread**2)
        if self.correlated:
            matrix[0, 1] = matrix[1, 0] = tanh(place[1]) * spread[0] * spread[1]
        return matrix / exp(2 * place[-1])

    def deviance(self, place: Numbers) -> float:
        """Return minus twice the log likelihood but for a constant."""
        pieces, at = self._at(np.clip(place, LOWEST, HIGHEST))
        variance = exp(2 * float(np.clip(place[-1], LOWEST, HIGHEST)))
        return self.rows * log(variance) + pieces.log_determinant + at.squares / variance

    def profile_at(self, which: int, value: float, start: Numbers) -> tuple[Numbers, float]:
        """Return the best place with one parameter held, and its deviance."""
        others = np.arange(self.size) != which

        def held(rest: Numbers) -> float:
            place = np.full(self.size, value)
            place[others] = rest
            return self.deviance(place)

        near = [self._minimum(held, one[others]) for one in ((start,) if start is self.best else (start, self.best))]
        rest, height = min(near, key=lambda one: one[1])
        place = np.full(self.size, value)
        place[others] = rest
        return place, height

    def coefficient(self, weights: Numbers) -> tuple[float, float]:
        """Return a coefficient at the best place, and its standard error."""
        _, at = self._at(self.best)
        turned = self.profile.found.back.T @ weights
        value = float(weights @ self.profile.found.start + self.profile.found.scale * (turned @ at.coefficients))
        error = sqrt(float(turned @ at.inverse @ turned)) * exp(self.best[-1]) * self.profile.found.scale
        return value, error

    def fixed(self, weights: Numbers, value: float) -> float:
        """Return the lowest deviance with a coefficient held at a value; the residual variance is at its best."""
        turned, found = self.profile.found.back.T @ weights, self.profile.found
        target = (value - float(weights @ found.start)) / found.scale

        def held(place: Numbers) -> float:
            pieces, at = self._at(np.append(np.clip(place, LOWEST, HIGHEST), 0.0))
            apart = (target - float(turned @ at.coefficients)) ** 2 / float(turned @ at.inverse @ turned)
            return self.rows * (1 + log((at.squares + apart) / self.rows)) + pieces.log_determinant

        start = self.best[:-1].copy()
        spreads = np.arange(start.size) != 1 if self.correlated else np.ones(start.size, dtype=bool)
        start[spreads] -= self.best[-1]
        return self._minimum(held, start)[1]

    def _at(self, place: Numbers) -> tuple[Pieces, Solved]:
        pieces = self.profile.pieces_at(self.relative(place))
        return pieces, solved(pieces)

    @staticmethod
    def _minimum(height: Callable[[Numbers], float], start: Numbers) -> tuple[Numbers, float]:
        if start.size == 1:
            near = minimize_scalar(
                lambda at: height(np.array([at])), bracket=(start[0] - 0.1, start[0] + 0.1), tol=1e-9
            )
            return np.array([near.x]), float(near.fun)
        simplex = np.vstack([start, start + 0.15 * np.eye(start.size)])
        options = {"xatol": 1e-6, "fatol": 1e-10, "maxiter": 4000, "initial_simplex": simplex}
        found = minimize(height, start, method="Nelder-Mead", options=options)
        return found.x, float(found.fun)


def _interval(surface: _Surface, place: int, name: str, n: int, level: float) -> Estimate:
    crit, scale = float(chi2.ppf(level, 1)), surface.profile.found.scale
    is_correlation = surface.correlated and place == 1
    best, start = float(surface.best[place]), {"at": surface.best}

    def above(at: float) -> float:
        start["at"], height = surface.profile_at(place, at, start["at"])
        return height - surface.lowest - crit

    ends = []
    for side in (-1, 1):
        start["at"] = surface.best
        if best < LOWEST / 2 and not is_correlation:
            # Nothing between groups is likeliest: the upper end is looked for from a small SD upwards.
            ends.append(-inf if side < 0 else _crossing(above, -6.0, 1.0))
            continue
        ends.append(_crossing(above, best, 0.3 * side, limit=8.0))
    back = tanh if is_correlation else lambda at: 0.0 if at == -inf else scale * exp(at)
    low, high = (nan if np.isnan(end) else back(end) for end in ends)
    if is_correlation:
        low, high = (-1.0 if np.isnan(low) else low), (1.0 if np.isnan(high) else high)
    elif np.isnan(low):
        low = 0.0
    value = back(best) if best > LOWEST / 2 or is_correlation else 0.0
    return Estimate(name, value, low, high, level, n=n, method=METHOD)


def _crossing(above: Callable[[float], float], start: float, step: float, *, limit: float = inf) -> float:
    """Return where a function that is below 0 at the start rises through 0; missing where it never does."""
    inside, outside = start, start + step
    for _ in range(STEPS):
        if above(outside) > 0:
            low, high = sorted((inside, outside))
            return float(brentq(above, low, high, xtol=1e-9 * max(1.0, abs(outside)), rtol=1e-10))
        if abs(outside - start) > limit:
            return nan
        inside, outside = outside, outside + 1.5 * (outside - inside)
    return nan
