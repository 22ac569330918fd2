"""What does no harm does none: the same tables, to the last byte, from oddly written files."""

import codecs
import random

import pandas as pd
import pytest

pytestmark = pytest.mark.spec


def _lines(text):
    return [line.split(",") for line in text.splitlines()]


def _joined(rows, mark=","):
    return "\n".join(mark.join(row) for row in rows) + "\n"


def _shuffled_columns(text):
    rows = _lines(text)
    order = list(range(len(rows[0])))
    random.Random(4).shuffle(order)
    return _joined([[row[place] for place in order] for row in rows])


def _all(change):
    return lambda files: {name: change(text) for name, text in files.items()}


ODDITIES = {
    "byte order mark": _all(lambda text: codecs.BOM_UTF8 + text.encode()),
    "line ends of Windows": _all(lambda text: text.replace("\n", "\r\n")),
    "line ends of old Macs": _all(lambda text: text.replace("\n", "\r")),
    "no line end at the end": _all(lambda text: text.rstrip("\n")),
    "every cell quoted": _all(lambda text: _joined([[f'"{cell}"' for cell in row] for row in _lines(text)])),
    "semicolons": _all(lambda text: text.replace(",", ";")),
    "tabs": _all(lambda text: text.replace(",", "\t")),
    "columns in another order": _all(_shuffled_columns),
    "empty columns at the end": _all(lambda text: text.replace("\n", ",,\n")),
    "empty columns at the end of rows alone": _all(lambda text: text.replace("\n", ",,\n").replace(",,\n", "\n", 1)),
    "empty rows at the end": _all(lambda text: text + ",,,\n\n   \n"),
    "empty rows between": _all(lambda text: text.replace("\n", "\n\n")),
    "empty rows before": _all(lambda text: "\n\n" + text),
    "blanks around text": _all(lambda text: _joined([[f"  {cell} " for cell in row] for row in _lines(text)])),
    "blanks that do not break": _all(lambda text: _joined([[f"\u00a0{cell}" for cell in row] for row in _lines(text)])),
    "capital file endings": lambda files: {name.replace(".csv", ".CSV"): text for name, text in files.items()},
    "a time of day after dates": lambda files: {
        **files,
        "mood.csv": files["mood.csv"].replace("2024-09-02,", "2024-09-02 00:00:00,"),
    },
    "decimals that say nothing": lambda files: {
        **files,
        "mood.csv": files["mood.csv"].replace("1,2,0,3", "1.0,2.00,0.0,+3"),
    },
}


@pytest.mark.parametrize("oddity", ODDITIES)
def test_the_tables_are_the_same(arrive, valid, tmp_path, oddity):
    clean = arrive(valid)
    for name in valid:
        (tmp_path / "raw/town/play" / name).unlink()
    odd = arrive(ODDITIES[oddity](valid))
    for name, table in clean.tables.items():
        pd.testing.assert_frame_equal(odd.tables[name], table, obj=name)
        assert odd.tables[name].to_csv() == table.to_csv()
    of_rows = odd.findings[odd.findings["rule"] != "no_line_end"]  # told of the file, and of no row of it
    assert of_rows["rule"].tolist() == clean.findings["rule"].tolist()


def test_a_workbook_gives_the_same_tables_as_the_csv_files(arrive, valid, tmp_path, workbook):
    clean = arrive(valid)
    sheets = {name.removesuffix(".csv"): _lines(text) for name, text in valid.items()}
    for name in valid:
        (tmp_path / "raw/town/play" / name).unlink()
    odd = arrive({"returns.xlsx": workbook(sheets)})
    order = clean.tables
    for name, table in order.items():
        pd.testing.assert_frame_equal(odd.tables[name], table, obj=name)
