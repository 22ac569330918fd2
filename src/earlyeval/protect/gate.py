"""The gate: results rows go in, released rows come out. Nothing else makes a ``Released``, and it fails closed.

docs/protection.md says in plain words what the rules promise and what they do not promise yet.
"""

import math
from collections.abc import Hashable, Iterable
from dataclasses import InitVar, dataclass
from typing import Any

import pandas as pd

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.foundations.results import COLUMNS, NUMBER_COLUMNS, TAIL_TEXT_COLUMNS, TEXT_COLUMNS, records, typed
from earlyeval.foundations.terms import LEVELS, Level
from earlyeval.protect.counted import counted, in_words, over_expected
from earlyeval.protect.open_rows import is_open
from earlyeval.protect.plan import Withheld, proven, row_key, withheld_of
from earlyeval.protect.primary import Judgement, is_small, judged, judged_counts, judged_with
from earlyeval.protect.rounding import (
    P_VALUE_DECIMALS,
    rounded_count,
    rounded_number,
)
from earlyeval.protect.texts import OWN_WORDS, TOO_FEW, check_words, released_reason
from earlyeval.registry.profiles import Profile

RELEASED_COLUMNS = (*COLUMNS, "status", "mark", "rule", "hidden")
_ESTIMATE_COLUMNS = ("estimate", "conf_low", "conf_high", "p_value")
# The texts of a row that may hold a person's words, or say of whom they are.
_KEPT = ("programme", "site", "strand", "question", "estimand", "analysis", "sensitivity")
_PLACING = tuple(name for name in (*TEXT_COLUMNS, *TAIL_TEXT_COLUMNS) if name not in _KEPT)
_GATE = object()


@dataclass(frozen=True, eq=False)
class Released:
    """Rows that passed the gate under a profile. Made by ``release`` only; a change of ``rows`` changes a copy."""

    released_rows: pd.DataFrame
    profile: Profile
    level: Level
    made_by: InitVar[object] = None

    def __post_init__(self, made_by: object) -> None:
        if made_by is not _GATE:
            raise ProtectionError("Only the gate makes released rows: call protect.gate.release.")

    @property
    def rows(self) -> pd.DataFrame:
        """The results columns and ``status``, ``mark``, ``rule``, ``hidden``: one row per estimate, a copy."""
        return self.released_rows.copy()

    def take(self, keep: pd.Series) -> "Released":
        """Return the released rows for which ``keep`` is true."""
        kept = self.released_rows.loc[keep.to_numpy()].reset_index(drop=True)
        return Released(kept, self.profile, self.level, made_by=_GATE)


def joined(parts: Iterable[Released]) -> Released:
    """Return several released sets as one, in the order given; all under the same profile and level."""
    sets = list(parts)
    if not sets:
        raise ProtectionError("There are no released rows to join.")
    if any(part.profile != sets[0].profile or part.level != sets[0].level for part in sets):
        raise ProtectionError("Rows released under different profiles or levels cannot stand together.")
    rows = pd.concat([part.released_rows for part in sets], ignore_index=True)
    return Released(rows, sets[0].profile, sets[0].level, made_by=_GATE)


def release(
    results: pd.DataFrame, profile: Profile, *, level: Level = "release", withheld: Withheld | None = None
) -> Released:
    """Pass results rows under a disclosure profile: each is shown, rounded, hidden, refused or not estimable.

    Parameters
    ----------
    results : DataFrame, one row per estimate
        The results table, with true counts at full precision. Not changed.
    profile : Profile
        The data provider's policy.
    level : "release" or "restricted"
        At "restricted" the rows pass as they are; that takes a profile made for it.
    withheld : mapping of row key to columns, optional
        What the plan of a whole place withholds (``plan.withheld_of``). Without one, or where it does not do for these
        rows, they are planned by themselves.

    Returns
    -------
    Released
        The same rows in the same order. Hidden numbers are missing and named in ``hidden``; degrees of freedom and
        test statistics are never released, since n can be worked out from them.

    Raises
    ------
    ProtectionError
        Columns, a level or a kind of statistic that the gate does not know, numbers of people among words, or a hidden
        number that could be worked out from the others.
    """
    _check_frame(results)
    _check_level(profile, level)
    rows = [_as_row(record) for record in records(results)]
    for row in rows:
        _check_row(row)
    passed = [_passed(row) for row in rows] if level == "restricted" else _planned(rows, profile, withheld)
    return Released(typed(passed, RELEASED_COLUMNS), profile, level, made_by=_GATE)


def _planned(rows: list[dict[str, Any]], profile: Profile, withheld: Withheld | None) -> list[dict[str, Any]]:
    """Protect rows under a plan and prove that it does; where the plan given does not, under one of their own."""
    if withheld is not None:
        passed = [_protected(row, profile, withheld) for row in rows]
        try:
            proven(rows, passed, profile, withheld=withheld)
        except ProtectionError:
            pass
        else:
            return passed
    own = withheld_of(rows, profile, before=withheld or {})
    passed = [_protected(row, profile, own) for row in rows]
    proven(rows, passed, profile, withheld=own)
    return passed


