"""Files of a study's coded strand: a codebook for everyone, the texts with their codings for the evaluators alone."""

import stat

import pandas as pd
import pytest

from earlyeval.report.coded_files import project_of_tables, write_coded_files
from earlyeval.tidy.coded.refi_qda import read_qdc, read_qdpx
from earlyeval.tidy.coded_tables import CODED_TABLES
from earlyeval.tidy.qualitative_tables import QUALITATIVE_TABLES

pytestmark = pytest.mark.unit

ROWS = {
    "codes": [
        {"code_id": "time", "code": "Time", "definition": "when"},
        {"code_id": "late", "code": "Late", "parent_id": "time"},
    ],
    "documents": [
        {"doc_id": "I1", "kind": "interview", "participant_id": "P1", "role": "parent", "time_point": "after"},
        {"doc_id": "F1", "kind": "focus_group", "group_id": "G1", "role": "practitioner"},
    ],
    "transcripts": [{"doc_id": "I1", "text": "P1: It came late."}],
    "codings": [
        {"coding_id": "c1", "doc_id": "I1", "start": 4, "end": 16, "text": "It came late", "code_id": "late",
         "coder": "A", "coded_on": pd.Timestamp("2024-05-01")},
        {"coding_id": "c2", "doc_id": "F1", "start": 0, "end": 3, "text": "Yes", "code_id": "late", "coder": "B"},
    ],
    "machine_codings": [{"coding_id": "m1", "doc_id": "I1", "start": 0, "end": 2, "text": "P1", "code_id": "time",
                         "coder": "Agent", "medium": "text"}],
}  # fmt: skip


@pytest.fixture
def tables():
    every = {table.name: table for table in (*QUALITATIVE_TABLES, *CODED_TABLES)}
    return {
        name: pd.DataFrame(ROWS.get(name, []), columns=[column.name for column in table.columns])
        for name, table in every.items()
    }


def test_a_release_has_the_codebook_and_nobodys_words(tables, tmp_path):
    assert write_coded_files(tables, tmp_path, level="release", name="p/s") == ["codebook.qdc"]
    assert [path.name for path in tmp_path.iterdir()] == ["codebook.qdc"]
    assert "late." not in (tmp_path / "codebook.qdc").read_text(encoding="utf-8")
    codes = read_qdc(tmp_path / "codebook.qdc").frame("codes")
    assert codes[["code", "definition"]].fillna("").values.tolist() == [["Time", "when"], ["Late", ""]]


def test_the_restricted_level_has_the_project_for_its_owner_alone(tables, tmp_path):
    assert write_coded_files(tables, tmp_path, level="restricted", name="p/s") == ["codebook.qdc", "coded.qdpx"]
    assert stat.S_IMODE((tmp_path / "coded.qdpx").stat().st_mode) == 0o600
    project = read_qdpx(tmp_path / "coded.qdpx")
    assert project.frame("codings")[["text", "coder", "coded_at", "is_by_machine"]].fillna("").values.tolist() == [
        ["It came late", "A", "2024-05-01T00:00:00", False],
        ["P1", "Agent", "", True],
    ]
    assert project.frame("cases")["case"].tolist() == ["P1", "G1"]
    assert len(project.frame("case_spans")) == 2
    assert dict(project.frame("attributes")[["attribute", "value"]].values.tolist()) == {
        "kind": "focus_group", "role": "practitioner", "time_point": "after",
    }  # fmt: skip


def test_a_study_without_codes_gets_no_file_and_one_without_codings_no_project(tables, tmp_path):
    tables["codings"] = tables["codings"].head(0)
    assert write_coded_files(tables, tmp_path, level="restricted", name="p/s") == ["codebook.qdc"]
    tables["codes"] = tables["codes"].head(0)
    (tmp_path / "codebook.qdc").unlink()
    assert write_coded_files(tables, tmp_path, level="restricted", name="p/s") == []
    assert list(tmp_path.iterdir()) == []


def test_the_tables_are_not_changed(tables):
    before = {name: table.copy(deep=True) for name, table in tables.items()}
    project_of_tables(tables)
    assert all(before[name].equals(table) for name, table in tables.items())
