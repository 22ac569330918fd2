"""What estimating equations give back, and what can be asked of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import nan
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.design import contrast_weights
from earlyeval.statistics.estimate import Estimate, not_estimable
from earlyeval.statistics.fitted import OnLinkScale

NO_VARIATION = "The groups are too few, or too much alike, to tell how this coefficient varies between them."
ERRORS = {
    "robust": "robust errors",
    "kauermann_carroll": "robust errors corrected by Kauermann and Carroll",
    "mancl_derouen": "robust errors corrected by Mancl and DeRouen",
    "fay_graubard": "robust errors corrected by Fay and Graubard",
    "jackknife": "errors by leaving out one group at a time",
    "model": "errors of the working model",
}


@dataclass(frozen=True)
class EquationOptions:
    """What few fits need.

    Parameters
    ----------
    time : one-dimensional, optional
        When each row was measured, for "ar1" (whole numbers: their distance is the lag) and "unstructured".
    exposure : one-dimensional, optional
        Time or people in which events were counted, above zero (poisson).
    errors : str
        "robust" is the plain sandwich. With fewer than about 40 groups it is too small: "kauermann_carroll"
        (doi:10.1198/016214501753382309), "mancl_derouen" (doi:10.1111/j.0006-341X.2001.00126.x), "fay_graubard"
        (doi:10.1111/j.0006-341X.2001.01198.x) correct for that; "jackknife" fits again without each group, times
        (G - p - correlations - 1) / G, as geepack's ``fij``; "model" trusts the working correlation.
    """

    time: ArrayLike | None = None
    exposure: ArrayLike | None = None
    errors: Literal["robust", "kauermann_carroll", "mancl_derouen", "fay_graubard", "jackknife", "model"] = "robust"

    def __post_init__(self) -> None:
        """Refuse errors that nobody knows."""
        if self.errors not in ERRORS:
            raise ValueError(f"errors is one of {', '.join(ERRORS)}.")


@dataclass(frozen=True)
class EstimatingFit(OnLinkScale):
    """Coefficients with robust errors; ``correlation`` between rows of a group and ``scale`` as geepack counts them.

    ``ratios`` are the exponentials of the coefficients (odds or rate ratios). With fewer than 40 groups robust errors
    are too small; ``method`` then says so. ``correlations`` is the working matrix between times ("ar1" and
    "unstructured"). ``quasi_likelihood``, ``cic``, ``qic`` and ``qic_u`` compare working models, as geepack's ``QIC``.
    """

    names: tuple[str, ...]
    coefficients: dict[str, Estimate]
    n: int
    n_groups: int
    method: str
    correlation: float = nan
    scale: float = nan
    estimable: bool = True
    reason: str = ""
    conf_level: float = 0.95
    values: Numbers = field(default_factory=lambda: np.empty(0), repr=False)
    covariance: Numbers = field(default_factory=lambda: np.empty((0, 0)), repr=False)
    naive_covariance: Numbers = field(default_factory=lambda: np.empty((0, 0)), repr=False)
    correlations: Numbers = field(default_factory=lambda: np.empty((0, 0)), repr=False)
    quasi_likelihood: float = nan
    cic: float = nan

    @property
    def qic(self) -> float:
        """Pan's criterion, -2 quasi-likelihood + 2 cic (doi:10.1111/j.0006-341X.2001.00120.x)."""
        return -2 * self.quasi_likelihood + 2 * self.cic

    @property
    def qic_u(self) -> float:
        """-2 quasi-likelihood + 2 coefficients: for choosing columns, not correlations."""
        return -2 * self.quasi_likelihood + 2 * len(self.names)

    def contrast(self, weights: Sequence[float], *, estimand: str = "model_difference") -> Estimate:
        """Return a weighted sum of coefficients (on the scale of the link) with robust interval and test."""
        vector = contrast_weights(weights, self.names)
        if self.estimable and vector.any():
            # Robust errors that are nothing beside the model's own come from groups that cannot vary.
            own, naive = (float(vector @ spread @ vector) for spread in (self.covariance, self.naive_covariance))
            if not own > 1e-18 * naive:
                return not_estimable(estimand, NO_VARIATION, n=self.n, method=self.method)
        return super().contrast(weights, estimand=estimand)
