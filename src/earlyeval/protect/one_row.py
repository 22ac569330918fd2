"""One result row as it may be shown: counts and what is made of them rounded, hidden, refused or in words."""

import math
from typing import Any

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.foundations.results import NUMBER_COLUMNS, TAIL_TEXT_COLUMNS, TEXT_COLUMNS
from earlyeval.protect.counted import counted, in_words, over_expected
from earlyeval.protect.curves import OF_CURVES, point_of_curve
from earlyeval.protect.dominance import is_dominated
from earlyeval.protect.judging import judged_alone
from earlyeval.protect.open_rows import is_open
from earlyeval.protect.plan import Withheld, row_key
from earlyeval.protect.primary import Judgement, is_small, judged_with
from earlyeval.protect.rounding import P_VALUE_DECIMALS, decimals_of, p_in_steps, rounded_count, rounded_number
from earlyeval.protect.texts import OWN_WORDS, TOO_FEW, released_reason, words_wrong
from earlyeval.registry.profiles import Profile

# Tests whose p value follows from whole numbers of people alone.
TESTS_OF_COUNTS = (
    "mcnemar", "sign_test", "bowker", "stuart_maxwell", "chi_square", "g_test", "fisher", "cochran_armitage",
    "cochran_q", "mantel_haenszel_test", "breslow_day",
)  # fmt: skip
_COUNTS = ("n", "n_expected", "n_smallest")
_ESTIMATE_COLUMNS = ("estimate", "conf_low", "conf_high", "p_value")
# Worked out from all answers: whether and how that could be done tells how few there were, or that all are alike.
WORKED_OUT = ("summary", "item_summary", "change", "model", "test", "agreement")
# The texts of a row that may hold a person's words, or say of whom they are.
_KEPT = ("programme", "site", "strand", "question", "estimand", "analysis", "sensitivity")
_PLACING = tuple(name for name in (*TEXT_COLUMNS, *TAIL_TEXT_COLUMNS) if name not in _KEPT)


