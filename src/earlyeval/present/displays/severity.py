"""People picked by their score before: how they changed, what regression to the mean explains, and what is left."""

import pandas as pd

from earlyeval.present.display import Heading, Part, Sentences, Shown, slug
from earlyeval.present.displays.how import caution_lines, how_lines
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_of_text, value_text, with_interval
from earlyeval.present.rows import Row, first, groups, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import change_sentence, higher_or_lower, interval_words, judged, level_words, points

WORDS = {
    "proportion": "Picked, of those measured before",
    "mean_change": "Change of those picked",
    "pearson": "Correlation of before and after, all pairs",
    "regression_to_mean": "Change to expect from regression to the mean",
    "change_beyond_regression": "Change left beyond it",
}
TIES = "People whose score before is exactly on the border are all among those picked."
WHAT_IT_IS = (
    "Whoever is picked for an extreme score tends to score nearer to the average the next time, whatever is done: that "
    "is regression to the mean."
)


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one block per outcome and subgroup: sentences, table, how it was worked out, what to mind.

    Rows of a ``label``: ``proportion``, ``mean_change``, ``pearson``, ``regression_to_mean``,
    ``change_beyond_regression``, the last two a second time as sensitivity analyses.
    """
    changes = where(rows, estimand="mean_change")
    nothing = nothing_to_show(changes, setting, about="Change of those who scored worst before")
    if nothing:
        return nothing
    parts: list[Part] = []
    for (_, label), of_group in groups(rows, "outcome", "label"):
        parts.append(Heading(label))
        parts.append(Sentences(tuple(_said(of_group, setting))))
        parts.append(_table(of_group, setting, label=label))
        parts.extend(how_lines(of_group, setting))
    parts.extend(caution_lines(rows, setting))
    return Shown(tuple(parts))


def _said(rows: pd.DataFrame, setting: Setting) -> list[str]:
    change = first(where(rows, estimand="mean_change"))
    told = [change_sentence(change, setting)]
    expected = first(where(rows, estimand="regression_to_mean"))
    if not is_shown(change) or expected is None:
        return told
    if not is_shown(expected):
        return [*told, expected["reason"] or "What regression to the mean explains cannot be shown."]
    size = points(expected["estimate"])
    told.append(f"{WHAT_IT_IS} Here it alone would make scores about {size} {higher_or_lower(expected['estimate'])}.")
    left = first(where(rows, estimand="change_beyond_regression"))
    if left and is_shown(left):
        told.append(_left(left))
    return told


def _left(row: Row) -> str:
    verdict = {
        "better": "More changed for the better than regression to the mean explains.",
        "worse": "Scores got worse beyond what regression to the mean explains.",
        "unclear": "Regression to the mean may be all there is.",
    }.get(judged(row), "")
    way = "" if row["estimate"] == 0 else f" {higher_or_lower(row['estimate'])}"
    sure = interval_words(row, noun="size of what is left")
    return f"Beyond that, scores were {points(row['estimate'])}{way}. {sure} {verdict}".rstrip()


def _table(rows: pd.DataFrame, setting: Setting, *, label: str) -> Table:
    asked = where(rows[rows["status"] != "not_estimable"], estimand=WORDS)
    lines = tuple(
        (WORDS[row["estimand"]], n_of_text(row), _value(row), row["method"] if row["estimand"] != "proportion" else "")
        for row in records(asked)
    )
    columns = ("What", "Number", f"Value ({level_words(asked)} interval)", "How")
    caption = setting.caption(f"{label}: change and regression to the mean")
    notes = notes_for(where(rows, estimand=WORDS), setting, TIES)
    return Table(f"table-severity-{slug(label)}", caption, columns, lines, notes)


def _value(row: Row) -> str:
    return value_text(row) if row["estimand"] == "proportion" else with_interval(row)
