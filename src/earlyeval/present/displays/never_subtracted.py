"""Two measures that look alike: both levels beside each other, how they go together, and why there is no change."""

import pandas as pd

from earlyeval.present.display import Heading, Part, Sentences, Shown, slug
from earlyeval.present.displays.how import caution_lines, how_lines
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_of_text, number_text, value_text
from earlyeval.present.place import compared
from earlyeval.present.rows import Row, first, groups, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import how_many, sentence

NO_CHANGE = "No change is given: the two are never subtracted."
PLACE = ("subgroup", "time_point")


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one block per pair of measures: why no change, a table of levels, the correlation, how it was made.

    Rows of a pair: ``statement`` (why), ``mean`` and ``sd`` by ``subgroup`` and ``time_point``, ``spearman``.
    """
    levels = where(rows, estimand=("mean", "spearman"))
    nothing = nothing_to_show(levels, setting, about="Measures that may not be subtracted")
    if nothing:
        return nothing
    parts: list[Part] = []
    for (_, label), of_pair in groups(rows, "outcome", "label"):
        if not (of_pair["estimand"] == "mean").any():
            parts.append(Sentences((f"{label}: {of_pair['reason'].iloc[0]}",)))
            continue
        why = first(where(of_pair, estimand="statement"))
        parts.append(Heading(label))
        parts.append(Sentences((NO_CHANGE, sentence(why["note"])) if why else (NO_CHANGE,)))
        parts.append(_levels(of_pair, setting, label=label))
        parts.extend(Sentences((_together(row, setting),)) for row in records(where(of_pair, estimand="spearman")))
        parts.extend(how_lines(of_pair, setting))
    parts.extend(caution_lines(rows, setting))
    return Shown(tuple(parts))


def _levels(rows: pd.DataFrame, setting: Setting, *, label: str) -> Table:
    lines = []
    for row in records(where(rows, estimand="mean")):
        same = where(rows, estimand="sd", **{name: row[name] for name in PLACE})
        spread = first(same)
        score = value_text(row) if row["status"] != "not_estimable" else ""
        beside = f" ({value_text(spread)})" if spread and score and spread["status"] != "not_estimable" else ""
        lines.append(
            (row["subgroup"], setting.name(row["time_point"]), n_of_text(row), f"{score}{beside}", row["note"])
        )
    columns = ("Measure", "When", "Number", "Mean (SD)", "Scale")
    return Table(
        f"table-never-subtracted-{slug(label)}", setting.caption(f"{label}: level of each"), columns, tuple(lines),
        notes_for(where(rows, estimand=("mean", "sd")), setting), row_headers=2,
    )  # fmt: skip


def _together(row: Row, setting: Setting) -> str:
    when = compared(row, setting).replace(" minus ", " beside ")
    if not is_shown(row):
        return f"{when}: {row['reason'] or 'Too few people to report.'}"
    low, high = row["conf_low"], row["conf_high"]
    values = f"{value_text(row)} ({number_text(low, decimals=2)} to {number_text(high, decimals=2)})"
    if low > 0:
        reads = "whoever scored higher on the one tended to score higher on the other"
    elif high < 0:
        reads = "whoever scored higher on the one tended to score lower on the other"
    else:
        reads = "whether the two go together is unclear"
    who = how_many(row, setting, who="people")
    return f"{when}: rank correlation {values} among {who} with both: {reads}."
