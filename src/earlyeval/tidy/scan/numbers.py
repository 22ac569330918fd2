"""Numbers that stand for a person: written in digits, spread out, or spelled out in words."""

import re

from earlyeval.tidy.identifiers import is_nhs_number

_DIGITS = {
    "zero": "0", "nought": "0", "naught": "0", "nil": "0", "oh": "0", "o": "0", "one": "1", "two": "2", "three": "3",
    "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_TIMES = {"double": 2, "treble": 3, "triple": 3}
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_PIECE = re.compile(r"[a-z]+|\d+|[^\s\w]+")
# Signs that may stand between the digits of one number; a full stop ends a sentence more often than it does not.
_BETWEEN = frozenset(("-", "/", ",", "(", ")", "+", "\N{EN DASH}", ".", "'"))
NHS_LENGTH, LONG = 10, 6


def runs_of_digits(text: str) -> list[str]:
    """Return every run of digits of a folded text, whether written, spread out or spelled out.

    "nine four three, double four" is 94344; "twenty five" is 25. A word that is no digit ends a run.
    """
    runs, run, times, tens = [], "", 1, ""
    for piece in _PIECE.findall(text.lower()):
        digits = _digits_of(piece)
        if digits is not None:
            # After "twenty" a single digit takes the place of its nought.
            run = run[:-1] + digits if tens and len(digits) == 1 and piece in _DIGITS else run + digits * times
            tens, times = (piece if piece in _TENS else ""), 1
        elif piece in _TIMES:
            times, tens = _TIMES[piece], ""
        elif piece in _BETWEEN:
            tens = tens if piece == "-" else ""  # "twenty-five" is one number, "twenty, five" two
        elif not (piece == "and" and run):
            runs, run, times, tens = [*runs, run], "", 1, ""
    return [found for found in (*runs, run) if found]


def _digits_of(piece: str) -> str | None:
    if piece.isdigit():
        return piece
    if piece in _DIGITS:
        return _DIGITS[piece]
    if piece in _TEENS:
        return str(10 + _TEENS.index(piece))
    return str(20 + 10 * _TENS.index(piece)) if piece in _TENS else None


def kinds_of_numbers(text: str) -> list[str]:
    """Return what kinds of numbers a folded text holds: an NHS number, a telephone number, another long number."""
    kinds = []
    for run in runs_of_digits(text):
        whole = f"0{run[2:]}" if run.startswith("44") and len(run) == 12 else run
        if any(is_nhs_number(run[place : place + NHS_LENGTH]) for place in range(len(run) - NHS_LENGTH + 1)):
            kinds.append("nhs-number")
        if len(whole) in (10, 11) and whole.startswith("0"):
            kinds.append("telephone")
        elif len(run) >= LONG:
            kinds.append("long-number")
    return list(dict.fromkeys(kinds))
