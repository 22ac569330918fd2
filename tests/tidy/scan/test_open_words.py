"""What a codebook may not say: it is printed, and other programs get it as a file."""

import pandas as pd
import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.report.coded_files import write_coded_files
from earlyeval.run.coded_files import write_file
from earlyeval.study.scanned import refuse_named
from earlyeval.tidy.coded.project import project_of
from earlyeval.tidy.scan.open_words import detail_of
from earlyeval.tidy.scan.roster import ROSTER, Roster

pytestmark = pytest.mark.unit

NAMES = Roster(frozenset({("bronwen",), ("hope",), ("tyrone",)}))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bronwen's worry", "a name of the roster"), ("BRONWEN", "a name of the roster"),
        ("bronwen-worries", "a name of the roster"), ("Ty rone at night", "a name of the roster"),
        ("Ring 07700 900123", "a telephone number"), ("Mrs Jones", "a name"), ("SW1A 1AA", "a postcode"),
        ("943 476 5919", "an NHS number"), ("ann@example.org", "an e-mail address"),
        ("Hope", ""), ("Midwife Support", ""), ("Grace Periods", ""), ("T1 1st interview", ""), ("Being Heard", ""),
    ],
)  # fmt: skip
def test_a_heading_tells_nobody_who_somebody_is(text, found):
    assert detail_of(text, NAMES, is_heading=True) == found


def test_in_a_sentence_a_capital_counts():
    assert detail_of("What Hope said", NAMES, is_heading=False) == "a name of the roster"
    assert detail_of("What hope means", NAMES, is_heading=False) == ""


@pytest.fixture
def with_roster(tmp_path, monkeypatch):
    path = tmp_path / "roster.csv"
    path.write_text("name,variants,kind\nBronwen,,child\n", encoding="utf-8")
    monkeypatch.setenv(ROSTER, str(path))


@pytest.mark.parametrize(
    ("table", "column"), [("codes", "code"), ("codes", "definition"), ("themes", "theme"), ("codebook_history", "code")]
)
def test_a_study_with_such_a_code_is_refused_by_its_place(with_roster, table, column):
    columns = {"codes": ["code_id", "code", "definition"], "themes": ["theme_id", "theme", "central_concept"],
               "codebook_history": ["code_id", "code", "why"]}  # fmt: skip
    tables = {name: pd.DataFrame({one: ["sleep", "food"] for one in own}) for name, own in columns.items()}
    refuse_named(tables)
    tables[table].loc[1, column] = "Food of Bronwen"
    with pytest.raises(ReturnsRefusedError, match=rf"table {table}, row 2, column {column}: holds a name") as refused:
        refuse_named(tables)
    assert "Bronwen" not in str(refused.value)


@pytest.mark.parametrize("name", ["book.qdc", "book.csv"])
def test_no_codebook_with_such_a_code_is_written(with_roster, tmp_path, name):
    rows = {"codes": [{"code_id": "c", "code": "Sleep"}, {"code_id": "d", "code": "Bronwen sleeps"}]}
    with pytest.raises(ReturnsRefusedError, match="the codebook, code 2: holds a name of the roster"):
        write_file(project_of("taguette", "", rows, ()), tmp_path / name)
    assert not (tmp_path / name).exists()


def test_what_people_said_is_written_at_restricted_level_alone(tmp_path):
    assert write_coded_files.__kwdefaults__ is None  # the level is always said
    tables = {name: pd.DataFrame() for name in ("codes", "codings", "documents", "transcripts", "machine_codings")}
    tables["codes"] = pd.DataFrame({"code_id": ["c"], "code": ["Sleep"], "parent_id": [None], "definition": [None]})
    tables["codings"] = pd.DataFrame({"coding_id": ["1"]})
    assert write_coded_files(tables, tmp_path, level="release", name="x") == ["codebook.qdc"]
    assert [path.name for path in tmp_path.iterdir()] == ["codebook.qdc"]
