"""How many changed by more than the measure's own error, for better or worse: stacked bars and a table."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.stacked import adding_up, count_and_share, is_drawable, stacked_figure
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import NOT_AVAILABLE
from earlyeval.present.rows import first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

CLASSES = {
    "recovered": "Recovered",
    "improved": "Better",
    "unchanged": "No reliable change",
    "deteriorated": "Worse",
}
OTHERS = {"reliably_better": "Recovered or better", "not_assessable": "Not assessable"}
TITLE = "Change beyond the measure's error"
NOTES = (
    "Recovered: moved by more than the measure's own error and across its cut-off. Better or worse: moved by more "
    "than the error.",
)
NO_CUT_OFF = f"{NOT_AVAILABLE} No cut-off is looked at, so nobody can be called recovered."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one stacked bar and one line per outcome; ``subgroup`` names the class, ``method`` the threshold."""
    nothing = nothing_to_show(rows, setting, about=TITLE)
    if nothing:
        return nothing
    asked = rows[rows["status"] != "not_estimable"]
    named = [*((name, words) for name, words in CLASSES.items()), *OTHERS.items()]
    columns = [(name, words) for name, words in named if (asked["subgroup"] == name).any()]
    lines, bars, routes = [], [], []
    for _, of_outcome in groups(asked, "outcome", "cluster", "arm"):
        row = first(of_outcome)
        label = row["label"] or setting.name(row["outcome"])
        cells = [first(where(of_outcome, subgroup=name)) for name, _ in columns]
        without = (NOT_AVAILABLE if name == "recovered" else "" for name, _ in columns)
        lines.append(
            (label, *(count_and_share(cell) if cell else words for cell, words in zip(cells, without, strict=True)))
        )
        routes += [f"{label}: {cell['method']}." for cell in records(of_outcome) if cell["method"]]
        whole = where(of_outcome, subgroup=CLASSES)
        if is_drawable(whole):
            bars.append((label, whole))
    is_without = any(NOT_AVAILABLE in line for line in lines)
    own = (*NOTES, *([NO_CUT_OFF] if is_without else []))
    notes = notes_for(rows, setting, *own, adding_up(setting), *dict.fromkeys(routes))
    heads = ("Outcome", *(words for _, words in columns))
    table = Table("table-classes", setting.caption(TITLE), heads, tuple(lines), notes)
    if not bars:
        return Shown((table,))
    parts = [(name, words) for name, words in CLASSES.items() if (asked["subgroup"] == name).any()]
    return Shown((stacked_figure(bars, parts, setting, title=TITLE), table))
