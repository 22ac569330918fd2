"""Further agreement of raters: the same order, the same category by category, Scott's pi."""

from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import table
from earlyeval.statistics.categories import Weights, categories_of, choices
from earlyeval.statistics.chance_corrected import TOO_FEW, fleiss_kappa
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import t_quantile
from earlyeval.statistics.rank_groups import friedman
from earlyeval.statistics.worded_ratings import rated, rated_twice


def kendall_w(ratings: Any) -> Estimate:
    """Return Kendall's W: how far raters put the things in the same order, 0 to 1, corrected for ties.

    Parameters
    ----------
    ratings : two-dimensional
        One row per thing rated, one column per rater. Things with a gap are left out (listwise).

    Notes
    -----
    The test is Friedman's chi-square with things - 1 df (irr's kendall with correct = TRUE).
    Source: Kendall and Babington Smith 1939, doi:10.1214/aoms/1177732186.
    """
    given = table(ratings, name="the ratings")
    whole = given[~np.isnan(given).any(axis=1)]
    return friedman(whole.T)["kendall_w"]


def scott_pi(
    first: ArrayLike,
    second: ArrayLike,
    *,
    weights: Weights = "none",
    categories: ArrayLike | None = None,
    conf_level: float = 0.95,
) -> Estimate:
    """Return Scott's pi of two raters: chance by both raters' shares together (``fleiss_kappa`` of two raters).

    A thing without both ratings is left out. Source: Scott 1955, doi:10.1086/266577.
    """
    one, other, categories = rated_twice(first, second, categories, weights)
    found = fleiss_kappa(np.column_stack([one, other]), weights=weights, categories=categories, conf_level=conf_level)
    return Estimate(
        **(vars(found) | {"estimand": "scott_pi", "method": found.method.replace("fleiss kappa", "Scott's pi")})
    )


def specific_agreement(
    ratings: Any, *, categories: ArrayLike | None = None, conf_level: float = 0.95
) -> dict[Any, Estimate]:
    """Return for each category how likely, given that one rater chose it, another rater of the same thing did too.

    Parameters
    ----------
    ratings : two-dimensional
        One row per thing rated, one column per rater; numbers or words. A thing rated once is left out.

    Returns
    -------
    dict of Estimate
        By category (numbers, or the place of words in their order). Of two raters and two categories they are positive
        and negative agreement.

    Notes
    -----
    Sum of n_j (n_j - 1) over sum of n_j (n - 1). Interval: t, the things drawn from many (delta method).
    Sources: Cicchetti and Feinstein 1990, doi:10.1016/0895-4356(90)90159-M; Uebersax 1982.
    """
    level = checked_level(conf_level)
    whole, categories = rated(ratings, categories, "none")
    whole = whole[(~np.isnan(whole)).sum(axis=1) >= 2]
    found = categories_of(whole, categories)
    counts, n = choices(whole, found), int(whole.shape[0])
    raters = counts.sum(axis=1)
    answers = {}
    for place, category in enumerate(found.tolist()):
        agreed = counts[:, place] * (counts[:, place] - 1)
        possible = counts[:, place] * (raters - 1)
        answers[category] = _ratio(agreed, possible, n, level)
    return answers


def _ratio(agreed: np.ndarray, possible: np.ndarray, n: int, level: float) -> Estimate:
    name, method = "specific_agreement", "specific agreement"
    if n < 2 or possible.sum() == 0:
        reason = TOO_FEW if n < 2 else "Nobody gave this answer, so agreement on it cannot be told."
        return not_estimable(name, reason, n=n)
    value = float(agreed.sum() / possible.sum())
    parts = (agreed - value * possible) / possible.mean()
    error = sqrt(float((parts**2).sum()) / (n * (n - 1)))
    if error < 1e-12:
        reason = "All double ratings are of one kind, so no interval can be worked out."
        return Estimate(name, value, n=n, method=method, reason=reason)
    reach = t_quantile(n - 1, level) * error
    return Estimate(
        name, value, max(value - reach, 0.0), min(value + reach, 1.0), level, df=n - 1.0, n=n,
        method=f"{method}, t interval (delta method)", std_error=error,
    )  # fmt: skip
