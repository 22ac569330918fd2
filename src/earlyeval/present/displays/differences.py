"""Changes or differences of one outcome by how they were asked, each with its interval: one line each."""

import pandas as pd

from earlyeval.present.display import Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import interval_text as interval
from earlyeval.present.numbers import n_of_text, value_text
from earlyeval.present.place import compared
from earlyeval.present.rows import of_kind, records
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return one table: outcome, which difference (``subgroup``), what is compared, number, points, interval."""
    differences = of_kind(rows, "change", "model")
    nothing = nothing_to_show(differences, setting, about=title)
    if nothing:
        return nothing
    asked = differences[differences["status"] != "not_estimable"]
    named = (asked["subgroup"] != "").any()
    lines = tuple(
        (
            row["label"] or setting.name(row["outcome"]),
            *([setting.name(row["subgroup"])] if named else []),
            compared(row, setting),
            n_of_text(row),
            value_text(row),
            interval(row),
        )
        for row in records(asked)
    )
    units = " or ".join(dict.fromkeys(asked["unit"])) or "points"
    which = ["Which"] if named else []
    columns = ("Outcome", *which, "Compared", "Number", f"Difference in {units}", f"{level_words(asked)} interval")
    notes = notes_for(differences, setting)
    return Shown((Table(f"table-{slug(title)}", setting.caption(title), columns, lines, notes, 1 + named),))
