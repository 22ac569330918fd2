"""k of N: a theme was heard in a conversation when any of its codes was given to any part of it."""

import pytest

from earlyeval.analyse.quotations import is_verbatim, quotations
from earlyeval.analyse.themes import corpus, theme_reach

pytestmark = pytest.mark.spec

QUALITATIVE = {
    "documents": """
        doc_id  kind         participant_id  role
        d1      interview    ann             parent
        d2      interview    bea             parent
        d3      interview    cat             parent
        d4      focus_group  -               practitioner
    """,
    "codes": """
        code_id  code
        held     held
        seen     seen
        slow     slow
    """,
    "codings": """
        coding_id  doc_id  code_id  text
        c1         d1      held     warm_words
        c2         d1      held     other_words
        c3         d2      seen     more_words
        c4         d4      slow     slow_words
    """,
    "themes": """
        theme_id  theme      central_concept  code_ids  strand
        care      Held       warmth           held      family
        craft     Slow_down  noticing         slow      staff
    """,
}


def heard(rows):
    counted = rows[rows["estimable"]]
    return {(r.outcome, r.unit): (r.n, r.n_expected) for r in counted.itertuples()}


def test_reach_counts_conversations_not_segments(make_study):
    rows = theme_reach(make_study(**QUALITATIVE))
    assert heard(rows) == {("care", "interviews"): (1, 3), ("craft", "groups"): (1, 1)}


def test_a_reflexive_analysis_is_not_counted(make_study):
    rows = theme_reach(make_study(**QUALITATIVE, programme={"qualitative_approach": "reflexive"}))
    assert not rows["estimable"].any()
    assert len(rows) == 2


def test_the_corpus_says_who_was_listened_to(make_study):
    rows = corpus(make_study(**QUALITATIVE))
    assert dict(zip(rows["label"], rows["n"], strict=True)) == {
        "Focus groups with practitioners": 1,
        "Interviews with parents": 3,
        "Coded segments": 4,
    }


VERBATIM = [
    ("she looked at me", "and then she looked at me and smiled", True),
    ("she looked [...] and smiled", "and then she looked at me and smiled", True),
    ("she looked […] and smiled", "and then she looked\nat me and  smiled", True),
    ("and smiled [...] she looked", "and then she looked at me and smiled", False),
    ("she gazed at me", "and then she looked at me and smiled", False),
    ("she looked", None, False),
]


@pytest.mark.parametrize(("printed", "segment", "expected"), VERBATIM)
def test_a_quotation_stands_in_its_segment(printed, segment, expected):
    assert is_verbatim(printed, segment) is expected


def register(**changed):
    row = {
        "quote_id": "q1", "coding_id": "c1", "theme_id": "care", "printed_text": "warm_words",
        "attribution": "somebody",
        "consent": "verbatim", "coder": "k1", "checked_by": "k2", "checked_on": "2025-06-01", **changed,
    }  # fmt: skip
    return " ".join(row) + "\n" + " ".join(row.values())


SET_ASIDE = [
    ({"consent": "paraphrase"}, "did not agree"),
    ({"consent": "none"}, "did not agree"),
    ({"checked_by": "k1"}, "second person"),
    ({"printed_text": "cold_words"}, "not those of the coded segment"),
]


@pytest.mark.parametrize(("changed", "reason"), SET_ASIDE)
def test_a_quotation_that_fails_a_check_is_set_aside_without_its_words(make_study, changed, reason):
    found = quotations(make_study(**QUALITATIVE, quotations=register(**changed), profiles=True)).iloc[0]
    assert not found["estimable"]
    assert reason in found["reason"]
    assert found["note"] == ""


def test_a_quotation_that_holds_every_check_carries_words_and_number_of_voices(make_study):
    found = quotations(make_study(**QUALITATIVE, quotations=register(), profiles=True)).iloc[0]
    assert (found["note"], found["label"], found["n"]) == ("warm_words", "somebody", 3)
