"""How codes gathered, conversation by conversation, one stepped line for each way of counting, with a band for one."""

from collections.abc import Mapping, Sequence

from matplotlib.ticker import MaxNLocator

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn
from earlyeval.present.rows import Row
from earlyeval.present.style import CATEGORICAL, GRID, PALE

_DASHES = ("-", (0, (5, 2)), (0, (1, 1.5)), (0, (6, 2, 1, 2)))


def accumulation(lines: Mapping[str, Sequence[Row]], *, identity: str, words: tuple[str, str, str]) -> Figure:
    """Draw released codes so far by place; ``lines``: label to rows in order; ``words``: title, alt, caption."""
    title, alt, caption = words
    height = 3.2 + 0.22 * len(lines)
    return Figure(identity, title, drawn(lambda axes: _draw(axes, lines), height=height), alt, caption)


def _draw(axes, lines: Mapping[str, Sequence[Row]]) -> None:
    for number, (label, rows) in enumerate(lines.items()):
        places = [int(row["subgroup"]) for row in rows]
        lows, highs = ([row[name] for row in rows] for name in ("conf_low", "conf_high"))
        if all(low == low for low in lows):
            axes.fill_between(places, lows, highs, color=PALE, linewidth=0)
        style = {"color": CATEGORICAL[number % len(CATEGORICAL)], "linestyle": _DASHES[number % len(_DASHES)]}
        axes.plot(places, [row["estimate"] for row in rows], label=label, marker="o", markersize=4, **style)
    axes.set_ylim(0, 1.05 * max(row["estimate"] for rows in lines.values() for row in rows) + 0.5)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlabel("Conversations, in the order of analysis")
    axes.set_ylabel("Codes so far")
    axes.grid(axis="y", color=GRID)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncol=1)
