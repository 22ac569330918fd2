"""The bytes of a place depend on the seed, the programme, its number and its size, and on nothing else."""

import pandas as pd
import pytest

from earlyeval.tidy.synthetic.conversation import MARK
from earlyeval.tidy.synthetic.studies import waves
from earlyeval.tidy.synthetic.studies.cells import write_cell
from earlyeval.tidy.synthetic.studies.places import Cell
from earlyeval.tidy.synthetic.studies.registry_files import template_registry
from earlyeval.tidy.synthetic.studies.waves_files import write_national

pytestmark = pytest.mark.unit
CELLS = (Cell("open-door", 2, 43), Cell("two-waves", 2, 300), Cell("two-waves", 3, 300), Cell("open-door", 7, 61))


def bytes_below(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_order_and_company_change_no_byte(template, tmp_path, ending):
    for cell in CELLS:
        write_cell(template, tmp_path / "one", cell, seed=5, ending=ending)
    for cell in reversed(CELLS[1:]):
        write_cell(template_registry(), tmp_path / "two", cell, seed=5, ending=ending)
    one, two = bytes_below(tmp_path / "one"), bytes_below(tmp_path / "two")
    assert two.items() <= one.items()
    assert {path.split("/")[0] for path in two} == {"site-002", "site-003", "site-007"}


def test_seed_number_and_programme_each_change_the_draws(template, tmp_path):
    for folder, cell, seed in (
        ("a", Cell("two-waves", 1, 200), 5),
        ("b", Cell("two-waves", 1, 200), 6),
        ("c", Cell("two-waves", 2, 200), 5),
    ):
        write_cell(template, tmp_path / folder, cell, seed=seed, ending="csv")
    answers = [
        pd.read_csv(next((tmp_path / folder).rglob("phq-9.csv"))).iloc[:, 3:-1].to_numpy().tolist() for folder in "abc"
    ]
    assert answers[0] != answers[1]
    assert answers[0] != answers[2]


@pytest.mark.parametrize("cell", CELLS[:2], ids=lambda cell: cell.programme)
def test_every_row_is_marked_in_both_formats_and_both_say_the_same(template, tmp_path, cell):
    rows = {
        ending: write_cell(template, tmp_path / ending, cell, seed=5, ending=ending) for ending in ("csv", "parquet")
    }
    assert rows["csv"] == rows["parquet"]
    found = sorted((tmp_path / "csv").rglob("*.csv"))
    assert len(found) >= 21 if cell.programme == "open-door" else len(found) == 3
    for path in found:
        plain = pd.read_csv(path, dtype=str, keep_default_na=False)
        other = tmp_path / "parquet" / path.relative_to(tmp_path / "csv").with_suffix(".parquet")
        columnar = pd.read_parquet(other).astype(object)
        texts = columnar.map(lambda cell: "" if pd.isna(cell) else str(int(cell) if isinstance(cell, float) else cell))
        assert (plain["is_synthetic"] == "yes").all()
        pd.testing.assert_frame_equal(plain.astype(object), texts, check_dtype=False)
    for path in (tmp_path / "csv").rglob("*.txt"):
        assert path.read_text(encoding="utf-8").startswith(MARK)


def test_blocks_bound_the_memory_and_lose_nobody(template, tmp_path, monkeypatch):
    monkeypatch.setattr(waves, "BLOCK", 64)
    write_cell(template, tmp_path, Cell("two-waves", 1, 200), seed=5, ending="parquet")
    people = pd.read_parquet(tmp_path / "site-001" / "two-waves" / "people.parquet")
    assert people["person_id"].is_unique
    assert len(people) == 200
    forms = pd.read_parquet(tmp_path / "site-001" / "two-waves" / "phq-9.parquet")
    assert (forms["time_point"] == "baseline").sum() == 200
    assert not forms.duplicated(["person_id", "time_point"]).any()


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_national_file_holds_what_the_places_hold(template, tmp_path, ending):
    cells = (Cell("two-waves", 1, 150), Cell("two-waves", 2, 90))
    for cell in cells:
        write_cell(template, tmp_path, cell, seed=5, ending="parquet")
    rows = write_national(template, tmp_path / f"national.{ending}", cells, seed=5)
    read = pd.read_csv if ending == "csv" else pd.read_parquet
    national = read(tmp_path / f"national.{ending}")
    assert len(national) == rows
    assert national["site"].value_counts().to_dict().keys() == {"site-001", "site-002"}
    key = ["person_id", "time_point"]
    for name in ("phq-9", "gad-7"):
        forms = pd.concat([pd.read_parquet(path) for path in sorted(tmp_path.rglob(f"{name}.parquet"))])
        items = list(forms.columns[3:-1])
        theirs = national.set_index(key)[items].astype("float64")
        ours = forms.set_index(key)[items].astype("float64").reindex(theirs.index)  # no answer where no form came
        assert len(forms) <= len(theirs)
        pd.testing.assert_frame_equal(ours, theirs)
