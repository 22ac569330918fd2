"""Shares of several answers or states that make up a whole, one stacked bar per group."""

import pandas as pd

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn, label_above, row_inches, rows_below_each_other
from earlyeval.present.numbers import percent_text
from earlyeval.present.style import CATEGORICAL, DARK_GREY, LIGHT_PURPLE

PRINTED_FROM = 0.08
LIFT = 0.3
_COLOURS = (*CATEGORICAL, LIGHT_PURPLE, DARK_GREY)
_HATCHES = ("", "//", "", "..", "\\\\", "")
_LETTERS = ("white", "black", "white", "black", "black", "white")


def stacked(
    bars: list[tuple[str, pd.DataFrame]], *, parts: list[tuple[str, str]], identity: str, words: tuple[str, str, str]
) -> Figure:
    """Draw one bar per group; ``parts`` are (subgroup, words) in order; hidden parts leave a gap at the end.

    ``words``: title, alt, caption.
    """
    title, alt, caption = words
    labels = [label for label, _ in bars]
    inches = row_inches(labels, lift=LIFT, bar=0.25)
    height = 0.5 + inches * (len(bars) + 0.2) + 0.24 * len(parts)
    return Figure(identity, title, drawn(lambda axes: _draw(axes, bars, parts, inches), height=height), alt, caption)


def _draw(axes, bars: list[tuple[str, pd.DataFrame]], parts: list[tuple[str, str]], inches: float) -> None:
    for place, (label, rows) in enumerate(bars):
        label_above(axes, place, label, lift=LIFT)
        shares = dict(zip(rows["subgroup"], rows["estimate"], strict=True))
        start = 0.0
        for number, (part, words) in enumerate(parts):
            share = shares.get(part, float("nan"))
            look = number % len(_COLOURS)
            drawn_share = 0.0 if pd.isna(share) else share
            axes.barh(
                place, drawn_share, left=start, height=0.5, color=_COLOURS[look], hatch=_HATCHES[look],
                edgecolor="white", linewidth=1.2, label=words if place == 0 else None,
            )  # fmt: skip
            if drawn_share >= PRINTED_FROM:
                _print_share(axes, start + share / 2, place, share, look)
            start += drawn_share
    rows_below_each_other(axes, [label for label, _ in bars], lift=LIFT, inches=inches)
    axes.set_xlim(0, max(1.02, *(rows["estimate"].sum() for _, rows in bars)))
    axes.set_xticks([0, 0.5, 1], [percent_text(tick) for tick in (0, 0.5, 1)])
    axes.figure.legend(loc="outside upper left", ncols=1, handleheight=1.1)


def _print_share(axes, x: float, y: float, share: float, look: int) -> None:
    behind = {"facecolor": _COLOURS[look], "edgecolor": "none", "pad": 1.5}
    text = percent_text(share)
    axes.text(x, y, text, ha="center", va="center", color=_LETTERS[look], fontweight="bold", bbox=behind)
