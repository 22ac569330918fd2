"""Grades given at reviews, and settings seen day by day, as numbers that may stand beside accounts.

Neither has a mean with an interval that could be read: grades are ordered and are never averaged, and one room is one
case. What they say follows from their own tests.
"""

from collections.abc import Sequence

import pandas as pd

from earlyeval.analyse.case_concern import case_areas
from earlyeval.analyse.movement import DIRECTIONS
from earlyeval.analyse.questions import Row
from earlyeval.analyse.settings import setting_course
from earlyeval.study import Study

LEVEL = 0.05  # of the tests that stand where there is no interval
MOVED, SEEN = "sign_test", "tau_ab"


def grades_moved(study: Study) -> pd.DataFrame:
    """Return how many cases were graded better and worse at the last review, and the sign test, for each area."""
    rows = case_areas(study)
    moved = (rows["time_point"] == "") & rows["subgroup"].isin(["better", "worse"])
    kept = rows[moved | (rows["estimand"] == MOVED) | ~rows["estimable"].astype(bool)]
    words = kept["subgroup"].map(lambda name: f", {DIRECTIONS[name]}" if name in DIRECTIONS else "")
    return kept.assign(label=kept["label"] + words)


def settings_seen(study: Study) -> pd.DataFrame:
    """Return the median of the days of each observed setting, and Tau of later days against those before."""
    rows = setting_course(study)
    never = (rows["estimand"] == "setting_score") & ~rows["estimable"].astype(bool)
    return rows[rows["estimand"].isin(["setting_median", SEEN]) | never]


def says_by_test(row: Row, rows: Sequence[Row]) -> str:
    """Return what a test of grades or of days says: better, no_change or worse; silent where it could not be made.

    Parameters
    ----------
    row : Row
        A ``sign_test`` of grades, or ``tau_ab`` of a setting (above zero is always better).
    rows : sequence of Row
        What stands beside it: the shares graded better and worse.
    """
    if not row["estimable"] or pd.isna(row["p_value"]):
        return "silent"
    if row["p_value"] >= LEVEL:
        return "no_change"
    return "better" if _towards(row, rows) > 0 else "worse"


def _towards(row: Row, rows: Sequence[Row]) -> float:
    if row["estimand"] == SEEN:
        return row["estimate"]
    moved = {one["subgroup"]: one["n"] for one in rows if _is_share_of(one, row)}
    return moved.get("better", 0) - moved.get("worse", 0)


def _is_share_of(one: Row, row: Row) -> bool:
    return one["estimand"] == "proportion" and one["outcome"] == row["outcome"]
