"""A real Taguette project as the qualitative strand of a study, from the database to the rows and the page."""

import sqlite3

import pytest

from earlyeval.analyse.codebook import codebook_history
from earlyeval.analyse.coded_import import coded_import
from earlyeval.analyse.saturation import saturation_of_codes
from earlyeval.present import under
from earlyeval.protect.gate import release
from earlyeval.study import load_study

pytestmark = pytest.mark.end_to_end


@pytest.fixture
def study(real_study):
    return load_study("online-evaluation", "serdif", study=real_study("swj2022", below="swj2022").root, data="real")


@pytest.fixture
def database(real_studies):
    path = next((real_studies / "swj2022").rglob("*.sqlite3"))
    with sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True) as opened:
        yield opened


def test_everything_that_the_database_holds_is_there(study, database):
    sizes = {name: len(study.table(name)) for name in ("documents", "codes", "codings", "transcripts")}
    assert sizes == {"documents": 17, "codes": 22, "codings": 1930, "transcripts": 17}
    pairs = database.execute(
        "select d.name, t.path from highlight_tags join highlights h on h.id = highlight_id "
        "join documents d on d.id = h.document_id join tags t on t.id = tag_id"
    ).fetchall()
    named = study.table("documents").set_index("doc_id")["name"]
    codes = study.table("codes").set_index("code_id")["code"]
    ours = [(named[row.doc_id], codes[row.code_id]) for row in study.table("codings").itertuples()]
    assert sorted(ours) == sorted(pairs)


def test_each_interview_is_linked_to_a_participant_of_the_second_phase(study):
    documents = study.table("documents")
    assert documents["participant_id"].tolist() == [
        f"p2-P{number}" for number in (2, 3, 4, 5, 6, 7, 1, *range(8, 18))
    ]  # fmt: skip
    assert documents["participant_id"].isin(study.people["person_id"]).all()
    assert documents["analysed_order"].tolist() == [2, 3, 4, 5, 6, 7, 1, *range(8, 18)]


def test_every_quotation_stands_at_its_place(study):
    assert study.table("codings")["anchoring"].eq("same").all()
    texts = study.table("transcripts").set_index("doc_id")["text"]
    for row in study.table("codings").itertuples():
        assert texts[row.doc_id][int(row.start) : int(row.end)] == row.text
    rows = coded_import(study).set_index("outcome")
    first = rows.loc["quotations-compared-with-their-transcript"]
    assert first[["n", "n_expected"]].tolist() == [1794, 1794]
    assert rows.loc["targets-of-merges", ["n", "n_expected"]].tolist() == [93, 93]
    assert rows.loc["coders-of-highlights", "n"] == 0


def test_the_page_says_it_in_a_sentence(study):
    show = under(study.profile, **study.setting)
    page = str(show.coded_import(coded_import(study)))
    assert "1,794 of 1,794 quotations hold the words that stand at their place" in page
    assert "GMT2021" not in page  # no name of a document


def test_nine_versions_of_the_codebook_are_read(study):
    versions = study.table("codebook_versions")
    assert versions.groupby("version").size().tolist() == [120, 80, 61, 49, 41, 25, 22, 22, 22]
    rows = codebook_history(study)
    assert rows[rows["source_table"] == "codebook_versions"]["outcome"].nunique() == 9


def test_saturation_is_told_by_the_final_codebook_and_by_first_use(study):
    rows = saturation_of_codes(study)
    assert not rows.empty
    history = study.table("codebook_history")
    added = history[history["change"] == "add"]
    assert added["first_upload_was_deleted"].fillna(False).sum() >= 77


def test_saturation_is_told_in_three_ways_on_the_page_and_each_is_named(study):
    rows = release(saturation_of_codes(study), study.registry.profile).rows
    found = rows[(rows["estimand"] == "saturation_point") & (rows["method"] == "in the order of analysis")]
    told = {(row.label, row.comparison.split(",")[1].strip()): row.estimate for row in found.itertuples()}
    without = "Codes as first coined, without those of uploads that were deleted"
    assert told == {
        ("Codes of the final codebook", "run 2"): 6, ("Codes of the final codebook", "run 3"): 7,
        ("Codes as first coined", "run 2"): 7, ("Codes as first coined", "run 3"): 11,
        (without, "run 2"): 13, (without, "run 3"): 17,
    }  # fmt: skip
