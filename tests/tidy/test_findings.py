"""Findings: counted in words, ordered by their place, empty sheets of one workbook told together."""

import pytest

from earlyeval.tidy.findings import COLUMNS, Finding, counted, empty_sheets_together, findings_frame

pytestmark = pytest.mark.unit


def finding(file="a.csv", **cells):
    return Finding(**{
        "table": "people", "file": file, "row": 0, "column": "", "rule": "no_rows", "severity": "note", "rows": 0,
        "sentence": "Headers and no rows.", **cells,
    })  # fmt: skip


def test_a_number_stands_with_its_noun():
    assert [counted(number, "row") for number in (0, 1, 2, 11)] == ["0 rows", "1 row", "2 rows", "11 rows"]


def test_empty_sheets_of_one_workbook_are_told_together():
    first, second = finding("a.xlsx [births]"), finding("a.xlsx [visits]", table="visits")
    told = empty_sheets_together([first, second])
    sentence = "2 sheets with headers and no rows: births, visits."
    assert told == [Finding("", "a.xlsx", 0, "", "no_rows", "note", 0, sentence)]


def test_a_single_empty_sheet_keeps_its_own_words():
    one, other = finding("a.xlsx [births]", sentence="Its own."), finding("b.xlsx [births]")
    assert empty_sheets_together([one, other]) == [one, other]


def test_other_findings_stay_and_come_first():
    empty = [finding("a.xlsx [births]"), finding("a.xlsx [visits]")]
    kept = [finding("a.csv"), finding("a.xlsx [staff]", rule="odd_age", row=3), finding("c.csv", rule="odd_age")]
    told = empty_sheets_together([empty[0], kept[0], kept[1], empty[1], kept[2]])
    assert told[:3] == kept
    assert [one.rows for one in told[3:]] == [0]
    assert len(told) == 4


def test_findings_are_ordered_by_table_file_row_and_column():
    said = [finding(row=2, column="b"), finding(row=2, column="a"), finding("0.csv", row=9), finding(row=1),
            finding(table="births", row=7, rows=3)]  # fmt: skip
    frame = findings_frame(said)
    assert tuple(frame.columns) == COLUMNS
    assert list(frame["row"]) == [7, 9, 1, 2, 2]
    assert list(frame["column"]) == ["", "", "", "a", "b"]
    assert list(frame["rows"]) == [3, 0, 0, 0, 0]
    assert frame.dtypes.astype("str").to_dict() == {
        name: "int64" if name in ("row", "rows") else "str" for name in COLUMNS
    }


def test_no_findings_are_a_frame_of_the_same_columns():
    frame = findings_frame([])
    assert (tuple(frame.columns), len(frame), str(frame["row"].dtype)) == (COLUMNS, 0, "int64")


def test_a_finding_cannot_be_changed():
    with pytest.raises(AttributeError):
        finding().row = 3
