"""Which quotations are printed: every check on its own, and what a released row carries of them."""

from dataclasses import replace

import pandas as pd
import pytest

from earlyeval.analyse.quotation_checks import register
from earlyeval.analyse.quotations import quotation_traces, quotations
from earlyeval.analyse.verbatim import cut_a_negation, is_verbatim, unknown_replacement
from earlyeval.protect.gate import release

pytestmark = pytest.mark.spec

SEGMENT = "I did not like the room at first, but Tyrone slept and I went back every week."
DOCUMENTS = "doc_id kind participant_id role\n" + "\n".join(f"d{n} interview p{n} parent" for n in range(1, 10))
TABLES = {
    "documents": DOCUMENTS,
    "codes": "code_id code\nroom room",
    "codings": "coding_id doc_id code_id start end\n" + "\n".join(f"c{n} d{n} room 0 80" for n in range(1, 10)),
    "themes": "theme_id theme central_concept code_ids strand\nroom Room room room family",
}
ROW = {
    "quote_id": "q1", "coding_id": "c1", "theme_id": "room", "printed_text": "I went back every week",
    "attribution": "a parent", "consent": "verbatim", "coder": "k1", "checked_by": "k2", "redactions": None,
    "cleared_flags": None, "cleared_by": None, "cleared_why": None, "transcript_sha256": None, "span_sha256": None,
}  # fmt: skip


@pytest.fixture
def asked(make_study):
    """Return a study with these rows in its register; each is what differs from a quotation that may be printed."""

    def make(*rows, segment=SEGMENT, **tables):
        study = make_study(**(TABLES | tables), profiles=True)
        written = pd.DataFrame([ROW | row for row in rows]).assign(checked_on=pd.Timestamp("2025-06-01"))
        codings = study.table("codings").assign(text=segment, coder="k9")
        return replace(study, tables={**study.tables, "quotations": written, "codings": codings})

    return make


def test_a_quotation_that_holds_every_check_is_printed_with_a_number_and_no_id(asked):
    row = quotations(asked({})).iloc[0]
    assert (row["note"], row["label"], row["method"], row["n"]) == ("I went back every week", "a parent", "Q1", 9)
    assert "q1" not in " ".join(str(cell) for cell in row)


SET_ASIDE = [
    ({"consent": "paraphrase"}, "did not agree"),
    ({"checked_by": "K1 "}, "second person"),
    ({"checked_by": "k9"}, "second person"),  # who coded the passage, whatever the register says
    ({"printed_text": "I liked the room"}, "not those of the coded segment"),
    ({"printed_text": "[the play group] slept and I went back"}, "not those of the coded segment"),
    ({"printed_text": "but Tyrone slept"}, "a flag that nobody has cleared"),
    ({"printed_text": "I did [...] like the room"}, "a flag that nobody has cleared"),
    ({"span_sha256": "0" * 64}, "has changed"),
    ({"transcript_sha256": "0" * 64}, "has changed"),
    ({"attribution": "a mother of twins in the group"}, "says more than"),
    ({"stands_in_transcript": "no"}, "does not stand at its place"),
    ({"flags": "name-of-roster"}, "a flag that nobody has cleared"),
]


@pytest.mark.parametrize(("changed", "reason"), SET_ASIDE)
def test_each_check_alone_sets_a_quotation_aside_without_its_words(asked, changed, reason):
    row = quotations(asked(changed)).iloc[0]
    assert not row["estimable"]
    assert reason in row["reason"]
    assert (row["note"], row["label"], row["method"]) == ("", "", "")


CLEARED = {"cleared_flags": "capital-in-mid-sentence unusual-word", "cleared_by": "k2", "cleared_why": "no real name"}


@pytest.mark.parametrize(
    ("changed", "is_printed"),
    [
        (CLEARED, True),
        (CLEARED | {"cleared_by": "k1"}, False),  # the coder
        (CLEARED | {"cleared_why": None}, False),
        (CLEARED | {"cleared_flags": "date"}, False),  # another kind
        (CLEARED | {"flags": "capital-in-mid-sentence name-of-roster"}, False),  # the roster grew since
        (CLEARED | {"flags": "capital-in-mid-sentence unusual-word"}, True),
    ],
)
def test_a_flag_is_cleared_by_kind_by_somebody_else_and_with_a_reason(asked, changed, is_printed):
    row = quotations(asked({"printed_text": "but Tyrone slept", **changed})).iloc[0]
    assert bool(row["estimable"]) is is_printed


