"""Shares as bars, with a share of elsewhere (the population, a published figure) as a mark on each."""

import pandas as pd

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn, label_above, row_inches, rows_below_each_other
from earlyeval.present.numbers import percent_text
from earlyeval.present.place import lower_first
from earlyeval.present.style import DARK_BLUE, DARK_GREY, GRID, ORANGE

Pair = tuple[dict, dict]
LIFT = 0.27
NAMES = ("Took part", "In the area")


def beside_population(
    pairs: list[Pair],
    *,
    identity: str,
    words: tuple[str, str, str],
    names: tuple[str, str] = NAMES,
) -> Figure:
    """Draw one bar per value, in order, with its number; a hidden share is its mark.

    ``words``: title, alt, caption; ``names``: what the bars are and what the marks are.
    """
    title, alt, caption = words
    inches = row_inches([_label(row, other, names[1]) for row, other in pairs], lift=LIFT, bar=0.21)
    height = 0.9 + inches * (len(pairs) + 0.2)
    return Figure(identity, title, drawn(lambda axes: _draw(axes, pairs, inches, names), height=height), alt, caption)


def _draw(axes, pairs: list[Pair], inches: float, names: tuple[str, str]) -> None:
    for place, (row, other) in enumerate(pairs):
        label_above(axes, place, _label(row, other, names[1]), lift=LIFT)
        share = 0.0 if pd.isna(row["estimate"]) else row["estimate"]
        axes.barh(place, share, height=0.42, color=DARK_BLUE, label=names[0] if place == 0 else None)
        axes.plot(
            other["estimate"], place, marker="D", markersize=8, color=ORANGE, markeredgecolor=DARK_GREY,
            linestyle="none", label=names[1] if place == 0 else None,
        )  # fmt: skip
    labels = [_label(row, other, names[1]) for row, other in pairs]
    rows_below_each_other(axes, labels, lift=LIFT, inches=inches)
    ticks = [0, 0.25, 0.5, 0.75, 1]
    axes.set_xlim(0, 1.02)
    axes.set_xticks(ticks, [percent_text(tick) for tick in ticks])
    axes.grid(axis="x", color=GRID)
    axes.figure.legend(loc="outside upper left", ncols=2)


def _label(row: dict, other: dict, elsewhere: str) -> str:
    """Return the value with both shares: a number beside the mark would be read as the mark's."""
    own = row["mark"] if pd.isna(row["estimate"]) else percent_text(row["estimate"])
    place = lower_first(elsewhere) if elsewhere == NAMES[1] else elsewhere  # a published figure has a name of its own
    return f"{row['label']}: {own}, {place} {percent_text(other['estimate'])}"
