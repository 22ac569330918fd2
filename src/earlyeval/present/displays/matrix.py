"""Shares in rows and columns: shaded squares, and the table of the same rows with the number each line is of."""

import pandas as pd

from earlyeval.present.display import Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_text, percent_text, value_text
from earlyeval.present.place import lower_first
from earlyeval.present.rows import first, groups, of_kind, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import ten_words
from earlyeval.protect.rounding import NEARLY_ALL


def show(rows: pd.DataFrame, setting: Setting, *, title: str, line: str, of: str = "Of", figure: bool = True) -> Shown:
    """Return shaded squares (where any share was released) and a table: lines by ``label``, columns by ``subgroup``.

    ``line`` heads the lines, ``of`` the column with the number that the shares of a line are of.
    """
    shares = of_kind(rows, "share")
    nothing = nothing_to_show(shares, setting, about=title)
    if nothing:
        return nothing
    asked = shares[shares["status"] != "not_estimable"]
    lines, columns = (list(dict.fromkeys(asked[name])) for name in ("label", "subgroup"))
    table = _table(shares, asked, setting, title=title, heads=(line, of), columns=columns)
    if not figure or asked["estimate"].isna().all():
        return Shown((table,))
    from earlyeval.present.figures.heat import heat

    alt = f"Table of shaded squares, {lower_first(title)}; the highest share is {_highest(asked)}."
    words = (ten_words(title, "shares of each line"), alt, setting.caption(f"{title}: share of each line"))
    picture = heat(asked, lines=lines, columns=columns, identity=f"figure-{slug(title)}", words=words)
    return Shown((picture, table))


def _highest(asked: pd.DataFrame) -> str:
    """Return the highest share and where it stands; what is said in words is higher than any percentage."""
    nearly_all = asked[asked["rule"] == NEARLY_ALL]
    known = asked.dropna(subset=["estimate"])
    row = nearly_all.iloc[0] if len(nearly_all) else known.loc[known["estimate"].idxmax()]
    share = NEARLY_ALL if len(nearly_all) else percent_text(row["estimate"])
    return f"{share}, {lower_first(row['label'])} and {lower_first(row['subgroup'])}"


def _table(
    shares: pd.DataFrame, asked: pd.DataFrame, setting: Setting, *, title: str, heads: tuple[str, str],
    columns: list[str],
) -> Table:  # fmt: skip
    lines = []
    for (label,), of_line in groups(asked, "label"):
        cells = [first(where(of_line, subgroup=column)) for column in columns]
        number = n_text(first(of_line), "n_expected")
        lines.append((label, number, *("" if cell is None else value_text(cell) for cell in cells)))
    names = (*heads, *(setting.name(column) for column in columns))
    return Table(f"table-{slug(title)}", setting.caption(title), names, tuple(lines), notes_for(shares, setting))
