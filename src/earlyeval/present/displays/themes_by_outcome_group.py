"""Themes by what became of people on a measure: k of N of those listened to, and what they said."""

import pandas as pd

from earlyeval.present.display import Part, Sentences, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import NOT_AVAILABLE, n_of_text
from earlyeval.present.rows import Row, any_shown, first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

GROUPS = {
    "recovered": "Recovered",
    "improved": "Improved",
    "unchanged": "Unchanged",
    "deteriorated": "Got worse",
    "no_data": "Not measured twice",
}
NOBODY = "nobody listened to"
TOO_FEW = "Too few people of each group were listened to: themes by what became of people stay in the restricted view."
HELD_BACK = "Quotations of groups of few people are not printed."
AND_CUT_OFF = " and its cut-off."
COUNTED = (
    "k of N: in how many of those of the group who were listened to the theme was heard at least once. No percentage "
    "is meant. The groups follow from the measure's own threshold of reliable change"
)


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return a table of counts, theme and measure by group, and a table of quotations by group.

    Rows per ``label``: ``proportion`` by ``subgroup`` (the class of change); ``quotation`` rows with the class in
    ``subgroup`` and the theme in ``comparison``.
    """
    counts = where(rows, estimand="proportion")
    if (counts["status"] == "hidden").any() and not any_shown(counts):
        return Shown((Sentences((TOO_FEW,), css_class="reason"),))
    nothing = nothing_to_show(counts, setting, about=title)
    if nothing:
        return nothing
    lines = []
    columns = {name: words for name, words in GROUPS.items() if (counts["subgroup"] == name).any()}
    for (label, _), of_pair in groups(counts, "label", "outcome"):
        cells = [_cell(first(where(of_pair, subgroup=name))) for name in columns]
        lines.append((label, *cells))
    quoted = where(rows, estimand="quotation")
    held_back = HELD_BACK if quoted["status"].isin(["refused", "hidden"]).any() else ""
    told = COUNTED + (AND_CUT_OFF if "recovered" in columns else ".")
    table = Table(
        "table-themes-by-outcome-group", setting.caption(title), ("Theme and measure", *columns.values()), tuple(lines),
        notes_for(counts[counts["status"] != "not_estimable"], setting, told, held_back),
    )  # fmt: skip
    parts: list[Part] = [table]
    printed = records(quoted[quoted["status"].isin(["shown", "rounded"])])
    if printed:
        said = tuple((row["comparison"], GROUPS[row["subgroup"]], f"“{row['note']}”", row["label"]) for row in printed)
        heads = ("Theme", "Group", "In their words", "Said by")
        parts.append(Table("table-quotations-by-outcome-group", setting.caption(f"{title}: words"), heads, said))
    return Shown(tuple(parts))


def _cell(row: Row | None) -> str:
    if row is None:  # no cut-off, so nobody can have crossed it
        return NOT_AVAILABLE
    if row["status"] == "not_estimable":
        return NOBODY
    return n_of_text(row)
