"""How many visits families had, and whether those with more need had more."""

import pandas as pd

from earlyeval.present.display import Shown, slug, together
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.shares import show as show_shares
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_text, value_text, with_interval
from earlyeval.present.rows import Row, first, groups, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words

FIRST = "1 (the level the others are compared with)"


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return, per kind of visit, bars of families by number of visits and a table by level of need."""
    nothing = nothing_to_show(rows, setting, about=title)
    if nothing:
        return nothing
    shown = []
    for (outcome,), of_kind in groups(rows, "outcome"):
        kind = setting.name(outcome)
        bands = of_kind[(of_kind["subgroup"] != "") & (of_kind["comparison"] == "")]
        labelled = bands.assign(label=[f"{_number(words)} visits" for words in bands["subgroup"]], subgroup="")
        if len(labelled):
            shown.append(show_shares(labelled, setting, title=f"{kind}: families by number of visits"))
        by_level = of_kind[of_kind["comparison"] != ""]
        if len(by_level):
            shown.append(Shown((_table(by_level, setting, title=f"{kind}: visits by level of need"),)))
    return together(*shown)


def _number(words: str) -> str:
    return "No" if words == "none" else words


def _table(rows: pd.DataFrame, setting: Setting, *, title: str) -> Table:
    lines = []
    for (level,), of_level in groups(where(rows, comparison="by-need"), "subgroup"):
        if not level:
            continue
        found = {
            name: first(where(of_level, estimand=name)) for name in ("median", "quartile_1", "quartile_3", "visit_rate")
        }
        ratio = first(where(rows, subgroup=level, estimand="rate_ratio"))
        median = found["median"]
        lines.append(
            (
                median["label"], median["note"], n_text(median), value_text(median),
                " to ".join(_value(found[name]) for name in ("quartile_1", "quartile_3")),
                _value(found["visit_rate"]), FIRST if ratio is None else with_interval(ratio),
            )
        )  # fmt: skip
    ratios = where(rows, estimand="rate_ratio")
    heads = (
        "Level of need", "Visits planned in all", "Families", "Median", "Middle half", "Visits per family and year",
        f"Rate beside the first level ({level_words(ratios)} interval)",
    )  # fmt: skip
    methods = [f"Rates: {text}." for text in dict.fromkeys(ratios["method"]) if text]
    return Table(
        f"table-{slug(title)}", setting.caption(title), heads, tuple(lines), notes_for(rows, setting, *methods)
    )


def _value(row: Row | None) -> str:
    return "" if row is None else value_text(row)
