"""Mean of each arm at each time point with its interval: lines that differ in colour, dash and marker."""

import pandas as pd

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn
from earlyeval.present.rows import records
from earlyeval.present.style import CATEGORICAL, GRID

_SHAPES = ("o", "s", "D", "^")
_DASHES = ("-", (0, (5, 2)), (0, (1, 1.5)), (0, (5, 2, 1, 2)))
_APART = 0.09  # so that intervals of two arms do not lie on each other


def arms(
    series: list[tuple[str, pd.DataFrame]], *, times: list[str], axis_label: str, identity: str,
    words: tuple[str, str, str],
) -> Figure:  # fmt: skip
    """Draw one line per arm through its released means; each frame has one row per time, in order."""
    title, alt, caption = words

    def draw(axes) -> None:
        for number, (label, rows) in enumerate(series):
            _draw_arm(axes, rows, label, number, apart=(number - (len(series) - 1) / 2) * _APART)
        axes.set_xticks(range(len(times)), times)
        axes.set_xlim(-0.35, len(times) - 0.65)
        axes.set_ylabel(axis_label)
        axes.grid(axis="y", color=GRID)
        axes.figure.legend(loc="outside upper left", ncols=1, handlelength=3.2)

    return Figure(identity, title, drawn(draw, height=3.4 + 0.25 * len(series)), alt, caption)


def _draw_arm(axes, rows: pd.DataFrame, label: str, number: int, *, apart: float) -> None:
    places = [place + apart for place in range(len(rows))]
    look = number % 4
    axes.plot(
        places, rows["estimate"].to_numpy(), color=CATEGORICAL[look], linestyle=_DASHES[look], marker=_SHAPES[look],
        markersize=7, label=label,
    )  # fmt: skip
    for place, row in zip(places, records(rows), strict=True):
        if not pd.isna(row["conf_low"]):
            axes.plot([place, place], [row["conf_low"], row["conf_high"]], color=CATEGORICAL[look], linewidth=1.6)
