"""SPSS files: codes, labels, dates, user-missing values, and files that only have the name."""

import datetime

import pandas as pd
import pyreadstat
import pytest

from earlyeval.tidy.problems import Problems
from earlyeval.tidy.readers.spss import read_spss

pytestmark = pytest.mark.unit

CASES = pd.DataFrame(
    {
        "person_id": ["007", "1e5", "NA", ""],
        "first_language": ["english", "", "other", ""],
        "q1": [1.0, 9.0, None, None],
        "q2": [0.5, 2.0, 12345678901.0, None],
        "place": ["Nord", "x", "-", ""],
        "day": [datetime.date(2024, 1, 2), None, datetime.date(1999, 12, 31), None],
    }
)


@pytest.fixture
def read(tmp_path):
    def reading(cases=CASES, **options):
        labels, told = options.pop("value_labels", False), options.pop("told", ())
        path = tmp_path / "forms.sav"
        pyreadstat.write_sav(cases, path, **options)
        findings, problems = [], Problems()
        sheet = read_spss(path, name="forms.sav", problems=problems, findings=findings, value_labels=labels, told=told)
        return sheet, [finding for finding in findings if finding.rule != "no_labels"], problems

    return reading


@pytest.mark.parametrize("asked", [False, True])
def test_a_file_without_labels_is_read_and_said(tmp_path, asked):
    path, findings = tmp_path / "forms.sav", []
    pyreadstat.write_sav(CASES, path)
    sheet = read_spss(path, name="forms.sav", problems=Problems(), findings=findings, value_labels=asked)
    assert len(sheet) == 3
    assert [(finding.rule, finding.file) for finding in findings] == [("no_labels", "forms.sav")]
    assert ("asks for labels" in findings[0].sentence) is asked
    findings.clear()
    pyreadstat.write_sav(CASES, path, variable_value_labels={"q1": {1: "a little"}})
    read_spss(path, name="forms.sav", problems=Problems(), findings=findings)
    assert findings == []


def test_every_cell_is_the_text_it_would_have_in_a_csv_file(read):
    sheet, findings, problems = read()
    assert sheet.headers == ("person_id", "first_language", "q1", "q2", "place", "day")
    assert list(zip(*sheet.columns, strict=True)) == [
        ("007", "english", "1", "0.5", "Nord", "2024-01-02"),
        ("1e5", "", "9", "2", "x", ""),
        ("NA", "other", "", "12345678901", "-", "1999-12-31"),
    ]
    assert (sheet.row_word, sheet.rows.tolist(), findings, len(problems)) == ("case", [1, 2, 3], [], 0)


def test_user_missing_values_are_blank_and_counted_by_variable(read):
    ranges = {"q1": [{"lo": 8, "hi": 9}], "place": ["-"]}
    sheet, findings, _ = read(missing_ranges=ranges)
    assert sheet.column("q1").tolist() == ["1", "", ""]
    assert sheet.column("place").tolist() == ["Nord", "x", ""]
    assert [(one.column, one.rows, one.rule) for one in findings] == [
        ("q1", 1, "user_missing"),
        ("place", 1, "user_missing"),
    ]


def test_a_user_missing_value_of_which_the_meaning_is_declared_stays(read):
    ranges = {"q1": [{"lo": 8, "hi": 9}]}
    sheet, findings, _ = read(missing_ranges=ranges, told=("9",))
    assert (sheet.column("q1").tolist(), findings) == (["1", "9", ""], [])
    labels = {"q1": {9.0: "Refused"}}
    for told in ("9", "Refused"):
        sheet, findings, _ = read(missing_ranges=ranges, told=(told,), variable_value_labels=labels, value_labels=True)
        assert (sheet.column("q1").tolist(), findings) == (["1", told, ""], [])


def test_labels_are_read_when_they_are_asked_for(read):
    labels = {"q1": {1.0: "Not at all", 9.0: "Refused"}}
    assert read(variable_value_labels=labels)[0].column("q1").tolist() == ["1", "9", ""]
    assert read(variable_value_labels=labels, value_labels=True)[0].column("q1").tolist() == [
        "Not at all",
        "Refused",
        "",
    ]


def test_a_label_that_is_the_name_with_hyphens_is_the_header(read):
    named = {"first_language": "first-language", "q1": "Over the last two weeks"}
    assert read(column_labels=named)[0].headers[:3] == ("person_id", "first-language", "q1")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (b"person_id,q1\nA,1\n", "the file is text, and no SPSS file"),
        (b"$FL2" + b"\x00" * 400, "damaged, or no SPSS file"),
        (b"$FL3" + bytes(range(256)) * 8, "damaged, or no SPSS file"),
    ],
)
def test_what_is_no_spss_file_is_refused(tmp_path, content, words):
    path, problems = tmp_path / "forms.sav", Problems()
    path.write_bytes(content)
    assert read_spss(path, name="forms.sav", problems=problems, findings=[]) is None
    assert words in problems.told()[0].sentence()


@pytest.mark.parametrize("length", [0.3, 0.9, 0.99])
def test_a_file_that_ends_too_early_is_refused(tmp_path, length):
    path, problems = tmp_path / "forms.sav", Problems()
    pyreadstat.write_sav(pd.concat([CASES] * 50), path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * length)])
    sheet = read_spss(path, name="forms.sav", problems=problems, findings=[])
    assert sheet is None, f"half a file was read: {len(sheet)} cases"
    assert "damaged" in problems.told()[0].sentence()
