"""Rows that count: how many there are, what share of whom, and what could not be counted."""

from collections.abc import Iterable

import pandas as pd

from earlyeval.analyse.questions import Row
from earlyeval.foundations.results import not_estimable
from earlyeval.statistics import proportions
from earlyeval.study import Study
from earlyeval.tidy.texts import is_among


def count_row(base: Row, n: int) -> Row:
    """Return the row of a plain count: ``n`` and ``estimate`` are the same number."""
    return base | {"estimand": "count", "n": int(n), "estimate": int(n)}


def share_row(base: Row, n: int, n_expected: int, *, conf_level: float) -> Row:
    """Return the row of a share, ``n`` of ``n_expected``, with its Wilson interval."""
    return base | proportions.wilson(int(n), int(n_expected), conf_level=conf_level).as_row()


def plain_share_row(base: Row, n: int, n_expected: int, *, method: str) -> Row:
    """Return the row of a share that has no interval, because its units are not independent of one another."""
    row = base | {"estimand": "proportion", "n": int(n), "n_expected": int(n_expected), "method": method}
    if n_expected == 0:
        return not_estimable(row, reason="There was nothing to count.")
    return row | {"estimate": n / n_expected}


def unanswered(base: Row, reason: str, *, estimand: str = "count") -> Row:
    """Return the row of something that could not be counted, with the reason in words and no number at all."""
    return not_estimable(base | {"estimand": estimand}, reason=reason)


def arms_with_all(study: Study, ids: pd.Index) -> Iterable[tuple[str, pd.Index]]:
    """Yield all the people under "", then those of each declared arm under its id.

    Parameters
    ----------
    ids : Index of person ids, which the people of each arm are looked for in
    """
    yield "", ids
    arm_by_person = study.people.set_index("person_id")["arm"]
    for arm in study.programme.arms:
        yield arm.id, ids[is_among(ids, arm_by_person.index[arm_by_person == arm.id])]


def clusters_with_all(study: Study, clusters: pd.Series) -> Iterable[tuple[str, pd.Series]]:
    """Yield a mask of all rows under "", then of the rows of each declared cluster that any row names."""
    yield "", pd.Series(data=True, index=clusters.index)
    for cluster in study.delivery.clusters:
        is_here = clusters == cluster.id
        if is_here.any():
            yield cluster.id, is_here
