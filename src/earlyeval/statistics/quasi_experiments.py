"""Groups that chance did not form: propensity weights with their balance and overlap, E-values, indices of inequality.

Weights make groups alike in what was measured. What was not measured stays: the E-value says how strong it would have
to be.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.baseline_balance import numeric_columns, weighted_smd, zero_one
from earlyeval.statistics.clustered import linear_regression
from earlyeval.statistics.e_values import e_value
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.generalised_linear import logistic
from earlyeval.statistics.group_moments import TOO_FEW
from earlyeval.statistics.inequality import relative_index_of_inequality, slope_index_of_inequality

__all__ = [
    "PropensityWeights",
    "e_value",
    "propensity_weights",
    "relative_index_of_inequality",
    "slope_index_of_inequality",
    "weighted_difference",
]
Target = Literal["ATT", "ATE"]


@dataclass(frozen=True)
class PropensityWeights:
    """Weights of everybody, and what they do.

    ``scores`` and ``weights`` have one value per row, missing where a covariate is. ``before`` and ``after`` hold the
    standardised difference of every covariate by name, both over the SD before weighting (of the treated for ATT, the
    root mean square of both for ATE). ``effective_n`` is (sum w)^2 / sum w^2 of group 1 and group 0; ``overlap`` the
    range of scores that both groups share and ``n_outside`` how many lie beyond it. Where nothing could be fitted
    ``estimable`` is False.
    """

    target: Target
    scores: Numbers = field(repr=False)
    weights: Numbers = field(repr=False)
    before: dict[str, Estimate] = field(repr=False)
    after: dict[str, Estimate] = field(repr=False)
    effective_n: tuple[float, float] = (np.nan, np.nan)
    overlap: tuple[float, float] = (np.nan, np.nan)
    n_outside: int = 0
    n: int = 0
    estimable: bool = True
    reason: str = ""

    @property
    def largest_difference(self) -> float:
        """The largest standardised difference that is left after weighting, without its sign."""
        left = [abs(found.estimate) for found in self.after.values() if found.estimable]
        return max(left) if left else np.nan


def propensity_weights(treated: ArrayLike, covariates: Any, *, target: Target = "ATT") -> PropensityWeights:
    """Return weights from a logistic regression of treatment on covariates.

    Parameters
    ----------
    treated : one-dimensional, 0 or 1
    covariates : DataFrame or mapping of columns
        Text becomes 0-1 columns. People with a gap get no weight.
    target : "ATT" or "ATE"
        ATT: effect on those treated; treated count 1, the others p / (1 - p). ATE: effect on everybody (inverse
        probability of treatment), 1 / p and 1 / (1 - p).

    Notes
    -----
    Sources: Rosenbaum and Rubin 1983, doi:10.1093/biomet/70.1.41; Austin and Stuart 2015, doi:10.1002/sim.6607.

    Examples
    --------
    >>> from earlyeval.statistics import quasi_experiments
    >>> import pandas as pd
    >>> found = quasi_experiments.propensity_weights([1, 0, 1, 0, 1, 0], pd.DataFrame({"age": [3, 2, 4, 3, 2, 4]}))
    >>> found.weights.shape
    (6,)
    """
    if target not in ("ATT", "ATE"):
        raise ValueError("target is ATT or ATE.")
    arm = zero_one(treated, name="treated")
    columns = numeric_columns(covariates, arm.size)
    nothing = np.full(arm.size, np.nan)
    whole = ~(np.isnan(arm) | np.isnan(np.column_stack([np.zeros(arm.size), *columns.values()])).any(axis=1))
    design = pd.DataFrame({"intercept": np.ones(arm.size)} | columns)[whole]
    fit = logistic(arm[whole], design)
    if not fit.estimable:
        return PropensityWeights(target, nothing, nothing, {}, {}, n=fit.n, estimable=False, reason=fit.reason)
    scores, weights, is_treated = nothing.copy(), nothing.copy(), arm == 1
    scores[whole] = fit.fitted
    weights[whole] = np.where(is_treated, 1.0, scores / (1 - scores))[whole]
    if target == "ATE":
        weights[whole] = np.where(is_treated, 1 / scores, 1 / (1 - scores))[whole]
    here = scores[whole]
    one, zero = here[arm[whole] == 1], here[arm[whole] == 0]
    shared = max(float(one.min()), float(zero.min())), min(float(one.max()), float(zero.max()))
    before, after = _balance(columns, arm, weights, whole, target)
    sizes = [
        float(weights[whole & (arm == code)].sum() ** 2 / (weights[whole & (arm == code)] ** 2).sum())
        for code in (1, 0)
    ]
    return PropensityWeights(
        target, scores, weights, before, after, (sizes[0], sizes[1]), shared,
        int(((here < shared[0]) | (here > shared[1])).sum()), int(whole.sum()),
    )  # fmt: skip


def weighted_difference(
    outcome: ArrayLike,
    treated: ArrayLike,
    covariates: Any,
    *,
    target: Target = "ATT",
    cluster: ArrayLike | None = None,
    conf_level: float = 0.95,
) -> Estimate:
    """Return the weighted mean outcome of the treated minus that of the others, with a robust interval.

    Parameters
    ----------
    outcome, treated : one-dimensional, one value per person
    covariates : DataFrame or mapping of columns
        What the groups are made alike in; people with a gap are left out.
    target : "ATT" or "ATE"
        See ``propensity_weights``.
    cluster : one-dimensional, optional
        Where people come in clusters, the errors allow for it.
    conf_level : float

    Notes
    -----
    Errors are the sandwich times n / (n - 1) (survey's ``svyglm``), with weights taken as known: for ATE that is on the
    safe side. It is an effect only if all that matters for both treatment and outcome is among the covariates.
    """
    level, arm, values = checked_level(conf_level), zero_one(treated, name="treated"), numbers(outcome, name="outcome")
    if arm.shape != values.shape:
        raise ValueError("Outcome and treatment must be equally long: one of each for every person.")
    columns = numeric_columns(covariates, arm.size)
    seen = ~np.isnan(values)
    found = propensity_weights(np.where(seen, arm, np.nan), columns, target=target)
    whole = seen & ~np.isnan(found.weights)
    sizes = [int((arm[whole] == code).sum()) for code in (1, 0)]
    counts = {"n": sum(sizes), "n_smallest": min(sizes)}
    if not found.estimable or min(sizes) < 2:
        return not_estimable("weighted_difference", found.reason or TOO_FEW, **counts)
    groups = np.arange(arm.size) if cluster is None else np.asarray(cluster)
    design = pd.DataFrame({"intercept": np.ones(sum(sizes)), "treated": arm[whole]})
    fit = linear_regression(
        values[whole], design, groups[whole], variance="CR1", weights=found.weights[whole], conf_level=level
    )
    answer = fit.coefficients["treated"]
    if not answer.estimable:
        return not_estimable("weighted_difference", answer.reason, **counts)
    method = f"difference of weighted means, {target} propensity weights, robust errors"
    return Estimate(
        "weighted_difference", answer.estimate, answer.conf_low, answer.conf_high, level, p_value=answer.p_value,
        statistic=answer.statistic, df=answer.df, method=method, std_error=answer.std_error, **counts,
    )  # fmt: skip


def _balance(
    columns: dict[str, Numbers], arm: Numbers, weights: Numbers, whole: np.ndarray, target: Target
) -> tuple[dict[str, Estimate], dict[str, Estimate]]:
    before, after, ones = {}, {}, np.ones(int(whole.sum()))
    for name, column in columns.items():
        values, group = column[whole], arm[whole]
        spreads = [float(values[group == code].std(ddof=1)) if (group == code).sum() > 1 else 0.0 for code in (1, 0)]
        scale = spreads[0] if target == "ATT" else float(np.sqrt((spreads[0] ** 2 + spreads[1] ** 2) / 2))
        before[name] = weighted_smd(values, group, ones, scale)
        after[name] = weighted_smd(values, group, weights[whole], scale)
    return before, after
