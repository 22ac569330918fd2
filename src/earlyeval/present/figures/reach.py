"""How many of how many, as bars inside a frame of the whole: for groups too small for percentages."""

import pandas as pd

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn, label_above, row_inches, rows_below_each_other
from earlyeval.present.numbers import n_of_text
from earlyeval.present.rows import records
from earlyeval.present.style import DARK_BLUE, DARK_GREY, PALE

LIFT = 0.27


def reach(rows: pd.DataFrame, *, labels: list[str], identity: str, title: str, alt: str, caption: str) -> Figure:
    """Draw one bar per released count inside its whole group; a hidden one shows the frame and its mark."""
    inches = row_inches(labels, lift=LIFT, bar=0.21)
    svg = drawn(lambda axes: _draw(axes, rows, labels, inches), height=0.2 + inches * (len(rows) + 0.2))
    return Figure(identity, title, svg, alt, caption)


def _draw(axes, rows: pd.DataFrame, labels: list[str], inches: float) -> None:
    whole = rows["n_expected"].max()
    whole = 1.0 if pd.isna(whole) else whole
    for place, (label, row) in enumerate(zip(labels, records(rows), strict=True)):
        label_above(axes, place, label, lift=LIFT)
        frame = 0 if pd.isna(row["n_expected"]) else row["n_expected"]
        axes.barh(place, frame, height=0.42, color=PALE, edgecolor=DARK_GREY, linewidth=0.8)
        if not pd.isna(row["n"]):
            axes.barh(place, row["n"], height=0.42, color=DARK_BLUE)
        axes.text(whole * 1.02, place, n_of_text(row), va="center", fontweight="bold")
    rows_below_each_other(axes, labels, lift=LIFT, inches=inches)
    axes.set_xlim(0, whole * 1.3)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
