"""Whether coders agreed less, or used other codes, as they went on: batch by batch, half by half."""

import pandas as pd

from earlyeval.present.display import Part, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import is_missing, n_text, p_text, value_text, with_interval
from earlyeval.present.rows import Row, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, upper_first

BY_BATCH, BY_HALF = "Batch by batch", "Coder by coder: how far the use of the codes moved"
BATCHES = "Documents are in the order of coding; neighbouring batches share documents, so look for a trend, not for single steps."  # noqa: E501
SHARES = "0: each code has the same share of the coder's passages in both halves; 1: no code is in both. Documents differ in what is said in them, and that alone moves codes: the p value says how often documents dealt out at random lie as far apart."  # noqa: E501


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return a table of rolling batches with their pooled kappa, and one of the shift of each coder's codes."""
    nothing = nothing_to_show(rows, setting, about="Coding over time")
    if nothing:
        return nothing
    parts: list[Part] = []
    batches, shifts = where(rows, estimand="pooled_kappa"), where(rows, estimand="total_variation")
    if (batches["status"] != "not_estimable").any():
        lines = tuple(
            (upper_first(row["subgroup"]), n_text(row), with_interval(row))
            for row in records(batches[batches["status"] != "not_estimable"])
        )
        heads = ("Batch", "Units", f"Pooled kappa ({level_words(batches)} interval)")
        caption = setting.caption("Agreement of coders, batch by batch")
        parts.append(
            Table("table-coder-batches", caption, heads, lines, notes_for(batches, setting, BATCHES), folded=BY_BATCH)
        )
    if (shifts["status"] != "not_estimable").any():
        found = records(shifts[shifts["status"] != "not_estimable"])
        lines = tuple((upper_first(row["subgroup"]), n_text(row), value_text(row), _p(row)) for row in found)
        heads = ("Who", "Passages", "Distance", "p")
        caption = setting.caption("Use of the codes, earlier and later half of each coder's documents")
        parts.append(
            Table("table-coder-shifts", caption, heads, lines, notes_for(shifts, setting, SHARES), folded=BY_HALF)
        )
    return Shown(tuple(parts))


def _p(row: Row) -> str:
    return "" if is_missing(row["p_value"]) else p_text(row["p_value"])
