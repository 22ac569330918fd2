"""The second look: whether each row, as it is to be shown, keeps to the profile. It is asked of every release.

Nothing here is shared with the code that judged, rounded and hid (``primary``, ``rounding``, ``counted``, ``one_row``):
a row is held against its true row and the profile's thresholds alone, by other reasoning than that which made it.
"""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.foundations.results import FLAG_COLUMNS, NUMBER_COLUMNS, TAIL_TEXT_COLUMNS, TEXT_COLUMNS
from earlyeval.protect.audit import as_shown
from earlyeval.protect.audit_of_answers import made_up_by_two
from earlyeval.protect.cells import Row
from earlyeval.protect.looks_at_estimates import LIMITS, estimate_wrong
from earlyeval.protect.open_rows import OPEN_UNITS, PUBLISHED, RATED
from earlyeval.protect.plan import Withheld, row_key
from earlyeval.protect.rounding import IN_WORDS
from earlyeval.protect.texts import NOT_TOLD, TOO_FEW
from earlyeval.registry.profiles import Profile

STATUSES = ("shown", "rounded", "hidden", "refused", "not_estimable")
COUNTS = ("n", "n_expected", "n_smallest")
_NEVER = ("statistic", "df")
# Neither counted nor somebody's words: what was worked out from all answers.
_OTHER_KINDS = ("count", "share", "ratio", "verdict", "quotation", "setting", "private")
_STANDS = ("programme", "site", "strand", "question", "estimand", "analysis", "sensitivity")
_WORDS = (*TEXT_COLUMNS, *TAIL_TEXT_COLUMNS)


@dataclass(frozen=True)
class Looked:
    """How many rows were looked at and found to keep to the profile."""

    rows: int


def looked_at(rows: Sequence[Row], shown: Sequence[Row], profile: Profile, *, withheld: Withheld) -> Looked:
    """Look at every row as it is to be shown, or refuse all of them.

    Parameters
    ----------
    rows, shown : sequences of rows, in the same order
        With true counts, and as they are to be shown.
    profile, withheld
        The rules, and what a plan takes out beside.

    Raises
    ------
    ProtectionError
        A row would show what the profile does not let pass, or says something else than its true row. The message
        names the question and the quantity, never a number.
    """
    if len(rows) != len(shown):
        raise ProtectionError("Some rows went missing on their way through the gate, so nothing of them is shown.")
    for row, one in zip(rows, shown, strict=True):
        wrong = next(_wrong(row, one, profile, withheld.get(row_key(row), frozenset())), None)
        if wrong is not None:
            raise ProtectionError(
                f"A row of question '{row['question']}' ({row['estimand']}) would show {wrong}. Nothing of these rows "
                "is shown."
            )
    return Looked(len(rows))


def _wrong(row: Row, shown: Row, profile: Profile, columns: Collection[str]) -> Iterator[str]:
    """Yield what a row shows that it may not."""
    yield from _form_wrong(row, shown)
    if ESTIMANDS[row["estimand"]].kind == "private":
        yield from _private_wrong(shown)
        return
    if _is_nobodys(row) and not made_up_by_two(row, profile):
        yield from _nobodys_wrong(row, shown)
        return
    yield from _hidden_wrong(row, shown, profile)
    yield from _how_few_wrong(row, shown, profile)
    yield from _counts_wrong(row, shown, profile, columns)
    yield from _words_wrong(row, shown)
    yield from estimate_wrong(row, shown, profile)


def _form_wrong(row: Row, shown: Row) -> Iterator[str]:
    if any(not isinstance(shown[name], float) for name in NUMBER_COLUMNS):
        yield "something that is no number in a column of numbers"
    elif any(not math.isnan(shown[name]) for name in _NEVER):
        yield "a test statistic or degrees of freedom"
    if shown["status"] not in STATUSES:
        yield "a status that nobody knows"
    is_held_back = shown["status"] in ("hidden", "refused")  # whether it could be worked out is held back with it
    flags = [name for name in FLAG_COLUMNS if name != "estimable" or not (is_held_back and shown[name])]
    if any(shown[name] != row[name] for name in (*_STANDS, *flags)):
        yield "another row than its own"
    if any(shown[name] not in (row[name], "") for name in _WORDS if name != "reason"):
        yield "other words than its own"
    if shown["reason"] not in (row["reason"], TOO_FEW, NOT_TOLD, ""):
        yield "another reason than its own"


def _private_wrong(shown: Row) -> Iterator[str]:
    if any(shown[name] for name in _WORDS if name not in _STANDS):
        yield "a person's own words, or whose they are"
    if any(not math.isnan(shown[name]) for name in NUMBER_COLUMNS):
        yield "numbers beside a person's own words"
    if shown["status"] != "refused":
        yield "a person's own words as if they had passed"


