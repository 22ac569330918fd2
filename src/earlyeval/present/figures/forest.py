"""Changes or differences with their intervals below each other, around a line of no change."""

import pandas as pd

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn, label_above, lines_of, rows_below_each_other
from earlyeval.present.style import DARK_BLUE, DARK_GREY, GRID


def forest(
    rows: pd.DataFrame, *, labels: list[str], axis_label: str, identity: str, words: tuple[str, str, str]
) -> Figure:
    """Draw one released estimate and interval per row, labels above; ``words``: title, alt, caption."""
    title, alt, caption = words

    def draw(axes) -> None:
        _draw(axes, rows, labels)
        axes.set_xlabel(axis_label)

    return Figure(identity, title, drawn(draw, height=0.8 + 0.4 * len(rows) + 0.17 * lines_of(labels)), alt, caption)


def _draw(axes, rows: pd.DataFrame, labels: list[str]) -> None:
    widest = rows[["estimate", "conf_low", "conf_high"]].abs().max().max()
    for place, (label, row) in enumerate(zip(labels, rows.to_dict("records"), strict=True)):
        label_above(axes, place, label, lift=0.22)
        if not pd.isna(row["conf_low"]):
            axes.plot([row["conf_low"], row["conf_high"]], [place, place], color=DARK_BLUE, linewidth=2.4)
        axes.plot([row["estimate"]], [place], marker="D", markersize=8, color=DARK_BLUE, linestyle="none")
    axes.axvline(0, color=DARK_GREY, linewidth=1.4, linestyle=(0, (4, 3)), zorder=0)
    axes.set_xlim(-1.1 * widest, 1.1 * widest)
    rows_below_each_other(axes, len(rows))
    axes.grid(axis="x", color=GRID)
