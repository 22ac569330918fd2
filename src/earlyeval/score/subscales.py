"""One subscale over many people: sums and means of item scores, with the registry's rule for missing items."""

from dataclasses import dataclass

import numpy as np

from earlyeval.registry.instruments import Subscale, Version
from earlyeval.score.conditions import algorithm_score
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
    answered items. Rule ``all``, or no rule: no item may be missing. A sum of scores needs every one of them. A score
    is then looked up in the conversion table where there is one; what the table does not hold cannot be scored.
    """
    if subscale.method == "sum_of_scores":
        return _sum_of_scores(version, subscale, scores)
    order = {item.id: place for place, item in enumerate(version.items)}
    own = scores[:, [order[name] for name in subscale.items]]
    is_answered = ~np.isnan(own)
    n_answered, n_items = is_answered.sum(axis=1), own.shape[1]
    if subscale.method == "algorithm":
        return Scored(algorithm_score(subscale, own), n_answered, n_items)
    score = _sum_or_mean(subscale, own, is_answered, n_answered)
    allowed = n_answered >= max(n_items - _at_most_missing(subscale), 1)
    return Scored(converted(subscale, np.where(allowed, score, np.nan)), n_answered, n_items)


def _sum_or_mean(subscale: Subscale, own: np.ndarray, is_answered: np.ndarray, n_answered: np.ndarray) -> np.ndarray:
    sums = np.where(is_answered, own, 0.0).sum(axis=1)
    n_items, at_least_one = own.shape[1], np.maximum(n_answered, 1)
    if subscale.method == "mean":
        score = sums / at_least_one
    else:
        # A complete sum is left as it is: dividing and multiplying would blur its last digit.
        made_up = sums * n_items / at_least_one
        if subscale.missing is not None and subscale.missing.rounded:
            made_up = np.floor(made_up + 0.5)
        score = np.where(n_answered < n_items, made_up, sums)
    return score if subscale.multiplied_by == 1 else score * subscale.multiplied_by


def _sum_of_scores(version: Version, subscale: Subscale, scores: np.ndarray) -> Scored:
    declared = {part.id: part for part in version.subscales}
    parts = [scored_subscale(version, declared[name], scores) for name in subscale.subscales]
    score = np.sum([part.score for part in parts], axis=0)  # a part without a score leaves none
    n_answered = np.sum([part.n_answered for part in parts], axis=0)
    return Scored(converted(subscale, score), n_answered, sum(part.n_items for part in parts))


def _at_most_missing(subscale: Subscale) -> int:
    if subscale.missing is None or subscale.missing.rule == "all":
        return 0
    return subscale.missing.at_most_missing


def converted(subscale: Subscale, score: np.ndarray) -> np.ndarray:
    """Return scores as the conversion table gives them; NaN for what it does not hold; as they are without a table."""
    if not subscale.conversion:
        return score
    metric = np.full(score.shape, np.nan)
    for raw, converted in subscale.conversion.items():
        metric[np.isclose(score, float(raw), rtol=0, atol=1e-9)] = converted
    return metric
