"""The workbook that a site fills in: one sheet a form, drop-downs, bounds with our own words, all from the registry.

What the sheets allow is a help for whoever types and no proof: every cell passes the same checks when it comes back.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from earlyeval.report.template_sheets import Field, Form
from earlyeval.report.workbook import FIXED_DATE, OPTIONS
from earlyeval.tidy.lists import MISSING_CODES

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

ROWS = 2_000  # that are prepared for typing
READ_ME, LISTS = "Read me", "lists"
_LONGEST_LIST = 255  # characters that a drop-down may hold by itself
_MOST_TITLE, _MOST_WORDS = 32, 255
_NEEDED, _MAY_BE_BLANK = "Every row needs one.", "Leave it blank if nothing was returned."


def write_template(forms: Sequence[Form], target: Path, *, title: str) -> None:
    """Write a template of some forms. The same forms give the same bytes.

    Parameters
    ----------
    forms : sequence of Form
        One sheet each, read back under the form's name.
    target : path
        The .xlsx file.
    title : str
        Programme and place.
    """
    import xlsxwriter

    # Made in memory and written in one go: a full disk is then told like any other, by an OSError.
    made = BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        book.set_properties({"title": title, "created": FIXED_DATE})
        styles = {
            "title": book.add_format({"bold": True, "font_size": 16}),
            "head": book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"}),
            "needed": book.add_format({"bold": True, "bottom": 2, "underline": True, "valign": "top"}),
            "words": book.add_format({"text_wrap": True, "valign": "top"}),
            "text": book.add_format({"num_format": "@"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "plain": book.add_format({}),
        }
        _read_me(book, forms, title, styles)
        long_lists = {}
        for form in forms:
            _sheet(book, form, styles, long_lists)
        _lists(book, long_lists)
    target.write_bytes(made.getvalue())


def _read_me(book: "Workbook", forms: Sequence[Form], title: str, styles: Mapping[str, Any]) -> None:
    sheet = book.add_worksheet(READ_ME)
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 26)
    sheet.set_column(2, 3, 60)
    lines = [
        "Type into the sheets after this one; leave their names and first rows as they are.",
        "Use pseudonyms made by you. Keep the list of who is who at your site; never send it.",
        "Leave a cell blank where a form was not returned. Where there is a reason, write it: "
        + ", ".join(f"{code} ({words})" for code, words in MISSING_CODES.items())
        + ".",
        "Sheets that you have nothing for may stay empty. Underlined columns are needed in every row.",
        "Save the file as .xlsx into the folder of returns of your place; then: earlyeval check PLACE",
    ]
    sheet.write_string(0, 0, title, styles["title"])
    for row, line in enumerate(lines, start=2):
        sheet.write_string(row, 0, line)
    first = len(lines) + 3
    for column, word in enumerate(("sheet", "column", "what it holds", "for example")):
        sheet.write_string(first, column, word, styles["head"])
    row = first
    for form in forms:
        for field in form.fields:
            row += 1
            allowed = f"{field.about}. " if field.about else ""
            words = allowed + (f"One of: {', '.join(field.choices)}" if field.choices else "")
            for column, text in enumerate((form.name, field.header, words.strip(), field.example)):
                sheet.write_string(row, column, text, styles["words"])
    sheet.freeze_panes(first + 1, 0)


def _sheet(book: "Workbook", form: Form, styles: Mapping[str, Any], long_lists: dict[tuple[str, ...], int]) -> None:
    sheet = book.add_worksheet(form.name)
    sheet.freeze_panes(1, 1)
    for column, field in enumerate(form.fields):
        style = {"id": "text", "date": "date", "month": "text"}.get(field.kind, "plain")
        sheet.set_column(column, column, max(12, len(field.header) + 2), styles[style])
        sheet.write_string(0, column, field.header, styles["needed" if field.is_required else "head"])
        rule = _rule(field, column, long_lists)
        if rule:
            sheet.data_validation(1, column, ROWS, column, rule | _messages(field))


def _rule(field: Field, column: int, long_lists: dict[tuple[str, ...], int]) -> dict[str, Any]:
    if field.choices:
        if len(",".join(field.choices)) <= _LONGEST_LIST:
            return {"validate": "list", "source": list(field.choices)}
        place = long_lists.setdefault(field.choices, len(long_lists))
        letters = column_letters(place)
        return {"validate": "list", "source": f"={LISTS}!${letters}$1:${letters}${len(field.choices)}"}
    cell = f"{column_letters(column)}2"
    reasons = " ,".join(f'{cell}="{code}"' for code in MISSING_CODES).replace(" ,", ",")
    if field.kind == "date":
        days = f"AND(ISNUMBER({cell}),{cell}>=DATE(1990,1,1),{cell}<=DATE(2100,12,31))"
        return {"validate": "custom", "value": f"=OR({days},{reasons})"}
    if field.kind in ("number", "whole_number") and field.lowest is not None:
        bounds = [f"ISNUMBER({cell})", f"{cell}>={field.lowest:g}"]
        if field.highest is not None:
            bounds.append(f"{cell}<={field.highest:g}")
        if field.whole_numbers:
            bounds.append(f"{cell}=INT({cell})")
        return {"validate": "custom", "value": f"=OR(AND({','.join(bounds)}),{reasons})"}
    return {}


def _messages(field: Field) -> dict[str, Any]:
    """Return what is said while a cell is chosen, and when it is refused."""
    if field.choices:
        allowed = f"Choose one of the list: {', '.join(field.choices)}"
    elif field.kind == "date":
        allowed = f"A date from 1990 to 2100, written as 2024-03-31, or {', '.join(MISSING_CODES)}"
    else:
        whole = "A whole number" if field.whole_numbers else "A number"
        upto = f" to {field.highest:g}" if field.highest is not None else " upwards"
        allowed = f"{whole} from {field.lowest:g}{upto}, or {', '.join(MISSING_CODES)}"
    return {
        "error_title": f"{field.header} cannot be that"[:_MOST_TITLE],
        "error_message": _cut(f"{allowed}. {_NEEDED if field.is_required else _MAY_BE_BLANK}"),
        "input_title": field.header[:_MOST_TITLE],
        "input_message": _cut(field.about or allowed),
    }


def _cut(words: str) -> str:
    return words if len(words) <= _MOST_WORDS else words[: _MOST_WORDS - 3] + "..."


def _lists(book: "Workbook", long_lists: Mapping[tuple[str, ...], int]) -> None:
    if not long_lists:
        return
    sheet: Worksheet = book.add_worksheet(LISTS)
    sheet.hide()
    for choices, column in long_lists.items():
        for row, choice in enumerate(choices):
            sheet.write_string(row, column, choice)


def column_letters(place: int) -> str:
    """Return the letters of a column counted from 0: A, ..., Z, AA."""
    letters = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
