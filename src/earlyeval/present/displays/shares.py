"""Shares with their intervals: bars, and the table of the same rows."""

import pandas as pd

from earlyeval.present.display import Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import interval_text, n_of_text, percent_text, value_text
from earlyeval.present.place import described, has_groups
from earlyeval.present.rows import Row, of_kind, records
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, ten_words
from earlyeval.protect.rounding import FEW, IN_WORDS, NEARLY_ALL

AT_MOST_BARS = 20


def show(rows: pd.DataFrame, setting: Setting, *, title: str, figure: bool = True) -> Shown:
    """Return bars (where any share was released, and no more than twenty) and a table of shares."""
    shares = of_kind(rows, "share")
    nothing = nothing_to_show(shares, setting, about=title)
    if nothing:
        return nothing
    asked = shares[shares["status"] != "not_estimable"]
    table = _table(shares, asked, setting, title=title)
    drawable = figure and asked["estimate"].notna().any() and len(asked) <= AT_MOST_BARS
    return Shown((_figure(asked, setting, title=title), table) if drawable else (table,))


def names_of(rows: pd.DataFrame, setting: Setting) -> list[str]:
    """Return what each row is called in a picture: its label, and its group where rows differ in that."""
    grouped = has_groups(rows)
    named = []
    for row in records(rows):
        label, group = row["label"] or setting.name(row["outcome"]), described(row, setting)
        named.append(f"{label}: {group}" if grouped and group not in ("All", label) else label)
    return named


def _table(shares: pd.DataFrame, asked: pd.DataFrame, setting: Setting, *, title: str) -> Table:
    grouped, interval = has_groups(asked), asked["conf_low"].notna().any()
    columns = ["What", *(["Group"] if grouped else []), "Number", "Share"]
    columns += [f"{level_words(asked)} interval"] if interval else []
    lines = []
    for row in records(asked):
        names = [row["label"] or setting.name(row["outcome"]), *([described(row, setting)] if grouped else [])]
        lines.append((*names, n_of_text(row), value_text(row), *([interval_text(row)] if interval else [])))
    small = "A share without a percentage rests on too few for one." if _some_without(asked) else ""
    notes = notes_for(shares, setting, small)
    return Table(f"table-{slug(title)}", setting.caption(title), tuple(columns), tuple(lines), notes, 1 + grouped)


def _some_without(rows: pd.DataFrame) -> bool:
    return bool((rows["n"].notna() & rows["estimate"].isna() & ~rows["rule"].isin(IN_WORDS)).any())


def _with_intervals(rows: pd.DataFrame) -> str:
    return f", with {level_words(rows)} intervals" if rows["conf_low"].notna().any() else ""


def _figure(rows: pd.DataFrame, setting: Setting, *, title: str):
    from earlyeval.present.figures.shares import shares

    return shares(
        rows,
        labels=names_of(rows, setting),
        identity=f"figure-{slug(title)}",
        title=ten_words(title, _range(rows)),
        alt=f"Bar chart of shares of {title[:1].lower() + title[1:]}, {_told(rows, setting)}.",
        caption=setting.caption(f"{title}: share of each group{_with_intervals(rows)}"),
    )


def _range(rows: pd.DataFrame, *, or_all: str = ", or nearly all") -> str:
    """Return "29% to 57%", or the one share there is; what is said in words stands at its end of the range."""
    known = rows["estimate"].dropna()
    ends = [percent_text(end) for end in (known.min(), known.max())]
    ends = ends[-1:] if len(known) == 1 else ends
    if (rows["rule"] == FEW).any():
        ends = [FEW, ends[-1]]
    return " to ".join(ends) + (or_all if (rows["rule"] == NEARLY_ALL).any() else "")


def _told(rows: pd.DataFrame, setting: Setting) -> str:
    """Return the course of the shares with the measure and the group of the highest."""
    grouped, ends = has_groups(rows), _range(rows, or_all="")
    named = [_with_group(row, setting) if grouped else _measure(row, setting) for row in records(rows)]
    nearly_all = [name for name, rule in zip(named, rows["rule"], strict=True) if rule == NEARLY_ALL]
    if nearly_all:
        more = f" and {len(nearly_all) - 2} more" if len(nearly_all) > 2 else ""
        elsewhere = f"from {ends} elsewhere" if " to " in ends else f"{ends} elsewhere"
        return f"{NEARLY_ALL} for {' and '.join(nearly_all[:2])}{more} and {elsewhere}"
    highest = named[rows["estimate"].to_list().index(rows["estimate"].max())]
    return f"which run from {ends}, highest for {highest}" if " to " in ends else f"{ends} for {highest}"


def _measure(row: Row, setting: Setting) -> str:
    return row["label"] or setting.name(row["outcome"])


def _with_group(row: Row, setting: Setting) -> str:
    return f"{_measure(row, setting)} ({described(row, setting, everybody='all')})"
