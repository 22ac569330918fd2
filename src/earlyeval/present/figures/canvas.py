"""A drawing of fixed width, written as SVG that is the same every time, without pyplot or any global figure."""

import io
import textwrap
from collections.abc import Callable

from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Drawing

from earlyeval.present.style import DARK_GREY, WIDTH_INCHES, house_style

LABEL_CHARACTERS = 56
LINE_INCHES = 0.185
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


def drawn(draw: Callable[[Axes], None], *, height: float, width: float = WIDTH_INCHES) -> str:
    """Return the SVG of what ``draw`` puts on one set of axes; ``height`` in inches."""
    with house_style():
        drawing = Drawing(figsize=(width, height), layout="constrained")
        draw(drawing.add_subplot())
        buffer = io.StringIO()
        FigureCanvasSVG(drawing).print_svg(buffer, metadata=_NO_METADATA)
    text = buffer.getvalue()
    return text[text.index("<svg") :]


def wrapped(label: str, *, characters: int = LABEL_CHARACTERS) -> str:
    """Return a label broken into lines that fit the picture."""
    return "\n".join(textwrap.wrap(label, characters)) or label


def row_inches(labels: list[str], *, lift: float, bar: float = 0.0) -> float:
    """Return how tall each row must be so that the longest wrapped label fits between its bar and the one before.

    ``lift`` is where the label ends above its row, ``bar`` half the height of a bar, both in rows.
    """
    return max(0.45, (_label_inches(labels) + 0.06) / (1 - lift - bar))


def _label_inches(labels: list[str]) -> float:
    return LINE_INCHES * max((wrapped(label).count("\n") + 1 for label in labels), default=1)


def label_above(axes: Axes, place: float, label: str, *, lift: float) -> None:
    """Write a row's label above it, at the left edge, so that the whole width is left for the data."""
    axes.annotate(
        wrapped(label), xy=(0, place - lift), xycoords=("axes fraction", "data"),
        va="bottom", ha="left", color=DARK_GREY, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )  # fmt: skip


def rows_below_each_other(axes: Axes, labels: list[str], *, lift: float, inches: float) -> None:
    """Make room for the rows from top to bottom, a label above each, no ticks at the side."""
    axes.set_ylim(len(labels) - 1 + 0.45, -lift - (_label_inches(labels) + 0.06) / inches)
    axes.set_yticks([])
    axes.set_ylabel("")
