"""A project written as CSV files and read back: the same texts, codes and places."""

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError, UnusableArgumentError
from earlyeval.tidy.coded.anchor import anchored
from earlyeval.tidy.coded.any_tool import read_coded
from earlyeval.tidy.coded.contract import write_contract
from earlyeval.tidy.coded.told import told

pytestmark = pytest.mark.spec


def test_a_project_reads_back_as_it_was_written(qualcoder_folder, tmp_path):
    project = read_coded(qualcoder_folder())
    files = write_contract(project, tmp_path / "out")
    again = read_coded(tmp_path / "out")
    assert files[:3] == ("documents.csv", "codes.csv", "codings.csv")
    assert again.frame("documents")["text"].dropna().tolist() == project.frame("documents")["text"].dropna().tolist()
    wanted = project.frame("codings").dropna(subset="start")
    found = again.frame("codings").dropna(subset="start")
    for column in ("start", "end", "text", "is_by_machine"):
        assert sorted(found[column]) == sorted(wanted[column])
    assert anchored(again).n_verified == anchored(again).n_checked == 3
    assert again.frame("turns")["speaker_id"].tolist() == ["P1", "P2"]


def test_words_that_look_like_a_formula_survive_the_journey(taguette_file, tmp_path):
    path = taguette_file(
        documents=[taguette_file.document(1, "<p>=1+1, he said. -3 degrees.</p>")],
        highlights=[taguette_file.highlight(1, 0, 15, "<p>=1+1, he said</p>")],
        highlight_tags=[{"highlight_id": 1, "tag_id": 1}],
    )
    write_contract(read_coded(path), tmp_path / "out")
    assert "'=1+1" in (tmp_path / "out" / "codings.csv").read_text(encoding="utf-8")
    assert anchored(read_coded(tmp_path / "out")).n_verified == 1


def test_nothing_is_ever_written_over(taguette_file, tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(UnusableArgumentError, match="is there already"):
        write_contract(read_coded(taguette_file()), tmp_path / "out")


def test_a_transcript_outside_the_folder_is_refused(tmp_path):
    folder = tmp_path / "qual"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "documents.csv").write_text("doc_id,text_path\nd1,../secret.txt\n")
    with pytest.raises(ReturnsRefusedError, match="leads out of the folder"):
        read_coded(folder)


def test_the_report_holds_no_name_and_no_words(qualcoder_folder, taguette_file):
    for path in (qualcoder_folder(), taguette_file()):
        text = "\n".join(told(read_coded(path)))
        assert "quotations hold the words" in text
        for secret in ("bronwen", "carys", "cake", "talk", "Person", "hall", "2026"):
            assert secret not in text
