"""The framework matrix: how many cells each theme fills; cell by cell in the restricted view only."""

import pandas as pd

from earlyeval.present.display import Part, Sentences, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_of_text
from earlyeval.present.rows import first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

TITLE = "The framework matrix"
KEPT_BACK = "The summaries of cases stay in the restricted view: each is about one person or group."
EMPTY = "An empty cell is a case without a summary on that theme."
_EMPTY_CELL = "empty"


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return filled cells by theme; at restricted level the matrix, with the coded segments behind each summary.

    Rows: ``proportion`` per theme; ``evaluators_view`` per cell, ``subgroup`` the case, ``comparison`` its codings.
    """
    private = where(rows, estimand="evaluators_view")
    filled = rows[rows["estimand"] != "evaluators_view"]
    told = nothing_to_show(filled, setting, about=TITLE)
    if told:
        return told
    lines = tuple((row["label"], f"{n_of_text(row)} {row['unit']}") for row in records(filled))
    caption = setting.caption("Cases with a summary, theme by theme")
    heads = ("Theme", "Cases with a summary")
    parts: list[Part] = [Table("table-framework", caption, heads, lines, notes_for(filled, setting, EMPTY))]
    shown = private[private["status"] == "shown"]
    if setting.level == "release":
        parts.append(Sentences((KEPT_BACK,), css_class="reason"))
    elif len(shown):
        parts.append(_matrix(shown, setting, themes=list(dict.fromkeys(filled["label"]))))
    return Shown(tuple(parts))


def _matrix(cells: pd.DataFrame, setting: Setting, *, themes: list[str]) -> Table:
    ordered = sorted(groups(cells, "subgroup"), key=lambda found: int(found[0][0].rpartition(" ")[2]))
    lines = []
    for (case,), of_case in ordered:
        found = [first(where(of_case, label=theme)) for theme in themes]
        lines.append((case.capitalize(), *(_EMPTY_CELL if cell is None else _cell(cell) for cell in found)))
    caption = setting.caption(f"{TITLE}: summaries, with the coded segments behind them")
    return Table("table-framework-matrix", caption, ("Case", *themes), tuple(lines))


def _cell(row: dict) -> str:
    return f"{row['note']} [{row['comparison']}]" if row["comparison"] else row["note"]
