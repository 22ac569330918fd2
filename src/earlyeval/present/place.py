"""Which group a row is about, in words: cluster, arm, time point, subgroup."""

from collections.abc import Collection

import pandas as pd

from earlyeval.present.rows import Row
from earlyeval.present.setting import Setting

GROUP_COLUMNS = ("cluster", "arm", "time_point", "subgroup")
EVERYBODY = ("", "all", "pairs")
BETWEEN = " - "


def has_groups(rows: pd.DataFrame) -> bool:
    """Say whether any row is about less than everybody."""
    return any((~rows[column].isin(_everybody(column))).any() for column in GROUP_COLUMNS)


def _everybody(column: str) -> tuple[str, ...]:
    """The words for everybody are words of ``subgroup`` only: a cluster or an arm may be called "all"."""
    return EVERYBODY if column == "subgroup" else ("",)


def described(row: Row, setting: Setting, *, everybody: str = "All") -> str:
    """Return the group of a row in words: "Battersea, Before"; no word is said twice."""
    parts = []
    for column in GROUP_COLUMNS:
        words = "" if row[column] in _everybody(column) else setting.name(row[column])
        if words and words != row["label"] and words not in parts:
            parts.append(words)
    return ", ".join(parts) or everybody


def sides(comparison: str, known: Collection[str]) -> tuple[str, str]:
    """Return the two sides of "one - other", where labels may hold " - " themselves.

    ``known`` are the labels that may stand on a side. The cut with both sides known is taken, then one with either
    side known, then the first; "" stands for a side that is not there.
    """
    words = comparison.split(BETWEEN)
    cuts = [(BETWEEN.join(words[:at]), BETWEEN.join(words[at:])) for at in range(1, len(words))]
    return max(cuts, key=lambda cut: _fit(cut, known), default=(comparison, ""))


def _fit(cut: tuple[str, str], known: Collection[str]) -> tuple[int, int]:
    """How many sides of a cut are known, and how long those are: "Online - guided" fits better than "Online"."""
    found = [side for side in cut if side in known]
    return len(found), sum(len(side) for side in found)


def compared(row: Row, setting: Setting) -> str:
    """Return a comparison in words: "After minus before" for "endpoint - baseline"."""
    after, before = sides(row["comparison"], [*setting.names, *setting.names.values()])
    if not before:
        return setting.name(after)
    return f"{setting.name(after)} minus {lower_first(setting.name(before))}"


def lower_first(words: str) -> str:
    """Return words as they read inside a sentence; names that hold capitals or digits further on stay as they are."""
    head = words.split(" ")[0] if words else ""
    is_name = any(sign.isupper() or sign.isdigit() for sign in head[1:])
    return words if is_name else words[:1].lower() + words[1:]
