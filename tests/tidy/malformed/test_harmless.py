"""What does no harm does none: an oddly written delivery gives the same bytes as the clean one, in every format."""

import codecs
import datetime
import io
import random
import sqlite3
import zipfile

import openpyxl
import pandas as pd
import pyreadstat
import pytest

pytestmark = pytest.mark.spec


def rows_of(text):
    return [line.split(",") for line in text.splitlines()]


def text_of(rows, mark=","):
    return "".join(mark.join(row) + "\n" for row in rows)


def with_columns_shuffled(text):
    rows = rows_of(text)
    order = list(range(len(rows[0])))
    random.Random(4).shuffle(order)
    return text_of([[row[place] for place in order] for row in rows])


def each_cell(change):
    return lambda text: text_of([[change(cell) for cell in row] for row in rows_of(text)])


def each_line(change):
    return lambda text: "".join(change(line) + "\n" for line in text.splitlines())


ODDITIES = {
    "a byte order mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "line ends of old Macs": lambda text: text.replace("\n", "\r"),
    "line ends of both kinds": lambda text: text.replace("\n", "\r\n", 2),
    "no line end at the end": lambda text: text.rstrip("\n"),
    "every cell quoted": each_cell(lambda cell: f'"{cell}"'),
    "filled cells quoted": each_cell(lambda cell: f'"{cell}"' if cell else cell),
    "semicolons": lambda text: text.replace(",", ";"),
    "tabs": lambda text: text.replace(",", "\t"),
    "a first line that says what divides": lambda text: "sep=;\n" + text.replace(",", ";"),
    "a first line that says comma": lambda text: "sep=,\r\n" + text.replace("\n", "\r\n"),
    "columns in another order": with_columns_shuffled,
    "empty columns at the end": each_line(lambda line: line + ",,"),
    "empty cells at the end of lines": lambda text: each_line(lambda line: line + ",,")(text).replace(",,", "", 1),
    "empty lines at the end": lambda text: text + "\n\n   \n,,,\n",
    "empty lines between": lambda text: text.replace("\n", "\n\n"),
    "empty lines before": lambda text: "\n\n" + text,
    "lines of commas alone": lambda text: text + ",,,,,,,,,,,,\n" * 5,
    "blanks around every cell": each_cell(lambda cell: f"  {cell} "),
    "tabs around every cell": each_cell(lambda cell: f"\t{cell}\t"),
    "blanks that do not break": each_cell(lambda cell: f"\u00a0{cell}\u00a0"),
    "wide blanks of other alphabets": each_cell(lambda cell: f"\u3000{cell}\u2003"),
    "blanks within quotes": each_cell(lambda cell: f'" {cell} "'),
}  # fmt: skip


@pytest.mark.parametrize("oddity", ODDITIES)
def test_text_that_is_oddly_written(unharmed, clean, oddity):
    unharmed({name: ODDITIES[oddity](text) for name, text in clean.items()})


NAMES = {
    "capital endings": lambda name: name.replace(".csv", ".CSV"),
    "capital names": lambda name: name.upper(),
    "another ending for text": lambda name: name.replace(".csv", ".txt"),
    "the ending for tabs": lambda name: name.replace(".csv", ".tsv"),
    "a suffix": lambda name: name.replace(".csv", "--autumn.csv"),
}


@pytest.mark.parametrize("naming", NAMES)
def test_files_that_are_oddly_named(site, clean, naming):
    said = site.check({NAMES[naming](name): text for name, text in clean.items()})
    assert said.code == 0, said.text
    assert "not read" not in said.text


