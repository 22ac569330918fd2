"""Means, SDs, medians and quartiles of groups, one line per group and one column per quantity."""

import pandas as pd

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.present.display import Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_of_text, with_interval
from earlyeval.present.place import described, has_groups
from earlyeval.present.rows import first, groups, of_kind, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, upper_first

ORDER = ("mean", "item_mean", "sd", "median", "quartile_1", "quartile_3", "smd")
GROUPED_BY = ("outcome", "label", "cluster", "arm", "time_point", "subgroup")


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return one table: a line per outcome and group, the number it rests on, and each quantity that the rows have."""
    summaries = of_kind(rows, "summary", "item_summary")
    nothing = nothing_to_show(summaries, setting, about=title)
    if nothing:
        return nothing
    asked = summaries[summaries["status"] != "not_estimable"]
    quantities = [name for name in ORDER if name in set(asked["estimand"])]
    grouped = has_groups(asked)
    lines = []
    for _, of_group in groups(asked, *GROUPED_BY):
        row = first(of_group)
        names = [row["label"] or setting.name(row["outcome"]), *([described(row, setting)] if grouped else [])]
        found = [first(where(of_group, estimand=name)) for name in quantities]
        lines.append((*names, n_of_text(row), *(with_interval(cell) if cell else "" for cell in found)))
    with_limits = asked["conf_low"].notna().any()
    heads = [_head(name, asked) if with_limits else upper_first(ESTIMANDS[name].words) for name in quantities]
    columns = ("Measure", *(["Group"] if grouped else []), "Number", *heads)
    notes = notes_for(summaries, setting)
    return Shown(
        (Table(f"table-{slug(title)}", setting.caption(title), columns, tuple(lines), notes, 1 + grouped),)
    )  # fmt: skip


def _head(name: str, rows: pd.DataFrame) -> str:
    words = upper_first(ESTIMANDS[name].words)
    return f"{words} ({level_words(rows)} interval)" if where(rows, estimand=name)["conf_low"].notna().any() else words
