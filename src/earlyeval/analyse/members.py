"""Who counts as what: the people of a strand who started, who came, who was measured, and what they are called."""

import pandas as pd

from earlyeval.analyse.applicable import answered_not_applicable, does_not_apply_to, not_applicable_at, without
from earlyeval.analyse.groups import people_of_strand, taking_part
from earlyeval.analyse.kept import once
from earlyeval.registry.outcomes import Outcome
from earlyeval.study import Study
from earlyeval.tidy.texts import is_among

# A person who came late or left early came.
CAME = ("attended", "late", "left_early")
NOBODY_OF_STRAND = "The register lists nobody whom this kind of session is for."


def unit_of(study: Study, strand: str) -> str:
    """Return the plural word for the people of a strand: "staff", or what the programme calls its participants."""
    return "staff" if strand == "staff" else study.programme.participants


@once
def is_about_children(study: Study, outcome: Outcome) -> bool:
    """Return whether an outcome has scores and all of them are filed under children."""
    scored = scores_of(study, outcome)["person_id"]
    return bool(len(scored)) and bool(is_among(scored, children(study)["person_id"]).all())


def unit_of_outcome(study: Study, outcome: Outcome) -> str:
    """Return the plural word for those an outcome is about: "children" where all its scores are of children."""
    return "children" if is_about_children(study, outcome) else unit_of(study, outcome.strand)


@once
def children(study: Study) -> pd.DataFrame:
    """Return the children on record, one row each, in the order of the table."""
    return study.people[study.people["role"] == "child"].reset_index(drop=True)


def on_record_for(study: Study, outcome: Outcome) -> pd.Index:
    """Return the ids of those an outcome is about: the people of its strand, or the children on record.

    People whom the outcome is declared not to be for are left out.
    """
    if is_about_children(study, outcome):
        return pd.Index(children(study)["person_id"])
    return without(ids_of_strand(study, outcome.strand), does_not_apply_to(study, outcome))


@once
def expected_of(study: Study, outcome: Outcome) -> pd.Index:
    """Return the ids of the people from whom, or about whom, a form of an outcome is expected.

    These are the people of the strand who started, with everybody who has a score on the outcome, scorable or not,
    children included. Where all the scores are of children, they are the children on record. Those whom the outcome
    is not for, and those who only ever answered that it does not apply to them, are not among them.
    """
    if is_about_children(study, outcome):
        return on_record_for(study, outcome)
    applicable = without(_all_asked(study, outcome), does_not_apply_to(study, outcome))
    return without(applicable, _never_applied(study, outcome))


def everybody_asked(study: Study, outcome: Outcome) -> int:
    """Return how many people would be expected if the outcome applied to everybody."""
    if is_about_children(study, outcome):
        return len(on_record_for(study, outcome))
    return len(_all_asked(study, outcome))


def _all_asked(study: Study, outcome: Outcome) -> pd.Index:
    scored = pd.Index(scores_of(study, outcome)["person_id"].unique())
    return taking_part(study, outcome.strand, also=scored)


def expected_at(study: Study, outcome: Outcome, *time_points: str) -> int:
    """Return of how many people a form is expected at every one of these times."""
    return len(without(expected_of(study, outcome), not_applicable_at(study, outcome, time_points)))


def _never_applied(study: Study, outcome: Outcome) -> pd.Index:
    """Return the ids of those with a form of the outcome, all of whose forms say that it does not apply."""
    forms = answered_not_applicable(study, outcome).groupby("person_id").size()
    scores = scores_of(study, outcome)
    usable = scores.loc[is_yes(scores["is_scorable"]), "person_id"]
    return without(pd.Index(forms.index), pd.Index(usable.unique()))


def capital(words: str) -> str:
    """Return the words with their first letter as a capital and the others as they are."""
    return words[:1].upper() + words[1:]


@once
def ids_of_strand(study: Study, strand: str) -> pd.Index:
    """Return the ids of the people of a strand (adults of families, or staff), in the order of the table."""
    return pd.Index(people_of_strand(study, strand)["person_id"])


