"""One item at a time: what an answer counts for."""

from collections.abc import Mapping

import numpy as np

from earlyeval.registry.instruments import Item, Number, Response, Version

NOT_APPLICABLE = "na"
Answer = Number | str | None


def item_scores(version: Version, item: Item, values: np.ndarray, is_not_applicable: np.ndarray) -> np.ndarray:
    """Return what answers to one item count for.

    Parameters
    ----------
    version, item
        From the registry: recoding, reversal, response range, and what "not applicable" counts as.
    values : array of float
        Raw codes; NaN where the item was not answered.
    is_not_applicable : array of bool
        Where the answer was "na".

    Returns
    -------
    array of float
        The code as the item's ``recode`` gives it (itself where that says nothing), turned round within the range
        of possible scores where the item is reversed; ``not_applicable_scores`` for "na", as it stands; NaN for
        what is missing, "na" included where the registry gives it no score.
    """
    scores = np.array(values, dtype="float64")
    for code, score in item.recode.items():
        scores[values == float(code)] = score
    if item.reversed:
        lowest, highest = score_range(version, item)
        scores = lowest + highest - scores
    scored_as = np.nan if item.not_applicable_scores is None else float(item.not_applicable_scores)
    return np.where(is_not_applicable, scored_as, scores)


def score_range(version: Version, item: Item) -> tuple[float, float]:
    """Return the lowest and highest score an item can have: of its recoded answers, else of its responses.

    Raises
    ------
    ValueError
        The registry gives the item no response range; its checks refuse such a registry.
    """
    if item.recode:
        return float(min(item.recode.values())), float(max(item.recode.values()))
    response: Response | None = item.response or version.response
    if response is None:
        raise ValueError(f"Item {item.id} is reversed and has no response range.")
    return float(response.lowest), float(response.highest)


def answer_arrays(version: Version, answers: Mapping[str, Answer]) -> tuple[np.ndarray, np.ndarray]:
    """Return one person's answers as arrays over the version's items: codes, and where "na" was said."""
    given = [answers.get(item.id) for item in version.items]
    codes = [np.nan if answer is None or answer == NOT_APPLICABLE else float(answer) for answer in given]
    return np.array([codes], dtype="float64"), np.array([[answer == NOT_APPLICABLE for answer in given]], dtype=bool)
