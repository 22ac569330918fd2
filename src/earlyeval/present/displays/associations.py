"""Scores beside how often people spoke of a thing: rank correlations, exploratory, and how they read."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.spoken_words import reasons_together
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import interval_text, n_of_text, value_text
from earlyeval.present.rows import Row, first, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words

EXPLORATORY = (
    "Exploratory: few people, not drawn at random, and many pairs could be looked at. Nothing is tested, and going "
    "together is not causing."
)
RULE = (
    "Convergent: score and accounts agree, since it goes the expected way by .30 or more and its interval leaves out "
    "anything beyond .10 the other way (Cohen's labels of size). Divergent: the same the other way round. In part: "
    "anything between."
)
READS = {"agreement": "= Convergent", "partial": "~ In part", "dissonance": "≠ Divergent"}
LOWER = "On {measures} lower is better: a positive correlation says that those who score worse spoke of it more."


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return one table: score and code, people, correlation, interval, what was expected, how it reads.

    Rows: ``spearman`` rows, ``label`` naming both and ``subgroup`` the code; of those that were expected a
    ``convergence`` row of the same outcome and subgroup.
    """
    asked = where(rows, estimand="spearman")
    nothing = nothing_to_show(asked, setting, about=title)
    if nothing:
        return nothing
    found = asked[asked["status"] != "not_estimable"]
    verdicts = where(rows, estimand="convergence")
    lines = []
    for row in records(found):
        verdict = first(where(verdicts, outcome=row["outcome"], subgroup=row["subgroup"])) if is_shown(row) else None
        lines.append((row["label"], n_of_text(row), value_text(row), interval_text(row), *_read(verdict)))
    columns = ("Score and what was spoken of", "People", "Rank correlation", f"{level_words(found)} interval")
    if len(verdicts):
        columns = (*columns, "Expected", "Reads as")
    else:
        lines = [line[:4] for line in lines]
    lower = list(dict.fromkeys(_measure(row) for row in records(found) if row["direction"] == "lower_is_better"))
    notes = (EXPLORATORY, RULE if len(verdicts) else "", LOWER.format(measures=", ".join(lower)) if lower else "")
    methods = [f"Interval: {text}." for text in dict.fromkeys(found["method"]) if text]
    caption = setting.caption(title)
    return Shown(
        (
            Table(
                "table-associations",
                caption,
                columns,
                tuple(lines),
                notes_for(found, setting, *notes, *methods, *reasons_together(asked)),
            ),
        )
    )


def _read(verdict: Row | None) -> tuple[str, str]:
    if verdict is None or not verdict["direction"]:
        return "", ""
    because = f" {verdict['note']}" if verdict["note"] else ""
    return f"{verdict['reason'].removeprefix('Expected: ').capitalize()}{because}", READS.get(verdict["direction"], "")


def _measure(row: Row) -> str:
    return row["label"].split(" and “", 1)[0].lower()