def test_consent_of_the_conversation_goes_before_that_of_the_register(asked):
    documents = "\n".join(
        f"{line} {'consent_quote' if place == 0 else 'paraphrase' if place == 1 else 'verbatim'}"
        for place, line in enumerate(DOCUMENTS.splitlines())
    )
    found = quotations(asked({}, {"quote_id": "q2", "coding_id": "c2"}, documents=documents))
    assert found["estimable"].tolist() == [False, True, True]  # the last is the statement that there was no roster
    assert "did not agree" in found["reason"].iloc[0]


def test_a_removed_identifier_may_be_replaced(asked):
    row = quotations(asked({"printed_text": "but [name] slept and I went back"})).iloc[0]
    assert row["note"] == "but [name] slept and I went back"


def test_two_a_person_and_those_set_aside_use_nothing_up(asked):
    rows = [
        {"quote_id": f"q{n}", "printed_text": text}
        for n, text in enumerate(["but Tyrone slept", "I went back", "at first", "every week"], start=1)
    ]
    found = quotations(asked(*rows))
    assert found["estimable"].sum() == 2 + 1  # and the statement that there was no roster
    assert "quoted often enough" in " ".join(found["reason"])


def test_numbers_follow_from_the_words_and_not_from_the_register(asked):
    texts = ["I went back every week", "slept and I went back", "the room at first", "at first"]
    rows = [{"quote_id": f"q{n}", "coding_id": f"c{n}", "printed_text": text} for n, text in enumerate(texts, 1)]
    one = {row.text: row.key for row in register(asked(*rows))}
    moved = [row | {"quote_id": f"z{n}"} for n, row in enumerate(reversed(rows))]
    assert {row.text: row.key for row in register(asked(*moved))} == one
    assert sorted(one.values()) == ["Q1", "Q2", "Q3", "Q4"]


def test_a_trace_leads_to_the_place_and_never_leaves_the_restricted_view(asked):
    study = asked({}, {"quote_id": "q2", "coding_id": "c2", "printed_text": "but Tyrone slept"})
    traces = quotation_traces(study)
    notes = " ".join(traces["note"])
    assert "coding c1; document d1; characters 0 to 80; sha256 of the segment" in notes
    assert "a capital in mid-sentence" in notes
    released = release(traces, study.registry.profile).rows
    assert (released["status"] == "refused").all()
    assert (released["note"] == "").all()


def test_few_of_a_role_are_widened_only_where_the_theme_does_not_tell(asked):
    documents = DOCUMENTS.replace("d1 interview p1 parent", "d1 interview p1 manager")
    for strand, attribution, n in (("all", "somebody who was listened to", 9), ("family", "somebody", 1)):
        themes = TABLES["themes"].replace("family", strand)
        row = quotations(asked({"attribution": "somebody"}, documents=documents, themes=themes)).iloc[0]
        assert (row["label"], row["n"]) == (attribution, n)


def test_a_quotation_of_a_role_of_few_is_refused_with_words_and_attribution(asked):
    documents = DOCUMENTS.replace("d1 interview p1 parent", "d1 interview p1 manager")
    study = asked({"attribution": "a manager"}, documents=documents)
    row = release(quotations(study), study.registry.profile).rows.iloc[0]
    assert (row["status"], row["note"], row["label"]) == ("refused", "", "")


def test_without_a_roster_the_page_says_so(asked):
    assert "no roster" in quotations(asked({})).iloc[-1]["note"]
    assert "statement" not in set(quotations(asked({"searched_by_roster": "yes"}))["estimand"])


VERBATIM = [
    ("I did [...] at first", True),
    ("but [child's name] slept", True),
    ("but [name] and I went back", True),
    ("but [name] every week", False),  # more words than a name has
    ("but [a boy] slept", False),
    ("at first, but I went back", False),
    ("", False),
    ("  ", False),
]


@pytest.mark.parametrize(("printed", "expected"), VERBATIM)
def test_words_stand_in_order_with_cuts_and_removed_identifiers(printed, expected):
    assert is_verbatim(printed, SEGMENT) is expected


def test_brackets_of_the_transcript_itself_are_its_own():
    assert is_verbatim("she came [laughs] again", "and she came [laughs] again today")
    assert not unknown_replacement("she came [laughs] again", "and she came [laughs] again today")
    assert unknown_replacement("she [kindly] came", "she came")


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("I did [...] like the room", True), ("I did not like [...] I went back", False), ("the room [...] slept", False)],
)
def test_a_cut_that_turns_the_meaning_is_seen(printed, expected):
    assert cut_a_negation(printed, SEGMENT) is expected
