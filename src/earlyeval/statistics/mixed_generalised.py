"""Yes-no answers, shares and counts of people in groups: a random intercept by Laplace or adaptive quadrature.

Unlike estimating equations, whose coefficients are differences between populations, these are differences within a
group: for yes-no answers they are larger the more groups differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import nan, sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.design import named_columns
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.fitted import ByLikelihood, OnLinkScale
from earlyeval.statistics.generalised_linear import ALL_ALIKE, NO_EVENTS, NO_TOP
from earlyeval.statistics.mixed_generalised_likelihood import GroupedCounts, best
from earlyeval.statistics.mixed_setup import Rows, complete_rows, why_not

BOUNDARY = "; the variance between groups came out as zero"
NOT_FOUND = "The likelihood has no clear top for these data, so no estimate can be trusted."
MOST_NODES = 100


@dataclass(frozen=True)
class GeneralisedOptions:
    """What few fits need.

    Parameters
    ----------
    nodes : int
        Quadrature points per group: 1 is Laplace's approximation (lme4's default), 7 to 25 are nearly exact.
    trials : one-dimensional, optional
        How many could have said yes, where y counts those who did (binomial).
    exposure : one-dimensional, optional
        Time or people in which events were counted (poisson).
    along : one-dimensional, optional
        A column along which groups vary instead of in their level, such as a treatment.
    """

    nodes: int = 1
    trials: ArrayLike | None = None
    exposure: ArrayLike | None = None
    along: ArrayLike | None = None


@dataclass(frozen=True)
class GeneralisedMixedFit(OnLinkScale, ByLikelihood):
    """A fitted model: ``coefficients`` on the scale of the link, ``ratios`` their exponentials, ``sd_group``.

    ``var_group`` is the variance between groups on the scale of the link, ``group_effects`` each group's most likely
    distance from the mean, ``icc`` the share of variance between groups of the latent logistic variable (binomial).
    ``n`` counts rows, ``n_groups`` groups.
    """

    names: tuple[str, ...]
    coefficients: dict[str, Estimate]
    n: int
    n_groups: int
    method: str
    var_group: float = nan
    log_likelihood: float = nan
    is_boundary: bool = False
    estimable: bool = True
    reason: str = ""
    conf_level: float = 0.95
    group_effects: dict[Any, float] | None = None
    values: Numbers = field(default_factory=lambda: np.empty(0), repr=False)
    covariance: Numbers = field(default_factory=lambda: np.empty((0, 0)), repr=False)

    @property
    def sd_group(self) -> float:
        """Standard deviation between groups, on the scale of the link."""
        return sqrt(self.var_group)

    @property
    def icc(self) -> float:
        """Share of the latent variance between groups: var / (var + pi^2 / 3); for yes-no answers only."""
        return self.var_group / (self.var_group + np.pi**2 / 3) if "binomial" in self.method else nan

    @property
    def n_parameters(self) -> int:
        """Coefficients and the variance between groups."""
        return len(self.names) + 1


def generalised_random_intercept(
    y: ArrayLike,
    design: Any,
    group: ArrayLike,
    *,
    family: Literal["binomial", "poisson"] = "binomial",
    options: GeneralisedOptions | None = None,
    names: Sequence[str] | None = None,
    conf_level: float = 0.95,
) -> GeneralisedMixedFit:
    """Fit link of the mean of y = design x coefficients + random intercept of the group, by maximum likelihood.

    Parameters
    ----------
    y : one-dimensional, one value per row
        0 and 1 or yes answers out of ``trials`` (binomial, logit link), or whole numbers (poisson, log link).
    design : two-dimensional or DataFrame
    group : one-dimensional
    family : "binomial" or "poisson"
    options : GeneralisedOptions
        Quadrature points, trials, exposure.
    names, conf_level
        Intervals and tests are Wald's, from the curvature of the whole likelihood, as lme4's ``glmer`` has them.

    Notes
    -----
    Rows with a missing value are left out. With few rows in a group Laplace's approximation makes the variance too
    small: compare with ``nodes=15``. The log likelihood keeps its constants (lme4 drops them with nAGQ above 1).
    Sources: Bates et al. 2015, doi:10.18637/jss.v067.i01; Pinheiro and Bates 1995,
    doi:10.1080/10618600.1995.10474663.

    Examples
    --------
    >>> from earlyeval.statistics import mixed_models
    >>> from earlyeval.statistics.design import design
    >>> options = mixed_models.GeneralisedOptions(trials=[12, 10, 14, 11, 9, 13], nodes=15)
    >>> fit = mixed_models.generalised_random_intercept(
    ...     [2, 5, 1, 7, 2, 4], design({"later": [0, 1, 0, 1, 0, 1]}), ["a", "a", "b", "b", "c", "c"], options=options)
    >>> round(fit.ratios["later"].estimate, 2)
    5.33
    """
    chosen = options or GeneralisedOptions()
    if family not in ("binomial", "poisson") or not 1 <= chosen.nodes <= MOST_NODES:
        raise ValueError("family is binomial or poisson; nodes lie between 1 and 100.")
    level, labels = checked_level(conf_level), named_columns(design, names)
    rows = complete_rows(y, design, group, width=len(labels), others=_beside(chosen, np.shape(y)[0]))
    _check(rows, family)
    way = "Laplace" if chosen.nodes == 1 else f"adaptive quadrature with {chosen.nodes} points"
    method = f"{family} mixed model with a random intercept, {way}"
    fit = GeneralisedMixedFit(labels, {}, int(rows.scores.size), rows.groups, method, conf_level=level)
    data = GroupedCounts(
        family, rows.scores, rows.design, rows.codes, rows.groups, rows.others[:, 0], np.log(rows.others[:, 1]),
        rows.others[:, 2], chosen.nodes,
    )  # fmt: skip
    reason = _why_not(rows, family)
    found = None if reason else best(data)
    if found is None or isinstance(found, str):
        reason = reason or found or NOT_FOUND
        blank = not_estimable("model_difference", reason, n=fit.n, method=method)
        return replace(fit, coefficients=dict.fromkeys(labels, blank), estimable=False, reason=reason)
    zero = found.spread == 0
    fit = replace(
        fit,
        var_group=found.spread**2,
        log_likelihood=found.log_likelihood,
        is_boundary=zero,
        method=method + (BOUNDARY if zero else ""),
        group_effects=dict(zip(rows.labels.tolist(), found.effects.tolist(), strict=True)),
        values=found.values,
        covariance=found.covariance,
    )
    each = zip(labels, np.eye(len(labels)), strict=True)
    return replace(fit, coefficients={name: fit.contrast(weights) for name, weights in each})


def _beside(chosen: GeneralisedOptions, size: int) -> Numbers:
    """Return trials, exposures and the column along which groups vary; ones where they are not given."""
    given = {"the trials": chosen.trials, "the exposure": chosen.exposure, "the column along": chosen.along}
    columns = [np.ones(size) if one is None else numbers(one, name=name) for name, one in given.items()]
    if any(column.size != size for column in columns):
        raise ValueError("Trials, exposure and the column along must be as long as the outcome.")
    return np.column_stack(columns)


def _check(rows: Rows, family: str) -> None:
    y, trials = rows.scores, rows.others[:, 0]
    if (y < 0).any() or (y != np.round(y)).any() or (family == "binomial" and (y > trials).any()):
        raise ValueError("The outcome is coded 0 and 1, or counts whole numbers (not above the trials).")
    if (rows.others[:, :2] <= 0).any():
        raise ValueError("Trials and exposures must be above zero.")


def _why_not(rows: Rows, family: str) -> str:
    reason = why_not(rows, needs_repeats=False)
    if reason:
        return reason
    if not rows.scores.any():
        return NO_EVENTS if family == "poisson" else ALL_ALIKE
    if family == "binomial" and (rows.scores == rows.others[:, 0]).all():
        return ALL_ALIKE
    return NO_TOP if rows.groups <= 1 else ""
