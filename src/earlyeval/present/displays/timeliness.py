"""At what age children were seen: medians, and the share seen by the day each contact was due."""

import pandas as pd

from earlyeval.present.display import Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import interval_text, n_text, number_text, value_text, with_interval
from earlyeval.present.rows import first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, upper_first

FOLLOWED = (
    "Children not seen yet are followed to the last day of the return, and count as long as they are (Kaplan-Meier)."
)


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return a curve of each contact as a picture of the share seen by age, and a table of medians."""
    nothing = nothing_to_show(rows, setting, about=title)
    if nothing:
        return nothing
    lines = []
    for _, of_contact in groups(rows, "outcome"):
        median = first(where(of_contact, estimand="median_days"))
        due = first(where(of_contact, estimand="seen_by", note="due"))
        if median is None:
            continue
        by_then = "" if due is None else f"{value_text(due)} ({interval_text(due)})"
        median_words = with_interval(median) if not pd.isna(median["estimate"]) else value_text(median)
        lines.append((median["label"], upper_first(median["note"]), n_text(median), median_words, by_then))
    level = level_words(rows)
    heads = (
        "Contact",
        "Due",
        "Children",
        f"Median age in days ({level} interval)",
        f"Seen by the day it was due ({level} interval)",
    )
    table = Table(
        f"table-{slug(title)}", setting.caption(title), heads, tuple(lines), notes_for(rows, setting, FOLLOWED)
    )
    return Shown((*_curve(rows, setting), table))


def _curve(rows: pd.DataFrame, setting: Setting) -> tuple:
    """Return the curve of the first contact that has one: the one that every child is due first."""
    from earlyeval.present.figures.curve import curve

    for _, of_contact in groups(where(rows, estimand="seen_by"), "outcome"):
        known = of_contact[of_contact["estimate"].notna()]
        if known.empty:
            continue
        label = str(known["label"].iloc[0])
        last = records(known)[-1]
        alt = (
            f"Step chart of the share of children seen, by age in days, for {label}; it reaches "
            f"{value_text(last)} by day {number_text(_day(last), decimals=0)}."
        )
        caption = setting.caption(f"{label}: share of children seen by each age, with {level_words(known)} intervals")
        words = ("Children seen, by age in days", alt, caption)
        return (curve([(_day(row), row) for row in records(known)], identity="figure-timeliness", words=words),)
    return ()


def _day(row) -> int:
    return int(row["subgroup"].removeprefix("day-"))
