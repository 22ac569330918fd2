"""Who took part, value by value, beside the population of the place."""

import pandas as pd

from earlyeval.present.display import Figure, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import interval_text, n_of_text, percent_text, said_in_words, value_text
from earlyeval.present.place import lower_first
from earlyeval.present.rows import Row, first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words

POPULATION = "population"
MISSING = "missing"


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return a picture of the shares that have the population beside them, and a table per strand of all values.

    Rows: ``note`` names the characteristic, ``label`` the value; the population's share is a row with ``comparison``
    "population". A value not returned for anybody missing is left out.
    """
    nothing = nothing_to_show(rows, setting, about="Characteristics of those who took part")
    if nothing:
        return nothing
    asked = rows[rows["status"] != "not_estimable"]
    people, everybody = asked[asked["comparison"] != POPULATION], where(asked, comparison=POPULATION)
    beside = [
        (row, first(where(everybody, outcome=row["outcome"], subgroup=row["subgroup"]))) for row in records(people)
    ]
    known = [(row, other) for row, other in beside if other is not None and not pd.isna(other["estimate"])]
    drawable = [(row, other) for row, other in known if not said_in_words(row)]
    parts = [_figure(drawable, setting)] if any(not pd.isna(row["estimate"]) for row, _ in drawable) else []
    for (strand,), of_strand in groups(rows, "strand"):
        parts.append(
            _table(of_strand, beside, setting, title=f"{title}: {lower_first(_who(of_strand))}", strand=strand)
        )
    return Shown(tuple(parts))


def _who(rows: pd.DataFrame) -> str:
    units = [unit for unit in rows["unit"] if unit != "people in the area"]
    return units[0] if units else "people"


def _figure(pairs: list[tuple[Row, Row]], setting: Setting) -> Figure:
    from earlyeval.present.figures.beside_population import beside_population

    shown = [(row, other) for row, other in pairs if not pd.isna(row["estimate"])]
    widest = max(shown, key=lambda pair: abs(pair[0]["estimate"] - pair[1]["estimate"]))
    row, other = widest
    alt = (
        f"Bar chart of {len(pairs)} values of characteristics: the share among those who took part as bars, the share "
        f"in the area as marks. They lie furthest apart for {row['label']}: {percent_text(row['estimate'])} of those "
        f"who took part, {percent_text(other['estimate'])} in the area."
    )
    caption = setting.caption("Share among those who took part (bar) and in the population of the area (mark)")
    words = ("Those who took part, beside the area", alt, caption)
    return beside_population(pairs, identity="figure-reach", words=words)


def _table(
    rows: pd.DataFrame, beside: list[tuple[Row, Row | None]], setting: Setting, *, title: str, strand: str
) -> Table:
    own = [(row, other) for row, other in beside if row["strand"] == strand]
    has_area = any(other is not None for _, other in own)
    lines = []
    for row, other in own:
        if row["subgroup"] == MISSING and row["n"] == 0:
            continue
        area = ([value_text(other)] if other else [""]) if has_area else []
        lines.append((_short(row["note"]), row["label"], n_of_text(row), value_text(row), interval_text(row), *area))
    columns = ("Characteristic", "Value", "Number", "Share", f"{level_words(rows)} interval")
    columns += ("Share in the area",) if has_area else ()
    explained = [f"{note}." for note in dict.fromkeys(row["note"] for row, _ in own) if note != _short(note)]
    notes = notes_for(rows, setting, *explained)
    return Table(f"table-reach-{strand}", setting.caption(title), columns, tuple(lines), notes, 2)


def _short(name: str) -> str:
    """Return the name of a characteristic without what stands in brackets after it; a note gives the whole."""
    return name.partition(" (")[0]
