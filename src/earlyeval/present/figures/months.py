"""Counts month by month, as bars from left to right."""

import pandas as pd

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn
from earlyeval.present.numbers import n_text
from earlyeval.present.rows import records
from earlyeval.present.style import DARK_BLUE

AT_MOST_LABELS = 12


def months(rows: pd.DataFrame, *, identity: str, words: tuple[str, str, str]) -> Figure:
    """Draw one bar per month; a hidden count is its mark without a bar. ``words``: title, alt, caption."""
    title, alt, caption = words
    return Figure(identity, title, drawn(lambda axes: _draw(axes, rows), height=2.9), alt, caption)


def _draw(axes, rows: pd.DataFrame) -> None:
    found = records(rows)
    axes.bar(range(len(found)), [0 if pd.isna(row["n"]) else row["n"] for row in found], width=0.7, color=DARK_BLUE)
    for place, row in enumerate(found):
        height = 0 if pd.isna(row["n"]) else row["n"]
        axes.annotate(
            n_text(row), (place, height), textcoords="offset points", xytext=(0, 4), ha="center", fontweight="bold"
        )
    step = 1 + (len(found) - 1) // AT_MOST_LABELS
    names = [_short(row["label"]) if place % step == 0 else "" for place, row in enumerate(found)]
    axes.set_xticks(range(len(found)), names)
    axes.set_yticks([])
    axes.set_ylim(0, 1.18 * max(1.0, rows["n"].max()))
    axes.tick_params(axis="x", length=0)


def _short(label: str) -> str:
    """Return "Apr" above "2026" for "April 2026"."""
    month, _, year = label.partition(" ")
    return f"{month[:3]}\n{year}"
