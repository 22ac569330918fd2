"""What it cost, in all and for each case, in pounds to the first two digits."""

import pandas as pd

from earlyeval.present.display import Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import interval_text, is_missing, n_text, value_text
from earlyeval.present.rows import Row, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, upper_first

TITLE = "What it cost"
NO_VALUE = "A cost is no value: what a case would have cost without the service is not known here."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one table: what, over how many, pounds, interval."""
    asked = where(rows, estimand="cost")
    nothing = nothing_to_show(asked, setting, about=TITLE)
    if nothing:
        return nothing
    answered = asked[asked["status"] != "not_estimable"]
    lines = tuple(
        (row["label"], f"{n_text(row)} {row['unit']}", _pounds(row), _interval(row)) for row in records(answered)
    )
    methods = [f"{upper_first(text)}." for text in dict.fromkeys(answered["method"]) if text]
    years = [f"{upper_first(text)}." for text in dict.fromkeys(answered["note"]) if text]
    heads = ("Cost", "Over", "Pounds", f"{level_words(answered)} interval")
    notes = notes_for(asked, setting, *years, *methods, NO_VALUE)
    return Shown((Table(f"table-{slug(TITLE)}", setting.caption(TITLE), heads, lines, notes),))


def _pounds(row: Row) -> str:
    return value_text(row) if is_missing(row["estimate"]) else f"£{value_text(row)}"


def _interval(row: Row) -> str:
    return "" if is_missing(row["conf_low"]) else f"£{interval_text(row).replace(' to ', ' to £')}"
