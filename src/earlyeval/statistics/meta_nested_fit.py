"""What a synthesis of effects within studies gives back, and the options it takes."""

from dataclasses import dataclass, field
from math import nan
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.estimate import Estimate

Errors = Literal["model", "CR1", "CR2"]


@dataclass(frozen=True)
class NestedMeta:
    """A synthesis of effects within studies. ``coefficients`` by name (only ``intercept`` without columns).

    ``var_between`` (studies) and ``var_within`` (effects of a study) have profile-likelihood intervals; ``i2`` is the
    share of variance that is not sampling error, ``i2_between`` and ``i2_within`` its two parts. ``k`` counts effects,
    ``n_studies`` studies.
    """

    coefficients: dict[str, Estimate]
    var_between: Estimate
    var_within: Estimate
    q_e: Estimate
    q_m: Estimate
    prediction: Estimate
    k: int
    n_studies: int
    i2: float = nan
    i2_between: float = nan
    i2_within: float = nan
    log_likelihood: float = nan
    aic: float = nan
    bic: float = nan
    estimable: bool = True
    reason: str = ""
    covariance: Numbers = field(default_factory=lambda: np.empty((0, 0)), repr=False)

    @property
    def pooled(self) -> Estimate:
        """The intercept: the pooled effect where there are no explanatory columns."""
        return self.coefficients["intercept"]


@dataclass(frozen=True)
class NestedMetaOptions:
    """What few syntheses need.

    Parameters
    ----------
    inner : one-dimensional, optional
        Groups of effects within a study; by default every effect is its own.
    correlation : float
        Of the sampling errors of two effects of one study (0 for unrelated ones).
    errors : "model", "CR1" or "CR2"
        "CR1" is metafor's ``robust`` (G studies, factor G / (G - p), t with G - p df), "CR2" clubSandwich's with
        Satterthwaite df: both hold where ``correlation`` is wrong.
    restricted : bool
        REML; False is maximum likelihood.
    """

    inner: ArrayLike | None = None
    correlation: float = 0.0
    errors: Errors = "model"
    restricted: bool = True

    def __post_init__(self) -> None:
        """Refuse what nobody knows."""
        if self.errors not in ("model", "CR1", "CR2") or not 0 <= self.correlation < 1:
            raise ValueError("errors is model, CR1 or CR2; a correlation lies between 0 and below 1.")
