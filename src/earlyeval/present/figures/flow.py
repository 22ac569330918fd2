"""Stages of a study as boxes below each other, with how many reached each."""

import pandas as pd
from matplotlib.patches import FancyBboxPatch

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn, wrapped
from earlyeval.present.numbers import count_text
from earlyeval.present.rows import records
from earlyeval.present.style import DARK_BLUE, DARK_GREY, PALE

_LABEL_CHARACTERS = 42


def flow(rows: pd.DataFrame, *, identity: str, title: str, alt: str, caption: str) -> Figure:
    """Draw one box per released stage, top to bottom; a stage without a number shows its mark."""
    svg = drawn(lambda axes: _draw(axes, rows), height=0.2 + 0.72 * len(rows))
    return Figure(identity, title, svg, alt, caption)


def _draw(axes, rows: pd.DataFrame) -> None:
    found = records(rows)
    for place, row in enumerate(found):
        box = FancyBboxPatch(
            (0.01, place + 0.16), 0.98, 0.68, boxstyle="round,pad=0,rounding_size=0.03", mutation_aspect=4,
            facecolor=PALE, edgecolor=DARK_BLUE, linewidth=1.2,
        )  # fmt: skip
        axes.add_patch(box)
        axes.text(0.04, place + 0.5, wrapped(row["label"], characters=_LABEL_CHARACTERS), va="center", color=DARK_GREY)
        number = count_text(row["n"]) if not pd.isna(row["n"]) else row["mark"] or "not known"
        axes.text(0.96, place + 0.5, number, va="center", ha="right", fontweight="bold", color=DARK_BLUE)
        if place + 1 < len(found):
            arrow = {"arrowstyle": "-|>", "color": DARK_GREY, "shrinkA": 0, "shrinkB": 0}
            axes.annotate("", xy=(0.5, place + 1.17), xytext=(0.5, place + 0.84), arrowprops=arrow)
    axes.set_xlim(0, 1)
    axes.set_ylim(len(found), 0)
    axes.axis("off")