def _is_nobodys(row: Row) -> bool:
    """Say whether a row is about things that are nobody, by what it is marked as and what it counts."""
    if not row["estimable"] or row["sensitivity"] != "open" or row["unit"] not in OPEN_UNITS:
        return False
    kind = ESTIMANDS[row["estimand"]].kind
    if kind == "agreement":
        return row["unit"] in RATED and not math.isnan(row["n"])
    return kind in ("count", "share", "setting") and (row["estimand"] == PUBLISHED or not math.isnan(row["n"]))


def _nobodys_wrong(row: Row, shown: Row) -> Iterator[str]:
    if any(not _same(shown[name], row[name]) for name in NUMBER_COLUMNS if name not in _NEVER):
        yield "another number than the open one that it is"
    if (shown["status"], shown["mark"], shown["hidden"]) != ("shown", "", ""):
        yield "an open row as if something of it were hidden"


def _hidden_wrong(row: Row, shown: Row, profile: Profile) -> Iterator[str]:
    """What is gone is said to be gone, and marked; what is said to be gone is gone."""
    said = shown["hidden"].split()
    gone = [name for name in NUMBER_COLUMNS if math.isnan(shown[name]) and not math.isnan(row[name])]
    told = ("estimate", *LIMITS) if shown["rule"] in IN_WORDS else ()
    if _was_worked_out(row) and shown["status"] in ("hidden", "refused"):
        gone = [*(name for name in gone if name in COUNTS), "estimate"]  # as of any other such row
    if sorted(said) != sorted(name for name in gone if name not in told):
        yield "numbers that are said to be hidden, or hide some without saying so"
    marked = shown["status"] in ("hidden", "refused") or not {"n", "n_expected"}.isdisjoint(gone)
    if shown["mark"] not in ((profile.count.symbol,) if marked else (profile.count.symbol, "")):
        yield "something hidden without its mark"
    if shown["status"] in ("hidden", "refused") and any(not math.isnan(shown[name]) for name in ("estimate", *LIMITS)):
        yield "an estimate that is said to be hidden"


def _was_worked_out(row: Row) -> bool:
    return ESTIMANDS[row["estimand"]].kind not in _OTHER_KINDS


def _how_few_wrong(row: Row, shown: Row, profile: Profile) -> Iterator[str]:
    """Of a few, a row tells neither that it could not be worked out nor how it was: that would tell how few."""
    if not _was_worked_out(row):
        return
    of_few = not math.isnan(row["n"]) and as_shown(int(row["n"]), profile.count) is None and row["n"] > 0
    if of_few and shown["status"] not in ("hidden", "refused"):
        yield "that something could not be worked out from a few people"
    if shown["status"] in ("hidden", "refused") and (shown["method"] or not math.isnan(shown["conf_level"])):
        yield "how something that is hidden was worked out"


def _counts_wrong(row: Row, shown: Row, profile: Profile, columns: Collection[str]) -> Iterator[str]:
    seen = {name: shown[name] for name in COUNTS if not math.isnan(shown[name])}
    for name, number in seen.items():
        if math.isnan(row[name]) or number != as_shown(int(row[name]), profile.count):
            yield "a count otherwise than the profile lets it be shown"
    if any(name in seen for name in columns):
        yield "a count that its plan withholds"
    if "estimate" in columns and not math.isnan(shown["estimate"]):
        yield "an estimate that its plan withholds"
    if "n" not in seen:
        return
    n, whole = row["n"], row["n_expected"]
    kind = ESTIMANDS[row["estimand"]].kind
    others, is_part = whole - n, kind in ("count", "share", "ratio", "verdict")
    if is_part and not math.isnan(whole) and as_shown(int(whole), profile.count) is None:
        yield "a part of a small group"
    of_each = is_part and row["estimable"] and kind != "count"
    if of_each and n in (0, whole) and whole < profile.class_disclosure.min_n:
        yield "what is so of every member of a small group"
    exact = profile.count.round_to < profile.width.min_candidates
    if "n_expected" in seen and exact and others >= 0 and as_shown(int(others), profile.count) is None:
        yield "a group and all but a few of it"


def _words_wrong(row: Row, shown: Row) -> Iterator[str]:
    numbers = [word for word in shown["reason"].split() if word.strip("(),.;:").isdigit()]
    if numbers and shown["status"] == "not_estimable":
        yield "a number of people among the words of a reason"
    kind = ESTIMANDS[row["estimand"]].kind
    if kind != "verdict" and shown["status"] in ("hidden", "refused") and shown["reason"]:
        yield "why a hidden number is as it is"
    if row["sensitivity"] != "open" and shown["reason"].startswith(("All values", "Everybody changed")):
        yield "that everybody answered alike"
    if kind == "quotation" and shown["status"] != "rounded" and (shown["note"] or shown["label"]):
        yield "a person's words that did not pass"
    whole_is_hidden = math.isnan(shown["n_expected"]) and not math.isnan(row["n_expected"])
    if kind == "verdict" and whole_is_hidden and shown["direction"]:
        yield "the rating of a handful of people"


def _same(one: float, other: float) -> bool:
    return one == other or (math.isnan(one) and math.isnan(other))
