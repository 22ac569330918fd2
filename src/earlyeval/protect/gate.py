"""The gate: results rows go in, released rows come out. Nothing else makes a ``Released``, and it fails closed.

docs/protection.md says in plain words what the rules promise and what they do not promise yet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import InitVar, dataclass, field
from typing import Any

import pandas as pd

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import SHOWN_COLUMNS, records, typed
from earlyeval.foundations.terms import Level
from earlyeval.protect.entrance import as_row, frame_wrong, level_wrong, row_wrong
from earlyeval.protect.known_answers import answers_wrong
from earlyeval.protect.one_row import as_it_is, protected_row
from earlyeval.protect.plan import Proof, Withheld, proven, withheld_of
from earlyeval.protect.second_look import Looked, looked_at
from earlyeval.registry.profiles import Profile

RELEASED_COLUMNS = (*SHOWN_COLUMNS, "status", "mark", "rule", "hidden")
_GATE = object()
NO_END = "The audit of these rows came to no end, so nothing of them is shown."


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
        if not isinstance(self.released_rows, pd.DataFrame) or tuple(self.released_rows.columns) != RELEASED_COLUMNS:
            raise ProtectionError("What came out of the gate are no released rows, so nothing of them is shown.")

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
        number that could be worked out from the others. And whatever fails or stays silent in the gate itself.
    """
    try:
        made = _passed(results, profile, level=level, withheld=withheld)
    except (ProtectionError, MemoryError):
        raise
    except Exception as error:  # the text of an error may hold a row's words
        raise ProtectionError(
            f"The gate itself failed ({type(error).__name__}), so nothing of these rows is shown."
        ) from None
    if not isinstance(made, Released):
        raise ProtectionError(NO_END)
    return made


def _passed(results: pd.DataFrame, profile: Profile, *, level: Level, withheld: Withheld | None) -> Released:
    for sentence in frame_wrong(results):
        raise ProtectionError(sentence)
    for sentence in level_wrong(profile, level):
        raise ProtectionError(sentence)
    rows = [as_row(record) for record in records(results)]
    for sentence in (sentence for row in rows for sentence in row_wrong(row)):
        raise ProtectionError(sentence)
    if level == "restricted":
        return Released(typed([as_it_is(row) for row in rows], RELEASED_COLUMNS), profile, level, made_by=_GATE)
    for sentence in (*answers_wrong(), *_made_elsewhere(profile, level)):
        raise ProtectionError(sentence)
    passed, used, verdicts = _planned(rows, profile, withheld)
    proof, looked = verdicts
    if not isinstance(proof, Proof) or looked != Looked(len(rows)):
        raise ProtectionError(NO_END)
    return Released(typed(passed, RELEASED_COLUMNS), profile, level, made_by=_GATE, withheld=used)


def _made_elsewhere(profile: Profile, level: Level) -> Iterator[str]:
    """Yield if something that did not come through here could call itself released."""
    try:
        Released(typed([], RELEASED_COLUMNS), profile, level)
    except ProtectionError:
        return
    yield "Released rows can be made without the gate, so nothing is shown."


def _planned(
    rows: list[dict[str, Any]], profile: Profile, withheld: Withheld | None
) -> tuple[list[dict[str, Any]], Withheld, tuple[Proof, Looked]]:
    """Protect rows under a plan and have that judged; where the plan given does not do, under one of their own."""
    if withheld is not None:
        passed = [protected_row(row, profile, withheld) for row in rows]
        try:
            verdicts = _judged_twice(rows, passed, profile, withheld)
        except ProtectionError:
            pass
        else:
            return passed, withheld, verdicts
    own = withheld_of(rows, profile, before=withheld or {})
    passed = [protected_row(row, profile, own) for row in rows]
    return passed, own, _judged_twice(rows, passed, profile, own)


def _judged_twice(
    rows: list[dict[str, Any]], passed: list[dict[str, Any]], profile: Profile, withheld: Withheld
) -> tuple[Proof, Looked]:
    """Return what two judges say of rows as they are to be shown: of all together, and of each. Neither may be silent.

    Raises
    ------
    ProtectionError
        A hidden number could be worked out, or a row does not keep to the profile.
    """
    looked = looked_at(rows, passed, profile, withheld=withheld)
    return proven(rows, passed, profile, withheld=withheld), looked
