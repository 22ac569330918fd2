"""What a person may have meant who typed something else than a number or a code: one sentence of help, or none.

Nothing is ever repaired. The sentence never repeats the cell.
"""

import re
import unicodedata

from earlyeval.tidy.lists import MISSING_CODES

CELL_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!"}
)
_NOTHING = frozenset((
    "-", "–", "—", ".", "?", "??", "/", "none", "nil", "nothing", "missing", "null", "nan", "n/a", "n.a.", "na", "nk",
    "blank", "(blank)", "unknown", "unk", "dk", "don't know", "don’t know", "declined", "refused", "left blank", "tbc",
    "not answered", "no answer", "not known", "did not answer", "prefer not to say", "not asked", "not applicable",
))  # fmt: skip
_TICKS = frozenset("✓✔☑☒✗✘✕√×■●")
_LETTERS_FOR_DIGITS = {"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "S": "5", "B": "8"}
_NUMBER_WORDS = frozenset(
    ["zero", "nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve"]
)
_SEVERAL = re.compile(r"\d+\s*(?:-|–|/|;|\||&|\+|\bto\b|\bor\b|\band\b)\s*\d+(?:\s*\D{1,4}\s*\d+)*|\d+\s*,\s+\d+")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?: .*)?|\d{1,2}([/.-])\d{1,2}\1\d{2,4}")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[ ,'’\u00a0\u202f]\d{3})+(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_LIKE_LATIN = frozenset("АВЕЅІЈКМНОРСТУХаеорсухѕіјΑΒΕΖΗΙΚΜΝΟΡΤΥΧο")  # Cyrillic and Greek letters that look Latin


def hint_for_number(text: str) -> str:
    """Return a sentence that helps somebody who typed a text where a number belongs; "" when none is at hand."""
    bare = text.strip()
    if bare.upper() in CELL_ERRORS:
        return "It is an error of a spreadsheet: mend the formula, or put the value in its place"
    if _TICKS & set(bare):
        return "It is a tick or a cross: write the number of the answer that it stands for"
    if bare in _LETTERS_FOR_DIGITS:
        return f"It is the letter {bare}: type the digit {_LETTERS_FOR_DIGITS[bare]}" if bare != "|" else ""
    if bare.casefold() in _NOTHING:
        return f"If that says that there is no answer, leave it blank or write {', '.join(MISSING_CODES)}"
    return _hint_for_digits(bare) or invisible_or_foreign(bare)


def _hint_for_digits(text: str) -> str:
    if text.casefold() in _NUMBER_WORDS:
        return "Write numbers in digits"
    if "%" in text or "٪" in text:
        return "Leave out the percent sign, and send the number that the form gives"
    if _THOUSANDS.fullmatch(text):
        return "Leave out the mark between thousands; a file that comes so each time is declared (thousands: ',')"
    if _DECIMAL_COMMA.fullmatch(text):
        return "Decimals have a decimal point, not a comma; a file that comes so each time is declared (decimal: ',')"
    if _DAY.fullmatch(text):
        return "It is a date, which spreadsheets make of answers such as 1-2 or 1/2: type what the form says"
    if _SEVERAL.fullmatch(text):
        return "Only one answer can be kept: ask which one counts, or leave it blank"
    if any(not letter.isascii() and unicodedata.digit(letter, None) is not None for letter in text):
        return "It holds other digits than 0 to 9: type it anew"
    return "Its minus sign is no hyphen: type it anew" if re.fullmatch(r"[−–—]\s*\d+(?:\.\d+)?", text) else ""


def invisible_or_foreign(text: str) -> str:
    """Return a sentence on letters that nobody sees, or that only look like others; "" when there are none."""
    if any(unicodedata.category(letter) in ("Cf", "Cc", "Co", "Cn") for letter in text):
        return "It holds an invisible character: type it anew"
    return "It holds letters of another alphabet: type it anew" if alphabets_mixed(text) else ""


def alphabets_mixed(text: str) -> bool:
    """Tell whether a text has letters of more than one alphabet, of another width, or such as only look Latin."""
    if text.isascii():
        return False
    names = [unicodedata.name(letter, "").split(" ") for letter in text if letter.isalpha() or letter.isdigit()]
    scripts = {words[0] for words in names if words[0] != "DIGIT"}
    if all(letter in _LIKE_LATIN for letter in text if letter.isalpha()) and any(map(str.isalpha, text)):
        return True
    return len(scripts) > 1 or "FULLWIDTH" in scripts or "MATHEMATICAL" in scripts


def hint_for_code(text: str) -> str:
    """Return a sentence that helps somebody who typed a text where a code of a list belongs."""
    if text.strip().upper() in CELL_ERRORS:
        return hint_for_number(text)
    return invisible_or_foreign(text)
