"""Values one after the other (weeks, reviews, days), with their intervals: one line or several, and a centre line."""

import pandas as pd

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn
from earlyeval.present.numbers import percent_text
from earlyeval.present.rows import records
from earlyeval.present.style import CATEGORICAL, DARK_GREY, GRID

_MARKERS = ("o", "s", "^", "D")
AT_MOST_TICKS = 14
HEIGHT = 3.4


def course(
    series: list[tuple[str, pd.DataFrame]],
    *,
    ticks: list[str],
    axis_label: str,
    identity: str,
    words: tuple[str, str, str],
    centre: tuple[float, str] | None = None,
    as_share: bool = False,
    below: str = "",
) -> Figure:
    """Draw released values from left to right; a hidden value is a gap.

    Parameters
    ----------
    series : list of (name, rows)
        Each has one row per tick, in their order; at most four. A single one needs no name.
    centre : (value, words), optional
        A line across, such as a median.
    as_share : bool
        The values are shares: the axis runs from 0 % to 100 %.
    words : title, alt, caption
    below : str
        What the ticks are, such as "Weeks".
    """
    title, alt, caption = words

    def draw(axes) -> None:
        for place, (name, rows) in enumerate(series):
            _line(axes, rows, place, name if len(series) > 1 else None)
        if centre is not None:
            axes.axhline(centre[0], color=DARK_GREY, linewidth=1.4, linestyle=(0, (4, 3)), label=centre[1], zorder=0)
        _axes(axes, ticks, axis_label, as_share=as_share)
        axes.set_xlabel(below)
        if len(series) > 1 or centre is not None:
            axes.figure.legend(loc="outside upper left", ncols=1)

    return Figure(identity, title, drawn(draw, height=HEIGHT + 0.24 * len(series)), alt, caption)


def _line(axes, rows: pd.DataFrame, place: int, name: str | None) -> None:
    found = records(rows)
    colour, marker = CATEGORICAL[place % len(CATEGORICAL)], _MARKERS[place % len(_MARKERS)]
    shift = 0.06 * place
    places = [at + shift for at in range(len(found))]
    for at, row in zip(places, found, strict=True):
        if not (pd.isna(row["conf_low"]) or pd.isna(row["conf_high"]) or pd.isna(row["estimate"])):
            ends = [row["conf_low"], row["conf_high"]]
            axes.plot([at, at], ends, color=colour, linewidth=1.6, alpha=0.7)
    values = [row["estimate"] for row in found]
    axes.plot(places, values, color=colour, marker=marker, markersize=6, linewidth=1.8, label=name)


def _axes(axes, ticks: list[str], axis_label: str, *, as_share: bool) -> None:
    step = 1 + (len(ticks) - 1) // AT_MOST_TICKS
    axes.set_xticks(range(len(ticks)), [tick if at % step == 0 else "" for at, tick in enumerate(ticks)])
    axes.set_xlim(-0.4, len(ticks) - 0.6)
    axes.set_ylabel(axis_label)
    axes.grid(axis="y", color=GRID)
    if as_share:
        axes.set_ylim(0, 1)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1], [percent_text(tick) for tick in (0, 0.25, 0.5, 0.75, 1)])
