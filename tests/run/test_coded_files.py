"""``earlyeval coded FILE --to``: the verified project as a file that other programs open, told in plain words."""

import pytest

from earlyeval.foundations.errors import UnusableArgumentError
from earlyeval.run.coded_files import is_one_file, write_file
from earlyeval.tidy.coded.any_tool import read_coded
from earlyeval.tidy.coded.project import project_of

pytestmark = pytest.mark.unit


def made_up():
    codings = [
        {"coding_id": "1", "doc_id": "d", "medium": "text", "start": 0, "end": 5, "text": "words", "code_id": "c"},
        {"coding_id": "2", "doc_id": "d", "medium": "text", "start": 0, "end": 4, "text": "gone", "code_id": "c"},
    ]
    rows = {
        "codes": [{"code_id": "c", "code": "C"}], "codings": codings,
        "documents": [{"doc_id": "d", "kind": "text", "text": "some words"}],
    }  # fmt: skip
    return project_of("taguette", "", rows, ())


def test_a_quotation_is_written_where_its_words_stand_and_one_without_a_place_left_out(tmp_path):
    lines = write_file(made_up(), tmp_path / "study.qdpx")
    assert lines[0] == "study.qdpx: written."
    assert lines[1].startswith("  codings: 1 of 2 left out")
    assert "never part of a release" in lines[-1]
    codings = read_coded(tmp_path / "study.qdpx").frame("codings")
    assert codings[["start", "end", "text"]].values.tolist() == [[5, 10, "words"]]


@pytest.mark.parametrize("name", ["book.qdc", "book.csv", "BOOK.QDC"])
def test_a_codebook_alone_may_go_anywhere(tmp_path, name):
    assert is_one_file(tmp_path / name)
    assert write_file(made_up(), tmp_path / name) == [f"{name}: written."]
    assert read_coded(tmp_path / name).frame("codes")["code"].tolist() == ["C"]


def test_nothing_is_written_over(tmp_path):
    (tmp_path / "book.qdc").write_text("mine", encoding="utf-8")
    with pytest.raises(UnusableArgumentError, match="already"):
        write_file(made_up(), tmp_path / "book.qdc")
    assert (tmp_path / "book.qdc").read_text(encoding="utf-8") == "mine"
    assert not is_one_file(tmp_path / "folder")
