"""Every other named estimate of the same question, so that a reader who checks elsewhere finds the one meant."""

import pandas as pd

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.present.display import Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import is_missing, n_of_text, p_text, with_interval
from earlyeval.present.place import compared
from earlyeval.present.rows import of_kind, records
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, upper_first

KINDS = ("change", "model", "test", "agreement")
IN_THE_WORKBOOK = ("skewness", "sd_change", "d_z", "d_av", "d_rm", "d_pre", "g_z", "g_av", "g_rm", "g_pre")
ELSEWHERE = (
    "Changes are in points of the scale. The standardised changes d_z, d_av, d_rm and d_pre stand in tables.xlsx."
)


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return one table: outcome, quantity, comparison, number, estimate with interval, p value, method.

    Of the standardised changes only the one that the outcome's own block prints stands on a page; the other named
    forms stand in the workbook, where a reader who checks in another program finds the one meant.
    """
    asked = of_kind(rows, *KINDS)
    asked = asked[~asked["estimand"].isin(IN_THE_WORKBOOK)]
    nothing = nothing_to_show(asked, setting, about=title)
    if nothing:
        return nothing
    answered = asked[asked["status"] != "not_estimable"]
    lines = tuple(_line(row, setting) for row in records(answered))
    columns = ("Outcome", "Estimate", "Compared", "Number", f"Value ({level_words(answered)} interval)", "p", "How")
    notes = notes_for(asked, setting, ELSEWHERE if len(of_kind(asked, "change")) else "")
    return Shown((Table(f"table-{slug(title)}", setting.caption(title), columns, lines, notes, row_headers=2),))


def _line(row, setting: Setting) -> tuple[str, ...]:
    words = upper_first(ESTIMANDS[row["estimand"]].words)
    p = "" if is_missing(row["p_value"]) else p_text(row["p_value"])
    value = "" if ESTIMANDS[row["estimand"]].kind == "test" and row["status"] == "rounded" else with_interval(row)
    label = row["label"] or setting.name(row["outcome"])
    when = compared(row, setting) if row["comparison"] else setting.name(row["time_point"])
    return label, words, when, n_of_text(row), value, p, upper_first(row["method"])
