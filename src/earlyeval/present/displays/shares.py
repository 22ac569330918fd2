"""Shares with their intervals: bars, and the table of the same rows."""

import pandas as pd

from earlyeval.present.display import Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import interval_text, n_of_text, percent_text, value_text
from earlyeval.present.place import described, has_groups
from earlyeval.present.rows import of_kind, records
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, ten_words

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
    return bool((rows["n"].notna() & rows["estimate"].isna()).any())


def _with_intervals(rows: pd.DataFrame) -> str:
    return f", with {level_words(rows)} intervals" if rows["conf_low"].notna().any() else ""


def _figure(rows: pd.DataFrame, setting: Setting, *, title: str):
    from earlyeval.present.figures.shares import shares

    labels, known = names_of(rows, setting), rows["estimate"].dropna()
    highest = labels[rows["estimate"].to_list().index(known.max())]
    most = percent_text(known.max())
    said = f"{most} for {highest}"
    if len(known) > 1:
        said = f"which run from {percent_text(known.min())} to {most}, highest for {highest}"
    return shares(
        rows,
        labels=labels,
        identity=f"figure-{slug(title)}",
        title=ten_words(title, f"{percent_text(known.min())} to {most}") if len(known) > 1 else ten_words(title, most),
        alt=f"Bar chart of shares of {title[:1].lower() + title[1:]}, {said}.",
        caption=setting.caption(f"{title}: share of each group{_with_intervals(rows)}"),
    )
