"""What changed between versions of a codebook: from lists of codes, from a history of changes, or from both."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

KINDS = ("added", "split", "renamed", "redefined", "merged", "retired", "removed")
_OF_HISTORY = {
    "add": "added", "split": "split", "rename": "renamed", "redefine": "redefined", "merge": "merged",
    "retire": "retired",
}  # fmt: skip


@dataclass(frozen=True)
class VersionChanges:
    """One version beside the one before: how many codes it has, and the codes of each kind of change.

    ``changed`` holds, by kind, the codes as they are called now; of "merged", "retired" and "removed" as they were
    called before. ``codings_moved`` counts the codings that stood under codes that are gone, None where nobody counted.
    """

    version: int
    date: pd.Timestamp
    codes: int
    changed: Mapping[str, tuple[str, ...]]
    codings: int | None = None
    codings_moved: int | None = None


def changes_of_lists(versions: pd.DataFrame, history: pd.DataFrame) -> list[VersionChanges]:
    """Return the changes of each version of ``codebook_versions`` against the one before.

    Parameters
    ----------
    versions : DataFrame, one row per code and version
    history : DataFrame, one row per change; may be empty
        Says whether a code that is gone was merged, retired or renamed, and which are splits.

    Notes
    -----
    Codes are matched by name. One that is gone and one that is new are the same code under a new name where the history
    says so, or where both have the same definition and no other code that is gone or new has it. A code that is gone
    without a word is "removed". Every code falls under one kind only, but for "redefined", which counts codes that stay
    under their name with another definition.
    """
    lists = [(_whole(number), rows) for number, rows in versions.groupby("version", sort=True)]
    told, found = _Told.of(history), []
    before: pd.DataFrame | None = None
    for number, rows in lists:
        changed = _changed(before, rows, told) if before is not None else dict.fromkeys(KINDS, ())
        gone = (*changed["merged"], *changed["retired"], *changed["removed"])
        moved = None if before is None else _codings(before[before["code"].isin(gone)])
        found.append(VersionChanges(number, rows["date"].min(), len(rows), changed, _codings(rows), moved))
        before = rows
    return found


def changes_of_history(history: pd.DataFrame) -> list[VersionChanges]:
    """Return the changes of each version of ``codebook_history``, which grows from nothing.

    A code that is ended twice (merged, and deleted later) is gone once. Codings are not counted in a history.
    """
    found: list[VersionChanges] = []
    living: dict[str, None] = {}
    for number, rows in history.groupby("version", sort=True):
        names = rows["code"].where(rows["code"].notna(), rows["code_id"])
        changed = {kind: tuple(names[rows["change"] == word].tolist()) for word, kind in _OF_HISTORY.items()}
        for code, change in zip(rows["code_id"], rows["change"], strict=True):
            if change in ("add", "split"):
                living[code] = None
            elif change in ("merge", "retire"):
                living.pop(code, None)
        found.append(VersionChanges(_whole(number), rows["date"].min(), len(living), changed | {"removed": ()}))
    return found


def _whole(number: object) -> int:
    return int(float(str(number)))


@dataclass(frozen=True)
class _Told:
    """What a history says of names: where codes went, and under which names each code stood, in order."""

    ended: Mapping[str, str]
    split: frozenset[str]
    names: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, history: pd.DataFrame) -> "_Told":
        named = history[history["code"].notna()]
        ends = named[named["change"].isin(("merge", "retire"))]
        ended = {code: "merged" if change == "merge" else "retired"
                 for code, change in zip(ends["code"], ends["change"], strict=True)}  # fmt: skip
        chains = tuple(tuple(dict.fromkeys(rows)) for _, rows in named.groupby("code_id", sort=False)["code"])
        return cls(ended, frozenset(named.loc[named["change"] == "split", "code"]), chains)

    def later_name(self, code: str, new: Iterable[str]) -> str | None:
        """Return the last later name of a code that is among the new ones."""
        new = set(new)
        for chain in self.names:
            later = chain[chain.index(code) + 1 :] if code in chain else ()
            if kept := [name for name in later if name in new]:
                return kept[-1]
        return None


def _changed(before: pd.DataFrame, rows: pd.DataFrame, told: _Told) -> dict[str, tuple[str, ...]]:
    was, now = _definitions(before), _definitions(rows)
    gone, new = [code for code in was if code not in now], [code for code in now if code not in was]
    renamed: dict[str, str] = {}
    for code in gone:
        name = told.later_name(code, (one for one in new if one not in renamed.values()))
        if name is not None and told.ended.get(code) is None:
            renamed[code] = name
    renamed |= _same_definition(
        {code: was[code] for code in gone if code not in renamed and code not in told.ended},
        {code: now[code] for code in new if code not in renamed.values()},
    )
    fresh = [code for code in new if code not in renamed.values()]
    ends = {code: told.ended.get(code, "removed") for code in gone if code not in renamed}
    return {
        "added": tuple(code for code in fresh if code not in told.split),
        "split": tuple(code for code in fresh if code in told.split),
        "renamed": tuple(renamed.values()),
        "redefined": tuple(code for code in now if code in was and was[code] != now[code]),
        **{kind: tuple(code for code, end in ends.items() if end == kind) for kind in ("merged", "retired", "removed")},
    }


def _same_definition(gone: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """Return codes that are gone and new ones with the same definition, where just one of each has it."""
    found = {}
    for code, definition in gone.items():
        same = [name for name, words in new.items() if words == definition]
        if definition and len(same) == 1 and list(gone.values()).count(definition) == 1:
            found[code] = same[0]
    return found


def _definitions(rows: pd.DataFrame) -> dict[str, str]:
    words = (" ".join(str(text).split()) for text in rows["definition"].fillna(""))
    return dict(zip(rows["code"], words, strict=True))


def _codings(rows: pd.DataFrame) -> int | None:
    return None if rows["codings"].isna().any() else int(rows["codings"].sum())
