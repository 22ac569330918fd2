"""Personal details at the door: ids that are no pseudonyms are refused, and never repeated in a message."""

import re

from earlyeval.foundations.suggest import shown
from earlyeval.tidy.given_names import GIVEN_NAMES

# One sign before the @ is enough: a search that began with many would look at a long cell once for each of its letters.
_EMAIL = re.compile(r"[^@\s]@[^@\s]+\.[A-Za-z]{2,}")
_GAP = "[ \t\u00a0\u202f]{0,2}"  # as people write it, or as a spreadsheet keeps it together
_POSTCODE = re.compile(
    rf"\b(?:GIR{_GAP}0AA|[A-Z]{{1,2}}[0-9][A-Z0-9]?{_GAP}[0-9][ABD-HJLNP-UW-Z]{{2}})\b", re.IGNORECASE
)
_TEN_DIGITS = re.compile(r"([0-9]{3})[ -]?([0-9]{3})[ -]?([0-9]{4})")
_NHS_WORD = re.compile(r"NHS\W{0,3}(?:no|number|nr)?\W{0,3}", re.IGNORECASE)
_MOBILE = r"(?:\+44 ?(?:\(0\) ?)?|\(?0)7[0-9]{3}\)?[ -]?[0-9]{3}[ -]?[0-9]{3}"
# A landline is told by its area code only where it is set apart: eleven digits alone may be a pseudonym.
_LANDLINE = r"(?:\+44 ?(?:\(0\) ?)?[123][0-9]{1,3}[ -]?|\(?0[123][0-9]{1,3}\)?[ -])[0-9]{3,4}[ -]?[0-9]{3,4}"
_TELEPHONE = re.compile(rf"(?<![\w+]){_MOBILE}(?!\w)|(?<![\w+]){_LANDLINE}(?!\w)")
_INSURANCE = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)(?:QQ|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]) ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]\b",
    re.IGNORECASE,
)
_TWO_WORDS = re.compile(r"[^\W\d_]{2,}(?:[ '’-][^\W\d_]+)+|[^\W\d_]{2,}, ?[^\W\d_]{2,}")
_INITIALS = re.compile(r"(?:[^\W\d_]\.? ){1,3}[^\W\d_]{2,}|[^\W\d_]{2,},? (?:[^\W\d_]\.? ?){1,3}")
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_NTH = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_ANY_DATE = (
    r"(?:[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}(?:[T ][0-9:]+)?"
    rf"|{_NTH}[ -]{_MONTHS},?[ -][0-9]{{2,4}}|{_MONTHS} {_NTH},? [0-9]{{4}})"
)
_DATE = re.compile(_ANY_DATE, re.IGNORECASE)
_BIRTH_DATE = re.compile(rf"\b(?:born|birth\w*|d\.?o\.?b)\b[^0-9]{{0,20}}{_ANY_DATE}", re.IGNORECASE)
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Doctor|Nurse|Midwife) [A-Z][a-z]+")
_ADDRESSED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr)\.? [A-Z][a-z]+")
_GIVEN_NAME = re.compile(rf"\b(?:{'|'.join(sorted(GIVEN_NAMES))}) [A-Z][A-Za-z'’-]+")
_NO_NAME = (
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December|Christmas|Easter|English)\b)"
)
_CAPITALS = re.compile(rf"\b{_NO_NAME}[A-Z][a-z]+(?:['’-][A-Za-z]+)? {_NO_NAME}[A-Z][a-z]+\b")
# As pseudonyms are written: a letter, then two digits or more ("E-07", "canary991"); 24/B/001; a long number.
_LIKE_AN_ID = re.compile(r"(?=[A-Za-z])(?=.*[0-9]{2})[\w.:/-]{3,}|[0-9]+[-/._][A-Za-z]+[-/._]?[0-9]+|[0-9]{7,14}")
FOUND_AT_MOST = 20


def is_nhs_number(text: str) -> bool:
    """Tell whether ten digits carry the check digit of an NHS number (modulus 11).

    One in eleven random ten-digit strings does too, so a pseudonym should not be ten digits.
    """
    match = _TEN_DIGITS.fullmatch(text)
    if match is None:
        return False
    digits = [int(digit) for digit in "".join(match.groups())]
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == digits[9] and check != 10


def personal_detail(text: str) -> str:
    """Return what kind of personal detail a short text looks like, or "" when it looks like none."""
    if _EMAIL.search(text):
        return "an e-mail address"
    if is_nhs_number(_NHS_WORD.sub("", text)):
        return "an NHS number"
    for pattern, words in (
        (_TELEPHONE, "a telephone number"),
        (_POSTCODE, "a postcode"),
        (_INSURANCE, "a National Insurance number"),
        (_DATE, "a date"),
    ):
        if pattern.fullmatch(text):
            return words
    if " " not in text and "," not in text:
        return ""
    return "a name" if _TWO_WORDS.fullmatch(text) or _INITIALS.fullmatch(text) else ""


def certain_detail_in(text: str) -> str:
    """Return what kind of detail in free text tells who somebody is; "" when none is seen, which is no proof.

    A name is told by a title or by a common given name before it; a date only where birth is spoken of.
    """
    for pattern, words in (
        (_EMAIL, "an e-mail address"),
        (_TELEPHONE, "a telephone number"),
        (_POSTCODE, "a postcode"),
        (_INSURANCE, "a National Insurance number"),
        (_BIRTH_DATE, "a date of birth"),
        (_TITLE, "a name"),
        (_GIVEN_NAME, "a name"),
    ):
        if pattern.search(text):
            return words
    return "an NHS number" if any(is_nhs_number(found.group()) for found in _TEN_DIGITS.finditer(text)) else ""


def detail_in_label(text: str) -> str:
    """Return what kind of detail stands in a heading or a definition that a team wrote; "" when none is seen.

    Headings have capitals ("Midwife Support", "Grace Periods"), so that a name is told by a form of address alone.
    """
    for pattern, words in (
        (_EMAIL, "an e-mail address"),
        (_TELEPHONE, "a telephone number"),
        (_INSURANCE, "a National Insurance number"),
        (_BIRTH_DATE, "a date of birth"),
        (_ADDRESSED, "a name"),
    ):
        if pattern.search(text):
            return words
    if any(found.group().isupper() for found in _POSTCODE.finditer(text)):  # "T1 1st" is none
        return "a postcode"
    return "an NHS number" if any(is_nhs_number(found.group()) for found in _TEN_DIGITS.finditer(text)) else ""


def personal_detail_in(text: str, *, dates: bool = True) -> str:
    """Return what kind of personal detail stands anywhere in a longer text, or "" when none is seen.

    Names of one word cannot be told from other words; two words with capitals beside each other are taken for one.
    A clear answer is no proof: a second person reads every quotation. ``dates``: whether any date is one.
    """
    if dates and _DATE.search(text):
        return "a date"
    return certain_detail_in(text) or ("a name" if _CAPITALS.search(text) else "")


def found_words(text: str) -> str:
    """Quote a coded or numeric cell for a message: shortened, escaped, and not at all if it may tell who it is."""
    if len(text.split()) > 3:
        return "found free text, which is not repeated here"
    detail = personal_detail(text)
    if not detail and _LIKE_AN_ID.fullmatch(text.strip()):  # columns that slipped bring ids under other headers
        return "found what may be an id, which is not repeated here"
    if detail == "a name" or text.strip().capitalize() in GIVEN_NAMES:
        return "found words that may be a name, which are not repeated here"
    return f"found {detail}, which is not repeated here" if detail else f"found {shown(text, at_most=FOUND_AT_MOST)}"
