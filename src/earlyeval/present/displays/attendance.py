"""Attendance session by session: bars, and the table of the same sessions."""

import pandas as pd

from earlyeval.present.display import Figure, Part, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.stacked import count_and_share
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import count_text, interval_text
from earlyeval.present.rows import first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, ten_words, upper_first

SESSION = "session-"


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return, per kind of session, bars and a table by session number, then a table of everything else.

    Rows: ``outcome`` is the kind of session; ``subgroup`` "session-3" marks the third session, with a ``count`` or a
    ``proportion`` of those expected. Rows of other subgroups (places taken, visits by month) stand in a second table.
    """
    nothing = nothing_to_show(rows, setting, about=title)
    if nothing:
        return nothing
    parts: list[Part] = []
    told = rows["status"] == "not_estimable"
    for (outcome,), of_kind in groups(rows[~told], "outcome"):
        by_session = of_kind[of_kind["subgroup"].str.startswith(SESSION)]
        shares = by_session[by_session["estimand"] == "proportion"]
        sessions = _with_counts(shares, by_session) if len(shares) else by_session
        kind = setting.name(outcome)
        if len(sessions):
            if sessions["n"].notna().any():
                parts.append(_figure(sessions, setting, kind=kind))
            parts.append(_by_session(sessions, setting, kind=kind))
        others = of_kind[~of_kind.index.isin(by_session.index)]
        if len(others):
            parts.append(_others(others, setting, kind=kind))
    return Shown((*parts, *_reasons(rows[told], setting, title)))


def _with_counts(shares: pd.DataFrame, by_session: pd.DataFrame) -> pd.DataFrame:
    """Return the shares with how many came, from the count beside it where a share is hidden but its count is not."""
    counts = by_session[by_session["estimand"] == "count"].drop_duplicates("subgroup").set_index("subgroup")["n"]
    known = shares["subgroup"].map(counts)
    is_filled = shares["n"].isna() & known.notna()
    return shares.assign(n=shares["n"].fillna(known), status=shares["status"].mask(is_filled, "rounded"))


def _figure(rows: pd.DataFrame, setting: Setting, *, kind: str) -> Figure:
    from earlyeval.present.figures.attendance import attendance

    numbers = [subgroup.removeprefix(SESSION) for subgroup in rows["subgroup"]]
    known = records(rows[rows["n"].notna()])
    begin, end = known[0], known[-1]
    fell = end["n"] - begin["n"]
    course = "fewer came to the last than to the first" if fell < 0 else "as many or more came to the last as the first"
    unit = known[0]["unit"] or "people"
    alt = (
        f"Bar chart of {unit} at each of {len(rows)} sessions: {count_text(begin['n'])} came to the first shown and "
        f"{count_text(end['n'])} to the last, so {course}."
    )
    title = ten_words(kind, "how many came to each")
    caption = setting.caption(f"{kind}: {unit} who came (filled) of those expected (frame)")
    words = (title, alt, caption)
    return attendance(
        rows, numbers=numbers, axis_label="Session number", identity=f"figure-attendance-{slug(kind)}", words=words
    )


def _by_session(rows: pd.DataFrame, setting: Setting, *, kind: str) -> Table:
    interval = rows["conf_low"].notna().any()
    lines = [
        (
            row["subgroup"].removeprefix(SESSION),
            count_and_share(row),
            *([interval_text(row)] if interval else []),
        )
        for row in records(rows)
    ]
    columns = ("Session", "Came, of those expected", *([f"{level_words(rows)} interval"] if interval else []))
    marked = rows if interval or rows["n"].isna().any() else rows.assign(mark="")  # no cell of the table holds the mark
    notes = notes_for(marked, setting, *dict.fromkeys(note for note in rows["note"] if note))
    return Table(f"table-attendance-{slug(kind)}", setting.caption(f"{kind}: attendance by session"), columns,
                 tuple(lines), notes)  # fmt: skip


def _others(rows: pd.DataFrame, setting: Setting, *, kind: str) -> Table:
    """One line per group or month, one column per unit counted in; a share stands for the count it holds."""
    units = list(dict.fromkeys(rows["unit"]))
    lines = []
    for (label, cluster, _), of_line in groups(rows, "label", "cluster", "subgroup"):
        cells = [where(of_line, unit=unit) for unit in units]
        found = [first(where(cell, estimand="proportion")) or first(cell) for cell in cells]
        names = (label, setting.name(cluster) if cluster else "All")
        lines.append((*names, *(count_and_share(cell) if cell else "" for cell in found)))
    notes = notes_for(rows, setting, *dict.fromkeys(note for note in rows["note"] if note))
    caption = setting.caption(f"{kind}: attendance over all sessions")
    columns = ("What", "Group", *(upper_first(unit) for unit in units))
    return Table(f"table-attendance-all-{slug(kind)}", caption, columns, tuple(lines), notes, 2)


def _reasons(rows: pd.DataFrame, setting: Setting, title: str) -> tuple[Part, ...]:
    nothing = nothing_to_show(rows, setting, about=title) if len(rows) else None
    return nothing.parts if nothing else ()
