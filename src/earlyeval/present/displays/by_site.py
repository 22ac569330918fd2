"""What was counted at each site as a table: a line per site in alphabetical order, then the sites shown together."""

import pandas as pd

from earlyeval.present.display import Part, Sentences, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_of_text, n_text, percent_in_brackets
from earlyeval.present.place import lower_first
from earlyeval.present.rows import Row, first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import sentence

MOST_COLUMNS = 6  # beside the sites' names; more are a further table
TOGETHER = "Sites shown, together"
NO_RANKS = "Sites stand in alphabetical order. Nothing here ranks them."
TOTALS = "The last line adds up the numbers shown: a site that is hidden (*) is in no total."
EMPTY = ""


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return a table per part (``subgroup``), with a column for each thing counted and a line for each site.

    Rows: counts, shares or statements with ``site``; those without a site are totals, or sentences that stand below.
    """
    nothing = nothing_to_show(rows, setting, about=title)
    if nothing:
        return nothing
    of_sites = rows[(rows["site"] != "") | (rows["estimand"] != "statement")]
    parts: list[Part] = []
    statements = of_sites["estimand"] == "statement"
    if statements.any():
        parts.append(_table(of_sites[statements], setting, title=title, by=("subgroup",)))
    for (part,), of_part in groups(of_sites[~statements], "subgroup"):
        asked = of_part.groupby(["outcome", "label", "time_point"], sort=False)["estimable"].transform("any")
        named = f"{title}: {lower_first(setting.name(part))}" if part else title
        if asked.any():
            parts.extend(_tables(of_part[asked], setting, title=named))
    told = [sentence(row["note"]) for row in records(where(rows, estimand="statement", site=""))]
    if told:
        parts.append(Sentences(tuple(told), listed=len(told) > 1))
    return Shown(tuple(parts))


def _tables(rows: pd.DataFrame, setting: Setting, *, title: str) -> list[Part]:
    """Return one table, or several where there are more columns than a page holds."""
    by = ("outcome", "label", "unit", "time_point")
    keys = list(dict.fromkeys(rows[list(by)].itertuples(index=False, name=None)))
    chunks = [keys[start : start + MOST_COLUMNS] for start in range(0, len(keys), MOST_COLUMNS)]
    if rows["time_point"].nunique() > 1:  # one thing over time: each thing has tables of its own
        chunks = [
            of_one[start : start + MOST_COLUMNS]
            for outcome in dict.fromkeys(key[0] for key in keys)
            for of_one in [[key for key in keys if key[0] == outcome]]
            for start in range(0, len(of_one), MOST_COLUMNS)
        ]
    made: list[Part] = []
    for place, chunk in enumerate(chunks, start=1):
        kept = rows[[key in chunk for key in rows[list(by)].itertuples(index=False, name=None)]]
        over_time = kept["time_point"].nunique() > 1 or bool((kept["time_point"] != "").any())
        words = _numbered(title, kept, over_time=over_time, place=place, of=len(chunks))
        made.append(_table(kept, setting, title=words, by=by))
    return made


def _numbered(title: str, rows: pd.DataFrame, *, over_time: bool, place: int, of: int) -> str:
    if over_time:
        points = list(dict.fromkeys(rows["time_point"]))
        until = f" to {points[-1]}" if len(points) > 1 else ""
        return f"{title}: {lower_first(str(rows['label'].iloc[0]))}, {points[0]}{until}"
    return f"{title} ({place} of {of})" if of > 1 else title


def _table(rows: pd.DataFrame, setting: Setting, *, title: str, by: tuple[str, ...]) -> Table:
    keys = list(dict.fromkeys(rows[list(by)].itertuples(index=False, name=None)))
    heads = [_head(dict(zip(by, key, strict=True)), setting, rows) for key in keys]
    sites = list(dict.fromkeys(site for site in rows["site"] if site))
    lines = [(setting.site(site), *_cells(where(rows, site=site), keys, by)) for site in sites]
    totals = where(rows, site="")
    notes = [NO_RANKS]
    if len(totals):
        lines.append((TOGETHER, *_cells(totals, keys, by)))
        notes.append(TOTALS)
    notes = [*notes, *notes_for(_with_names(rows, setting), setting)]
    return Table(f"table-{slug(title)}", setting.caption(title), ("Site", *heads), tuple(lines), tuple(notes))


def _head(key: Row, setting: Setting, rows: pd.DataFrame) -> str:
    if key.get("time_point"):
        return str(key["time_point"])
    if "label" in key:
        return str(key["label"]) or setting.name(str(key["outcome"]))
    return setting.name(str(key["subgroup"]))


def _cells(rows: pd.DataFrame, keys: list, by: tuple[str, ...]) -> list[str]:
    found = []
    for key in keys:
        row = first(where(rows, **dict(zip(by, key, strict=True))))
        found.append(_cell(row) if row else EMPTY)
    return found


def _cell(row: Row) -> str:
    if row["estimand"] == "statement":
        return row["note"]
    if row["status"] == "not_estimable":
        return n_text(row)
    if row["estimand"] == "count":
        return n_text(row)
    return f"{n_of_text(row)}{percent_in_brackets(row) if row['status'] != 'hidden' else ''}"


def _with_names(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """Return the rows with the site before each label, so that a reason says where it holds."""
    named = [
        f"{setting.site(site)}, {lower_first(label)}" if site and label else label
        for site, label in zip(rows["site"], rows["label"], strict=True)
    ]
    return rows.assign(label=named)
