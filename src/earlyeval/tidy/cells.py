"""One cell at a time: text into a value of a column's type, or the reason why not."""

import datetime
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from earlyeval.tidy.identifiers import certain_detail_in, found_words, personal_detail
from earlyeval.tidy.mistyped import CELL_ERRORS, alphabets_mixed

LONGEST_ID = 64
FIRST_DAY, LAST_DAY = datetime.date(1990, 1, 1), datetime.date(2100, 12, 31)
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?", re.ASCII)
_DATE = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?)?", re.ASCII
)
_ZONED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+(?:Z|[+-][0-9]{2}:?[0-9]{2})", re.ASCII)
_AS_ISO = "Format the column as yyyy-mm-dd; a file that comes so each time is declared"
_SERIAL = re.compile(r"[2-6][0-9]{4}(?:\.[0-9]+)?", re.ASCII)  # 1954 to 2091, as Excel counts days
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_CODE = re.compile(r"[a-z0-9]+(?:[_.+-][a-z0-9]+)*", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*", re.ASCII)
# 1.23E+12 is what a spreadsheet leaves of a long id; 1e5, without the sign, is nobody's number format.
_SHORTENED = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+[0-9]{2,}", re.ASCII)
_TRUTH = {"yes": True, "no": False, "TRUE": True, "FALSE": False}
_FORMULA_STARTS = ("=", "+", "-", "@")
_TEXT_MARKS = ("'", "\u2019", "`", '"')
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_|&#?\w{1,8};")
_SUMS = frozenset(
    ["total", "totals", "grand total", "subtotal", "sub-total", "sum", "mean", "average", "median", "count"]
)
_PSEUDONYM = "Send a pseudonym made by the site, and keep the key there"


@dataclass(frozen=True)
class Fault:
    """Why a cell is refused: rule, what was found (never the words of an id, a date or a text), what is allowed."""

    rule: str
    found: str
    allowed: str
    next_step: str = ""


def read_id(text: str) -> str | Fault:
    """Return an id exactly as it was sent, unless it is no pseudonym at all."""
    detail = personal_detail(text)
    if detail:
        return Fault("personal_detail", f"found what looks like {detail}", "pseudonyms", _PSEUDONYM)
    if (fault := _no_id(text)) is not None:
        return fault
    if text.startswith(_FORMULA_STARTS):
        return Fault("formula_in_id", "found an id that begins as a formula does", "letters and digits")
    if _SHORTENED.fullmatch(text):
        step = "Format the column as text before typing or pasting ids"
        return Fault(
            "shortened_id", "found an id that a spreadsheet has shortened to a power of ten", "ids in full", step
        )
    if len(text) > LONGEST_ID:
        return Fault("long_id", f"found an id of {len(text)} characters", f"at most {LONGEST_ID} characters")
    if not text.isprintable() or any(unicodedata.category(letter) in ("Cf", "Co", "Cn") for letter in text):
        return Fault(
            "invisible", "found an id with an invisible character", "letters, digits and signs", "Type it anew"
        )
    if not text.isascii() and alphabets_mixed(text):
        found = "found an id with letters of another alphabet, or of another width, that look like others"
        return Fault("alphabets", found, "letters of one alphabet", "Type it anew")
    return text


def _no_id(text: str) -> Fault | None:
    """Return why a text that is no personal detail is no id either; None for one that may be an id."""
    if text.upper() in CELL_ERRORS:
        return Fault("cell_error", f"found {text.upper()}, an error of a spreadsheet", "pseudonyms", "Mend the formula")
    if text.casefold().rstrip(":") in _SUMS:
        step = "Take out rows of totals; they are worked out again here"
        return Fault("sum", "found a word for a sum in place of an id", "one person or thing in each row", step)
    if not any(letter.isalnum() for letter in text):
        return Fault("sign", "found signs alone in place of an id", "letters and digits", _PSEUDONYM)
    if text.startswith(_TEXT_MARKS) or _ESCAPED.search(text):
        found, step = "found an id with a mark that a spreadsheet left in it", "Take the mark out"
        return Fault("marked_id", found, "letters and digits", step)
    return None


def read_text(text: str) -> str | Fault:
    """Return free text as it is, unless it tells who somebody is or holds nothing but an error of a spreadsheet."""
    detail = certain_detail_in(text)
    if detail:
        found, step = f"found what looks like {detail} in free text", "Take it out, or put a vaguer word in its place"
        return Fault("personal_detail", found, "words that tell nobody who it is", step)
    if text.upper() in CELL_ERRORS:
        return Fault("cell_error", f"found {text.upper()}, an error of a spreadsheet", "text", "Mend the formula")
    return text


def read_name(text: str) -> str | Fault:
    """Return a name that the study made up for something of its own (a code, a theme, an item)."""
    if _NAME.fullmatch(text) and len(text) <= LONGEST_ID:
        return text
    return Fault("name", found_words(text), "letters, digits, hyphens and underscores, without blanks")


def read_code(text: str) -> str | Fault:
    """Return a code of an open list: lower case, without blanks."""
    if _CODE.fullmatch(text) and len(text) <= LONGEST_ID:
        return text
    return Fault("code", found_words(text), "codes in lower case without blanks, such as health_visitor")


def read_number(text: str) -> float | Fault:
    """Return a number written with ASCII digits and a decimal point, and nothing else."""
    if _NUMBER.fullmatch(text):
        return float(text)
    return Fault("number", found_words(text), "a number such as 3 or 2.5")


def read_whole_number(text: str) -> float | Fault:
    """Return a whole number (as a float, since cells beside it may be missing)."""
    value = read_number(text)
    if isinstance(value, Fault) or not value.is_integer():
        return Fault("whole_number", found_words(text), "a whole number")
    return value


def read_date(text: str) -> datetime.date | Fault:
    """Return a date written as ISO 8601; a time of day after it is left out. The date itself is never repeated."""
    match = _DATE.fullmatch(text)
    if match is None and _SERIAL.fullmatch(text):
        words, step = "found the number of a day, as spreadsheets keep dates", f"{_AS_ISO} (date_format: excel)"
        return Fault("date", words, "ISO 8601: 2024-03-31", step)
    if match is None and _ZONED.fullmatch(text):
        step = f"{_AS_ISO} (time_zone: Europe/London)"
        words = "found a date that is not written as year-month-day alone: its time names a zone"
        return Fault("date", words, "ISO 8601: 2024-03-31", step)
    if match is None:
        words, step = "found a date that is not written as year-month-day", f"{_AS_ISO} (date_format: '%d/%m/%Y')"
        return Fault("date", words, "ISO 8601: 2024-03-31", step)
    try:
        day = datetime.date(*(int(part) for part in match.groups()))
    except ValueError:
        return Fault("date", "found a day that no calendar has", "ISO 8601: 2024-03-31")
    if not FIRST_DAY <= day <= LAST_DAY:
        return Fault("date_window", "found a date that cannot be", f"{FIRST_DAY.year} to {LAST_DAY.year}")
    return day


def read_month(text: str) -> str | Fault:
    """Return a month written as ISO 8601."""
    return text if _MONTH.fullmatch(text) else Fault("month", "found no month", "ISO 8601: 2024-03")


def read_yes_no(text: str) -> bool | Fault:
    """Return a truth value; TRUE and FALSE are how spreadsheets write it."""
    return _TRUTH.get(text, Fault("yes_no", found_words(text), "yes, no"))


READERS: dict[str, Callable[[str], Any]] = {
    "id": read_id,
    "name": read_name,
    "code": read_code,
    "number": read_number,
    "whole_number": read_whole_number,
    "date": read_date,
    "month": read_month,
    "yes_no": read_yes_no,
    "text": read_text,
}
