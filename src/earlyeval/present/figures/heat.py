"""Shares in rows and columns, as shaded squares with the percentage in each; a hidden share is its mark on white."""

import textwrap

import pandas as pd

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn
from earlyeval.present.numbers import value_text
from earlyeval.present.rows import first, where
from earlyeval.present.style import DARK_BLUE, DARK_GREY
from earlyeval.protect.rounding import NEARLY_ALL

ROW_INCHES, HEAD_INCHES = 0.52, 1.7
_LABEL, _HEAD = 18, 9
# From this share on the square is dark enough for white letters.
WHITE_LETTERS_FROM = 0.55


def heat(
    rows: pd.DataFrame, *, lines: list[str], columns: list[str], identity: str, words: tuple[str, str, str]
) -> Figure:
    """Draw one square per line (``label``) and column (``subgroup``); ``words``: title, alt, caption."""
    title, alt, caption = words
    height = HEAD_INCHES + ROW_INCHES * len(lines)
    return Figure(identity, title, drawn(lambda axes: _draw(axes, rows, lines, columns), height=height), alt, caption)


def _draw(axes, rows: pd.DataFrame, lines: list[str], columns: list[str]) -> None:
    from matplotlib.patches import Rectangle

    for down, line in enumerate(lines):
        for across, column in enumerate(columns):
            row = first(where(rows, label=line, subgroup=column))
            share = float("nan") if row is None else 1.0 if row["rule"] == NEARLY_ALL else row["estimate"]
            shade = (DARK_BLUE, 0.0 if pd.isna(share) else share)
            axes.add_patch(Rectangle((across, down), 1, 1, facecolor=shade, edgecolor="#BBBBBB", linewidth=0.8))
            text = "" if row is None else value_text(row)
            letters = "white" if not pd.isna(share) and share >= WHITE_LETTERS_FROM else DARK_GREY
            axes.text(across + 0.5, down + 0.5, _short(text), ha="center", va="center", color=letters, fontsize=9)
    axes.set_xlim(0, len(columns))
    axes.set_ylim(len(lines), 0)
    heads = [textwrap.fill(column, _HEAD) for column in columns]
    axes.set_xticks([place + 0.5 for place in range(len(columns))], heads, fontsize=8)
    axes.set_yticks([place + 0.5 for place in range(len(lines))], [textwrap.fill(line, _LABEL) for line in lines])
    axes.tick_params(length=0, labelsize=8)
    axes.xaxis.tick_top()
    axes.spines["bottom"].set_visible(False)


def _short(text: str) -> str:
    return "nearly\nall" if text == NEARLY_ALL else text
