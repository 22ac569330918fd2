"""What fitted models of several kinds have in common: criteria of the likelihood, contrasts, joint tests, ratios."""

from collections.abc import Sequence
from math import log, nan, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.design import contrast_rows, contrast_weights
from earlyeval.statistics.estimate import Estimate, not_estimable
from earlyeval.statistics.wald import exponentiated, wald

NOTHING_COMPARED = "All weights are zero: nothing is compared."


class ByLikelihood:
    """Criteria for choosing among models, as R counts them."""

    n: int
    n_parameters: int
    log_likelihood: float

    @property
    def aic(self) -> float:
        """Akaike's criterion: -2 log likelihood + 2 parameters."""
        return -2 * self.log_likelihood + 2 * self.n_parameters

    @property
    def bic(self) -> float:
        """Schwarz's criterion: -2 log likelihood + log(rows) parameters."""
        return -2 * self.log_likelihood + log(self.n) * self.n_parameters if self.n else nan


class OnLinkScale:
    """Coefficients on the scale of a link, with their covariance: ratios, weighted sums and joint tests by Wald."""

    names: tuple[str, ...]
    coefficients: dict[str, Estimate]
    n: int
    method: str
    estimable: bool
    reason: str
    conf_level: float
    values: Numbers
    covariance: Numbers

    @property
    def ratios(self) -> dict[str, Estimate]:
        """Exponentials of the coefficients (odds, rate or hazard ratios), with their intervals."""
        return {name: exponentiated(found) for name, found in self.coefficients.items()}

    def contrast(self, weights: Sequence[float], *, estimand: str = "model_difference") -> Estimate:
        """Return a weighted sum of coefficients (on the scale of the link) with interval and test."""
        vector = contrast_weights(weights, self.names)
        if not self.estimable or not vector.any():
            return not_estimable(estimand, self.reason or NOTHING_COMPARED, n=self.n, method=self.method)
        value, error = float(vector @ self.values), sqrt(float(vector @ self.covariance @ vector))
        return wald(estimand, value, error, n=self.n, level=self.conf_level, method=self.method)

    def joint_test(self, matrix: ArrayLike, *, estimand: str = "joint_test") -> Estimate:
        """Return Wald's chi-square test that several weighted sums of coefficients are all zero, one row each."""
        rows = contrast_rows(matrix, self.names)
        if not self.estimable or not rows.any():
            return not_estimable(estimand, self.reason or NOTHING_COMPARED, n=self.n, method=self.method)
        spread, value = rows @ self.covariance @ rows.T, rows @ self.values
        df = int(np.linalg.matrix_rank(spread, hermitian=True))
        statistic = float(value @ np.linalg.pinv(spread, hermitian=True) @ value)
        return Estimate(
            estimand, p_value=float(chi2.sf(statistic, df)), statistic=statistic, df=float(df), n=self.n,
            method=f"Wald test, {self.method}",
        )  # fmt: skip
