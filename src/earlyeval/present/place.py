"""Which group a row is about, in words: cluster, arm, time point, subgroup."""

import pandas as pd

from earlyeval.present.rows import Row
from earlyeval.present.setting import Setting

GROUP_COLUMNS = ("cluster", "arm", "time_point", "subgroup")
EVERYBODY = ("", "all", "pairs")


def has_groups(rows: pd.DataFrame) -> bool:
    """Say whether any row is about less than everybody."""
    return any((~rows[column].isin(EVERYBODY)).any() for column in GROUP_COLUMNS)


def described(row: Row, setting: Setting, *, everybody: str = "All") -> str:
    """Return the group of a row in words: "Battersea, Before"; no word is said twice."""
    parts = []
    for column in GROUP_COLUMNS:
        words = "" if row[column] in EVERYBODY else setting.name(row[column])
        if words and words != row["label"] and words not in parts:
            parts.append(words)
    return ", ".join(parts) or everybody


def compared(row: Row, setting: Setting) -> str:
    """Return a comparison in words: "After minus before" for "endpoint - baseline"."""
    after, _, before = row["comparison"].partition(" - ")
    if not before:
        return setting.name(after)
    return f"{setting.name(after)} minus {lower_first(setting.name(before))}"


def lower_first(words: str) -> str:
    """Return words as they read inside a sentence; names that hold capitals or digits further on stay as they are."""
    head = words.split(" ")[0] if words else ""
    is_name = any(sign.isupper() or sign.isdigit() for sign in head[1:])
    return words if is_name else words[:1].lower() + words[1:]
