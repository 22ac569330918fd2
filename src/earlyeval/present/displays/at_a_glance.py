"""What a reader with one minute must see: at most 150 words, numbers first, what cannot be said last."""

import pandas as pd

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.present.display import Sentences, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import reasons
from earlyeval.present.numbers import is_missing, percent_in_brackets, value_text
from earlyeval.present.place import sides
from earlyeval.present.rows import Row, records
from earlyeval.present.setting import Setting
from earlyeval.present.wording import (
    higher_or_lower,
    how_many,
    judged,
    points,
    sentence,
    time_words,
    upper_first,
)
from earlyeval.protect.texts import TOO_FEW

AT_MOST_WORDS = 150


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one point per row, in the order of the rows, as many as fit; statements are always kept.

    What is hidden, refused or could not be estimated is left out; where no number is left, why is said once.

    ``subgroup`` names the slot: "came" (a count), "change" and "staff-change" (mean_change), "reliably-better" (a
    share), "arms" (a difference), "level" (a mean), "said" (a theme's reach), "cannot-say" (a statement).
    """
    if rows.empty:
        return nothing_to_show(rows, setting, about="Results")
    told = [(_point(row, setting), row["estimand"] == "statement") for row in records(rows) if _can_be_said(row)]
    if all(is_statement for _, is_statement in told):
        told = [(text, False) for text in _why_nothing(rows)] + told
    reserved = sum(_words(text) for text, is_statement in told if is_statement)
    kept, used = [], reserved
    for text, is_statement in told:
        if is_statement or used + _words(text) <= AT_MOST_WORDS:
            kept.append(text)
            used += 0 if is_statement else _words(text)
    return Shown((Sentences(tuple(kept), listed=True),))


def _can_be_said(row: Row) -> bool:
    """Statements always; counts and shares where the number was released; everything else with its estimate."""
    if row["estimand"] == "statement":
        return True
    if row["status"] in ("not_estimable", "refused"):
        return False
    counted = ESTIMANDS[row["estimand"]].kind in ("count", "share")
    return not is_missing(row["n"] if counted else row["estimate"])


def _why_nothing(rows: pd.DataFrame) -> list[str]:
    """Return why no number is said: too few, or the reasons where none could be estimated at all."""
    numbers = rows[rows["estimand"] != "statement"]
    could_not = len(numbers) > 0 and (numbers["status"] == "not_estimable").all()
    return reasons(numbers) if could_not else [TOO_FEW]


def _words(text: str) -> int:
    return len(text.split())


def _point(row: Row, setting: Setting) -> str:
    kind = ESTIMANDS[row["estimand"]].kind
    if row["estimand"] == "statement":
        return row["note"] or row["label"]
    if row["subgroup"] == "said":
        heard = how_many(row, setting, who=row["unit"])
        return sentence(f"A theme of the interviews was “{row['label']}”: heard in {heard}")
    if kind == "count":
        return sentence(f"{row['label']}: {how_many(row, setting)}")
    if kind == "share":
        return _share(row, setting)
    if kind == "summary":
        scale = f" on a scale of {row['note']}" if row["note"][:1].isdigit() else ""
        return sentence(f"{row['label']}: {value_text(row)} points on average{scale}, {how_many(row, setting)}")
    return _difference(row, setting)


def _share(row: Row, setting: Setting) -> str:
    percent = percent_in_brackets(row)
    if row["subgroup"] == "reliably-better":
        moved = "moved by more than the measure's own error for the better"
        return sentence(f"{row['label']}: {how_many(row, setting)}{percent} {moved}")
    return sentence(f"{row['label']}: {how_many(row, setting)}{percent}")


def _difference(row: Row, setting: Setting) -> str:
    """One short sentence on a change or a difference, with its interval in words."""
    scale = f", on a scale of {row['note']}" if row["note"][:1].isdigit() else ""
    after, before = sides(row["comparison"], [*setting.names, *setting.names.values()])
    if row["subgroup"] == "arms":
        than = f"in {after} than in {before}, {time_words(setting.name(row['time_point']))}"
    else:
        than = f"{time_words(setting.name(after))} than {time_words(setting.name(before))}"
    rater = ", rated by the worker who delivers" if row["respondent"].startswith("practitioner about") else ""
    lead = (
        f"{row['label']}{scale}{rater}: {points(row['estimate'])} {higher_or_lower(row['estimate'])} {than} on average"
    )
    if is_missing(row["conf_low"]):
        return f"{lead}."
    low, high = row["conf_low"], row["conf_high"]
    if judged(row) == "unclear":
        return f"{lead}; the direction is unclear ({points(low)} lower to {points(high)} higher)."
    small, large = sorted((abs(low), abs(high)))
    side = {"better": ", for the better", "worse": ", for the worse"}.get(judged(row), "")
    text = f"{lead}; the true figure is likely between {small:.1f} and {points(large)} {higher_or_lower(low)}{side}."
    return upper_first(text)
