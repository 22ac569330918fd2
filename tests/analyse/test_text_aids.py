"""Aids for reading: at the restricted level only, in little texts whose answers can be seen."""

import json
from dataclasses import replace

import pytest

from earlyeval.analyse.corpus_text import coded_characters, corpus_coverage, corpus_text
from earlyeval.analyse.text_aids import (
    collocations,
    keyness,
    keyword_in_context,
    passages_like,
    words_in,
    words_of_people,
)
from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.paths import NOTEBOOKS

pytestmark = pytest.mark.spec

TEXTS = {
    "d1": "P: It was a warm room.\nP: The warm room, and a bus in the rain.",
    "d2": "P: A warm room again.\nP: We took the bus; the bus was late.",
    "d3": "I: And work?\nP: Rain, rain, and the bus.",
}
TABLES = {
    "documents": """
        doc_id  kind       participant_id  role          cluster
        d1      interview  ann             parent        east
        d2      interview  ann             parent        west
        d3      interview  cat             practitioner  west
    """,
    "codes": "code_id code\nroom Room\nway Way",
    "codings": """
        coding_id  doc_id  code_id  start  end  text
        c1         d1      room     0      22   warm_room
        c2         d1      room     10     22   warm_room
        c3         d3      way      13     38   rain
    """,
}


@pytest.fixture
def study(make_study):
    made = make_study(**TABLES)
    texts = made.tables["transcripts"].__class__({"doc_id": list(TEXTS), "text": list(TEXTS.values())})
    return replace(made, level="restricted", tables={**made.tables, "transcripts": texts.astype("str")})


CALLS = [
    lambda study: keyword_in_context(study, "warm"),
    lambda study: keyness(study, by="role", value="parent"),
    collocations,
    lambda study: passages_like(study, "room"),
    lambda study: words_of_people(study, ["warm"]),
]


@pytest.mark.parametrize("call", CALLS)
def test_no_word_of_a_transcript_is_shown_at_release_level(study, call):
    with pytest.raises(ProtectionError, match="restricted level only"):
        call(replace(study, level="release"))
    assert len(call(study)) >= 0


def test_words_have_letters_and_keep_their_apostrophes():
    assert words_in("It's 3 o'clock, Zoë-Ann: mother-in-law!") == ["it's", "o'clock", "zoë-ann", "mother-in-law"]


def test_a_word_in_its_context_is_whole_unless_a_star_says_otherwise(study):
    found = keyword_in_context(study, "RAIN", characters=6)
    assert found["doc_id"].tolist() == ["d1", "d3", "d3"]
    assert [TEXTS[row.doc_id][row.start :][:4].lower() for row in found.itertuples()] == ["rain"] * 3
    assert found["before"].iloc[0].endswith("the ")
    assert keyword_in_context(study, "roo").empty
    assert len(keyword_in_context(study, "roo*")) == 3


def test_keyness_says_in_how_many_documents_a_word_stands(study):
    words = keyness(study, by="role", value="parent", fewest=3).set_index("word")
    assert (words.loc["warm", "target"], words.loc["warm", "reference"], words.loc["warm", "range"]) == (3, 0, 2)
    assert words.loc["rain", "g2"] < 0 < words.loc["warm", "g2"]
    assert keyness(study, by="role", value="nobody").empty


def test_pairs_do_not_cross_lines(study):
    pairs = collocations(study, fewest=1).set_index(["first", "second"])
    assert (pairs.loc[("warm", "room"), "together"], pairs.loc[("warm", "room"), "range"]) == (3, 2)
    assert ("room", "p") not in pairs.index


def test_passages_like_coded_ones_are_those_without_the_code(study):
    found = passages_like(study, "room", most=2)
    assert found[["doc_id", "start"]].to_numpy().tolist()[0] in ([["d1", 23], ["d2", 0]])
    assert not ((found["doc_id"] == "d1") & (found["start"] < 22)).any()
    assert passages_like(study, "absent").empty


def test_words_are_counted_in_people_and_not_in_documents(study):
    assert words_of_people(study, ["warm", "bus"]).to_numpy().tolist() == [["warm", 1, 2], ["bus", 2, 2]]


def test_characters_under_several_codes_are_coded_once(study):
    assert coded_characters(study.table("codings")).to_dict() == {"d1": 22, "d3": 25}


def test_how_much_was_said_and_coded(study):
    rows = corpus_text(study).set_index(["label", "subgroup"])
    parents = rows.loc["Interviews with parents"]
    assert parents.loc["words", "n"] == sum(len(TEXTS[doc].split()) for doc in ("d1", "d2"))
    coded = parents.loc["characters coded"]
    assert (coded["n"], coded["n_expected"]) == (22, len(TEXTS["d1"]) + len(TEXTS["d2"]))
    assert set(rows["sensitivity"]) == {"open"}


def test_coverage_counts_voices(study):
    rows = corpus_coverage(study)
    found = {(r.outcome, r.subgroup): (r.n, r.n_expected) for r in rows.itertuples()}
    assert found == {
        ("role", "parents"): (1, 2), ("role", "practitioners"): (1, 2), ("cluster", "east"): (1, 2),
        ("cluster", "west"): (2, 2),
    }  # fmt: skip


def test_the_notebook_of_the_lab_asks_what_is_there():
    """Its calls are run as they stand, on the synthetic data of the clone."""
    cells = json.loads((NOTEBOOKS / "lab" / "text-aids.ipynb").read_text(encoding="utf-8"))["cells"]
    names: dict = {}
    for cell in cells:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            exec("".join(cell["source"]), names)
    assert names["study"].level == "restricted"
    assert len(names["words"]) > 20
