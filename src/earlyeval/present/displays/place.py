"""What can be seen across the programmes of one place: families, shared measures, one language."""

import pandas as pd

from earlyeval.present.display import Part, Sentences, Shown
from earlyeval.present.displays.stacked import count_and_share
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import interval_text, n_text, value_text
from earlyeval.present.rows import Row, first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, scale_words, upper_first

NOT_ADDED = "The numbers of programmes are not added up: a family in several of them would be counted more than once."
NEVER_POOLED = (
    "Each line is one programme at one of its own times. The people and the times differ, so the lines are not pooled "
    "and are no comparison of programmes."
)
NONE_SHARED = "No measure is used by more than one of the programmes, so there is nothing to set side by side."
NO_TERMS = "No measure of these programmes speaks of a term of the glossary."


def show(rows: pd.DataFrame, setting: Setting, *, part: str) -> Shown:
    """Return one part: "reach", "measures" or "glossary"."""
    return {"reach": _reach, "measures": _measures, "glossary": _glossary}[part](rows, setting)


def _reach(rows: pd.DataFrame, setting: Setting) -> Shown:
    asked = where(rows, question="place-reach")
    shown = asked[asked["status"] != "not_estimable"]
    lines = tuple((row["label"], row["note"], n_text(row)) for row in records(shown))
    notes = notes_for(shown, setting, NOT_ADDED)
    caption = setting.caption("Families reached by the programmes of this place")
    parts: list[Part] = [Table("table-place-reach", caption, ("Families", "Period", "Number"), lines, notes)]
    reasons = dict.fromkeys(row["reason"] for row in records(asked[asked["status"] == "not_estimable"]))
    parts += [Sentences(tuple(reasons))] if reasons else []
    return Shown(tuple(parts))


def _measures(rows: pd.DataFrame, setting: Setting) -> Shown:
    asked = where(rows, question="place-measures")
    if asked.empty:
        return Shown((Sentences((NONE_SHARED,), css_class="reason"),))
    lines = tuple(
        (row["label"], row["subgroup"], upper_first(row["comparison"]), _given(row), *_value(row))
        for row in records(asked)
    )
    heads = ("Measure", "Programme", "When", "What is given", "People", "Value", f"{level_words(asked)} interval")
    caption = setting.caption("Measures that several programmes use, side by side")
    return Shown((Table("table-place-measures", caption, heads, lines, notes_for(asked, setting, NEVER_POOLED), 2),))


def _given(row: Row) -> str:
    """Return what the value is: the share of whom, or a mean with its scale and which way is better."""
    if row["estimand"] == "proportion":
        return upper_first(row["note"])
    return f"Mean{scale_words(row)}"


def _value(row: Row) -> tuple[str, str, str]:
    if row["status"] == "not_estimable":
        return "", "Too few to report", ""
    if row["estimand"] == "proportion":
        return n_text(row, "n_expected"), count_and_share(row), interval_text(row)
    return n_text(row), value_text(row), interval_text(row)


def _glossary(rows: pd.DataFrame, setting: Setting) -> Shown:
    asked = where(rows, question="place-glossary")
    if asked.empty:
        return Shown((Sentences((NO_TERMS,), css_class="reason"),))
    programmes = [name for name in dict.fromkeys(asked["subgroup"]) if name != "what it means"]
    lines = []
    for _, of_term in groups(asked, "outcome"):
        meaning = first(where(of_term, subgroup="what it means"))
        cells = [first(where(of_term, subgroup=name)) for name in programmes]
        lines.append((meaning["label"], meaning["note"], *(cell["note"] if cell else "" for cell in cells)))
    heads = ("Word", "What it means here", *(f"Measured in {name} by" for name in programmes))
    caption = setting.caption("One language: the same word means the same in every report of this place")
    return Shown((Table("table-place-words", caption, heads, tuple(lines), notes_for(asked, setting)),))
