"""The notes below a table: what the mark means, how counts are rounded, what was left out and why."""

import re
from dataclasses import replace

import pandas as pd

from earlyeval.foundations.cautions import cautions_of
from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.present.display import Figure, Shown
from earlyeval.present.numbers import is_missing
from earlyeval.present.place import lower_first
from earlyeval.present.rows import records
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import upper_first

# Who rated, by the beginning of ``respondent``: whoever reads a table must know that a rating was not blind.
RATED_BY = {
    "practitioner about": "Rated or coded by the worker who delivers the service, not by somebody independent.",
    "independent rater about": "Rated or coded by somebody who does not deliver the service.",
}

# Kinds of estimates whose interval is read as evidence; the interval of a single mean or share describes.
WITH_CAUTIONS = ("change", "model", "agreement")
# A spread stands in the workbook; its interval is nowhere on a page.
NOT_READ = ("sd_change",)


def notes_for(rows: pd.DataFrame, setting: Setting, *more: str) -> tuple[str, ...]:
    """Return the notes that these released rows call for, after ``more``; each once."""
    notes = [*rated_by(rows), *(note for note in more if note)]
    if (rows["mark"] != "").any():
        notes.append(setting.symbol_note)
    if (rows["n"].notna() & (rows["status"] != "shown")).any() and setting.rounding_note:
        notes.append(setting.rounding_note)
    notes.extend(reasons(rows))
    notes.extend(cautions(rows))
    return tuple(dict.fromkeys(notes))


def reasons(rows: pd.DataFrame) -> list[str]:
    """Return why rows could not be estimated, each reason once with all that it is about."""
    about: dict[str, list[str]] = {}
    for row in records(rows[rows["status"] == "not_estimable"]):
        about.setdefault(row["reason"] or "not estimable.", []).append(row["label"])
    named = {reason: "; ".join(label for label in dict.fromkeys(labels) if label) for reason, labels in about.items()}
    return [f"{labels}: {reason}" if labels else reason for reason, labels in named.items()]


def cautions(rows: pd.DataFrame) -> list[str]:
    """Return what to be careful of in the intervals of these rows, from what of them was released.

    Each quantity once, for the fewest people it rests on here.
    """
    told: dict[tuple[str, str], str] = {}
    shown = rows[rows["status"].isin(("shown", "rounded"))]
    for row in records(shown.sort_values("n", kind="stable")):
        estimand = ESTIMANDS[row["estimand"]]
        if estimand.kind not in WITH_CAUTIONS or row["estimand"] in NOT_READ:
            continue
        if not (is_missing(row["conf_low"]) and is_missing(row["conf_high"])):
            for one in cautions_of(row["estimand"], row["method"], n=row["n"], n_smallest=row["n_smallest"]):
                told.setdefault((row["estimand"], row["method"]), f"{upper_first(estimand.words)}: {lower_first(one)}")
    return list(dict.fromkeys(told.values()))


def rated_by(rows: pd.DataFrame) -> list[str]:
    """Return who rated what these rows are about, where somebody rated others."""
    return [
        words for begins, words in RATED_BY.items() if rows["respondent"].astype("str").str.startswith(begins).any()
    ]


def noted_where_seen(shown: Shown, setting: Setting) -> Shown:
    """Return a display in which what the hiding mark means stands below the tables that show it, and below no other.

    A mark in the words of a figure alone is told where the display told of it: below the tables beside it.
    """
    symbol = setting.profile.count.symbol
    in_words = any(_is_in(symbol, part.plain()) for part in shown.parts if isinstance(part, Figure))
    parts = [_noted(part, setting, also=in_words) if isinstance(part, Table) else part for part in shown.parts]
    return replace(shown, parts=tuple(parts))


def _noted(table: Table, setting: Setting, *, also: bool) -> Table:
    note, symbol = setting.symbol_note, setting.profile.count.symbol
    told = note in table.notes
    seen = any(_is_in(symbol, str(cell)) for row in table.rows for cell in row)
    if told == seen or (told and also):
        return table
    return replace(table, notes=(*table.notes, note) if seen else tuple(one for one in table.notes if one != note))


def _is_in(symbol: str, text: str) -> bool:
    """Say whether a mark stands in a text by itself: "* of 60", and no letter of a word."""
    return re.search(rf"(?<!\w){re.escape(symbol)}(?!\w)", text) is not None
