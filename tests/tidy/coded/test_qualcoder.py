"""QualCoder projects: several versions of its own tables, speakers as turns, its agent kept apart."""

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded.project import FRAMES
from earlyeval.tidy.coded.qualcoder import read_qualcoder

pytestmark = pytest.mark.spec


@pytest.fixture
def project(qualcoder_folder):
    return read_qualcoder(qualcoder_folder())


def test_every_coder_has_their_own_codings_and_the_agent_is_marked(project):
    codings = project.frame("codings").set_index("coding_id")
    assert codings.loc["ctid:1", ["start", "end", "text", "coder", "coded_at"]].tolist() == [
        21, 35, "Caf\u00e9, and cake", "bronwen", "2026-03-01T10:00:00",
    ]  # fmt: skip
    assert codings["coder"].fillna("nobody").tolist() == ["bronwen", "carys", "AI Agent", "bronwen", "nobody"]
    assert codings["is_by_machine"].tolist() == [False, False, True, False, False]
    assert codings["medium"].tolist() == ["text", "text", "text", "time", "picture"]
    assert codings.loc["avid:1", ["begin_ms", "end_ms"]].tolist() == [1500, 4000]


def test_quotations_stand_where_the_file_says(project):
    texts = project.frame("documents").set_index("doc_id")["text"]
    coded = project.frame("codings").dropna(subset="start")
    assert [texts[row.doc_id][row.start : row.end] for row in coded.itertuples()] == coded["text"].tolist()


def test_marks_of_speakers_become_turns_and_their_codes_are_no_themes(project):
    turns = project.frame("turns")[["doc_id", "turn", "speaker_id", "start", "end"]]
    assert turns.to_numpy().tolist() == [["1", 1, "P1", 21, 36], ["1", 2, "P2", 41, 50]]
    assert project.frame("codes")["code"].tolist() == ["food", "cake", "Day"]


def test_a_code_stands_under_its_code_or_its_category(project):
    codes = project.frame("codes").set_index("code")
    assert codes["parent_id"].fillna("").to_dict() == {"food": "catid:1", "cake": "1", "Day": ""}
    assert codes["is_category"].to_dict() == {"food": False, "cake": False, "Day": True}
    assert codes.loc["food", "definition"] == "Anything eaten."


def test_cases_speak_in_spans_or_in_all_of_a_document(project):
    spans = project.frame("case_spans")
    assert spans[["doc_id", "start"]].fillna(-1).to_numpy().tolist() == [["1", 21], ["2", -1]]
    assert project.frame("attributes")[["subject", "subject_id", "value"]].to_numpy().tolist() == [
        ["case", "1", "parent"], ["document", "1", "hall"],
    ]  # fmt: skip
    assert project.frame("memos")["subject"].tolist() == ["project", "document", "case", "span", "project"]


def test_kinds_of_documents_follow_from_where_they_lie(project):
    assert project.frame("documents")["kind"].tolist() == ["text", "video", "picture"]


@pytest.mark.parametrize("version", ["v1", "v3", "v7", "v13", "v15", "v17"])
def test_every_version_is_read_by_what_is_found(qualcoder_folder, version):
    project = read_qualcoder(qualcoder_folder(version=version))
    assert {name: len(project.frame(name)) for name in ("codings", "turns", "codes", "cases")} == {
        "codings": 5, "turns": 2, "codes": 3, "cases": 1,
    }  # fmt: skip
    assert set(project.frames) == set(FRAMES)
    assert project.frame("codings")["coding_id"].is_unique


def test_what_could_not_be_carried_is_told(project):
    told = {loss.element: (loss.held, loss.taken) for loss in project.losses}
    assert told["codes"] == (4, 2)
    assert told["codings by the program's agent"] == (1, 1)
    assert told["codings without a coder"] == (1, 1)
    assert told["marks of speakers"] == (2, 2)


def test_a_bare_database_is_read_too_and_an_empty_folder_is_refused(qualcoder_folder, tmp_path):
    folder = qualcoder_folder()
    assert len(read_qualcoder(folder / "data.qda").frame("codings")) == 5
    (tmp_path / "Empty.qda").mkdir()
    with pytest.raises(ReturnsRefusedError, match=r"holds no data\.qda"):
        read_qualcoder(tmp_path / "Empty.qda")


def test_codes_in_a_ring_are_refused(qualcoder_folder):
    codes = [{"cid": 1, "name": "a", "supercid": 2}, {"cid": 2, "name": "b", "supercid": 1}]
    folder = qualcoder_folder(code_name=codes, code_text=[], code_av=[], code_image=[])
    with pytest.raises(ReturnsRefusedError, match="in a ring"):
        read_qualcoder(folder)


def test_places_that_its_editor_counted_in_utf_16_are_understood_to_the_end_of_a_text(qualcoder_folder):
    # The wine glass before them counts as two there: the last words end after the end of the text.
    codings = [{"cid": 1, "fid": 1, "seltext": "We slept.", "pos0": 42, "pos1": 51, "owner": "bronwen"}]
    project = read_qualcoder(qualcoder_folder(code_text=codings))
    assert project.frame("codings")[["start", "end"]].to_numpy().tolist()[0] == [41, 50]
    codings[0]["seltext"] = "He slept."
    with pytest.raises(ReturnsRefusedError, match="outside its text"):
        read_qualcoder(qualcoder_folder(code_text=codings, name="Other.qda"))
