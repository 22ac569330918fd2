"""The matrix that evaluators take elsewhere: who has which code, and no id that a spreadsheet would run."""

from dataclasses import replace

import pandas as pd
import pytest

from earlyeval.run.code_tables import write_code_tables
from earlyeval.study import load_study

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def study():
    return load_study("wandsworth", "think-baby", data="synthetic", level="restricted")


def test_three_tables_are_written_and_agree(study, tmp_path):
    names = write_code_tables(study, tmp_path)
    assert names == ["code-by-participant.csv", "code-by-participant-counts.csv", "codes-shared-by-participants.csv"]
    heard, counts = (pd.read_csv(tmp_path / name, index_col=0) for name in names[:2])
    assert ((counts > 0).astype(int) == heard).all().all()
    assert len(counts) == study.table("documents")["doc_id"].nunique()
    shared = pd.read_csv(tmp_path / names[2], index_col=0)
    assert shared.index.tolist() == shared.columns.tolist() == counts.columns.tolist()


def test_an_id_that_looks_like_a_formula_stays_text(study, tmp_path):
    documents = study.table("documents").assign(participant_id="=1+1")
    changed = replace(study, tables={**study.tables, "documents": documents})
    write_code_tables(changed, tmp_path)
    assert "\n'=1+1," in (tmp_path / "code-by-participant.csv").read_text()


def test_a_study_without_codings_writes_nothing(study, tmp_path):
    changed = replace(study, tables={**study.tables, "codings": study.table("codings")[:0]})
    assert write_code_tables(changed, tmp_path) == []
    assert list(tmp_path.iterdir()) == []
