"""What may stand in a workbook's cell: text that no program takes for a formula, numbers as numbers, safe names."""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from earlyeval.report.anchors import slug

MINUS = "\N{MINUS SIGN}"
NOT_APPLICABLE = "[z]"
NOT_AVAILABLE = "[x]"
SHORTHAND = {
    NOT_APPLICABLE: "not applicable",
    NOT_AVAILABLE: "not available",
}
# What spreadsheet programs take for the beginning of a formula or a command, in any width.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "\uff1d", "\uff0b", "\uff0d", "\uff20")
LONGEST_SHEET_NAME = 31
RESERVED_SHEET_NAMES = ("cover", "contents", "notes", "history")
_NUMBER = re.compile(rf"[{MINUS}-]?(?:0|[1-9]\d{{0,2}}(?:,\d{{3}})+|[1-9]\d*)(?:\.(?P<decimals>\d+))?(?P<percent>%)?")
_NEGATIVE = re.compile(r"-(?=[\d.])")
_UNSEEN = ("Cc", "Cf", "Cs")  # controls, marks of direction and of no width, halves of signs
_MOST_UNITS, _KEPT_UNITS, _CUT = 32_767, 32_000, "\N{HORIZONTAL ELLIPSIS} (cut)"  # a cell holds UTF-16


@dataclass(frozen=True)
class Cell:
    """A cell ready to be written: safe text, or a number with the format that prints it as the page does."""

    value: str | float
    number_format: str = ""


def cell_of(value: object) -> Cell:
    """Return a table's cell for a workbook.

    Numbers stay numbers, also where a page's table holds them as text ("1,240", "83%", "−3.0"); an empty
    cell says that it does not apply, a dash or a missing number that it is not available.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return _cell_of_text(str(value))
    if math.isnan(value) or math.isinf(value):
        return Cell(NOT_AVAILABLE)
    return Cell(float(f"{value:.12g}"), "General")


def _cell_of_text(text: str) -> Cell:
    text = text.strip(" ")
    if text == "":
        return Cell(NOT_APPLICABLE)
    if text in ("-", "\N{EN DASH}", "\N{EM DASH}"):
        return Cell(NOT_AVAILABLE)
    found = _NUMBER.fullmatch(text)
    if not found:
        return Cell(safe_text(text))
    decimals = found["decimals"] or ""
    number = float(text.rstrip("%").replace(",", "").replace(MINUS, "-"))
    shown = "#,##0" + (f".{'0' * len(decimals)}" if decimals else "")
    return Cell(round(number / 100, len(decimals) + 2), f"{shown}%") if found["percent"] else Cell(number, shown)


def safe_text(text: str) -> str:
    """Return text that no spreadsheet program takes for a formula, also when it is copied or saved as CSV.

    A hyphen before a digit becomes a true minus sign ("−4.2 to −1.8"); any other dangerous first sign gets
    an apostrophe before it. Line ends and tabs become blanks; signs that nobody sees are left out; what is longer
    than a cell can hold is cut and says so.
    """
    if not text.isprintable():  # a text of which every sign can be printed holds none that nobody sees
        text = "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign) not in _UNSEEN)
    if text.startswith(FORMULA_SIGNS) and _NEGATIVE.match(text):
        text = _NEGATIVE.sub(MINUS, text)
    flat = " ".join(text.split())
    dangerous = text.lstrip(" ").startswith(FORMULA_SIGNS) or flat.startswith(FORMULA_SIGNS)
    return _short_enough(f"'{flat}" if dangerous else flat)


def _short_enough(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _MOST_UNITS:
        return text
    return units[: 2 * _KEPT_UNITS].decode("utf-16-le", errors="ignore") + _CUT


def sheet_names(ids: Iterable[str]) -> list[str]:
    """Return a sheet name for each table: its id, at most 31 characters, each different from all others."""
    taken = dict.fromkeys(RESERVED_SHEET_NAMES)
    names = []
    for wanted in ids:
        base = slug(wanted)[:LONGEST_SHEET_NAME].strip("-")
        name, count = base, 1
        while name in taken:
            count += 1
            ending = f"-{count}"
            name = base[: LONGEST_SHEET_NAME - len(ending)] + ending
        taken[name] = None
        names.append(name)
    return names


def column_names(columns: Iterable[str]) -> list[str]:
    """Return the column names, none empty, none twice (whatever the case): a marked-up table asks for that."""
    taken: dict[str, None] = {}
    names = []
    for place, wanted in enumerate(columns, start=1):
        base = safe_text(wanted) or f"Column {place}"
        name, count = base, 1
        while name.lower() in taken:
            count += 1
            name = f"{base} ({count})"
        taken[name.lower()] = None
        names.append(name)
    return names
