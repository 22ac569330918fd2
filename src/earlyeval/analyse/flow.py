"""From referral to analysis: how many reached each stage; and who was measured again, when and in which arm."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.counted import arms_with_all, count_row, share_row, unanswered
from earlyeval.analyse.groups import people_of_strand
from earlyeval.analyse.members import capital, main_outcome, measured_ids, on_record_for, unit_of, unit_of_outcome
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.stages_of_flow import Stage, stages_of_families, stages_of_people
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import proportions
from earlyeval.study import Study
from earlyeval.tidy.texts import is_among


@question("flow")
def flow(study: Study) -> Iterator[Row]:
    """Return how many families and people reached each stage of the study, and what share of the stage before.

    Rows
    ----
    ``outcome`` is the stage. One ``count`` and, where the stage before is counted in the same unit, one
    ``proportion`` of it (``comparison``) with a Wilson interval. Where the programme has arms, the same for
    each arm (``subgroup`` and ``arm``); rows of all have neither. Stages are nested, but for "came at least
    once": a person may be measured without having come. A stage without data is one row that says why.
    """
    if "family" in study.programme.strands:
        families, people = stages_of_families(study), stages_of_people(study, "family")
        yield from _rows_of_stages(study, families, strand="family", by_arm=False)
        yield from _rows_of_stages(study, people, strand="family", by_arm=True)
    if "staff" in study.programme.strands or not people_of_strand(study, "staff").empty:
        yield from _rows_of_stages(study, stages_of_people(study, "staff"), strand="staff", by_arm=False)


def _rows_of_stages(study: Study, stages: list[Stage], *, strand: str, by_arm: bool) -> Iterator[Row]:
    known = {stage.id: stage for stage in stages}
    for stage in stages:
        base = {
            "strand": strand, "outcome": stage.id, "label": stage.label, "unit": stage.unit,
            "source_table": stage.source_table, "note": stage.note,
        }  # fmt: skip
        if stage.reason:
            yield unanswered(base, stage.reason)
            continue
        before = known[stage.part_of].ids if stage.part_of else None
        groups = arms_with_all(study, stage.ids) if by_arm else [("", stage.ids)]
        for arm, ids in groups:
            row = base | {"arm": arm, "subgroup": arm}
            yield count_row(row, len(ids))
            if before is not None:
                yield _share_of_stage_before(study, row, ids, before, stage.part_of)


def _share_of_stage_before(study: Study, row: Row, ids: pd.Index, before: pd.Index, part_of: str) -> Row:
    expected = before if not row["arm"] else dict(arms_with_all(study, before))[row["arm"]]
    return share_row(row | {"comparison": part_of}, len(ids), len(expected), conf_level=study.plan.conf_level)


@question("retention")
def retention(study: Study) -> Iterator[Row]:
    """Return the share of people with a score on the main outcome at each time point.

    Rows
    ----
    One ``proportion`` per time point, of those measured at baseline (at baseline itself, and where there is no
    baseline: of all people of the strand, or of the children on record where all the scores are of children); by
    arm where there are arms. With two arms also their difference at the endpoint, the other arm minus the
    reference one (Newcombe interval). Time points that look back are left out: they are asked together with
    another one.
    """
    for strand in ("family", "staff"):
        if strand not in study.programme.strands:
            continue
        base = {"strand": strand, "unit": unit_of(study, strand), "source_table": "scores"}
        outcome = main_outcome(study, strand)
        if outcome is None:
            label = f"{capital(base['unit'])} measured again"
            reason = "No outcome is declared for these people."
            yield unanswered(base | {"label": label}, reason, estimand="proportion")
            continue
        named = {"outcome": outcome.id, "label": outcome.label, "instrument": outcome.instrument}
        named["unit"] = unit_of_outcome(study, outcome)
        yield from _shares_at_each_time(study, outcome, base | named)


def _shares_at_each_time(study: Study, outcome: Outcome, base: Row) -> Iterator[Row]:
    people = on_record_for(study, outcome)
    baseline = study.baseline.id if study.baseline and study.baseline.id in outcome.time_points else ""
    started_with = people[is_among(people, measured_ids(study, (outcome,), baseline))] if baseline else people
    for point in study.time_points.values():
        if point.id not in outcome.time_points or point.retrospective_of:
            continue
        expected = people if point.id == baseline else started_with
        seen = expected[is_among(expected, measured_ids(study, (outcome,), point.id))]
        row = base | {"time_point": point.id, "comparison": baseline if point.id != baseline else ""}
        counted = _counted_by_arm(study, seen, expected)
        for arm, (n, n_expected) in counted.items():
            yield share_row(row | {"arm": arm, "subgroup": arm}, n, n_expected, conf_level=study.plan.conf_level)
        if point.role == "endpoint" and len(study.programme.arms) == 2:
            yield _difference_of_arms(study, row, counted)


def _counted_by_arm(study: Study, seen: pd.Index, expected: pd.Index) -> dict[str, tuple[int, int]]:
    return {arm: (int(is_among(ids, seen).sum()), len(ids)) for arm, ids in arms_with_all(study, expected)}


def _difference_of_arms(study: Study, row: Row, counted: dict[str, tuple[int, int]]) -> Row:
    reference = next((arm.id for arm in study.programme.arms if arm.reference), study.programme.arms[0].id)
    other = next(arm.id for arm in study.programme.arms if arm.id != reference)
    compared = row | {"comparison": f"{other} - {reference}", "subgroup": "difference"}
    difference = proportions.difference_newcombe(*counted[other], *counted[reference], conf_level=study.plan.conf_level)
    return compared | difference.as_row()
