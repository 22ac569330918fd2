"""Shares in rows and columns: shaded squares, and the table of the same rows with the number each line is of."""

import pandas as pd

from earlyeval.present.display import Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_text, percent_text, value_text
from earlyeval.present.rows import first, groups, of_kind, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import ten_words


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

    known = asked.dropna(subset=["estimate"])
    highest = known.loc[known["estimate"].idxmax()]
    alt = (
        f"Table of shaded squares, {title[:1].lower() + title[1:]}; the highest share is "
        f"{percent_text(highest['estimate'])}, {highest['label'].lower()} and {highest['subgroup'].lower()}."
    )
    words = (ten_words(title, "shares of each line"), alt, setting.caption(f"{title}: share of each line"))
    picture = heat(asked, lines=lines, columns=columns, identity=f"figure-{slug(title)}", words=words)
    return Shown((picture, table))


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
