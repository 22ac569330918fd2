"""A share quarter by quarter, about its centre and limits, with the change of the service as an upright line."""

import pandas as pd

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn
from earlyeval.present.numbers import percent_text, said_in_words
from earlyeval.present.rows import Row
from earlyeval.present.style import DARK_BLUE, DARK_GREY, DARK_PINK, GRID
from earlyeval.protect.rounding import NEARLY_ALL

AT_MOST_LABELS = 8
Point = tuple[Row, Row | None]


def series(points: list[Point], *, identity: str, words: tuple[str, str, str]) -> Figure:
    """Draw the released shares in the order of time; points that break a rule of the chart are diamonds.

    Each point is a share with its limits (or None); ``words``: title, alt, caption.
    """
    title, alt, caption = words
    return Figure(identity, title, drawn(lambda axes: _draw(axes, points), height=3.1), alt, caption)


def _draw(axes, points: list[Point]) -> None:
    # What is all or nearly all has no percentage; it stands at the top, hollow.
    full = [said_in_words(row) == NEARLY_ALL for row, _ in points]
    shares = [1.0 if at_top else row["estimate"] for at_top, (row, _) in zip(full, points, strict=True)]
    axes.plot(range(len(points)), shares, color=DARK_BLUE, linewidth=1.8, marker="o", markersize=4)
    limits = [(place, limit) for place, (_, limit) in enumerate(points) if limit is not None]
    for column, dashes in (("estimate", (0, ())), ("conf_low", (0, (4, 3))), ("conf_high", (0, (4, 3)))):
        known = [(place, limit[column]) for place, limit in limits if not pd.isna(limit[column])]
        axes.plot(*zip(*known, strict=True), color=DARK_GREY, linewidth=1.1, linestyle=dashes) if known else None
    signals = [place for place, limit in limits if limit["note"] and not pd.isna(shares[place])]
    axes.plot(
        signals, [shares[place] for place in signals], color=DARK_PINK, marker="D", markersize=8, linestyle="none"
    )
    top = [place for place, at_top in enumerate(full) if at_top]
    hollow = {"marker": "o", "markersize": 4, "markerfacecolor": "white", "markeredgecolor": DARK_BLUE}
    axes.plot(top, [1.0] * len(top), linestyle="none", zorder=3, **hollow)
    since = next((place for place, (row, _) in enumerate(points) if row["comparison"] == "after"), 0)
    if since:
        axes.axvline(since - 0.5, color=DARK_GREY, linewidth=1.2, linestyle=(0, (1, 2)))
    step = 1 + (len(points) - 1) // AT_MOST_LABELS
    names = [row["subgroup"] if place % step == 0 else "" for place, (row, _) in enumerate(points)]
    axes.set_xticks(range(len(points)), [name.replace("-", "\n") for name in names])
    axes.tick_params(axis="x", length=0)
    known = [*shares, *(limit["conf_low"] for _, limit in limits)]
    bottom = 0.2 * int(5 * min((share for share in known if not pd.isna(share)), default=0.0))
    axes.set_ylim(bottom, 1.02)
    ticks = [tick / 10 for tick in range(round(10 * bottom), 11, 2)]
    axes.set_yticks(ticks, [percent_text(tick) for tick in ticks])
    axes.grid(axis="y", color=GRID)
