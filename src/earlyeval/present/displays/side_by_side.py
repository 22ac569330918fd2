"""One line per outcome and group, one column per thing counted: the table behind several displays."""

from collections.abc import Mapping

import pandas as pd

from earlyeval.present.display import slug
from earlyeval.present.displays.stacked import count_and_share
from earlyeval.present.notes import notes_for
from earlyeval.present.rows import first, groups, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table


def side_by_side(
    rows: pd.DataFrame,
    setting: Setting,
    *,
    title: str,
    names: Mapping[str, str],
    columns: Mapping[str, str],
    column: str = "subgroup",
    notes: tuple[str, ...] = (),
) -> Table:
    """Return a table of released counts and shares.

    Parameters
    ----------
    names : mapping
        Text columns of the rows that name a line, with their headings; "" reads "All".
    columns : mapping
        Values of ``column`` that make the columns of the table, with their headings, in order.

    Notes
    -----
    A cell is "15 of 40 (38%)", or the count alone; it is empty where the rows say nothing.
    """
    asked = rows[rows["status"] != "not_estimable"]
    lines = []
    for key, of_line in groups(asked, *names):
        named = (_words(name, part, setting) for name, part in zip(names, key, strict=True))
        cells = [first(where(of_line, **{column: value})) for value in columns]
        lines.append((*named, *("" if cell is None else count_and_share(cell) for cell in cells)))
    return Table(
        f"table-{slug(title)}", setting.caption(title), (*names.values(), *columns.values()), tuple(lines),
        notes_for(rows, setting, *notes), len(names),
    )  # fmt: skip


def _words(name: str, part: str, setting: Setting) -> str:
    return part if name == "label" else setting.name(part) if part else "All"
