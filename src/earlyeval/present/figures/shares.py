"""Shares as horizontal bars with their intervals, the label of each above its bar."""

import pandas as pd

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn, label_above, row_inches, rows_below_each_other
from earlyeval.present.numbers import percent_text, said_in_words
from earlyeval.present.rows import records
from earlyeval.present.style import DARK_BLUE, DARK_GREY, GRID

LIFT = 0.27


def shares(rows: pd.DataFrame, *, labels: list[str], identity: str, title: str, alt: str, caption: str) -> Figure:
    """Draw one bar per released share; a hidden one is a row with its mark and no bar."""
    inches = row_inches(labels, lift=LIFT, bar=0.21)
    svg = drawn(lambda axes: _draw(axes, rows, labels, inches), height=0.6 + inches * (len(rows) + 0.2))
    return Figure(identity, title, svg, alt, caption)


def _draw(axes, rows: pd.DataFrame, labels: list[str], inches: float) -> None:
    import seaborn

    places = [str(place) for place in range(len(rows))]
    seaborn.barplot(
        x=rows["estimate"].fillna(0).to_numpy(), y=places, order=places, color=DARK_BLUE, saturation=1,
        width=0.42, errorbar=None, ax=axes,
    )  # fmt: skip
    for place, (label, row) in enumerate(zip(labels, records(rows), strict=True)):
        label_above(axes, place, label, lift=LIFT)
        if pd.isna(row["estimate"]):
            axes.text(
                0.01,
                place,
                said_in_words(row) or row["mark"] or "too few for a percentage",
                va="center",
                color=DARK_GREY,
            )
            continue
        end = row["estimate"]
        if not pd.isna(row["conf_low"]):
            end = row["conf_high"]
            axes.plot([row["conf_low"], end], [place, place], color="white", linewidth=6, solid_capstyle="butt")
            axes.plot([row["conf_low"], end], [place, place], color=DARK_GREY, linewidth=1.8, marker="|", markersize=9)
        axes.text(end + 0.02, place, percent_text(row["estimate"]), va="center", fontweight="bold")
    rows_below_each_other(axes, labels, lift=LIFT, inches=inches)
    axes.set_xlim(0, 1.12)
    ticks = [0, 0.25, 0.5, 0.75, 1]
    axes.set_xticks(ticks, [percent_text(tick) for tick in ticks])
    axes.set_xlabel("")
    axes.grid(axis="x", color=GRID)
