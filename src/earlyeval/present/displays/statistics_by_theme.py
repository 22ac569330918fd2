"""Scores of those who spoke of a theme beside those of the others: described, never tested."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.spoken_words import reasons_together
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import NOT_AVAILABLE, n_of_text, value_text, with_interval
from earlyeval.present.place import compared
from earlyeval.present.rows import Row, first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

MEANS, SPREADS, MIDDLES = ("mean", "mean_change"), ("sd", "sd_change"), ("median", "median_change")
DESCRIBED = (
    "Nobody was put in a group: these are few people, and not mentioning a theme is not the absence of it. No test is "
    "made. Number: with the score, of those listened to. Hedges' g: + where those who spoke of it are better off; its "
    "interval draws people again within each group. A dash: too few to describe or to compare. Cliff's delta stands in "
    "the workbook."
)
WHO = {"heard": "spoke of it", "not heard": "did not"}


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return one table: theme and measure, who, number, mean (SD), median, Hedges' g of the two.

    Rows per ``label``: mean, SD and median (of scores or of changes) by ``subgroup`` "heard" and "not heard";
    ``hedges_g`` of the two.
    """
    described = where(rows, estimand=MEANS)
    nothing = nothing_to_show(rows if described.empty else described, setting, about=title)
    if nothing:
        return nothing
    lines = []
    for _, of_pair in groups(rows, "label", "outcome"):
        means = records(where(of_pair, estimand=MEANS))
        difference = first(where(of_pair, estimand="hedges_g"))
        for number, row in enumerate(means):
            effect = _effect(difference) if number == 0 else ""
            lines.append((_label(row, setting), WHO[row["subgroup"]], n_of_text(row), *_level(of_pair, row), effect))
    columns = ("Theme and measure", "Who", "Number", "Mean (SD)", "Median", "Hedges' g of the two")
    found = where(rows, estimand=(*MEANS, "hedges_g"))
    never = where(rows, estimand="hedges_g", subgroup="")
    table = Table(
        "table-statistics-by-theme", setting.caption(title), columns, tuple(lines),
        notes_for(found[found["status"] != "not_estimable"], setting, DESCRIBED, *reasons_together(never)),
        row_headers=2,
    )  # fmt: skip
    return Shown((table,))


def _label(row: Row, setting: Setting) -> str:
    return f"{row['label']}, {compared(row, setting).lower()}" if row["comparison"] else row["label"]


def _level(rows: pd.DataFrame, row: Row) -> tuple[str, str]:
    if row["status"] == "not_estimable":
        return NOT_AVAILABLE, NOT_AVAILABLE
    spread = first(where(rows, estimand=SPREADS, subgroup=row["subgroup"]))
    middle = first(where(rows, estimand=MIDDLES, subgroup=row["subgroup"]))
    return f"{value_text(row)} ({value_text(spread)})" if spread else value_text(row), value_text(middle or row)


def _effect(difference: Row | None) -> str:
    return with_interval(difference) if difference and difference["status"] != "not_estimable" else NOT_AVAILABLE
