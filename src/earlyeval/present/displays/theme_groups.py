"""By whom each theme was heard, and where and when: k of N, one table for each way of dividing the voices."""

import pandas as pd

from earlyeval.present.display import Part, Sentences, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_of_text
from earlyeval.present.rows import any_shown, first, groups, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import upper_first

TOO_FEW = "Too few people of each group were listened to: themes by {} stay in the restricted view."
NOT_COMPARED = (
    "Small groups of people who were chosen, not drawn: differences between columns are no evidence of a difference "
    "between the groups."
)


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return a table for each way of dividing voices and each unit: themes below each other, groups side by side."""
    told = nothing_to_show(rows, setting, about="Themes by group")
    if told:
        return told
    divided = rows.assign(
        divided_by=rows["subgroup"].str.split(": ", n=1).str[0], part=rows["subgroup"].str.split(": ", n=1).str[-1]
    )
    parts: list[Part] = []
    untold: list[str] = []
    for (division, unit), of_division in groups(divided, "divided_by", "unit"):
        if unit == "people" and not any_shown(of_division):
            untold.append(division.lower())
            continue
        columns = list(dict.fromkeys(of_division["part"]))
        lines = []
        for (label,), of_theme in groups(of_division, "label"):
            cells = [first(where(of_theme, part=column)) for column in columns]
            lines.append((label, *("" if cell is None else n_of_text(cell) for cell in cells)))
        caption = setting.caption(f"Themes by {division.lower()}, in how many {unit} each was heard")
        notes = notes_for(of_division, setting, NOT_COMPARED)
        heads = ("Theme", *(upper_first(column) for column in columns))
        parts.append(Table(f"table-themes-by-{slug(division)}-{slug(unit)}", caption, heads, tuple(lines), notes))
    if untold:
        parts.append(Sentences((TOO_FEW.format(" and by ".join(untold)),), css_class="reason"))
    return Shown(tuple(parts))
