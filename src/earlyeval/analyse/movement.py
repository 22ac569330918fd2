"""Ordered categories at two times: how many moved which way, a table of both times, and the tests of movement."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from earlyeval.analyse.counted import share_row
from earlyeval.analyse.questions import Row
from earlyeval.foundations.results import not_estimable
from earlyeval.statistics.sign_test import sign_test
from earlyeval.statistics.tables import bowker, stuart_maxwell

DIRECTIONS = {"better": "better at the last review", "same": "the same", "worse": "worse at the last review"}
NOBODY_TWICE = "Nobody was rated at two reviews."


def movement_rows(ends: pd.DataFrame, row: Row, *, better: int, conf_level: float) -> Iterator[Row]:
    """Yield the share of cases that moved for the better, stayed, or moved for the worse.

    Parameters
    ----------
    ends : DataFrame, one row per case
        ``first`` and ``last`` as numbers whose order is that of the categories.
    better : 1 or -1
        -1 where lower is better.
    """
    if ends.empty:
        yield not_estimable(row | {"estimand": "proportion", "n": 0, "n_expected": 0}, reason=NOBODY_TWICE)
        return
    moved = better * np.sign((ends["last"] - ends["first"]).to_numpy(dtype="float64"))
    for (name, words), sign in zip(DIRECTIONS.items(), (1, 0, -1), strict=True):
        named = row | {"subgroup": name, "note": words}
        yield share_row(named, int((moved == sign).sum()), len(ends), conf_level=conf_level)


def distribution_rows(
    values: pd.Series, row: Row, *, categories: Sequence[Any], words: Sequence[str], conf_level: float
) -> Iterator[Row]:
    """Yield the share of cases in each category, in their order."""
    for category, name in zip(categories, words, strict=True):
        n = int((values == category).sum())
        yield share_row(row | {"subgroup": name}, n, len(values), conf_level=conf_level)


def transition_rows(
    ends: pd.DataFrame, row: Row, *, categories: Sequence[Any], words: Sequence[str], conf_level: float
) -> Iterator[Row]:
    """Yield, of the cases in each category first, the share in each category last.

    ``label`` is the category at the first review, ``subgroup`` that at the last. A category in which nobody began has
    no rows.
    """
    for category, name in zip(categories, words, strict=True):
        began = ends.loc[ends["first"] == category, "last"]
        if len(began):
            own = row | {"label": name}
            yield from distribution_rows(began, own, categories=categories, words=words, conf_level=conf_level)


def tests_of_movement(ends: pd.DataFrame, row: Row, *, categories: Sequence[Any]) -> Iterator[Row]:
    """Yield the sign test (which way), Stuart-Maxwell (shares of categories) and Bowker (symmetry)."""
    order = {category: place for place, category in enumerate(categories)}
    places = ends.map(order.get).to_numpy(dtype="float64")
    counts = np.zeros((len(categories), len(categories)))
    for first, last in places.astype(int):
        counts[first, last] += 1
    for answer in (sign_test(places[:, 0], places[:, 1]), stuart_maxwell(counts), bowker(counts)):
        yield row | {"comparison": "last review - first review"} | answer.as_row()
