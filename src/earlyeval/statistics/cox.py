"""Cox's proportional hazards model: how the hazard of the event goes with columns."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import inf, nan
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import chi2

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.cox_likelihood import Layer, derivatives, layers_of, score_residuals
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.least_squares import as_frame, covariate_columns, is_separate
from earlyeval.statistics.meta_fit import p_of
from earlyeval.statistics.normal_theory import normal_quantile
from earlyeval.statistics.survival_times import NO_EVENTS, NOBODY, Times, times_of

NOT_SEPARATE = "Some columns say the same thing or do not vary, so their effects cannot be told apart."
MONOTONE = "One group has all or none of the events, so the best hazard ratio is 0 or infinite."
ONE_CLUSTER = "There is only one cluster, so the robust error cannot be worked out."
STEPS = 60
FARTHEST = 20.0


@dataclass(frozen=True)
class CoxFit:
    """A fitted model. ``coefficients`` are logarithms of ``hazard_ratios``; both by name of the column.

    ``likelihood_ratio``, ``wald`` and ``score`` test all columns together (of the model without clusters).
    """

    coefficients: dict[str, Estimate]
    hazard_ratios: dict[str, Estimate]
    likelihood_ratio: Estimate
    wald: Estimate
    score: Estimate
    n: int
    n_events: int
    log_likelihood: float = nan
    log_likelihood_null: float = nan
    estimable: bool = True
    reason: str = ""
    values: Numbers | None = field(default=None, repr=False)
    covariance: Numbers | None = field(default=None, repr=False)
    layers: list[Layer] = field(default_factory=list, repr=False)
    data: Times | None = field(default=None, repr=False)

    @property
    def aic(self) -> float:
        """Akaike's criterion of the partial likelihood."""
        return -2 * self.log_likelihood + 2 * len(self.coefficients)


def cox(
    time: ArrayLike,
    event: ArrayLike,
    columns: Any,
    *,
    names: Sequence[str] | None = None,
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    cluster: ArrayLike | None = None,
    options: "CoxOptions | None" = None,
) -> CoxFit:
    """Fit Cox's model by Newton's method.

    Parameters
    ----------
    time, event, entry : one-dimensional, one value per person
        As for ``kaplan_meier``.
    columns : two-dimensional or DataFrame, one row per person
        Text becomes 0-1 columns without its first value in the alphabet. Rows with anything missing are left out.
    strata : one-dimensional, any labels
        Groups with a baseline hazard of their own.
    cluster : one-dimensional, any labels
        For robust standard errors (Lin and Wei 1989, doi:10.1080/01621459.1989.10478874), without a correction for few
        clusters: with fewer than about forty they are too small.
    options : CoxOptions
        Ties (Efron by default) and confidence level.

    Examples
    --------
    >>> from earlyeval.statistics import survival
    >>> import pandas as pd
    >>> time, event, arm = [2, 4, 5, 7, 8, 9, 11, 12], [1, 0, 1, 1, 0, 1, 1, 0], [0, 1, 0, 1, 0, 1, 0, 1]
    >>> fit = survival.cox(time, event, pd.DataFrame({"arm": arm}))
    >>> round(fit.hazard_ratios["arm"].estimate, 2)
    0.53
    """
    chosen = options or CoxOptions()
    columns, data = as_frame(columns), times_of(time, event, entry)
    size = np.asarray(time).size
    design = covariate_columns(columns, rows=size)[data.places]
    labels = _labels(columns, design.shape[1], names)
    parts = [_codes(labels_of, size, data.places) for labels_of in (strata, cluster)]
    there = ~np.isnan(design).any(axis=1)
    for part in (part for part in parts if part is not None):
        there &= part >= 0
    data = Times(data.entry[there], data.time[there], data.event[there], data.places[there])
    design, (layered, clusters) = design[there], [None if part is None else part[there] for part in parts]
    n, deaths = int(data.time.size), int(data.event.sum())
    for wrong, reason in ((n == 0, NOBODY), (deaths == 0, NO_EVENTS)):
        if wrong:
            return _nothing(labels, reason, n=n, deaths=deaths)
    centred = design - design.mean(axis=0)
    if not is_separate(centred):
        return _nothing(labels, NOT_SEPARATE, n=n, deaths=deaths)
    layered = np.zeros(n) if layered is None else layered
    layers = layers_of(centred, data.entry, data.time, data.event, layered, efron=chosen.ties == "efron")
    return _fitted(layers, labels, data, clusters, level=checked_level(chosen.conf_level), scale=centred.std(axis=0))


@dataclass(frozen=True)
class CoxOptions:
    """How ties are handled ("efron", R's default, or "breslow") and the level of intervals."""

    ties: Literal["efron", "breslow"] = "efron"
    conf_level: float = 0.95

    def __post_init__(self) -> None:
        """Refuse ties that nobody knows."""
        if self.ties not in ("efron", "breslow"):
            raise ValueError("Ties are handled by efron or breslow.")


