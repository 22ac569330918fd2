"""Changes or differences with their intervals below each other, around a line of no change."""

import pandas as pd

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn, label_above, row_inches, rows_below_each_other
from earlyeval.present.rows import records
from earlyeval.present.style import DARK_BLUE, DARK_GREY, GRID

LIFT = 0.22


def forest(
    rows: pd.DataFrame, *, labels: list[str], axis_label: str, identity: str, words: tuple[str, str, str]
) -> Figure:
    """Draw one released estimate and interval per row, labels above; ``words``: title, alt, caption."""
    title, alt, caption = words
    inches = row_inches(labels, lift=LIFT, bar=0.1)

    def draw(axes) -> None:
        _draw(axes, rows, labels, inches)
        axes.set_xlabel(axis_label)

    return Figure(identity, title, drawn(draw, height=0.7 + inches * (len(rows) + 0.2)), alt, caption)


def _draw(axes, rows: pd.DataFrame, labels: list[str], inches: float) -> None:
    widest = rows[["estimate", "conf_low", "conf_high"]].abs().max().max()
    for place, (label, row) in enumerate(zip(labels, records(rows), strict=True)):
        label_above(axes, place, label, lift=LIFT)
        if not pd.isna(row["conf_low"]):
            axes.plot([row["conf_low"], row["conf_high"]], [place, place], color=DARK_BLUE, linewidth=2.4)
        axes.plot([row["estimate"]], [place], marker="D", markersize=8, color=DARK_BLUE, linestyle="none")
    axes.axvline(0, color=DARK_GREY, linewidth=1.4, linestyle=(0, (4, 3)), zorder=0)
    axes.set_xlim(-1.1 * widest, 1.1 * widest)
    rows_below_each_other(axes, labels, lift=LIFT, inches=inches)
    axes.grid(axis="x", color=GRID)