def _check_frame(results: pd.DataFrame) -> None:
    if not isinstance(results, pd.DataFrame):
        raise ProtectionError("The gate takes a frame of result rows and nothing else.")
    foreign = [name for name in results.columns if name not in COLUMNS]
    absent = [name for name in COLUMNS if name not in results.columns]
    if foreign or absent or len(results.columns) != len(COLUMNS):
        raise ProtectionError(
            f"This is not a results table: {len(foreign)} columns are unknown and {len(absent)} are absent, "
            "so nothing of it is shown. Make rows with foundations.results.results_frame."
        )


def _check_level(profile: Profile, level: Level) -> None:
    if level not in LEVELS:
        raise ProtectionError(f"There is no such level of protection. Known: {', '.join(LEVELS)}.")
    if level == "restricted" and not profile.restricted_only:
        raise ProtectionError(f"Profile '{profile.id}' is not made for the restricted level; profile 'none' is.")
    if level == "release" and profile.restricted_only:
        raise ProtectionError(f"Profile '{profile.id}' may be used at the restricted level only.")


def _as_row(record: dict[Hashable, Any]) -> dict[str, Any]:
    """Return a row whose missing texts are empty and whose numbers are floats."""
    row = {str(name): "" if value is None or value is pd.NA else value for name, value in record.items()}
    for name in COLUMNS:
        if name in NUMBER_COLUMNS:
            row[name] = math.nan if row[name] == "" else float(row[name])
        elif isinstance(row[name], float):
            row[name] = ""
    return row


def _check_row(row: dict[str, Any]) -> None:
    if row["estimand"] not in ESTIMANDS:
        raise ProtectionError("A row holds a quantity that is not in the table of estimands, so it is not shown.")
    kind = ESTIMANDS[row["estimand"]].kind
    if row["sensitivity"] not in ("open", "personal") and (
        row["sensitivity"] != "text" or kind not in ("quotation", "private")
    ):
        raise ProtectionError("A row is marked as holding identifiers or a person's own words; those never pass.")


def _passed(row: dict[str, Any]) -> dict[str, Any]:
    status = "shown" if row["estimable"] else "not_estimable"
    return {**row, "status": status, "mark": "", "rule": "", "hidden": ""}


def _protected(row: dict[str, Any], profile: Profile, withheld: Withheld) -> dict[str, Any]:
    if ESTIMANDS[row["estimand"]].kind == "private":
        return _private(row, profile)
    check_words(row)
    columns = withheld.get(row_key(row), frozenset())
    if not row["estimable"]:
        return _not_estimable(row, profile, columns)
    if is_open(row):
        return _passed({**row, "statistic": math.nan, "df": math.nan})
    judgement = judged_with(judged(row, profile), columns)
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
    judgement = judged_with(judged_counts(row, profile), columns)
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
    if kind == "quotation":
        return dict.fromkeys(_ESTIMATE_COLUMNS, math.nan)
    if kind in ("count", "share", "verdict"):
        return counted(row, profile) | p_value
    if kind == "ratio":
        return over_expected(row, profile)
    if kind == "test":  # its estimate is a statistic, from which n can be worked out
        return dict.fromkeys(_ESTIMATE_COLUMNS, math.nan) | p_value
    decimals = _decimals(row["estimand"], profile)
    return {name: rounded_number(row[name], decimals=decimals) for name in _ESTIMATE_COLUMNS[:3]} | p_value


def _decimals(estimand: str, profile: Profile) -> int:
    """Points of a scale follow the profile; a quantity without a unit has its own decimals."""
    own = ESTIMANDS[estimand]
    if own.kind == "item_summary":
        return min(own.decimals, profile.item_summary.decimals)
    return own.decimals if own.decimals > 1 else min(own.decimals, profile.summary.decimals)


def _finished(
    row: dict[str, Any], numbers: dict[str, float], judgement: Judgement, *, profile: Profile, status: str
) -> dict[str, Any]:
    numbers = {**numbers, "statistic": math.nan, "df": math.nan}
    said = in_words(row, numbers, profile) if status in ("shown", "rounded") else ""
    told = ("estimate", "conf_low", "conf_high") if said else ()  # nothing that the rounded counts do not say
    gone = [name for name in numbers if not math.isnan(row[name]) and math.isnan(numbers[name]) and name not in told]
    marked = status in ("hidden", "refused") or judgement.hide_n or judgement.hide_n_expected
    words = {"status": status, "mark": profile.count.symbol if marked else "", "rule": said or judgement.rule}
    words["hidden"] = " ".join(gone)
    if status == "not_estimable":
        words["reason"] = released_reason(row["reason"])
    if ESTIMANDS[row["estimand"]].kind == "verdict" and judgement.hide_n_expected:
        words |= {"direction": "", "reason": TOO_FEW}  # a rating of a handful of people would place them
    if ESTIMANDS[row["estimand"]].kind == "quotation" and status != "rounded":
        words |= {"note": "", "label": ""}  # neither the words nor whose they are
    return {**row, **numbers, **words}