def _fitted(
    layers: list[Layer], labels: list[str], data: Times, clusters: Numbers | None, *, level: float, scale: Numbers
) -> CoxFit:
    n, deaths, width = int(data.time.size), int(data.event.sum()), len(labels)
    start = np.zeros(width)
    null, slope, information = derivatives(layers, start)
    if np.linalg.matrix_rank(information / np.outer(scale, scale), tol=1e-9) < width:
        return _nothing(labels, NOT_SEPARATE, n=n, deaths=deaths)
    score = float(slope @ np.linalg.solve(information, slope))
    values, height = _climbed(layers, start, null, scale)
    if values is None:
        return _nothing(labels, MONOTONE, n=n, deaths=deaths)
    information = derivatives(layers, values)[2]
    covariance = plain = np.linalg.inv(information)
    told = "Cox model, Wald interval"
    if clusters is not None:
        if np.unique(clusters).size < 2:
            return _nothing(labels, ONE_CLUSTER, n=n, deaths=deaths)
        moved = score_residuals(layers, values, n) @ plain
        sums = np.zeros((int(clusters.max()) + 1, width))
        np.add.at(sums, clusters.astype(int), moved)
        covariance, told = sums.T @ sums, "Cox model, cluster-robust Wald interval"
    tests = {
        "likelihood_ratio": 2 * (height - null),
        "wald": float(values @ np.linalg.solve(plain, values)),
        "score": score,
    }
    answers = [_coefficient(labels, values, covariance, place, n=n, level=level, told=told) for place in range(width)]
    return CoxFit(
        {label: answer for label, answer in zip(labels, answers, strict=True)},
        {label: _ratio(answer) for label, answer in zip(labels, answers, strict=True)},
        **{name: _chi_square(name, value, width, n=n) for name, value in tests.items()},
        n=n, n_events=deaths, log_likelihood=height, log_likelihood_null=null, values=values, covariance=covariance,
        layers=layers, data=data,
    )  # fmt: skip


def _climbed(layers: list[Layer], start: Numbers, height: float, scale: Numbers) -> tuple[Numbers | None, float]:
    """Return the coefficients of the highest likelihood, or None where it rises for ever."""
    values = start
    for _ in range(STEPS):
        _, slope, information = derivatives(layers, values)
        try:
            step = np.linalg.solve(information, slope)
        except np.linalg.LinAlgError:
            return None, height
        for _ in range(40):
            risen = derivatives(layers, values + step)[0]
            if np.isfinite(risen) and risen >= height - 1e-12 * abs(height):
                break
            step = step / 2
        values, height = values + step, risen
        if (np.abs(values * scale) > FARTHEST).any():
            return None, height
        if (np.abs(step * scale) < 1e-12 * (1 + np.abs(values * scale))).all():
            return values, height
    return (None, height) if (np.abs(step * scale) > 1e-6).any() else (values, height)


def _coefficient(
    labels: list[str], values: Numbers, covariance: Numbers, place: int, *, n: int, level: float, told: str
) -> Estimate:
    value, error = float(values[place]), float(np.sqrt(max(0.0, covariance[place, place])))
    if error == 0:
        return Estimate(labels[place], value, n=n, method=told, reason="The standard error is zero: no interval.")
    reach, statistic = normal_quantile(level) * error, value / error
    return Estimate(
        labels[place], value, value - reach, value + reach, level, p_of(statistic, inf), statistic, n=n, method=told,
        std_error=error,
    )  # fmt: skip


def _ratio(answer: Estimate) -> Estimate:
    ends = {"estimate": float(np.exp(answer.estimate)), "std_error": nan}
    ends |= {name: float(np.exp(getattr(answer, name))) for name in ("conf_low", "conf_high")}
    return replace(answer, estimand="hazard_ratio", **ends)


def _chi_square(name: str, statistic: float, df: int, *, n: int) -> Estimate:
    p_value = float(chi2.sf(statistic, df))
    return Estimate(
        name, p_value=p_value, statistic=statistic, df=float(df), n=n, method=f"{name.replace('_', ' ')} test"
    )


def _labels(columns: Any, width: int, names: Sequence[str] | None) -> list[str]:
    given = [str(name) for name in (names or getattr(columns, "columns", []))]
    if names and len(given) != width:
        raise ValueError("There must be one name for every column.")
    return given if len(given) == width else [f"column_{place + 1}" for place in range(width)]


def _codes(labels: ArrayLike | None, size: int, places: Numbers) -> Numbers | None:
    if labels is None:
        return None
    given = np.asarray(labels)
    if given.shape != (size,):
        raise ValueError("Strata and clusters need one label for every person.")
    return pd.factorize(pd.Series(given).iloc[places], sort=True)[0]


def _nothing(labels: list[str], reason: str, *, n: int, deaths: int) -> CoxFit:
    names = ("likelihood_ratio", "wald", "score")
    return CoxFit(
        {label: not_estimable(label, reason, n=n) for label in labels},
        {label: not_estimable("hazard_ratio", reason, n=n) for label in labels},
        **{name: not_estimable(name, reason, n=n) for name in names},
        n=n,
        n_events=deaths,
        estimable=False,
        reason=reason,
    )
