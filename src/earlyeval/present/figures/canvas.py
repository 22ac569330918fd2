"""A drawing of fixed width, written as SVG that is the same every time, without pyplot or any global figure."""

import io
import textwrap
from collections.abc import Callable

from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Drawing

from earlyeval.present.style import DARK_GREY, WIDTH_INCHES, house_style

LABEL_CHARACTERS = 56
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


def lines_of(labels: list[str]) -> int:
    """Return how many lines the wrapped labels take together."""
    return sum(wrapped(label).count("\n") + 1 for label in labels)


def label_above(axes: Axes, place: float, label: str, *, lift: float = 0.32) -> None:
    """Write a row's label above it, at the left edge, so that the whole width is left for the data."""
    axes.annotate(
        wrapped(label), xy=(0, place - lift), xycoords=("axes fraction", "data"),
        va="bottom", ha="left", color=DARK_GREY, bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
    )  # fmt: skip


def rows_below_each_other(axes: Axes, number: int, *, lift: float = 0.85) -> None:
    """Make room for ``number`` rows from top to bottom, labels above each, no ticks at the side."""
    axes.set_ylim(number - 1 + 0.45, -lift)
    axes.set_yticks([])
    axes.set_ylabel("")
