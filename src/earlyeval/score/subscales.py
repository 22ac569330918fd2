"""One subscale over many people: sums and means of item scores, with the registry's rule for missing items."""

from dataclasses import dataclass

import numpy as np

from earlyeval.registry.instruments import Subscale, Version
from earlyeval.score.items import item_scores


@dataclass(frozen=True)
class Scored:
    """Scores of one subscale, one for each row of answers; NaN where the rule does not allow one."""

    score: np.ndarray
    n_answered: np.ndarray
    n_items: int

    @property
    def is_prorated(self) -> np.ndarray:
        """Where a score rests on fewer items than the subscale has."""
        return ~np.isnan(self.score) & (self.n_answered < self.n_items)


def all_item_scores(version: Version, values: np.ndarray, is_not_applicable: np.ndarray) -> np.ndarray:
    """Return item scores, rows x items of the version in their order."""
    columns = [
        item_scores(version, item, values[:, place], is_not_applicable[:, place])
        for place, item in enumerate(version.items)
    ]
    return np.column_stack(columns) if columns else np.empty((len(values), 0))


def scored_subscale(version: Version, subscale: Subscale, scores: np.ndarray) -> Scored:
    """Return one subscale's scores from item scores (rows x items of the version).

    Notes
    -----
    With ``at_most_missing`` items missing or fewer, and at least one answered: a sum is the mean of the answered
    items times the number of items (which is the plain sum when all are answered), a mean is the mean of the
    answered items. Rule ``all``, or no rule: no item may be missing. A score is then looked up in the
    conversion table where there is one; what the table does not hold cannot be scored.
    """
    order = {item.id: place for place, item in enumerate(version.items)}
    own = scores[:, [order[name] for name in subscale.items]]
    is_answered = ~np.isnan(own)
    n_answered, n_items = is_answered.sum(axis=1), own.shape[1]
    sums = np.where(is_answered, own, 0.0).sum(axis=1)
    is_partial = n_answered < n_items
    at_least_one = np.maximum(n_answered, 1)
    if subscale.method == "mean":
        score = sums / at_least_one
    else:
        # A complete sum is left as it is: dividing and multiplying would blur its last digit.
        score = np.where(is_partial, sums * n_items / at_least_one, sums)
    allowed = n_answered >= max(n_items - _at_most_missing(subscale), 1)
    score = np.where(allowed, score, np.nan)
    return Scored(_converted(subscale, score), n_answered, n_items)


def _at_most_missing(subscale: Subscale) -> int:
    if subscale.missing is None or subscale.missing.rule == "all":
        return 0
    return subscale.missing.at_most_missing


def _converted(subscale: Subscale, score: np.ndarray) -> np.ndarray:
    if not subscale.conversion:
        return score
    metric = np.full(score.shape, np.nan)
    for raw, converted in subscale.conversion.items():
        metric[np.isclose(score, float(raw), rtol=0, atol=1e-9)] = converted
    return metric
