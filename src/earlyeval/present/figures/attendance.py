"""How many came to each session, as bars in the order of the sessions."""

import pandas as pd

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn
from earlyeval.present.numbers import n_text
from earlyeval.present.rows import records
from earlyeval.present.style import DARK_BLUE, DARK_GREY, PALE


def attendance(
    rows: pd.DataFrame, *, numbers: list[str], axis_label: str, identity: str, words: tuple[str, str, str]
) -> Figure:
    """Draw one bar per session: those who came inside a frame of those expected; ``words``: title, alt, caption."""
    title, alt, caption = words

    def draw(axes) -> None:
        _draw(axes, rows, numbers)
        axes.set_xlabel(axis_label)

    return Figure(identity, title, drawn(draw, height=2.9), alt, caption)


def _draw(axes, rows: pd.DataFrame, numbers: list[str]) -> None:
    for place, row in enumerate(records(rows)):
        expected = 0 if pd.isna(row["n_expected"]) else row["n_expected"]
        came = 0 if pd.isna(row["n"]) else row["n"]
        axes.bar(place, expected, width=0.7, color=PALE, edgecolor=DARK_GREY, linewidth=0.8)
        if came:
            axes.bar(place, came, width=0.7, color=DARK_BLUE)
        axes.annotate(
            n_text(row), (place, max(expected, came)), textcoords="offset points", xytext=(0, 4), ha="center",
            fontweight="bold",
        )  # fmt: skip
    axes.set_xticks(range(len(rows)), numbers)
    axes.set_yticks([])
    axes.set_ylim(0, 1.18 * max(1, rows[["n", "n_expected"]].max().max()))
    axes.tick_params(axis="x", length=0)