def as_it_is(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with nothing changed: at the restricted level, or of things that are nobody."""
    status = "shown" if row["estimable"] else "not_estimable"
    return {**row, "status": status, "mark": "", "rule": "", "hidden": ""}


def protected_row(row: dict[str, Any], profile: Profile, withheld: Withheld) -> dict[str, Any]:
    """Return a row as it may be shown under a profile and a plan.

    Raises
    ------
    ProtectionError
        There is no rule for the row, or its words hold a number of people.
    """
    kind = ESTIMANDS[row["estimand"]].kind
    if kind == "private":
        return _private(row, profile)
    for sentence in words_wrong(row):
        raise ProtectionError(sentence)
    columns = withheld.get(row_key(row), frozenset())
    if not row["estimable"]:
        return _not_estimable(row, profile, columns)
    if is_open(row) and not is_dominated(row, profile):
        return as_it_is({**row, "statistic": math.nan, "df": math.nan})
    judgement = judged_with(judged_alone(row, profile), columns, kind=kind, n=row["n"])
    numbers = _counts(row, judgement, profile) | _estimate(row, judgement, profile)
    status = "refused" if judgement.refused else "hidden" if judgement.hide_estimate else "rounded"
    if status == "rounded" and all(math.isnan(row[name]) for name in ("n", "n_expected")):
        status = "shown"
    return _finished(row, numbers, judgement, profile=profile, status=status)


def _private(row: dict[str, Any], profile: Profile) -> dict[str, Any]:
    """Return a row of which nothing is left but what kind it was: the words and all that places them are gone."""
    blank = dict.fromkeys(_PLACING, "") | dict.fromkeys(NUMBER_COLUMNS, math.nan)
    return {**row, **blank, "status": "refused", "mark": profile.count.symbol, "rule": OWN_WORDS, "hidden": ""}


def _not_estimable(row: dict[str, Any], profile: Profile, columns: frozenset[str]) -> dict[str, Any]:
    """Return a row that has no estimate; of a few people like any row of a few of whom it could be worked out."""
    kind = ESTIMANDS[row["estimand"]].kind
    if kind in WORKED_OUT and not math.isnan(row["n"]):
        as_another = {**row, "estimable": True, "reason": ""}
        judgement = judged_with(judged_alone(as_another, profile), columns, kind=kind, n=row["n"])
        if judgement.hide_estimate and (judgement.hide_n or is_small(row["n_smallest"], profile)):
            numbers = _counts(row, judgement, profile) | dict.fromkeys(_ESTIMATE_COLUMNS, math.nan)
            status = "refused" if judgement.refused else "hidden"
            return _finished(as_another, numbers, judgement, profile=profile, status=status)
    judgement = judged_with(judged_alone(row, profile), columns, kind=kind, n=row["n"])
    numbers = _counts(row, judgement, profile) | dict.fromkeys(_ESTIMATE_COLUMNS, math.nan)
    return _finished(row, numbers, judgement, profile=profile, status="not_estimable")


def _counts(row: dict[str, Any], judgement: Judgement, profile: Profile) -> dict[str, float]:
    base = profile.count.round_to
    hide_smallest = judgement.hide_estimate or is_small(row["n_smallest"], profile)
    hide = {"n": judgement.hide_n, "n_expected": judgement.hide_n_expected, "n_smallest": hide_smallest}
    return {name: math.nan if hide[name] else rounded_count(row[name], base=base) for name in hide}


def _estimate(row: dict[str, Any], judgement: Judgement, profile: Profile) -> dict[str, float]:
    kind = ESTIMANDS[row["estimand"]].kind
    if judgement.hide_estimate:
        return dict.fromkeys(_ESTIMATE_COLUMNS, math.nan)
    p_value = {"p_value": rounded_number(row["p_value"], decimals=P_VALUE_DECIMALS)}
    if row["estimand"] in TESTS_OF_COUNTS:
        p_value = {"p_value": p_in_steps(row["p_value"])}
    if kind == "quotation":
        return dict.fromkeys(_ESTIMATE_COLUMNS, math.nan)
    if kind in ("count", "share", "verdict"):
        return counted(row, profile) | p_value
    if kind == "ratio":
        return over_expected(row, profile)
    if kind == "test":  # its estimate is a statistic, from which n can be worked out
        return dict.fromkeys(_ESTIMATE_COLUMNS, math.nan) | p_value
    if row["estimand"] in OF_CURVES:
        return point_of_curve(row, profile) | p_value
    decimals = decimals_of(row["estimand"], profile)
    return {name: rounded_number(row[name], decimals=decimals) for name in _ESTIMATE_COLUMNS[:3]} | p_value


def _finished(
    row: dict[str, Any], numbers: dict[str, float], judgement: Judgement, *, profile: Profile, status: str
) -> dict[str, Any]:
    numbers, kind = {**numbers, "statistic": math.nan, "df": math.nan}, ESTIMANDS[row["estimand"]].kind
    said = in_words(row, numbers, profile) if status in ("shown", "rounded") else ""
    told = ("estimate", "conf_low", "conf_high") if said else ()  # nothing that the rounded counts do not say
    gone = [name for name in numbers if not math.isnan(row[name]) and math.isnan(numbers[name]) and name not in told]
    marked = status in ("hidden", "refused") or judgement.hide_n or judgement.hide_n_expected
    words = {"status": status, "mark": profile.count.symbol if marked else "", "rule": said or judgement.rule}
    if status in ("hidden", "refused") and kind in WORKED_OUT:
        gone = [*(name for name in gone if name in _COUNTS), "estimate"]
        numbers["conf_level"], words["method"] = math.nan, ""
    words["hidden"] = " ".join(gone)
    if status == "not_estimable":
        words["reason"] = released_reason(row["reason"])
    elif status in ("hidden", "refused") and kind != "verdict":
        words["reason"] = ""  # why it has no interval: because all are alike, or because nobody has left yet
    if kind == "verdict" and judgement.hide_n_expected:
        words |= {"direction": "", "reason": TOO_FEW}  # a rating of a handful of people would place them
    if kind == "quotation" and status != "rounded":
        words |= {"note": "", "label": ""}  # neither the words nor whose they are
    return {**row, **numbers, **words}
