"""Verdicts on progression criteria: a shape and a word for each, never a colour alone."""

import pandas as pd

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn, label_above, row_inches, rows_below_each_other
from earlyeval.present.style import DARK_BLUE, DARK_GREY, DARK_PINK, GRID, ORANGE

# id: (word, marker, colour)
LOOKS = {"stop": ("Stop", "o", DARK_PINK), "amend": ("Amend", "s", ORANGE), "go": ("Go", "^", DARK_BLUE)}

LIFT = 0.25


def criteria(rows: pd.DataFrame, *, labels: list[str], identity: str, title: str, alt: str, caption: str) -> Figure:
    """Draw one row per criterion with its verdict under Stop, Amend or Go; without a verdict the row says so."""
    inches = row_inches(labels, lift=LIFT, bar=0.2)
    height = 0.5 + inches * (len(rows) + 0.2)
    return Figure(identity, title, drawn(lambda axes: _draw(axes, rows, labels, inches), height=height), alt, caption)


def _draw(axes, rows: pd.DataFrame, labels: list[str], inches: float) -> None:
    columns = list(LOOKS)
    for place, (label, verdict) in enumerate(zip(labels, rows["direction"], strict=True)):
        label_above(axes, place, label, lift=LIFT)
        axes.axhline(place, color=GRID, linewidth=1, zorder=0)
        if verdict not in LOOKS:
            axes.text(1, place, "not judged", ha="center", va="center", color=DARK_GREY, backgroundcolor="white")
            continue
        word, shape, colour = LOOKS[verdict]
        x = columns.index(verdict)
        axes.plot([x], [place], marker=shape, markersize=13, color=colour, linestyle="none")
        axes.annotate(word, (x, place), textcoords="offset points", xytext=(11, 0), va="center", fontweight="bold")
    rows_below_each_other(axes, labels, lift=LIFT, inches=inches)
    axes.set_xlim(-0.4, 2.6)
    axes.set_xticks(range(3), [LOOKS[name][0] for name in columns])
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", length=0)
    axes.spines["bottom"].set_visible(False)
