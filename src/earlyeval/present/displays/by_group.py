"""The change of each group (clusters, mothers and fathers, any other), and what can be said of their difference."""

import pandas as pd

from earlyeval.present.display import Heading, Part, Sentences, Shown, slug
from earlyeval.present.displays.how import caution_lines, how_lines
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for, reasons
from earlyeval.present.numbers import count_text, is_missing, n_of_text, number_text, p_text, with_interval
from earlyeval.present.place import compared, lower_first, sides
from earlyeval.present.rows import Row, first, groups, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import (
    change_sentence,
    higher_or_lower,
    how_many,
    interval_words,
    judged,
    level_words,
    points,
    significance,
    upper_first,
)
from earlyeval.protect.texts import TOO_FEW

TOGETHER = "All, every cluster counting the same"
NO_RANK = "Groups are in the order in which they were declared. They are few people each, and are not ranked."
GIVEN_AWAY = "At least one of the groups is too small to show, and the others would give it away. None is shown."
ALIKE = "On this test the groups cannot be told apart"
NOT_ALIKE = "On this test the groups did not all change alike"


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return one block per label: what can be said of the whole or of the difference, and a line per group.

    Rows: ``mean_change`` per ``subgroup``; ``adjusted_change`` and ``groups_differ`` (clusters) or
    ``model_difference``, ``mean_difference`` and ``count`` of families (groups of people).
    """
    asked = rows[rows["estimand"] != "method_check"]
    nothing = nothing_to_show(asked, setting, about=title)
    if nothing:
        return nothing
    parts: list[Part] = []
    for (_, label), of_label in groups(rows, "outcome", "label"):
        parts.append(Heading(label))
        changes = where(of_label, estimand="mean_change")
        if len(changes) and not any(is_shown(row) for row in records(changes)):
            parts.append(Sentences((_why_not(changes),)))
            continue
        if not (of_label["cluster"] != "").any():
            each = tuple(change_in_brief(row, setting) for row in records(changes))
            parts.append(Sentences(each, listed=True))
        told = _said(of_label, setting)
        parts.extend([Sentences(tuple(told))] if told else [])
        parts.append(_table(of_label, setting, title=title, label=label))
        parts.extend(how_lines(of_label, setting))
    parts.extend(caution_lines(rows, setting))
    return Shown(tuple(parts))


def change_in_brief(row: Row, setting: Setting) -> str:
    """Return the change of one group as a point of a list: how much, how surely, for better or worse."""
    called = upper_first(row["subgroup"])
    if not is_shown(row):
        return f"{called}: {row['reason'] or TOO_FEW}"
    size = "no change" if row["estimate"] == 0 else f"{points(row['estimate'])} {higher_or_lower(row['estimate'])}"
    verdict = {"better": ", for the better", "worse": ", for the worse", "unclear": "; the direction is unclear"}
    low, high = (number_text(row[name], decimals=1) for name in ("conf_low", "conf_high"))
    rests = f"{how_many(row, setting, who='people')} measured both times"
    return f"{called}: {size} on average (likely between {low} and {high}){verdict.get(judged(row), '')}; {rests}."


def _why_not(changes: pd.DataFrame) -> str:
    if (changes["status"] == "not_estimable").all():
        return " ".join(reasons(changes))
    return GIVEN_AWAY


def _said(rows: pd.DataFrame, setting: Setting) -> list[str]:
    told = []
    whole = first(where(rows, estimand="adjusted_change"))
    if whole:
        lead = "With every cluster counting the same: " if is_shown(whole) else ""
        told.append(lead + change_sentence(whole, setting))
    test = first(where(rows, estimand="groups_differ"))
    if test and not is_missing(test["p_value"]):
        told.append(f"{ALIKE if test['p_value'] >= 1 - _level(rows) else NOT_ALIKE} ({significance(test)}).")
    told.extend(difference_in_words(row, setting) for row in _at_the_end(where(rows, estimand="model_difference")))
    families = first(where(rows, estimand="count", unit="families"))
    if families:
        about = "" if families["status"] == "shown" else "about "
        known = "too few to tell" if is_missing(families["n"]) else f"{about}{count_text(families['n'])}"
        told.append(f"Families with answers from more than one of these groups: {known}.")
    return told


def _level(rows: pd.DataFrame) -> float:
    levels = rows["conf_level"].dropna()
    return float(levels.iloc[0]) if len(levels) else 0.95


def _at_the_end(rows: pd.DataFrame) -> list[Row]:
    """Return the last time of each comparison."""
    return [records(of_comparison)[-1] for _, of_comparison in groups(rows, "comparison")]


def difference_in_words(row: Row, setting: Setting) -> str:
    """Return how much further one group moved than another, and whether that is clear."""
    other, base = sides(row["comparison"], list(setting.names.values()))
    if not is_shown(row):
        reason = row["reason"] or TOO_FEW
        return f"Whether {lower_first(other)} changed otherwise than {lower_first(base)}: {reason}"
    if row["estimate"] == 0:
        moved = "moved as far"
    else:
        way = "up (or less far down)" if row["estimate"] > 0 else "down (or less far up)"
        moved = f"moved {points(row['estimate'])} further {way}"
    than = "as" if row["estimate"] == 0 else "than"
    sure = interval_words(row, noun="difference in change")
    return f"Scores of {lower_first(other)} {moved} on average {than} those of {lower_first(base)}. {sure}".rstrip()


def _table(rows: pd.DataFrame, setting: Setting, *, title: str, label: str) -> Table:
    lines = [_line(row, setting) for row in records(rows) if row["estimand"] in _KINDS and _is_line(row)]
    level = level_words(rows)
    columns = ("Group", "Compared", "Number", f"Points ({level} interval)", "p")
    caption = setting.caption(f"{title}: {lower_first(label)}")
    answered = rows[~rows["estimand"].isin(["method_check", "count"])]
    notes = notes_for(answered, setting, NO_RANK)
    return Table(f"table-{slug(title)}-{slug(label)}", caption, columns, tuple(lines), notes)


_KINDS = ("mean_change", "adjusted_change", "model_difference", "mean_difference")


def _is_line(row: Row) -> bool:
    return row["status"] != "not_estimable" and not (row["estimand"] == "mean_change" and row["subgroup"] == "all")


def _line(row: Row, setting: Setting) -> tuple[str, ...]:
    p = "" if is_missing(row["p_value"]) else p_text(row["p_value"])
    if row["estimand"] == "adjusted_change":
        return TOGETHER, compared(row, setting), n_of_text(row), with_interval(row), p
    if row["estimand"] == "mean_change":
        return upper_first(row["subgroup"]), compared(row, setting), n_of_text(row), with_interval(row), p
    other, base = sides(row["comparison"], list(setting.names.values()))
    within = ", within the same families" if row["estimand"] == "mean_difference" else ""
    words = f"{upper_first(other)} compared with {lower_first(base)}{within}"
    return (
        words,
        f"Difference in change: {lower_first(setting.name(row['time_point']))}",
        n_of_text(row),
        with_interval(row),
        p,
    )
