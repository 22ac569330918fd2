"""Mean before and mean after, each with its interval, on the scale's own range."""

import pandas as pd
from matplotlib.ticker import MaxNLocator

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn
from earlyeval.present.numbers import number_text
from earlyeval.present.rows import records
from earlyeval.present.style import CATEGORICAL, DARK_GREY, GRID

_SHAPES = ("o", "s", "D", "^")


def change(
    rows: pd.DataFrame, *, labels: list[str], axis_label: str, limits: tuple[float, float] | None, identity: str,
    words: tuple[str, str, str],
) -> Figure:  # fmt: skip
    """Draw one dot per released mean, from top to bottom in the order of ``rows``; ``words``: title, alt, caption."""
    title, alt, caption = words

    def draw(axes) -> None:
        _draw(axes, rows, labels)
        axes.set_xlabel(axis_label)
        if limits:
            pad = 0.02 * (limits[1] - limits[0])
            axes.set_xlim(limits[0] - pad, limits[1] + pad)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))

    return Figure(identity, title, drawn(draw, height=0.9 + 0.5 * len(rows)), alt, caption)


def _draw(axes, rows: pd.DataFrame, labels: list[str]) -> None:
    for place, row in enumerate(records(rows)):
        colour, shape = CATEGORICAL[place % 4], _SHAPES[place % 4]
        if not pd.isna(row["conf_low"]):
            axes.plot([row["conf_low"], row["conf_high"]], [place, place], color=colour, linewidth=2.4)
        axes.plot([row["estimate"]], [place], marker=shape, markersize=10, color=colour, linestyle="none")
        above = {"textcoords": "offset points", "xytext": (0, 9), "ha": "center", "color": DARK_GREY}
        axes.annotate(number_text(row["estimate"], decimals=1), (row["estimate"], place), **above)
    axes.set_yticks(range(len(rows)), labels)
    axes.set_ylim(len(rows) - 0.5, -0.75)
    axes.grid(axis="x", color=GRID)
