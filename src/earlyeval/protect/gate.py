"""The gate: results rows go in, released rows come out. Nothing else makes a ``Released``, and it fails closed.

docs/protection.md says in plain words what the rules promise and what they do not promise yet.
"""

import math
from collections.abc import Hashable, Iterable
from dataclasses import InitVar, dataclass, field
from typing import Any

import pandas as pd

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.foundations.results import COLUMNS, NUMBER_COLUMNS, records, typed
from earlyeval.foundations.terms import LEVELS, Level
from earlyeval.protect.one_row import as_it_is, protected_row
from earlyeval.protect.plan import Proof, Withheld, proven, withheld_of
from earlyeval.registry.profiles import Profile

RELEASED_COLUMNS = (*COLUMNS, "status", "mark", "rule", "hidden")
_GATE = object()


@dataclass(frozen=True, eq=False)
class Released:
    """Rows that passed the gate under a profile. Made by ``release`` only; a change of ``rows`` changes a copy.

    ``withheld`` is what was taken out beside each row's own rule, so that others of the same rows are shown alike.
    """

    released_rows: pd.DataFrame
    profile: Profile
    level: Level
    made_by: InitVar[object] = None
    withheld: Withheld = field(default_factory=dict)

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
        return Released(kept, self.profile, self.level, made_by=_GATE, withheld=self.withheld)


def joined(parts: Iterable[Released]) -> Released:
    """Return several released sets as one, in the order given; all under the same profile and level."""
    sets = list(parts)
    if not sets:
        raise ProtectionError("There are no released rows to join.")
    if any(part.profile != sets[0].profile or part.level != sets[0].level for part in sets):
        raise ProtectionError("Rows released under different profiles or levels cannot stand together.")
    rows = pd.concat([part.released_rows for part in sets], ignore_index=True)
    withheld = {key: columns for part in sets for key, columns in part.withheld.items()}
    return Released(rows, sets[0].profile, sets[0].level, made_by=_GATE, withheld=withheld)


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
    if level == "restricted":
        return Released(typed([as_it_is(row) for row in rows], RELEASED_COLUMNS), profile, level, made_by=_GATE)
    passed, used = _planned(rows, profile, withheld)
    return Released(typed(passed, RELEASED_COLUMNS), profile, level, made_by=_GATE, withheld=used)


def _planned(
    rows: list[dict[str, Any]], profile: Profile, withheld: Withheld | None
) -> tuple[list[dict[str, Any]], Withheld]:
    """Protect rows under a plan and prove that it does; where the plan given does not, under one of their own."""
    if withheld is not None:
        passed = [protected_row(row, profile, withheld) for row in rows]
        try:
            _prove(rows, passed, profile, withheld)
        except ProtectionError:
            pass
        else:
            return passed, withheld
    own = withheld_of(rows, profile, before=withheld or {})
    passed = [protected_row(row, profile, own) for row in rows]
    _prove(rows, passed, profile, own)
    return passed, own


def _prove(rows: list[dict[str, Any]], passed: list[dict[str, Any]], profile: Profile, withheld: Withheld) -> None:
    """Refuse rows that are not proven; an audit that says nothing proves nothing."""
    proof = proven(rows, passed, profile, withheld=withheld)
    if not isinstance(proof, Proof):
        raise ProtectionError("The audit of these rows came to no end, so nothing of them is shown.")


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
