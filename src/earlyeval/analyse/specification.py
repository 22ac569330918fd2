"""Right family, right intervention: why families were taken in from outside, and how those inside and outside did."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.change import outcomes_that_change
from earlyeval.analyse.concern import concern_at, outcomes_of_concern
from earlyeval.analyse.counted import share_row, unanswered
from earlyeval.analyse.groups import scores_by_person_and_time
from earlyeval.analyse.kept import once
from earlyeval.analyse.members import unit_of_outcome
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import groups, paired
from earlyeval.study import Study

INSIDE, OUTSIDE = "inside", "outside"
NOT_SAID = "It was not returned whether families meet the specification."
NO_OVERRIDES = "No family was returned as taken in from outside the specification."
ONE_SIDE = "Everybody of whom it was said is on the same side of the specification."


@question("overrides")
def overrides(study: Study) -> Iterator[Row]:
    """Return why families were taken in from outside the specification: a share of them for each reason.

    Families are counted once, by their accepted referral that does not meet the specification.
    """
    referrals = study.table("referrals")
    base = {"strand": "family", "unit": "families", "source_table": "referrals"}
    outside = referrals[(referrals["decision"] == "accepted") & (referrals["in_specification"] == "no")]
    outside = outside.drop_duplicates("family_id")
    if outside.empty:
        yield unanswered(base | {"label": "Reasons for taking in"}, NO_OVERRIDES, estimand="proportion")
        return
    named = study.programme.override_reasons or {code: code for code in sorted(outside["override_reason"].dropna())}
    for code, label in {**named, "": "No reason returned"}.items():
        n = int((outside["override_reason"].fillna("") == code).sum())
        row = base | {"outcome": code or "no-reason", "label": label}
        yield share_row(row, n, len(outside), conf_level=study.plan.conf_level)


@question("inside-outside")
def inside_outside(study: Study) -> Iterator[Row]:
    """Return outcomes of people whose family meets the specification beside those of people whose family does not.

    Rows
    ----
    For averaged outcomes measured twice the mean change of each side (``subgroup`` "inside", "outside") and their
    difference, outside minus inside (Welch). For outcomes with a status or a cut-off the share of concern at each time
    point, each with its Wilson interval. Those taken in knowingly are outside. Nobody is dropped: people of whom it
    was not said are on neither side and in every other analysis.
    """
    sides = side_by_person(study)
    if sides.empty:
        base = {"strand": "family", "label": "Inside and outside the specification"}
        yield unanswered(base, NOT_SAID, estimand="mean_difference")
        return
    for outcome in outcomes_that_change(study, "family"):
        yield from _changes(study, outcome, sides)
    for outcome in outcomes_of_concern(study):
        yield from _concerns(study, outcome, sides)


@once
def side_by_person(study: Study) -> pd.Series:
    """Return "inside" or "outside" for each person of whose family it was said; children as their family. By id."""
    people = study.people
    own = people["in_specification"].map({"yes": INSIDE, "no": OUTSIDE, "override": OUTSIDE})
    referrals = study.table("referrals")
    accepted = referrals[(referrals["decision"] == "accepted") & referrals["in_specification"].notna()]
    accepted = accepted.drop_duplicates("family_id").set_index("family_id")["in_specification"]
    of_family = (
        own.groupby(people["family_id"])
        .first()
        .combine_first(accepted.map({"yes": INSIDE, "no": OUTSIDE, "override": OUTSIDE}))
    )
    found = own.where(own.notna(), people["family_id"].map(of_family))
    return pd.Series(found.to_numpy(), index=people["person_id"]).dropna()


def _changes(study: Study, outcome: Outcome, sides: pd.Series) -> Iterator[Row]:
    scores = scores_by_person_and_time(study, outcome)
    before_id, after_id = study.baseline.id, study.endpoint.id
    pairs = scores[[before_id, after_id]].dropna()
    side = sides.reindex(pairs.index)
    row = outcome_row(study, outcome) | {"comparison": f"{after_id} - {before_id}", "time_point": after_id}
    level = study.plan.conf_level
    gained = pairs[after_id] - pairs[before_id]
    for name in (INSIDE, OUTSIDE):
        here = pairs[side == name]
        found = paired.mean_change(here[before_id].to_numpy(), here[after_id].to_numpy(), conf_level=level)
        yield row | {"subgroup": name} | found.as_row()
    compared = row | {"subgroup": "difference", "comparison": f"{OUTSIDE} - {INSIDE}", "analysis": "exploratory"}
    if side.nunique() < 2:
        yield not_estimable(compared | {"estimand": "mean_difference"}, reason=ONE_SIDE)
        return
    difference = groups.mean_difference(
        gained[side == OUTSIDE].to_numpy(), gained[side == INSIDE].to_numpy(), conf_level=level
    )
    yield compared | difference.as_row()


def _concerns(study: Study, outcome: Outcome, sides: pd.Series) -> Iterator[Row]:
    unit = unit_of_outcome(study, outcome)
    for time_point in outcome.time_points:
        concern = concern_at(study, outcome, time_point)
        side = sides.reindex(concern.index)
        for name in (INSIDE, OUTSIDE):
            here = concern[(side == name).to_numpy()]
            row = outcome_row(study, outcome) | {"time_point": time_point, "subgroup": name, "unit": unit}
            yield share_row(row, int(here.sum()), len(here), conf_level=study.plan.conf_level)
