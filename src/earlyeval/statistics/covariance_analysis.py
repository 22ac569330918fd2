"""Analysis of covariance for any number of groups: the F test of the groups and the means adjusted for covariates."""

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import numbers
from earlyeval.statistics.baseline_balance import numeric_columns
from earlyeval.statistics.design import coded
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.regression import linear

ONE_GROUP = "Fewer than two groups have people with every value."


def analysis_of_covariance(
    y: ArrayLike, group: ArrayLike, covariates: Any, *, conf_level: float = 0.95
) -> dict[str, Estimate]:
    """Return the F test of the groups, adjusted for covariates, and the adjusted mean of each group.

    Parameters
    ----------
    y, group : one-dimensional, one row per person
        Groups are numbers or text.
    covariates : DataFrame or mapping of columns
        Text becomes 0-1 columns. Only people with every value count.
    conf_level : float

    Returns
    -------
    dict of Estimate
        ``f_test`` (type II, which is type III without interactions), ``partial_eta_squared``, and ``mean: <group>``,
        the mean that each group would have at the covariates' means over everybody.
    """
    level, outcome = checked_level(conf_level), numbers(y, name="the outcome")
    labels = pd.Series(np.asarray(group, dtype=object)) if not isinstance(group, pd.Series) else group
    others = numeric_columns(covariates, outcome.size)
    if len(labels) != outcome.size:
        raise ValueError("Outcome and group must be equally long: one of each for every person.")
    columns = np.column_stack([np.empty((outcome.size, 0)), *others.values()])
    whole = ~(np.isnan(outcome) | np.isnan(columns).any(axis=1) | labels.isna().to_numpy())
    known = sorted(pd.unique(labels[whole]).tolist())
    n = int(whole.sum())
    if len(known) < 2:
        return {name: not_estimable(name, ONE_GROUP, n=n) for name in ("f_test", "partial_eta_squared")}
    categories = pd.Series(pd.Categorical(labels[whole], categories=known)).reset_index(drop=True)
    arms = coded(categories, "group")
    adjusting = {f"by {name}": values[whole] for name, values in others.items()}
    design = pd.DataFrame({"intercept": np.ones(n)} | arms | adjusting)
    fit = linear(outcome[whole], design, conf_level=level)
    rows = np.eye(design.shape[1])[1 : 1 + len(arms)]
    test = fit.joint_test(rows, estimand="f_test")
    if not test.estimable:
        return {name: not_estimable(name, test.reason, n=n) for name in ("f_test", "partial_eta_squared")}
    share = test.statistic * test.df / (test.statistic * test.df + test.df_2)
    said = "No interval is given for partial eta squared here."
    found = {
        "f_test": test,
        "partial_eta_squared": Estimate("partial_eta_squared", share, n=n, method="partial eta squared", reason=said),
    }
    centre = design.mean().to_numpy()
    for place, label in enumerate(known):
        weights = centre.copy()
        weights[1 : 1 + len(arms)] = [float(place == other + 1) for other in range(len(arms))]
        found[f"mean: {label}"] = fit.contrast(weights, estimand="adjusted_mean")
    return found
