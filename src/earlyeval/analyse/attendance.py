"""Which sessions were held, and who came of those expected. Drop-ins, where nobody is expected, are in ``drop_in``."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.counted import clusters_with_all, count_row, plain_share_row, share_row, unanswered
from earlyeval.analyse.givers import NOBODYS, shares_of_visits
from earlyeval.analyse.groups import people_of_strand
from earlyeval.analyse.members import (
    NOBODY_OF_STRAND,
    attendance_by_visit,
    capital,
    children,
    is_yes,
    unit_of,
    visits_for,
)
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.programmes import SessionKind
from earlyeval.study import Study


@question("sessions")
def sessions(study: Study) -> Iterator[Row]:
    """Return how many sessions of each kind were planned, held and cancelled, overall and by cluster.

    Rows
    ----
    ``outcome`` is the kind. ``subgroup`` says what is counted: "planned" (by the programme for each group, where
    it says so), "held", "cancelled", and one row per reason of cancelling. The share held is of the sessions that
    the return lists; it has no interval, because nothing was sampled. Sessions are nobody: rows are open,
    but for visits to one family.
    """
    for kind in study.programme.session_kinds:
        base = {
            "strand": kind.strand, "outcome": kind.id, "label": kind.label, "unit": "sessions",
            "source_table": "sessions", "sensitivity": "open",
        }  # fmt: skip
        if kind.one_to_one:  # each is about one family, so how many there were is nobody's business to the last one
            base |= {"unit": "visits", "sensitivity": "personal"}
        listed = study.table("sessions")
        listed = listed[listed["kind"] == kind.id]
        if kind.planned is not None:
            note = "As the programme plans it for each group that meets."
            planned = base | NOBODYS | {"subgroup": "planned", "note": note, "source_table": "programmes"}
            yield count_row(planned, kind.planned)
        if listed.empty:
            yield unanswered(base, "No sessions of this kind were returned.")
            continue
        yield from _held_and_cancelled(study, kind, _with_givers(study, listed), base)


def _held_and_cancelled(study: Study, kind: SessionKind, listed: pd.DataFrame, base: Row) -> Iterator[Row]:
    for cluster, is_here in clusters_with_all(study, listed["cluster"]):
        here = listed[is_here]
        held = is_yes(here["delivered"])
        row = base | {"cluster": cluster, "label": f"{kind.label}, held", "subgroup": "held"}
        row |= _shares(kind, here.loc[held, "giver"])
        yield count_row(row, int(held.sum()))
        yield plain_share_row(row, int(held.sum()), len(here), method="share of the sessions listed")
        row |= {"subgroup": "cancelled", "label": f"{kind.label}, cancelled"}
        yield count_row(row | _shares(kind, here.loc[~held, "giver"]), int((~held).sum()))
        if not cluster:
            yield from _reasons(kind, here[~held], base)


def _shares(kind: SessionKind, givers: pd.Series) -> Row:
    """Return whose sessions these were: a visit is a family's own, a session of a group is nobody's."""
    return shares_of_visits(givers) if kind.one_to_one else NOBODYS


def _with_givers(study: Study, listed: pd.DataFrame) -> pd.DataFrame:
    """Return sessions with the family of whom the register lists at each; missing where it lists nobody."""
    # Whoever comes first by id, not by row: the order of the returns must change nothing.
    there = study.table("attendance").sort_values("person_id", kind="stable").drop_duplicates("session_id")
    there = there.set_index("session_id")["person_id"]
    family = study.people.set_index("person_id")["family_id"]
    person = listed["session_id"].map(there).astype("object")
    of_family = person.map(family).astype("object")
    return listed.assign(giver=of_family.where(of_family.notna(), person))


def _reasons(kind: SessionKind, cancelled: pd.DataFrame, base: Row) -> Iterator[Row]:
    reasons = cancelled["cancelled_reason"].fillna("no reason given").value_counts().sort_index(kind="stable")
    # Where visits are a family's, the order of the rows must not tell which of the hidden numbers is larger.
    by_size = reasons if base.get("sensitivity") == "personal" else reasons.sort_values(ascending=False, kind="stable")
    for reason, n in by_size.items():
        words = capital(str(reason).replace("-", " ").replace("_", " "))
        own = cancelled.loc[cancelled["cancelled_reason"].fillna("no reason given") == reason, "giver"]
        row = base | {"subgroup": f"cancelled: {reason}", "label": words}
        yield count_row(row | _shares(kind, own), int(n))


@question("attendance")
def attendance(study: Study) -> Iterator[Row]:
    """Return attendance by kind of session, for the kinds at which somebody is expected.

    Rows
    ----
    Per session number (``subgroup`` "session-3") how many came and what share of those expected (Wilson); over all
    sessions the places taken of the places offered, overall and by cluster. That last share has no interval: the
    same people are counted at every session.

    Expected are those whom the register lists for a session that was held, unless it marks them "not expected".
    A register of a kind that holds no absence at all lists only those who came: then everybody of the strand (in
    the session's cluster, where it has one) counts as expected, with whoever else is listed, and ``note`` says so.
    Only people of the kind's strand are counted; where a family session lists children alone, their families are.
    """
    visits = attendance_by_visit(study)
    for kind in study.programme.session_kinds:
        if kind.drop_in:
            continue
        base = {
            "strand": kind.strand, "outcome": kind.id, "label": kind.label, "unit": unit_of(study, kind.strand),
            "source_table": "attendance",
        }  # fmt: skip
        listed = visits[visits["kind"] == kind.id]
        of_kind, unit = visits_for(study, listed, kind.strand)
        if of_kind.empty:
            yield unanswered(base, NOBODY_OF_STRAND if len(listed) else "No attendance was returned.")
        else:
            yield from _rows_of_closed_kind(study, kind, of_kind, base | {"unit": unit})


def _rows_of_closed_kind(study: Study, kind: SessionKind, visits: pd.DataFrame, base: Row) -> Iterator[Row]:
    # Nobody but the family visited is expected at a visit, so a register of visits made needs no other list.
    lists_absence = kind.one_to_one or not visits["came"].all()
    note = "" if lists_absence else "The register lists only those who came; everybody is taken as expected."
    expected = visits if lists_absence else _everybody_expected(_called(study, kind, base["unit"]), visits)
    counted = base | {"note": note}
    for cluster, is_here in clusters_with_all(study, expected["cluster"]):
        here = expected[is_here]
        said = "the family was there, of the visits listed" if kind.one_to_one else "places taken"
        row = counted | {"cluster": cluster, "unit": "places", "label": f"{kind.label}: {said}"}
        method = "share of the places offered, no interval"
        yield plain_share_row(row, int(here["came"].sum()), len(here), method=method)
    if kind.one_to_one:
        return  # the third visit is another day for every family
    for number, listed in expected.dropna(subset=["number"]).groupby("number"):
        people = listed.groupby("person_id")["came"].any()
        row = counted | {"subgroup": f"session-{int(number)}", "label": f"{kind.label} {int(number)}"}
        yield count_row(row, int(people.sum()))
        yield share_row(row, int(people.sum()), len(people), conf_level=study.plan.conf_level)


def _called(study: Study, kind: SessionKind, unit: str) -> pd.DataFrame:
    """Return those a kind of session is for, ``person_id`` and ``own`` cluster: people, or the families of children."""
    people = people_of_strand(study, kind.strand)
    if unit == "families":
        of_children = children(study)
        people = of_children.assign(person_id=of_children["family_id"].fillna(of_children["person_id"]))
    called = people[["person_id", "cluster"]].rename(columns={"cluster": "own"})
    return called.drop_duplicates("person_id")


def _everybody_expected(called: pd.DataFrame, visits: pd.DataFrame) -> pd.DataFrame:
    """Return one row per session held and person called to it (of its cluster), with the visits of all others."""
    held = visits[["session_id", "number", "cluster"]].drop_duplicates("session_id")
    crossed = held.merge(called, how="cross")
    crossed = crossed[crossed["cluster"].isna() | (crossed["cluster"] == crossed["own"])]
    columns = ["session_id", "number", "cluster", "person_id", "came"]
    both = pd.concat([visits[columns], crossed.assign(came=False)[columns]], ignore_index=True)
    return both.drop_duplicates(["session_id", "person_id"])
