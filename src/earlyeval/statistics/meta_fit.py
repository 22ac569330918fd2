"""The fit behind every synthesis: effects on columns, with tau2, standard errors and the Hartung-Knapp scale."""

from dataclasses import dataclass
from math import inf, sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.between_variance import METHODS, Weighted, between_variance, weighted
from earlyeval.statistics.effect_sizes import EffectSizes
from earlyeval.statistics.estimate import Estimate, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile, t_quantile, two_sided_p

FIXED = "FE"
TESTS = {
    "z": "normal interval",
    "t": "t interval with k - p degrees of freedom, standard error as it is",
    "hartung_knapp": "Hartung-Knapp interval",
    "hartung_knapp_guarded": "Hartung-Knapp interval, never narrower than its own standard error allows (ad hoc guard)",
}
NO_SPREAD = "The effects agree without remainder, so the Hartung-Knapp standard error is zero: no interval."
NO_DF = "There are not more effects than coefficients, so no t interval can be worked out."


@dataclass(frozen=True)
class Effects:
    """Effects and their sampling variances without missing ones; ``places`` says where each stood."""

    values: Numbers
    variances: Numbers
    places: Numbers

    @property
    def k(self) -> int:
        """How many there are."""
        return int(self.values.size)


@dataclass(frozen=True)
class MetaFit:
    """A fitted synthesis. ``scale`` is Hartung and Knapp's factor of the variances (1 for others)."""

    effects: Effects
    columns: Numbers
    method: str
    test: str
    tau2: float
    tau2_error: float
    solution: Weighted
    scale: float

    @property
    def df(self) -> float:
        """Degrees of freedom of the tests; infinite for the normal."""
        rest = self.columns.shape[0] - self.columns.shape[1]
        return inf if self.test == "z" else float(rest)

    @property
    def covariance(self) -> Numbers:
        """Covariance matrix of the coefficients."""
        return self.solution.covariance * self.scale

    def combination(self, weights: Numbers, estimand: str, *, level: float) -> Estimate:
        """Return a weighted sum of the coefficients with interval and test."""
        value = float(weights @ self.solution.coefficients)
        error = sqrt(max(0.0, float(weights @ self.covariance @ weights)))
        told = f"{self.method} ({source(self.method)}); {TESTS[self.test]}"
        base = {"n": self.effects.k, "method": told}
        if self.df <= 0:
            return Estimate(estimand, value, reason=NO_DF, **base)
        if error == 0:
            return Estimate(estimand, value, reason=NO_SPREAD, **base)
        reach = critical(self.df, level) * error
        statistic = value / error
        return Estimate(
            estimand,
            value,
            value - reach,
            value + reach,
            level,
            p_value=p_of(statistic, self.df),
            statistic=statistic,
            df=self.df if self.df < inf else np.nan,
            std_error=error,
            **base,
        )


def source(method: str) -> str:
    """Return where an estimator of tau2 comes from."""
    return METHODS.get(method, "inverse variance, one common effect")


def effects_of(estimates: ArrayLike | EffectSizes, variances: ArrayLike | None) -> Effects:
    """Return effects that have both a value and a variance.

    Raises
    ------
    ValueError
        The two are not equally long, variances are lacking, or one is not above 0.
    """
    if isinstance(estimates, EffectSizes):
        estimates, variances = estimates.estimates, estimates.variances
    if variances is None:
        raise ValueError("Effects need their sampling variances (squared standard errors).")
    values, spreads = numbers(estimates, name="effects"), numbers(variances, name="variances")
    if values.shape != spreads.shape:
        raise ValueError("Effects and variances must be equally long: one of each for every study.")
    there = ~(np.isnan(values) | np.isnan(spreads))
    if (spreads[there] <= 0).any():
        raise ValueError("Variances must be above 0: an effect without error cannot be weighed.")
    return Effects(values[there], spreads[there], np.flatnonzero(there))


def fitted(effects: Effects, columns: Numbers, *, method: str, test: str) -> MetaFit:
    """Return the fit; the caller has seen to it that there are more effects than columns where tau2 is asked for."""
    checked_choice(method, test)
    tau2, error = (
        (0.0, 0.0) if method == FIXED else between_variance(effects.values, effects.variances, columns, method)
    )
    solution = weighted(effects.values, columns, 1 / (effects.variances + tau2))
    scale, rest = 1.0, columns.shape[0] - columns.shape[1]
    if test.startswith("hartung_knapp") and rest > 0:
        scale = _without_noise(solution.q, effects) / rest
        scale = max(1.0, scale) if test == "hartung_knapp_guarded" else scale
    return MetaFit(effects, columns, method, test, tau2, error, solution, scale)


def checked_choice(method: str, test: str) -> None:
    """Refuse an estimator or a test that nobody knows."""
    if method != FIXED and method not in METHODS:
        raise ValueError(f"The method is one of {', '.join((FIXED, *METHODS))}.")
    if test not in TESTS:
        raise ValueError(f"The test is one of {', '.join(TESTS)}.")


def critical(df: float, level: float) -> float:
    """Return how many standard errors an interval reaches to either side."""
    return normal_quantile(level) if df == inf else t_quantile(df, level)


def p_of(statistic: float, df: float) -> float:
    """Return the two-sided p value of a z (infinite df) or t."""
    return float(2 * norm.sf(abs(statistic))) if df == inf else two_sided_p(statistic, df)


def refused(names: tuple[str, ...], reason: str, *, k: int) -> dict[str, Any]:
    """Return the same refusal under several names."""
    return {name: not_estimable(name, reason, n=k) for name in names}


def _without_noise(q: float, effects: Effects) -> float:
    """Return Q, or exactly 0 where it is only the noise of binary arithmetic."""
    size = float((effects.values**2 / effects.variances).sum())
    return 0.0 if q <= 1e-26 * max(size, 1e-300) else q
