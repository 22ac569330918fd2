"""Contacts that every child is due: seen in time, later or not, beside published figures."""

import pandas as pd

from earlyeval.present.display import Figure, Part, Sentences, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.shares import show as show_shares
from earlyeval.present.displays.side_by_side import side_by_side
from earlyeval.present.displays.stacked import count_and_share
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import interval_text, n_text, percent_text
from earlyeval.present.rows import Row, first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, upper_first

PUBLISHED = "published_share"
APART = ("not-children", "other-quarter")
COLUMNS = {"in-time": "In time", "late": "Later", "not-done": "Not seen by the last day"}


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return shares seen in time beside published ones, a table of all contacts, one by team, and what was left out."""
    contacts = rows[~rows["outcome"].isin(APART)]
    counted = where(contacts, estimand="proportion")
    nothing = nothing_to_show(contacts if counted.empty else counted, setting, about=title)
    if nothing:
        return nothing
    parts: list[Part] = [*_figure(contacts, setting, title=title), _table(contacts, setting, title=title)]
    by_team = counted[(counted["cluster"] != "") & counted["subgroup"].isin(list(COLUMNS))]
    if len(by_team):
        names = {"label": "Contact", "cluster": "Group"}
        parts.append(side_by_side(by_team, setting, title=f"{title}, group by group", names=names, columns=COLUMNS))
    parts.extend(Sentences((f"{row['label']}: {n_text(row)}.",)) for row in records(where(rows, outcome=APART)))
    return Shown(tuple(parts))


def _figure(contacts: pd.DataFrame, setting: Setting, *, title: str) -> list[Figure]:
    from earlyeval.present.figures.beside_population import beside_population

    whole = contacts[(contacts["cluster"] == "") & (contacts["subgroup"] == "in-time")]
    own = where(whole, estimand="proportion")
    pairs = [(row, first(where(whole, estimand=PUBLISHED, outcome=row["outcome"]))) for row in records(own)]
    known = [(row, other) for row, other in pairs if other is not None and not pd.isna(row["estimate"])]
    if not known:
        return [part for part in show_shares(own, setting, title=title).parts if isinstance(part, Figure)]
    elsewhere = known[0][1]["comparison"]
    row, other = max(known, key=lambda pair: abs(pair[0]["estimate"] - pair[1]["estimate"]))
    alt = (
        f"Bar chart of the share of children seen in time at {len(known)} contacts, with the published share of "
        f"{elsewhere} as marks. They lie furthest apart for {row['label']}: {percent_text(row['estimate'])} here, "
        f"{percent_text(other['estimate'])} published."
    )
    words = (
        f"Seen in time, beside {elsewhere}",
        alt,
        setting.caption(f"Children seen in time here, and the share published for {elsewhere}"),
    )
    names = ("Here", elsewhere)
    return [beside_population(known, identity="figure-coverage", words=words, names=names)]


def _table(contacts: pd.DataFrame, setting: Setting, *, title: str) -> Table:
    whole = contacts[contacts["cluster"] == ""]
    lines, notes = (
        [],
        [str(note) for note in dict.fromkeys(where(whole, subgroup="in-time", estimand="proportion")["note"])],
    )
    for _, of_contact in groups(whole, "outcome"):
        shares = where(of_contact, estimand="proportion")
        cells = [first(where(shares, subgroup=name)) for name in COLUMNS]
        published = where(of_contact, estimand=PUBLISHED)
        seen = cells[0]
        if seen is None or seen["status"] == "not_estimable":
            lines.append((str(of_contact["label"].iloc[0]), "", "", "", "", _published(published)))
            continue
        shown = [count_and_share(cell) if cell else "" for cell in cells]
        lines.append((seen["label"], shown[0], interval_text(seen), *shown[1:], _published(published)))
        notes += [f"{row['comparison']}: {upper_first(row['note'])}." for row in records(published)]
        early = first(where(shares, subgroup="early"))
        if early is not None:
            words = "seen before the window opened, and counted as in time"
            notes.append(f"{seen['label']}: {words}: {count_and_share(early)}.")
    heads = (
        "Contact",
        "In time, of the children due",
        f"{level_words(contacts)} interval",
        "Later",
        "Not seen by the last day",
        "Published, in time; later",
    )
    return Table("table-coverage", setting.caption(title), heads, tuple(lines), notes_for(contacts, setting, *notes))


def _published(rows: pd.DataFrame) -> str:
    told = [_one(row) for row in records(rows.sort_values("subgroup", ascending=True, kind="stable"))]
    return "; ".join(told)


def _one(row: Row) -> str:
    later = "later " if row["subgroup"] == "late" else ""
    low, high = (percent_text(row[end], decimals=1) for end in ("conf_low", "conf_high"))
    limits = "" if pd.isna(row["conf_low"]) else f" ({low} to {high})"
    return f"{later}{percent_text(row['estimate'], decimals=1)}{limits}"
