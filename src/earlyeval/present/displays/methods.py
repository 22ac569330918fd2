"""Every other named estimate of the same question, so that a reader who checks elsewhere finds the one meant."""

import pandas as pd

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.present.display import Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import is_missing, n_of_text, p_text, with_interval
from earlyeval.present.place import compared, described
from earlyeval.present.rows import groups, of_kind, records
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, upper_first

KINDS = ("change", "model", "test", "agreement")
STANDARDISED = "Standardised changes are signed so that above zero is better; changes in points keep the scale's sign."


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return one table per outcome: quantity, comparison, number, estimate with interval, p value, method."""
    asked = of_kind(rows, *KINDS)
    nothing = nothing_to_show(asked, setting, about=title)
    if nothing:
        return nothing
    tables = []
    for (outcome,), of_outcome in groups(asked[asked["status"] != "not_estimable"], "outcome"):
        label = of_outcome["label"].iloc[0] or setting.name(outcome)
        caption = setting.caption(f"{label}: {title[:1].lower() + title[1:]}")
        lines = [_line(row, setting) for row in records(of_outcome)]
        columns = ("Estimate", "Compared", "Group", "Number", f"Value ({level_words(of_outcome)} interval)", "p", "How")
        notes = notes_for(of_outcome, setting, STANDARDISED)
        tables.append(Table(f"table-{slug(title)}-{slug(outcome)}", caption, columns, tuple(lines), notes))
    left = nothing_to_show(asked[asked["status"] == "not_estimable"], setting, about=title)
    told = left.parts if left and (asked["status"] == "not_estimable").any() else ()
    return Shown((*tables, *told))


def _line(row, setting: Setting) -> tuple[str, ...]:
    words = upper_first(ESTIMANDS[row["estimand"]].words)
    p = "" if is_missing(row["p_value"]) else p_text(row["p_value"])
    value = "" if ESTIMANDS[row["estimand"]].kind == "test" and row["status"] == "rounded" else with_interval(row)
    group = described({**row, "time_point": ""}, setting)
    when = compared(row, setting) if row["comparison"] else setting.name(row["time_point"])
    return words, when, group, n_of_text(row), value, p, upper_first(row["method"])
