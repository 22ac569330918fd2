"""Two arms compared at every time point: who scored what, the adjusted difference, and how sure it is.

Three answers stand side by side because they disagree when people are lost: completers (everybody measured at that
time), every available score (mixed model), and the last score carried forward.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from earlyeval.analyse.arms_model import model_differences
from earlyeval.analyse.carried_forward import NOBODY_THEN, carried_forward
from earlyeval.analyse.groups import people_of_strand, scores_by_person_and_time, with_person
from earlyeval.analyse.method_checks import ALTERNATIVE, HEADLINE, method_check
from earlyeval.analyse.outcome_row import better_sign, outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.outcomes import Outcome
from earlyeval.registry.programmes import Arm
from earlyeval.statistics import groups, summaries
from earlyeval.study import Study

WHY = (
    "Adjusting for the score before takes out how the arms happened to differ at the start, and is more precise than "
    "comparing changes; it rests on those measured then."
)
INSTEAD = "it uses every score after the start, also of people missing at that time"


@question("arms")
def arms(study: Study) -> Iterator[Row]:
    """Return, per outcome, each arm's scores at each time and the differences from the reference arm, in points."""
    if study.plan.comparison != "arms" or study.baseline is None:
        return
    for outcome in study.outcomes:
        if outcome.is_averaged:
            yield from arms_on_outcome(study, outcome)


def reference_arm(study: Study) -> Arm:
    """Return the arm that the others are compared with: the one marked so, else the last declared."""
    declared = study.programme.arms
    return next((arm for arm in declared if arm.reference), declared[-1])


def arms_on_outcome(study: Study, outcome: Outcome) -> Iterator[Row]:
    """Yield every row of one outcome compared between arms; differences are arm minus reference."""
    scores = scores_by_person_and_time(study, outcome)
    people = with_person(scores, study, columns=("arm", *covariate_columns(study)))
    base = outcome_row(study, outcome)
    for arm in study.programme.arms:
        allotted = int((people_of_strand(study, outcome.strand)["arm"] == arm.id).sum())
        for time_point in scores.columns:
            values = people.loc[people["arm"] == arm.id, time_point].to_numpy()
            row = base | {"arm": arm.id, "subgroup": arm.label, "time_point": time_point, "n_expected": allotted}
            yield row | summaries.mean(values, conf_level=study.plan.conf_level).as_row()
            yield row | summaries.sd(values).as_row()
    for arm in study.programme.arms:
        if arm.id != reference_arm(study).id:
            yield from _differences(study, outcome, people, arm, base)


def covariate_columns(study: Study) -> tuple[str, ...]:
    """Return the columns of people that the plan adjusts for, beside the score before."""
    return study.plan.adjust_for


def _differences(study: Study, outcome: Outcome, people: pd.DataFrame, arm: Arm, base: Row) -> Iterator[Row]:
    reference, before = reference_arm(study), study.baseline.id
    compared = people[people["arm"].isin([arm.id, reference.id])]
    row = base | {"comparison": f"{arm.label} - {reference.label}", "subgroup": "all", "n_expected": len(compared)}
    points = [point for point in study.time_points if point in compared.columns and _is_ordinary(study, point)]
    level = study.plan.conf_level
    for point in points:
        values = [compared.loc[compared["arm"] == side, point].to_numpy() for side in (arm.id, reference.id)]
        yield row | {"time_point": point} | groups.mean_difference(*values, conf_level=level).as_row()
        gap = groups.hedges_g(*values, better=better_sign(study, outcome), conf_level=level)
        yield row | {"time_point": point, "analysis": "sensitivity", "unit": "standard deviations"} | gap.as_row()
    later = [point for point in points if point != before]
    if before not in points:
        for point in later:
            asked = row | {"time_point": point, "estimand": "adjusted_difference", "n": 0}
            yield not_estimable(asked, reason="It was not measured before, so nothing can be adjusted for.")
        return
    rows = [
        *_adjusted_rows(study, compared, arm, row, points=(before, *later)),
        *model_differences(study, compared, arm=arm, later=later, row=row),
    ]
    yield from rows
    yield from _checks(rows)


def _checks(rows: list[Row]) -> Iterator[Row]:
    """Yield, at the last time that has one, why the adjusted difference leads, and the model beside it."""
    usable = [row for row in rows if row["estimable"]]
    main = next((row for row in reversed(usable) if row["estimand"] == "adjusted_difference"), None)
    if main is None:
        return
    yield method_check(main, HEADLINE, method=main["method"], note=WHY)
    same_time = (row for row in usable if row["time_point"] == main["time_point"])
    other = next((row for row in same_time if row["estimand"] == "model_difference"), None)
    if other is not None:
        yield method_check(main, ALTERNATIVE, method=other["method"], note=INSTEAD)


def _is_ordinary(study: Study, point: str) -> bool:
    return study.time_points[point].retrospective_of is None


def _adjusted_rows(
    study: Study, compared: pd.DataFrame, arm: Arm, row: Row, *, points: tuple[str, ...]
) -> Iterator[Row]:
    """Yield the adjusted difference of completers, and of everybody with the last score carried forward."""
    filled = compared.copy()
    filled[list(points)] = carried_forward(compared[list(points)], study)
    for point in points[1:]:
        here = row | {"time_point": point}
        yield here | _adjusted(compared, study, arm, point).as_row()
        named = {"estimand": "carried_forward_difference", "analysis": "sensitivity"}
        if compared[point].isna().all():
            yield not_estimable(here | named | {"n": 0}, reason=NOBODY_THEN)
            continue
        method = "last score carried forward, then the same adjusted difference"
        yield here | _adjusted(filled, study, arm, point).as_row() | named | {"method": method}


def _adjusted(people: pd.DataFrame, study: Study, arm: Arm, point: str):
    """Estimate the difference at one time among people measured then, adjusted for the score before and the plan."""
    return groups.adjusted_difference(
        people[point].to_numpy(),
        people[study.baseline.id].to_numpy(),
        (people["arm"] == arm.id).to_numpy(dtype="float64"),
        covariates=covariates(people, study),
        conf_level=study.plan.conf_level,
    )


def covariates(people: pd.DataFrame, study: Study) -> np.ndarray | None:
    """Return the planned covariates as 0/1 columns, one per declared value beyond the first; missing stays missing."""
    columns = []
    declared = {known.id: list(known.values) for known in study.programme.characteristics}
    for name in covariate_columns(study):
        for value in declared[name][1:]:
            is_value = (people[name] == value).astype("float64")
            columns.append(is_value.where(people[name].notna()).to_numpy())
    return np.column_stack(columns) if columns else None
