"""The stages of a study's flow: who reached each, and of which stage that is a part."""

from dataclasses import dataclass, replace

import pandas as pd

from earlyeval.analyse.groups import people_of_strand
from earlyeval.analyse.members import (
    NOBODY_OF_STRAND,
    attendance_by_visit,
    capital,
    children,
    ids_of_strand,
    is_about_children,
    is_yes,
    main_outcome,
    measured_ids,
    measured_twice_ids,
    outcomes_of,
    unit_of,
)  # fmt: skip
from earlyeval.study import Study
from earlyeval.tidy.texts import is_among

NOT_TWICE = "Nothing was planned to be measured both before and after."


@dataclass(frozen=True)
class Stage:
    """One stage. ``ids`` is None where the study has no data for it; ``reason`` then says what is missing.

    ``part_of`` is the earlier stage that all of these belong to, "" where there is none in the same unit.
    """

    id: str
    label: str
    unit: str
    ids: pd.Index | None
    source_table: str
    part_of: str = ""
    reason: str = ""
    note: str = ""


def stages_of_families(study: Study) -> list[Stage]:
    """Return the stages counted in families: referred, accepted, in specification."""
    referrals = study.table("referrals")
    label = "Accepted families who meet the service specification"
    if referrals.empty:
        words = "Families referred and accepted"
        return [Stage("referred", words, "families", None, "referrals", reason="No referrals were returned.")]
    accepted = referrals[referrals["decision"] == "accepted"]
    judged = accepted[accepted["in_specification"].notna()]
    fitting = pd.Index(judged.loc[judged["in_specification"] == "yes", "family_id"].unique())
    reason = "" if len(judged) else "Whether families meet the service specification was not returned."
    return [
        Stage("referred", "Families referred", "families", pd.Index(referrals["family_id"].unique()), "referrals"),
        Stage("accepted", "Families accepted", "families", pd.Index(accepted["family_id"].unique()), "referrals",
              part_of="referred"),
        Stage("in-specification", label, "families", fitting if len(judged) else None, "referrals",
              part_of="accepted", reason=reason),
    ]  # fmt: skip


def stages_of_people(study: Study, strand: str) -> list[Stage]:
    """Return the stages counted in people: on record, consented, started, came, measured, analysed."""
    unit = unit_of(study, strand)
    prefix = "staff-" if strand == "staff" else ""
    stages = [_on_record(study, strand, unit)]
    if stages[0].reason:
        return [replace(stages[0], id=prefix + stages[0].id)]
    if strand != "staff":
        stages.append(_consented(study, unit))
        stages.append(_started(study, unit, stages))
    base = _last_known(stages)
    stages.append(_came(study, strand, unit, base))
    main = main_outcome(study, strand)
    if strand != "staff" and main is not None and is_about_children(study, main):
        unit, base = "children", _children_on_record(study)
        stages.append(base)
    stages.extend(_measured(study, strand, unit, base))
    return [
        replace(stage, id=prefix + stage.id, part_of=prefix + stage.part_of if stage.part_of else "")
        for stage in stages
    ]


def _children_on_record(study: Study) -> Stage:
    """Return the stage from which on children are counted, where the main outcome is about them."""
    note = "From the stage 'Children on record' on, children are counted and no longer parents."
    ids = pd.Index(children(study)["person_id"])
    return Stage("children-on-record", "Children on record", "children", ids, "people", note=note)


def _last_known(stages: list[Stage]) -> Stage:
    return [stage for stage in stages if stage.ids is not None][-1]


def _on_record(study: Study, strand: str, unit: str) -> Stage:
    label = f"{capital(unit)} on record"
    is_new_unit = strand != "staff" and study.has("referrals")
    note = f"From the stage '{label}' on, people are counted and no longer families." if is_new_unit else ""
    ids = ids_of_strand(study, strand)
    if len(ids):
        return Stage("on-record", label, unit, ids, "people", note=note)
    return Stage("on-record", label, unit, ids, "people", reason=f"No {unit} were returned.")


def _consented(study: Study, unit: str) -> Stage:
    people = people_of_strand(study, "family")
    label = f"{capital(unit)} who consented"
    if people["consented"].isna().all():
        return Stage("consented", label, unit, None, "people", reason="Consent was not returned.")
    ids = pd.Index(people.loc[is_yes(people["consented"]), "person_id"])
    return Stage("consented", label, unit, ids, "people", part_of="on-record")


def _started(study: Study, unit: str, before: list[Stage]) -> Stage:
    people = people_of_strand(study, "family")
    label = f"{capital(unit)} who started"
    if people["started_on"].isna().all():
        return Stage("started", label, unit, None, "people", reason="No starting dates were returned.")
    base = _last_known(before)
    ids = base.ids[is_among(base.ids, people.loc[people["started_on"].notna(), "person_id"])]
    return Stage("started", label, unit, ids, "people", part_of=base.id)


def _came(study: Study, strand: str, unit: str, base: Stage) -> Stage:
    label = f"{capital(unit)} who came at least once"
    kinds = [kind.id for kind in study.programme.session_kinds if kind.strand == strand]
    visits = attendance_by_visit(study)
    visits = visits[visits["kind"].isin(kinds)]
    if visits.empty:
        return Stage("attended-once", label, unit, None, "attendance", reason="No attendance was returned.")
    if not is_among(visits["person_id"], ids_of_strand(study, strand)).any():
        return Stage("attended-once", label, unit, None, "attendance", reason=NOBODY_OF_STRAND)
    ids = base.ids[is_among(base.ids, visits.loc[visits["came"], "person_id"])]
    return Stage("attended-once", label, unit, ids, "attendance", part_of=base.id)


def _measured(study: Study, strand: str, unit: str, base: Stage) -> list[Stage]:
    outcomes, main = outcomes_of(study, strand), main_outcome(study, strand)
    names = ("measured-before", "measured-after", "analysed")
    called = f" ({main.label})" if main else ""
    labels = (
        f"{capital(unit)} measured before on any outcome",
        f"{capital(unit)} measured before and again after on the same outcome",
        f"{capital(unit)} with the main outcome{called} both before and after",
    )  # fmt: skip
    reason = _why_not_measured(study, strand)
    if reason:
        return [Stage(names[0], f"{capital(unit)} measured before and after", unit, None, "scores", reason=reason)]
    before, after = study.baseline.id, study.endpoint.id
    started_with = base.ids[is_among(base.ids, measured_ids(study, outcomes, before))]
    again = started_with[is_among(started_with, measured_twice_ids(study, outcomes, before, after))]
    on_both = measured_twice_ids(study, (main,), before, after)
    parts = (base.id, "measured-before", "measured-after")
    found = (started_with, again, again[is_among(again, on_both)])
    return [
        Stage(name, label, unit, ids, "scores", part_of=part)
        for name, label, ids, part in zip(names, labels, found, parts, strict=True)
    ]


def _why_not_measured(study: Study, strand: str) -> str:
    if not outcomes_of(study, strand):
        return "No outcome is declared for these people."
    if study.baseline is None or study.endpoint is None:
        return NOT_TWICE
    return ""
