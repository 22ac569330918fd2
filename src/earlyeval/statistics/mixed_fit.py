"""What a fitted Gaussian model gives back: coefficients, variances, likelihood, contrasts and joint tests."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import nan, sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import f as fisher
from scipy.stats import norm

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.design import contrast_rows, contrast_weights, terms_of
from earlyeval.statistics.estimate import Estimate, not_estimable
from earlyeval.statistics.fitted import ByLikelihood
from earlyeval.statistics.kenward_roger import FixedEffects, kenward_roger, satterthwaite, satterthwaite_f
from earlyeval.statistics.mixed_setup import Profile
from earlyeval.statistics.normal_theory import normal_quantile, t_quantile, two_sided_p

Df = Literal["satterthwaite", "kenward-roger", "residual", "normal"]
DF_WORDS = {
    "satterthwaite": "Satterthwaite df",
    "kenward-roger": "Kenward-Roger errors and df",
    "residual": "df rows minus coefficients",
    "normal": "normal approximation",
}


@dataclass(frozen=True)
class Solution:
    """Coefficients as the model found them, in turned coordinates, and the way back to the design's own."""

    start: Numbers  # least-squares coefficients, from which the model measures
    back: Numbers  # inverse of the triangle of the design's QR decomposition
    shift: Numbers  # what the model adds, in coordinates of the orthogonal design
    effects: FixedEffects
    method: str

    @property
    def coefficients(self) -> Numbers:
        """The coefficients of the design's columns."""
        return self.start + self.back @ self.shift


