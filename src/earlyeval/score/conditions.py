"""Scoring by algorithm: whether enough of some items count, told for many people at once."""

import numpy as np

from earlyeval.registry.instruments import Condition, Subscale


def algorithm_score(subscale: Subscale, scores: np.ndarray) -> np.ndarray:
    """Return 1 where every condition holds, 0 where one does not, NaN where missing items leave it open.

    Parameters
    ----------
    subscale : Subscale
        Method ``algorithm``: its items, conditions and rule for missing items.
    scores : array of float
        Item scores, rows x items of the subscale in their order; NaN where missing.

    Notes
    -----
    With the rule ``all`` a row with a missing item has no score. With ``decided`` it has one where the answered items
    decide: a condition holds if it would with no missing item counting, and fails if it would with all of them
    counting.
    """
    places = {name: place for place, name in enumerate(subscale.items)}
    holds, fails = np.ones(len(scores), dtype=bool), np.zeros(len(scores), dtype=bool)
    for condition in subscale.conditions:
        own = scores[:, [places[name] for name in condition.items]]
        surely_holds, surely_fails = _told(condition, own)
        holds &= surely_holds
        fails |= surely_fails
    score = np.where(holds, 1.0, np.where(fails, 0.0, np.nan))
    if subscale.missing is not None and subscale.missing.rule == "decided":
        return score
    return np.where(np.isnan(scores).any(axis=1), np.nan, score)


def _told(condition: Condition, own: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where a condition surely holds, and where it surely fails, whatever the missing items would have been."""
    bounds = [condition.counts_from_of.get(name, condition.counts_from) for name in condition.items]
    fewest = (own >= np.array(bounds, dtype="float64")).sum(axis=1)  # a missing item is not at or above any bound
    most = fewest + np.isnan(own).sum(axis=1)
    limit = len(condition.items) if condition.at_most is None else condition.at_most
    return (fewest >= condition.at_least) & (most <= limit), (most < condition.at_least) | (fewest > limit)