CELLS = [
    ("a time of day after a date", "people.csv", 2, "started_on", "2025-09-01 00:00:00"),
    ("a time of day as computers write it", "people.csv", 2, "started_on", "2025-09-01T09:30"),
    ("decimals that say nothing", "phq-9.csv", 2, "interest", "1.00"),
    ("a plus sign", "phq-9.csv", 2, "interest", "+1"),
    ("noughts before", "phq-9.csv", 2, "interest", "01"),
    ("the answer in words", "phq-9.csv", 2, "interest", "Several days"),
    ("the answer in capitals and blanks", "phq-9.csv", 2, "interest", "SEVERAL   DAYS"),
    ("TRUE of a spreadsheet", "people.csv", 2, "consented", "TRUE"),
    ("an age form in short", "asq-se-2.csv", 2, "form", "6m"),
    ("an age form in full", "asq-se-2.csv", 2, "form", "6 months"),
]


@pytest.mark.parametrize(("about", "file", "line", "column", "cell"), CELLS, ids=[row[0] for row in CELLS])
def test_a_cell_that_says_the_same(unharmed, typed, about, file, line, column, cell):
    unharmed({file: typed(file, line, column, cell)})


BESIDE = {
    "what computers leave": {"Thumbs.db": b"\x00", ".DS_Store": b"\x00", "desktop.ini": "x"},
    "a note to the reader": {"README.md": "How we made these files."},
    "a lock of Excel of a file that is gone": {"~$old.xlsx": b"\x00"},
}


@pytest.mark.parametrize("beside", BESIDE)
def test_files_that_are_no_returns(unharmed, beside):
    said = unharmed(BESIDE[beside])
    assert "not read" not in said.text


# Other formats of the same delivery.
def value(cell, *, days=True):
    try:
        return datetime.date.fromisoformat(cell) if days and cell.count("-") == 2 else float(cell)
    except ValueError:
        return cell or None


def book_of(clean, cell=value):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in clean.items():
        sheet = book.create_sheet(name.removesuffix(".csv"))
        for number, row in enumerate(rows_of(text)):
            sheet.append([cell(one) if number else one for one in row])
    return book


def saved(book):
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_typed(book):
    """Days as days, numbers as numbers."""


def columns_moved_right(book):
    for sheet in book:
        sheet.insert_cols(1, 2)


def rows_moved_down(book):
    for sheet in book:
        sheet.insert_rows(1, 3)


def blank_cells_with_blanks(book):
    for sheet in book:
        sheet.cell(sheet.max_row + 3, 2, "   ")


def fonts_and_widths(book):
    for sheet in book:
        sheet.freeze_panes = "B2"
        sheet.auto_filter.ref = sheet.dimensions
        for cell in sheet[1]:
            cell.font = openpyxl.styles.Font(bold=True)
            cell.fill = openpyxl.styles.PatternFill("solid", fgColor="DDDDDD")


def days_that_look_otherwise(book):
    for row in book["people"].iter_rows(min_row=2, min_col=6, max_col=7):
        for cell in row:
            cell.number_format = "dd/mm/yy"


def a_merged_title_beside(book):
    book["people"].merge_cells("L1:N1")


def a_sheet_of_a_chart(book):
    sheet = book.create_chartsheet("Chart")
    chart = openpyxl.chart.BarChart()
    chart.add_data(openpyxl.chart.Reference(book["attendance"], min_col=4, min_row=1, max_row=3))
    sheet.add_chart(chart)


def empty_sheets(book):
    book.create_sheet("Sheet2")
    book.create_sheet("Sheet3")


def days_counted_from_1904(book):
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904


def names_with_blanks_and_capitals(book):
    for sheet in book:
        sheet.title = f" {sheet.title.upper()} "


BOOKS = [
    as_typed, columns_moved_right, rows_moved_down, blank_cells_with_blanks, fonts_and_widths, days_that_look_otherwise,
    a_merged_title_beside, a_sheet_of_a_chart, empty_sheets, days_counted_from_1904, names_with_blanks_and_capitals,
]  # fmt: skip


@pytest.mark.parametrize("change", BOOKS, ids=lambda change: change.__name__)
def test_a_workbook_that_is_oddly_made(unharmed, clean, change):
    book = book_of(clean)
    change(book)
    said = unharmed(dict.fromkeys(clean) | {"anything.xlsx": saved(book)})
    assert "not read" not in said.text


