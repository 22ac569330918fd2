"""How many people of a role were heard in groups: never more than there were, and quotations only where enough were."""

from dataclasses import replace

import pandas as pd
import pytest

from earlyeval.analyse.quotation_checks import register
from earlyeval.analyse.quotations import quotations
from earlyeval.analyse.speakers import people_heard, speaker_at
from earlyeval.protect.gate import release

pytestmark = pytest.mark.spec
CODES = "code_id code\nroom Room"
THEMES = "theme_id theme central_concept code_ids strand\nroom Room room room staff"
ROW = {
    "coding_id": "c1", "theme_id": "room", "printed_text": "we slowed down", "attribution": "a practitioner",
    "consent": "verbatim", "coder": "k1", "checked_by": "k2", "redactions": None, "cleared_flags": None,
    "cleared_by": None, "cleared_why": None, "transcript_sha256": None, "span_sha256": None,
}  # fmt: skip


def groups(make_study, speakers, *, people="", documents="", quoted=1):
    """A study with a group of these speakers by document: one quotation, or more, of its first turns."""
    listed = [f"{doc} focus_group - {doc} practitioner" for doc in speakers]
    turns = [f"{doc} {n} {who} {10 * n} {10 * n + 9}" for doc, said in speakers.items() for n, who in enumerate(said)]
    codings = [f"c{n} {next(iter(speakers))} room {10 * n} {10 * n + 9}" for n in range(1, quoted + 1)]
    study = make_study(
        documents="\n".join(["doc_id kind participant_id group_id role", *listed, documents]).rstrip(),
        turns="\n".join(["doc_id turn speaker_id start end", *turns]),
        codings="\n".join(["coding_id doc_id code_id start end", *codings]), codes=CODES, themes=THEMES, profiles=True,
        **({"people": people} if people else {}),
    )  # fmt: skip
    rows = pd.DataFrame([ROW | {"quote_id": f"q{n}", "coding_id": f"c{n}"} for n in range(1, quoted + 1)])
    codings = study.table("codings").assign(text="we slowed down", coder="k9")
    written = rows.assign(checked_on=pd.Timestamp("2025-06-01"))
    return replace(study, tables={**study.tables, "quotations": written, "codings": codings})


def voices(n, first=1):
    return [f"P{place}" for place in range(first, first + n)]


@pytest.mark.parametrize(("n", "status"), [(7, "refused"), (8, "rounded"), (9, "rounded")])
def test_a_group_of_enough_speakers_may_be_quoted_and_one_of_fewer_may_not(make_study, n, status):
    study = groups(make_study, {"g1": ["I", *voices(n)]})
    row = release(quotations(study), study.registry.profile).rows.iloc[0]
    assert (row["status"], row["note"] != "") == (status, status != "refused")


@pytest.mark.parametrize(
    ("speakers", "heard"),
    [
        (["I", *voices(8)], 8),
        (["INT", "Moderator", "I2", *voices(8)], 8),
        (voices(8), 7),  # nobody is known to ask, so one of them may have
        (["I", *voices(7), "All", "Several", "Unknown"], 7),
        (["I", *voices(4), *voices(4)], 4),
    ],
)
def test_whoever_asks_and_nobody_in_particular_are_not_counted(make_study, speakers, heard):
    assert people_heard(groups(make_study, {"g1": speakers}), ("practitioner",)) == heard


def test_labels_of_two_groups_are_other_people_but_may_be_people_who_were_interviewed(make_study):
    interviewed = "\n".join(f"d{n} interview w{n} - practitioner" for n in range(1, 6))
    study = groups(make_study, {"g1": ["I", *voices(5)], "g2": ["I", *voices(4)]}, documents=interviewed)
    assert people_heard(study, ("practitioner",)) == 9
    assert people_heard(study, ("parent",)) == 0
    assert people_heard(study) == 9


def test_somebody_of_the_register_counts_once_wherever_they_speak_and_staff_are_no_more_than_there_are(make_study):
    people = "person_id role\n" + "\n".join(f"w{n} staff" for n in range(1, 7))
    interviewed = "d1 interview w1 - practitioner\nd2 interview w6 - practitioner"
    study = groups(make_study, {"g1": ["I", "w1", "w2", "w3"], "g2": ["I", "w2", "w3", "w4"]},
                   people=people, documents=interviewed)  # fmt: skip
    assert people_heard(study, ("practitioner",)) == 5
    labelled = groups(make_study, {"g1": ["I", *voices(9)]}, people=people)
    assert people_heard(labelled, ("practitioner",)) == 6


def test_two_quotations_a_speaker_are_printed_and_not_two_a_group(make_study):
    said = ["I", "P1", "P1", "P1", "P2", *voices(8)]
    study = groups(make_study, {"g1": said}, quoted=4)
    why = {one.coding_id: bool(one.why_not) for one in register(study)}
    assert why == {"c1": False, "c2": False, "c3": True, "c4": False}
    assert speaker_at(study, "g1", 40) == "P2"
    assert speaker_at(study, "g1", 4000) == ""
