"""How differently codes were used: between two coders, or between an earlier and a later batch of the same coder."""

from typing import Any

import numpy as np

from earlyeval.statistics.counting import count_table
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable

NOTHING = "A side gave no code at all, so shares of codes cannot be compared."


def total_variation(
    first: Any, second: Any, *, seed: int | None = None, resamples: int = 2000, conf_level: float = 0.95
) -> Estimate:
    """Return the total variation distance of two distributions of codes: half the sum of |p - q|, 0 to 1.

    Parameters
    ----------
    first, second : documents x codes
        How often each code was given in each document of the one side, and of the other. Documents of the two sides
        need not be the same.
    seed : int, optional
        Deals the documents out to the two sides again and again, for a p value: the distance is above 0 by chance
        alone, the more so the fewer codings there are. Without it there is none.

    Returns
    -------
    Estimate
        total_variation; n counts the codings of both sides; p_value is the share of deals (that of the data included)
        whose distance is at least as large.
    """
    checked_level(conf_level)
    one, other = (np.atleast_2d(count_table(side)) for side in (first, second))
    if one.shape[1] != other.shape[1]:
        raise ValueError("Both sides must have the same codes.")
    n = int(one.sum() + other.sum())
    if one.sum() == 0 or other.sum() == 0:
        return not_estimable("total_variation", NOTHING, n=n)
    value, words = float(_distance(one.sum(axis=0), other.sum(axis=0))), "total variation distance of shares of codes"
    if seed is None or one.shape[0] + other.shape[0] < 4:
        return Estimate("total_variation", value, n=n, method=words, reason="No interval: a distance is never below 0.")
    both = np.concatenate([one, other])
    both = both[np.lexsort(both.T)]
    generator, deals = np.random.default_rng(seed), []
    for _ in range(resamples):
        dealt = generator.permutation(both.shape[0])
        deals.append(_distance(both[dealt[: one.shape[0]]].sum(axis=0), both[dealt[one.shape[0] :]].sum(axis=0)))
    as_large = int((np.nan_to_num(np.array(deals)) >= value - 1e-12).sum())
    method = f"{words}, documents dealt out again, seed {seed}"
    reason = "No interval: a distance is never below 0."
    return Estimate(
        "total_variation", value, p_value=(as_large + 1) / (resamples + 1), n=n, method=method, reason=reason
    )


def _distance(one: np.ndarray, other: np.ndarray) -> float:
    with np.errstate(invalid="ignore", divide="ignore"):
        return float(np.abs(one / one.sum() - other / other.sum()).sum() / 2)