def test_a_copy_that_may_have_broken_off_is_told(site, clean):
    """A cell of text that was cut looks like a shorter one: only the missing line end can tell."""
    words = "The last row has no line end"
    assert words not in site.check(clean).text
    said = site.check(clean | {"comments.csv": clean["comments.csv"].rstrip("\n")[:-4]})
    assert said.code == 0
    assert words in said.text
    assert "comments.csv" in said.text


def test_a_workbook_of_text_alone(unharmed, clean):
    unharmed(dict.fromkeys(clean) | {"anything.xlsx": saved(book_of(clean, cell=lambda cell: cell or None))})


def test_a_workbook_with_macros(unharmed, clean):
    unharmed(dict.fromkeys(clean) | {"anything.xlsm": saved(book_of(clean))})


def test_formulas_that_carry_their_values(unharmed, clean):
    book = book_of(clean)
    book["phq-9"]["D2"] = "=0+1"
    content, target = saved(book), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name in source.namelist():
            text = source.read(name)
            for empty in (b"<f>0+1</f><v />", b"<f>0+1</f><v></v>", b"<f>0+1</f><v/>"):
                text = text.replace(empty, b"<f>0+1</f><v>1</v>")
            file.writestr(name, text)
    unharmed(dict.fromkeys(clean) | {"anything.xlsx": target.getvalue()})


def test_ids_that_only_look_padded_are_read_as_they_look(site, clean):
    """Excel keeps 7 and shows 007; a CSV file of the same sheet holds 007."""
    people = clean["people.csv"].replace("P-01", "007").replace("P-02", "012")
    others = {name: text.replace("P-01", "007").replace("P-02", "012") for name, text in clean.items()}
    site.send(others)
    expected = site.tables()
    book = openpyxl.Workbook()
    for number, row in enumerate(rows_of(people)):
        book.active.append([value(cell) if number else cell for cell in row])
    for cell in ("A2", "A3"):
        book.active[cell].number_format = "000"
    assert site.check(others | {"people.xlsx": saved(book)} | {}).code == 3, "the same table twice"
    del others["people.csv"]
    assert site.check(others | {"people.xlsx": saved(book)}).code == 0
    assert site.tables() == expected


def frames_of(clean, *, typed):
    for name, text in clean.items():
        rows = rows_of(text)
        cells = [[value(cell) if typed else cell or None for cell in row] for row in rows[1:]]
        yield name.removesuffix(".csv"), pd.DataFrame(cells, columns=rows[0])


@pytest.mark.parametrize("typed", [False, True], ids=["text", "typed"])
def test_parquet(unharmed, clean, typed):
    files = {}
    for name, frame in frames_of(clean, typed=typed):
        target = io.BytesIO()
        plain = frame if typed and name in ("attendance",) else frame.astype("str").where(frame.notna())
        plain.to_parquet(target, index=False)
        files[f"{name}.parquet"] = target.getvalue()
    unharmed(dict.fromkeys(clean) | files)


def test_sqlite(site, clean, tmp_path):
    path = tmp_path / "made.sqlite"
    with sqlite3.connect(path) as connection:
        for name, frame in frames_of(clean, typed=False):
            frame.to_sql(name.replace("-", "_"), connection, index=False)
    connection.close()
    site.send(clean)
    expected = site.tables()
    assert site.check({"returns.sqlite": path.read_bytes()}).code == 0
    # A database has no order of rows of its own.
    for name, table in site.tables().items():
        assert rows_in_any_order(table) == rows_in_any_order(expected[name])


def rows_in_any_order(table):
    return sorted(line.split(",", 1)[1] for line in table.splitlines())


def test_spss(unharmed, clean, tmp_path):
    files = {}
    for name, frame in frames_of(clean, typed=False):
        path = tmp_path / f"{name}.sav"
        plain = frame.fillna("")
        plain.columns = [header.replace("-", "_") for header in frame.columns]
        pyreadstat.write_sav(plain, str(path), column_labels=list(frame.columns))
        files[path.name] = path.read_bytes()
    unharmed(dict.fromkeys(clean) | files)