@once
def attendance_by_visit(study: Study) -> pd.DataFrame:
    """Return one row per person at a session that was held, with what is known of the session and the person.

    Rows of people who were not expected are left out. ``came`` says whether the person was there.
    Columns: session_id, person_id, status, came, kind, number, held_on, cluster (of the session), family_id, role.
    """
    sessions = study.table("sessions")
    held = sessions.loc[is_yes(sessions["delivered"]), ["session_id", "kind", "number", "held_on", "cluster"]]
    rows = study.table("attendance")[["session_id", "person_id", "status"]].merge(held, on="session_id", how="inner")
    described = rows.merge(study.people[["person_id", "family_id", "role"]], on="person_id", how="left")
    expected = described[described["status"] != "not_expected"].reset_index(drop=True)
    return expected.assign(came=expected["status"].isin(CAME))


def is_yes(answers: pd.Series) -> pd.Series:
    """Return which answers of a yes-or-no column are yes; a missing answer is not."""
    return answers.astype("boolean").fillna(value=False).astype(bool)


def scores_of(study: Study, outcome: Outcome) -> pd.DataFrame:
    """Return the rows of the scores that an outcome reads, at its time points, of the people whom it is for."""
    scores = study.scores
    found = scores[
        (scores["instrument"] == outcome.instrument)
        & (scores["version"] == outcome.version)
        & (scores["subscale"] == outcome.subscale)
        & scores["time_point"].isin(outcome.time_points)
    ]
    others = does_not_apply_to(study, outcome)
    return found[~is_among(found["person_id"], pd.Series(others))] if len(others) else found


@once
def measured_ids(study: Study, outcomes: tuple[Outcome, ...], time_point: str) -> pd.Index:
    """Return the ids of the people with a usable score on any of the outcomes at a time point."""
    found = [
        scores.loc[(scores["time_point"] == time_point) & is_yes(scores["is_scorable"]), "person_id"]
        for scores in (scores_of(study, outcome) for outcome in outcomes)
    ]
    return pd.Index(pd.concat(found).unique()) if found else pd.Index([], dtype="str")


@once
def measured_twice_ids(study: Study, outcomes: tuple[Outcome, ...], before: str, after: str) -> pd.Index:
    """Return the ids of the people with usable scores at both time points on at least one and the same outcome."""
    found = pd.Index([], dtype="str")
    for outcome in outcomes:
        first, second = (measured_ids(study, (outcome,), time_point) for time_point in (before, after))
        found = found.union(first[is_among(first, second)], sort=False)
    return found


def visits_for(study: Study, visits: pd.DataFrame, strand: str) -> tuple[pd.DataFrame, str]:
    """Return the visits of those a strand's sessions are for, and the plural word for what is counted.

    Staff sessions are for staff, family sessions for the adults of families: children and staff who are listed at
    them are not counted as parents. Where a family session lists children alone, their families are counted: one
    row per family and session, ``person_id`` being the family's (the child's, where there is none).
    """
    own = visits[is_among(visits["person_id"], ids_of_strand(study, strand))]
    of_children = visits[visits["role"] == "child"]
    if strand == "staff" or len(own) or of_children.empty:
        return own.reset_index(drop=True), unit_of(study, strand)
    families = of_children.assign(person_id=of_children["family_id"].fillna(of_children["person_id"]))
    who_came_first = families.sort_values("came", ascending=False, kind="stable")
    return who_came_first.drop_duplicates(["session_id", "person_id"]).sort_index().reset_index(drop=True), "families"


def families_taking_part(study: Study) -> pd.Index:
    """Return the families of whom anybody started (of all, where no starting date was returned), each once.

    A person without a family is a family of their own.
    """
    people = study.people[study.people["role"] != "staff"]
    has_started = people["started_on"].notna()
    started = people[has_started] if has_started.any() else people
    return pd.Index(started["family_id"].fillna(started["person_id"]).unique())


def outcomes_of(study: Study, strand: str) -> tuple[Outcome, ...]:
    """Return the outcomes of a strand, in reporting order."""
    return tuple(outcome for outcome in study.outcomes if outcome.strand == strand)


def main_outcome(study: Study, strand: str) -> Outcome | None:
    """Return the primary outcome of a strand; its first outcome where none is primary; None where it has none."""
    outcomes = outcomes_of(study, strand)
    return next((outcome for outcome in outcomes if outcome.analysis == "primary"), next(iter(outcomes), None))
