"""Sites below one another around the line of no change, and sites in the funnel of their control limits."""

from statistics import NormalDist

import numpy as np
import pandas as pd

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn, label_above, row_inches, rows_below_each_other
from earlyeval.present.rows import Row, records
from earlyeval.present.style import DARK_BLUE, DARK_GREY, DARK_PINK, GRID

LIFT = 0.22
POOLED = "Pooled over the sites shown"
FUNNEL_INCHES = 3.4


def forest_of_sites(
    sites: pd.DataFrame,
    pooled: Row | None,
    prediction: Row | None,
    *,
    labels: list[str],
    axis_label: str,
    identity: str,
    words: tuple[str, str, str],
) -> Figure:
    """Draw each site's released change with its interval, the pooled one below; ``words``: title, alt, caption."""
    title, alt, caption = words
    written = [*labels, *([POOLED] if pooled else [])]
    inches = row_inches(written, lift=LIFT, bar=0.1)

    def draw(axes) -> None:
        for place, (label, row) in enumerate(zip(labels, records(sites), strict=True)):
            label_above(axes, place, label, lift=LIFT)
            _interval(axes, row, place, marker="o", color=DARK_BLUE)
        if pooled:
            label_above(axes, len(labels), POOLED, lift=LIFT)
            if prediction:
                ends = [prediction["conf_low"], prediction["conf_high"]]
                axes.plot(ends, [len(labels)] * 2, color=DARK_PINK, linewidth=1, linestyle=(0, (3, 2)))
            _interval(axes, pooled, len(labels), marker="D", color=DARK_PINK)
        axes.axvline(0, color=DARK_GREY, linewidth=1.4, linestyle=(0, (4, 3)), zorder=0)
        rows_below_each_other(axes, written, lift=LIFT, inches=inches)
        axes.grid(axis="x", color=GRID)
        axes.set_xlabel(axis_label)

    return Figure(identity, title, drawn(draw, height=0.7 + inches * (len(written) + 0.2)), alt, caption)


def _interval(axes, row: Row, place: int, *, marker: str, color: str) -> None:
    if not pd.isna(row["conf_low"]):
        axes.plot([row["conf_low"], row["conf_high"]], [place, place], color=color, linewidth=2.4)
    axes.plot([row["estimate"]], [place], marker=marker, markersize=8, color=color, linestyle="none")


def funnel(
    sites: pd.DataFrame,
    limits: pd.DataFrame,
    *,
    named: dict[str, str],
    identity: str,
    words: tuple[str, str, str],
) -> Figure:
    """Draw each site's released change against its precision, with the limits as lines; only those outside are named.

    The standard error of a site is read back from its released limits, so the picture says no more than the table.
    """
    title, alt, caption = words
    levels = sorted(limits["conf_level"].unique())
    widest = limits[limits["conf_level"] == levels[-1]]
    reach = NormalDist().inv_cdf((1 + levels[-1]) / 2)
    errors = dict(zip(widest["site"], (widest["conf_high"] - widest["conf_low"]) / 2 / reach, strict=True))
    target = float(limits["estimate"].iloc[0])

    def draw(axes) -> None:
        span = np.array([0.0, 1.1 * max(errors.values())])
        for level, dashes in zip(levels, ((4, 3), (1, 2)), strict=False):
            half = NormalDist().inv_cdf((1 + level) / 2) * span
            for side in (-1, 1):
                axes.plot(span, target + side * half, color=DARK_GREY, linewidth=1.4, linestyle=(0, dashes))
        axes.axhline(target, color=DARK_GREY, linewidth=1.4)
        for row in records(sites):
            is_outside = row["site"] in named
            axes.plot(
                [errors[row["site"]]], [row["estimate"]], linestyle="none", markersize=8,
                marker="s" if is_outside else "o", color=DARK_PINK if is_outside else DARK_BLUE,
            )  # fmt: skip
            if is_outside:
                axes.annotate(named[row["site"]], (errors[row["site"]], row["estimate"]), xytext=(6, 6),
                              textcoords="offset points", color=DARK_GREY)  # fmt: skip
        axes.set_xlim(0, span[1])
        axes.set_xlabel("Standard error in points (large sites left)")
        axes.set_ylabel("Change in points")
        axes.grid(axis="y", color=GRID)

    return Figure(identity, title, drawn(draw, height=FUNNEL_INCHES), alt, caption)
