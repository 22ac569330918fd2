"""How evenly coded segments and quotations are spread over those who were heard; never who was heard most."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import is_missing, n_of_text, percent_text, value_text
from earlyeval.present.rows import Row, first, groups, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

TITLE = "How evenly voices are heard"
EVENLY = "Gini: 0 where everybody has as many, towards 1 where one voice has all. Focus groups are left out."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one table: coded segments and quotations, a line each."""
    told = nothing_to_show(rows, setting, about=TITLE)
    if told:
        return told
    lines = []
    for _, of_part in groups(rows, "outcome"):
        any_of, top, spread = (
            first(where(of_part, estimand=name)) for name in ("proportion", "top_three_share", "gini")
        )
        lines.append((first(of_part)["label"], "" if any_of is None else n_of_text(any_of), _share(top),
                      "" if spread is None else value_text(spread)))  # fmt: skip
    columns = ("What", "People with any", "From the three most heard", "Gini")
    notes = notes_for(rows, setting, EVENLY)
    return Shown((Table("table-voice-balance", setting.caption(TITLE), columns, tuple(lines), notes),))


def _share(row: Row | None) -> str:
    if row is None:
        return ""
    return value_text(row) if is_missing(row["estimate"]) else percent_text(row["estimate"])
