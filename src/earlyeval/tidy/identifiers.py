"""Personal details at the door: ids that are no pseudonyms are refused, and never repeated in a message."""

import re

from earlyeval.foundations.suggest import shown

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_POSTCODE = re.compile(r"\b(?:GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE)
_TEN_DIGITS = re.compile(r"([0-9]{3})[ -]?([0-9]{3})[ -]?([0-9]{4})")
_TELEPHONE = re.compile(r"(?:\+44 ?|0)7[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}")
_TWO_WORDS = re.compile(r"[^\W\d_]{2,}(?:[ '’-][^\W\d_]{2,})+|[^\W\d_]{2,}, ?[^\W\d_]{2,}")
_DATE = re.compile(r"[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}")
_NO_NAME = (
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:January|February|March|April|May|June|July|August|September"
    r"|October|November|December|Christmas|Easter|English)\b)"
)
_CAPITALS = re.compile(rf"\b{_NO_NAME}[A-Z][a-z]+(?:['’-][A-Za-z]+)? {_NO_NAME}[A-Z][a-z]+\b")
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
    if _EMAIL.fullmatch(text):
        return "an e-mail address"
    if is_nhs_number(text):
        return "an NHS number"
    if _TELEPHONE.fullmatch(text):
        return "a telephone number"
    if _POSTCODE.fullmatch(text):
        return "a postcode"
    if _DATE.fullmatch(text):
        return "a date"
    return "a name" if " " in text and _TWO_WORDS.fullmatch(text) else ""


def personal_detail_in(text: str) -> str:
    """Return what kind of personal detail stands anywhere in a longer text, or "" when none is seen.

    Names of one word cannot be told from other words; two words with capitals beside each other are taken for one.
    A clear answer is no proof: a second person reads every quotation.
    """
    for pattern, words in (
        (_EMAIL, "an e-mail address"),
        (_TELEPHONE, "a telephone number"),
        (_POSTCODE, "a postcode"),
        (_DATE, "a date"),
        (_CAPITALS, "a name"),
    ):
        if pattern.search(text):
            return words
    return "an NHS number" if any(is_nhs_number(found.group()) for found in _TEN_DIGITS.finditer(text)) else ""


def found_words(text: str) -> str:
    """Quote a coded or numeric cell for a message: shortened, escaped, and not at all if it may tell who it is."""
    if len(text.split()) > 3:
        return "found free text, which is not repeated here"
    detail = personal_detail(text)
    if detail == "a name":
        return "found words that may be a name, which are not repeated here"
    return f"found {detail}, which is not repeated here" if detail else f"found {shown(text, at_most=FOUND_AT_MOST)}"
