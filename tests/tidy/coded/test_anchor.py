"""Quotations and their places: the same, folded, cut, moved, not to be found."""

import pandas as pd
import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded.anchor import ANCHORINGS, anchored
from earlyeval.tidy.coded.project import project_of
from earlyeval.tidy.coded.told import anchored_words

pytestmark = pytest.mark.spec

TEXT = "I: How\u00a0was it?\nP1: \N{WINE GLASS} Cafe\u0301 and\n  cake. More cake."


def one(text, start=None, end=None, **more):
    coding = {"coding_id": "c", "doc_id": "d", "medium": "text", "start": start, "end": end, "text": text, **more}
    documents = [{"doc_id": "d", "name": "talk", "kind": "text", "text": TEXT}]
    found = anchored(project_of("segments", "", {"documents": documents, "codings": [coding]}, ()))
    row = found.codings.iloc[0]
    return row["anchoring"], None if pd.isna(row["start"]) else TEXT[row["start"] : row["end"]]


def test_words_at_their_place():
    assert one("P1: \N{WINE GLASS}", 15, 20) == ("same", "P1: \N{WINE GLASS}")


def test_words_that_differ_in_blanks_and_composition_only_are_folded():
    assert one("How was it?", 3, 14) == ("folded", "How\u00a0was it?")
    assert one("Caf\u00e9 and cake.", 21, 38) == ("folded", TEXT[21:38])


def test_a_beginning_that_a_program_cut_off_is_enough():
    assert one("How was i...", 3, 14) == ("beginning", "How\u00a0was it?")
    assert one("Ho...", 3, 14) == ("absent", None)  # two letters say nothing


def test_words_elsewhere_are_moved_where_they_stand_once():
    assert one("More cake", 0, 9) == ("moved", "More cake")
    assert one("Caf\u00e9 and cake.", 0, 9) == ("moved", "Cafe\u0301 and\n  cake.")
    assert one("cake.", 0, 5) == ("several", None)
    assert one("tea", 0, 3) == ("absent", None)


def test_words_without_a_place_are_looked_for():
    assert one("More cake") == ("found", "More cake")
    assert one("Caf\u00e9 and cake.")[0] == "found"


@pytest.mark.parametrize(
    "counted",
    [
        lambda place: len(TEXT[:place].encode("utf-16-le")) // 2,
        lambda place: len(TEXT[:place].encode()),
        lambda place: len(TEXT[:place].replace("\n", "\r\n")),
    ],
)
def test_places_counted_in_another_way_are_understood_even_of_words_that_stand_twice(counted):
    start = TEXT.index("cake.")
    assert counted(start) != start
    assert one("cake.", counted(start), counted(start + 5)) == ("moved", "cake.")


def test_no_words_and_no_text_are_told_apart():
    assert one(None, 0, 2) == ("unkept", "I:")
    assert one(None)[0] == "unkept"


@pytest.mark.parametrize(("start", "end"), [(0, len(TEXT) + 1), (-1, 3), (5, 4)])
def test_a_place_outside_the_text_is_refused_and_no_word_is_repeated(start, end):
    with pytest.raises(ReturnsRefusedError) as refused:
        one("Secret words", start, end)
    assert "Secret" not in str(refused.value)


def test_passages_are_counted_and_not_codings():
    codings = [
        {"coding_id": f"1-{code}", "doc_id": "d", "medium": "text", "start": 0, "end": 2, "text": "I:",
         "code_id": str(code), "segment_id": "1"}
        for code in (1, 2)
    ]  # fmt: skip
    documents = [{"doc_id": "d", "kind": "text", "text": TEXT}, {"doc_id": "e", "kind": "video"}]
    codings += [{"coding_id": "v", "doc_id": "e", "medium": "time", "begin_ms": 0, "end_ms": 9}]
    found = anchored(project_of("taguette", "", {"documents": documents, "codings": codings}, ()))
    assert (found.n_checked, found.n_verified) == (1, 1)
    assert found.codings["anchoring"].isna().tolist() == [False, False, True]


@pytest.mark.parametrize("kind", ANCHORINGS)
def test_one_quotation_and_several_each_have_their_words(kind):
    one, many = anchored_words(kind, 1), anchored_words(kind, 2)
    assert one != many or kind == "moved"
    assert one.split()[0] in {"holds", "was", "came", "did", "stands", "is"}