@dataclass(frozen=True)
class FittedModel(ByLikelihood):
    """A fitted Gaussian model for grouped rows.

    ``coefficients`` holds one Estimate per column of the design, by name; ``n`` counts rows, ``n_groups`` groups.
    ``log_likelihood`` is the restricted one for REML. ``n_parameters`` counts coefficients and variances, as R does.
    ``is_boundary``: the fit is singular, a variance came out as zero or a correlation as one. When nothing could
    be fitted ``estimable`` is False, ``reason`` says why, every coefficient says the same, and the numbers are missing.
    """

    names: tuple[str, ...]
    coefficients: dict[str, Estimate]
    n: int
    n_groups: int
    var_residual: float = nan
    log_likelihood: float = nan
    n_parameters: int = 0
    converged: bool = False
    is_boundary: bool = False
    estimable: bool = True
    reason: str = ""
    restricted: bool = True
    df_method: Df = "satterthwaite"
    solution: Solution | None = field(default=None, repr=False)
    units: int = 0  # what n of an estimate counts: groups or rows
    conf_level: float = 0.95
    profile: Profile | None = field(default=None, repr=False)

    @property
    def coef(self) -> dict[str, Estimate]:
        """The coefficients, under the name that R users expect."""
        return self.coefficients

    @property
    def deviance(self) -> float:
        """Minus twice the log likelihood (lme4's REML criterion when restricted)."""
        return -2 * self.log_likelihood

    @property
    def covariance_of_coefficients(self) -> Numbers:
        """(X'V^-1X)^-1, with Kenward and Roger's correction when that is the method."""
        if self.solution is None:
            return np.full((len(self.names),) * 2, nan)
        effects, back = self.solution.effects, self.solution.back
        return back @ (effects.adjusted if self.df_method == "kenward-roger" else effects.covariance) @ back.T

    def contrast(self, weights: Sequence[float], *, estimand: str = "model_difference") -> Estimate:
        """Return a weighted sum of coefficients, one weight per column of the design, with interval and test."""
        vector = contrast_weights(weights, self.names)
        if self.solution is None:
            return not_estimable(estimand, self.reason, n=self.units)
        if not vector.any():
            return not_estimable(estimand, "All weights are zero: nothing is compared.", n=self.units)
        value = float(vector @ self.solution.coefficients)
        error, df = self._error_and_df(self.solution.back.T @ vector)
        if self.df_method == "normal":
            reach, p_value = normal_quantile(self.conf_level) * error, float(2 * norm.sf(abs(value / error)))
        else:
            reach, p_value = t_quantile(df, self.conf_level) * error, two_sided_p(value / error, df)
        return Estimate(
            estimand,
            value,
            value - reach,
            value + reach,
            self.conf_level,
            p_value=p_value,
            statistic=value / error,
            df=df,
            n=self.units,
            method=self.solution.method,
            std_error=error,
        )

    def joint_test(self, matrix: ArrayLike, *, estimand: str = "joint_test") -> Estimate:
        """Return the F test that several weighted sums of coefficients are all zero: one row of weights each.

        ``df`` is the numerator's, ``df_2`` the denominator's. With Satterthwaite df as lmerTest's ``contestMD``,
        with Kenward-Roger as pbkrtest's ``KRmodcomp``; otherwise a Wald F test.
        """
        rows = contrast_rows(matrix, self.names)
        if self.solution is None:
            return not_estimable(estimand, self.reason, n=self.units)
        if not rows.any():
            return not_estimable(estimand, "All weights are zero: nothing is compared.", n=self.units)
        turned = rows[rows.any(axis=1)] @ self.solution.back
        # The coefficients in turned coordinates, so that turned weights meet them.
        found = np.linalg.solve(self.solution.back, self.solution.coefficients)
        effects = self.solution.effects
        if self.df_method == "kenward-roger":
            statistic, df, df_2, _ = kenward_roger(effects, found, turned)
        else:
            statistic, df, df_2 = satterthwaite_f(effects, found, turned)
            df_2 = {"residual": float(self.n - len(self.names)), "normal": np.inf}.get(self.df_method, df_2)
        return Estimate(
            estimand,
            p_value=float(fisher.sf(statistic, df, min(df_2, 1e12))),
            statistic=statistic,
            df=df,
            df_2=df_2,
            n=self.units,
            method=f"F test, {self.solution.method}",
        )

    def term_tests(self) -> dict[str, Estimate]:
        """Return the F test of every term of the design: all columns of a text column, or of an interaction, at once.

        With a design of ``coding="sum"`` these are type III tests (lmerTest's ``anova``); with the usual coding they
        are type III only where the design has no interactions.
        """
        matrix = np.eye(len(self.names))
        return {
            term: self.joint_test(matrix[columns], estimand="joint_test")
            for term, columns in terms_of(self.names).items()
        }

    def _error_and_df(self, turned: Numbers) -> tuple[float, float]:
        effects = self.solution.effects
        if self.df_method == "kenward-roger":
            _, _, df, _ = kenward_roger(effects, np.zeros(turned.size), turned[np.newaxis])
            return sqrt(float(turned @ effects.adjusted @ turned)), df
        variance, df = satterthwaite(effects, turned)
        other = {"residual": float(self.n - len(self.names)), "normal": np.inf}
        return sqrt(variance), other.get(self.df_method, df)


def each_coefficient(fit: FittedModel) -> dict[str, Estimate]:
    """Return one Estimate per column of the design, by name."""
    return {name: fit.contrast(weights) for name, weights in zip(fit.names, np.eye(len(fit.names)), strict=True)}


def method_words(model: str, *, restricted: bool, df_method: Df) -> str:
    """Return how a model was fitted, in words.

    Raises
    ------
    ValueError
        The degrees of freedom are unknown, or not made for this likelihood.
    """
    if df_method not in DF_WORDS:
        raise ValueError(f"df_method is one of {', '.join(DF_WORDS)}.")
    if df_method == "kenward-roger" and not restricted:
        raise ValueError("Kenward and Roger's degrees of freedom are made for restricted likelihood (REML).")
    return f"{model}, {'REML' if restricted else 'maximum likelihood'}, {DF_WORDS[df_method]}"
