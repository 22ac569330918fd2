"""Whether raters of video became stricter or kinder as they went on."""

import pandas as pd

from earlyeval.present.display import Part, Sentences, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import is_missing, n_of_text, number_text, p_text, with_interval
from earlyeval.present.rows import Row, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, upper_first

KINDER = "above zero: kinder with time; below zero: stricter"


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return a sentence per outcome and one table: main rater, second rater less main; points per thirty days."""
    drift = where(rows, estimand="rating_drift")
    nothing = nothing_to_show(drift, setting, about=title)
    if nothing:
        return nothing
    asked = drift[drift["status"] != "not_estimable"]
    lines = tuple(
        (row["label"], upper_first(row["subgroup"]), n_of_text(row), with_interval(row), _p(row), row["method"])
        for row in records(asked)
    )
    heads = (
        "Outcome",
        "Whose ratings",
        "Number",
        f"Points per thirty days ({level_words(asked)} interval)",
        "p",
        "How",
    )
    notes = notes_for(drift, setting, f"{upper_first(KINDER)}.")
    table = Table(f"table-{slug(title)}", setting.caption(title), heads, lines, notes, row_headers=2)
    told: list[Part] = [Sentences((_said(row),)) for row in records(where(asked, subgroup="main rater"))]
    return Shown((*told, table))


def _said(row: Row) -> str:
    if not is_shown(row):
        return f"{row['label']}: too few ratings to tell whether they drifted."
    low, high = (number_text(row[name], decimals=2) for name in ("conf_low", "conf_high"))
    if row["conf_low"] <= 0 <= row["conf_high"]:
        return (
            f"{row['label']}: no drift of the main ratings was found; in thirty days they may have moved by anything "
            f"between {low} and {high} points."
        )
    way = "higher" if row["estimate"] > 0 else "lower"
    return (
        f"{row['label']}: the main ratings became {way} as rating went on (between {low} and {high} points in thirty "
        "days), whatever was seen. Part of a change from before to after may be the rater's."
    )


def _p(row: Row) -> str:
    return "" if is_missing(row["p_value"]) else p_text(row["p_value"])
