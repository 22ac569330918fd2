"""What the numbers know of a domain: the result rows of the outcomes, questions and sessions that it names.

Whatever is declared may stand beside accounts: an outcome by its change (in a trial by its difference at the end, by
status where it is not averaged, by its latest level where nothing was measured before; grades given at reviews by how
cases moved, a setting by its days), an experience question by its positive share, a definition of enough and a kind of
session by who came.
"""

from collections.abc import Sequence

import pandas as pd

from earlyeval.analyse.arms import arms
from earlyeval.analyse.attendance import attendance
from earlyeval.analyse.change import family_change, staff_change
from earlyeval.analyse.dose import dose
from earlyeval.analyse.experience import experience
from earlyeval.analyse.kept import once
from earlyeval.analyse.observed_numbers import MOVED, SEEN, grades_moved, says_by_test, settings_seen
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row
from earlyeval.analyse.side_by_theme import score_at
from earlyeval.analyse.status import status
from earlyeval.foundations.results import records, results_frame, stacked
from earlyeval.statistics import summaries
from earlyeval.study import Study

POSITIVE = "positive"
HALF = 0.5


@once
def numbers(study: Study) -> pd.DataFrame:
    """Return every result row that may stand for the numbers of a domain; ``outcome`` is what a domain names."""
    answered, enough, came, statuses = experience(study), dose(study), attendance(study), status(study)
    last = max(study.time_points, key=list(study.time_points).index, default="")
    return stacked(
        [
            changes(study),
            _levels(study),
            grades_moved(study),
            settings_seen(study),
            statuses[(statuses["estimand"] == "proportion") & (statuses["time_point"] == _endpoint(study, last))],
            answered[answered["subgroup"] == POSITIVE],
            enough[
                enough["outcome"].isin([definition.id for definition in study.programme.definitions])
                & (enough["estimand"] == "proportion")
                & (enough["cluster"] == "")
            ],
            came[(came["subgroup"] == "") & (came["cluster"] == "")],
        ]
    )


def changes(study: Study) -> pd.DataFrame:
    """Return the change of each outcome, or in a trial the adjusted difference at the end."""
    if study.plan.comparison == "arms" and study.endpoint is not None:
        differences = arms(study)
        at_end = differences["time_point"] == study.endpoint.id
        return differences[at_end & (differences["estimand"] == "adjusted_difference")]
    changed = stacked([family_change(study), staff_change(study)])
    return changed[(changed["estimand"] == "mean_change") & (changed["subgroup"] == "pairs")]


def rows_of(rows: pd.DataFrame, ids: object) -> list[Row]:
    """Return the result rows of the ids named in a cell, in the cell's order."""
    named = ids.split() if isinstance(ids, str) else []
    found = rows[rows["outcome"].isin(named)]
    order = found["outcome"].map({name: place for place, name in enumerate(named)})
    placed = found.assign(place=order).sort_values("place", kind="stable").drop(columns="place")
    return records(placed.drop(columns=["programme", "site", "question"]))


def one_says(row: Row, beside: Sequence[Row] = ()) -> str:
    """Return what one row says by its interval or test: better, no_change, worse, mixed, or silent.

    A change: by whether its interval leaves zero out. A share of positive answers: better where the interval lies
    above one half, worse where it lies below, mixed where it holds it. Grades and settings: by their test, with the
    rows ``beside`` it. Any other number describes and says nothing.
    """
    if row.get("estimand") in (MOVED, SEEN):
        return says_by_test(row, beside)
    if not row["estimable"] or pd.isna(row["conf_low"]):
        return "silent"
    if row.get("estimand") == "proportion":
        return _share_says(row)
    if row.get("estimand") == "mean":
        return "silent"  # a level alone says nothing of change
    if row["direction"] == "neither":
        return "mixed"  # it may have moved, and neither way is better
    sign = -1 if row["direction"] == "lower_is_better" else 1
    low, high = sorted((sign * row["conf_low"], sign * row["conf_high"]))
    if low > 0:
        return "better"
    return "worse" if high < 0 else "no_change"


def _share_says(row: Row) -> str:
    if row["subgroup"] != POSITIVE:
        return "silent"
    if row["conf_low"] > HALF:
        return "better"
    return "worse" if row["conf_high"] < HALF else "mixed"


def _endpoint(study: Study, last: str) -> str:
    return study.endpoint.id if study.endpoint is not None else last


def _levels(study: Study) -> pd.DataFrame:
    """Return the mean of outcomes that were asked at one time only: there is no change to report."""
    rows = []
    for outcome in study.outcomes:
        if not outcome.is_averaged or len(outcome.time_points) != 1:
            continue
        point = outcome.time_points[0]
        values = score_at(study, outcome, point).values
        row = outcome_row(study, outcome) | {"time_point": point, "n_expected": len(values)}
        rows.append(row | summaries.mean(values.to_numpy(), conf_level=study.plan.conf_level).as_row())
    return results_frame(rows)
