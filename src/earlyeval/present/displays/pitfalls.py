"""How far can we trust this? The pitfalls of evaluations, what is so here, and what that does to confidence."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.stacked import count_and_share
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import is_missing, n_text
from earlyeval.present.place import lower_first
from earlyeval.present.rows import Row, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

CONFIDENCE = {"stronger": "▲ Stronger", "moderate": "■ Moderate", "weaker": "▼ Weaker"}
SOURCE = "The six pitfalls are those of the Early Intervention Foundation (2018)."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one line per ``pitfall`` row: ``label``, n of N with ``note``, ``direction`` (what it does to trust)."""
    pitfalls = where(rows, estimand="pitfall")
    if pitfalls.empty:
        return nothing_to_show(pitfalls, setting, about="How far this can be trusted")
    lines = [(row["label"], _here(row), CONFIDENCE.get(row["direction"], "– Not judged")) for row in records(pitfalls)]
    columns = ("Pitfall", "Here", "Confidence in the results")
    notes = notes_for(pitfalls, setting, SOURCE)
    table = Table("table-pitfalls", setting.caption("How far can we trust this?"), columns, tuple(lines), notes)
    return Shown((table,))


def _here(row: Row) -> str:
    if row["status"] == "not_estimable":
        return row["reason"]
    if is_missing(row["n"]) and not row["mark"]:
        return row["note"]
    count = n_text(row) if is_missing(row["n_expected"]) else count_and_share(row)
    return f"{count}: {lower_first(row['note'])}"
