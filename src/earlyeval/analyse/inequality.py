"""Who scores on the side of concern, from the most to the least disadvantaged, and group by group."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from earlyeval.analyse.concern import concern_at, concern_words, outcomes_of_concern
from earlyeval.analyse.counted import share_row, unanswered
from earlyeval.analyse.members import unit_of_outcome
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.outcomes import Outcome
from earlyeval.registry.programmes import Characteristic
from earlyeval.statistics.inequality import relative_index_of_inequality, slope_index_of_inequality
from earlyeval.study import Study

# An interval whose end is so many times its beginning says nothing that a reader could use.
WIDEST_RATIO = 100
TOO_UNSURE = "The line is too unsure for a ratio of its ends."
NOTHING = "No outcome here has a status or a cut-off, so nobody can be said to be of concern."
NOT_DESCRIBED = "This was not returned for those who were measured."


@question("inequality")
def inequality(study: Study) -> Iterator[Row]:
    """Return the share of concern of each outcome: of all, by deprivation and other characteristics, and its slope.

    Rows
    ----
    Per outcome with a status or a cut-off and per time point the share of all measured (``subgroup`` "all"); then, by
    every characteristic with a ladder and those the outcome names under ``by_characteristic``, the share within each
    value (``comparison`` the characteristic, ``subgroup`` the value), with Wilson intervals. For a ladder the slope
    index (share at the top of the ladder less share at its bottom, in percentage points: below zero means more among
    the most disadvantaged) and the relative index (share at the top over share at the bottom: below one means the
    same). A child has its family's characteristics. People whose value is missing or off the ladder stand in the
    share of all alone.
    """
    found = False
    for outcome in outcomes_of_concern(study):
        for time_point in outcome.time_points:
            concern = concern_at(study, outcome, time_point)
            if concern.empty:
                continue
            found = True
            yield from _rows_at(study, outcome, time_point, concern)
    if not found:
        yield unanswered({"strand": "family", "label": "Shares of concern"}, NOTHING, estimand="proportion")


def _rows_at(study: Study, outcome: Outcome, time_point: str, concern: pd.Series) -> Iterator[Row]:
    base = outcome_row(study, outcome) | {
        "time_point": time_point, "unit": unit_of_outcome(study, outcome), "note": concern_words(study, outcome),
    }  # fmt: skip
    level = study.plan.conf_level
    yield share_row(base | {"subgroup": "all"}, int(concern.sum()), len(concern), conf_level=level)
    for characteristic in study.programme.characteristics:
        if characteristic.strand != "family":
            continue
        if characteristic.ladder == "none" and characteristic.id not in outcome.by_characteristic:
            continue
        row = base | {"comparison": characteristic.id}
        values = described_by(study, characteristic).reindex(concern.index)
        if values.isna().all():
            yield unanswered(row, NOT_DESCRIBED, estimand="proportion")
            continue
        for value in characteristic.values:
            here = concern[(values == value).to_numpy()]
            yield share_row(row | {"subgroup": value}, int(here.sum()), len(here), conf_level=level)
        if characteristic.ladder != "none":
            yield from _indices(study, characteristic, concern, values, row)


def described_by(study: Study, characteristic: Characteristic) -> pd.Series:
    """Return each person's value of a characteristic: their own, else that of somebody of their family. By id."""
    people = study.people
    if characteristic.id not in people:
        return pd.Series(dtype="str", index=pd.Index([], dtype="str"))
    own = people[characteristic.id]
    of_family = own.groupby(people["family_id"]).first()
    found = own.where(own.notna(), people["family_id"].map(of_family))
    return pd.Series(found.to_numpy(), index=people["person_id"])


def _indices(
    study: Study, characteristic: Characteristic, concern: pd.Series, values: pd.Series, row: Row
) -> Iterator[Row]:
    steps = [value for value in characteristic.values if value not in characteristic.off_ladder]
    if characteristic.ladder == "least_disadvantaged_first":
        steps.reverse()
    grouped = concern.groupby(values.to_numpy()).agg(["mean", "size"]).reindex(steps).dropna()
    shares, sizes = grouped["mean"].to_numpy(dtype="float64"), grouped["size"].to_numpy(dtype="float64")
    level, counted = study.plan.conf_level, {"n": int(sizes.sum()), "n_smallest": int(min(sizes, default=0))}
    slope = slope_index_of_inequality(100 * shares, sizes, conf_level=level)
    ratio = relative_index_of_inequality(shares, sizes, conf_level=level)
    if ratio.estimable and ratio.conf_high > WIDEST_RATIO * ratio.conf_low:
        ratio = replace(ratio, estimable=False, reason=TOO_UNSURE)
    for found, unit in ((slope, "percentage points"), (ratio, "ratio")):
        told = row | {"subgroup": "ladder", "unit": unit, "analysis": "exploratory"} | found.as_row() | counted
        yield told if found.estimable else not_estimable(told, reason=found.reason)
