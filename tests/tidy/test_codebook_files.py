"""Dated codebook files: which names are versions, in which order, and what of their columns is read."""

import pytest

from earlyeval.tidy.codebook_files import version_sheet
from earlyeval.tidy.codebook_names import dated, is_version_file
from earlyeval.tidy.problems import Problems
from earlyeval.tidy.readers.sheet import Sheet, text_series

pytestmark = pytest.mark.unit

NAMES = [
    ("codebooks/codebook_20220223_0.csv", ("20220223", 0)),
    ("codebooks/Codebook-20220223-11.CSV", ("20220223", 11)),
    ("codebooks/codebook_20220223.csv", ("20220223", 0)),
    ("codebooks/codebook_20221323_0.csv", None),
    ("codebooks/codebook_20220223_0.xlsx", None),
    ("codebooks/codebook_v2.csv", None),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_a_version_has_a_day_in_its_name(tmp_path, name, expected):
    path = tmp_path / name
    assert dated(path) == expected
    assert is_version_file(path) is (expected is not None)


def test_a_file_of_another_folder_is_no_version(tmp_path):
    assert not is_version_file(tmp_path / "codebook_20220223_0.csv")


def sheet(**columns):
    rows = len(next(iter(columns.values())))
    cells = tuple(text_series(values) for values in columns.values())
    return Sheet("x.csv", tuple(name.replace("_", " ") for name in columns), cells, list(range(2, 2 + rows)))


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "codebooks"
    place.mkdir()
    for name in ("codebook_20220301_2.csv", "codebook_20220223_10.csv", "codebook_20220223_9.csv", "notes.csv"):
        (place / name).touch()
    return place


ORDER = [("codebook_20220223_9.csv", "0"), ("codebook_20220223_10.csv", "1"), ("codebook_20220301_2.csv", "2")]


@pytest.mark.parametrize(("name", "version"), ORDER)
def test_versions_are_numbered_by_day_and_then_by_their_own_number(folder, name, version):
    read = version_sheet(folder / name, sheet(tag=["Warm"], number_of_highlights=["3"], colour=["red"]), Problems())
    assert read.headers == ("version", "date", "code", "codings")
    assert [column.iloc[0] for column in read.columns][:1] == [version]
    assert read.column("date").iloc[0] == f"{name[9:13]}-{name[13:15]}-{name[15:17]}"


def test_a_list_without_codes_is_refused_with_what_is_wanted(folder):
    problems = Problems()
    assert version_sheet(folder / "codebook_20220223_9.csv", sheet(colour=["red"]), problems) is None
    assert len(problems) == 1
