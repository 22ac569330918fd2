"""How pictures look: the palette of the UK Government Analysis Function, one font size, no box, quiet grid lines.

Colours were checked by that Function for contrast on white and against each other in this order; at most four
categories share a picture, and never is colour the only difference. Source: Government Analysis Function,
"Data visualisation: colours in charts" (analysisfunction.civilservice.gov.uk).
"""

from collections.abc import Iterator
from contextlib import contextmanager

DARK_BLUE = "#12436D"
TURQUOISE = "#28A197"
DARK_PINK = "#801650"
ORANGE = "#F46A25"
DARK_GREY = "#3D3D3D"
LIGHT_PURPLE = "#A285D1"
CATEGORICAL = (DARK_BLUE, TURQUOISE, DARK_PINK, ORANGE)
SEQUENTIAL = (DARK_BLUE, "#2073BC", "#6BACE6")
GRID = "#D9D9D9"
PALE = "#EFF3F7"

WIDTH_INCHES = 5.4  # so that a picture shrunk to a screen of 320 px still has letters one can read
FONT_POINTS = 11

_SETTINGS = {
    "svg.hashsalt": "earlyeval",
    "svg.fonttype": "path",
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same letters on every machine
    "font.size": FONT_POINTS,
    "axes.titlesize": FONT_POINTS,
    "axes.labelsize": FONT_POINTS,
    "xtick.labelsize": FONT_POINTS,
    "ytick.labelsize": FONT_POINTS,
    "legend.fontsize": FONT_POINTS,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.edgecolor": DARK_GREY,
    "axes.axisbelow": True,
    "axes.prop_cycle": None,
    "axes.unicode_minus": True,
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
    "xtick.color": DARK_GREY,
    "ytick.color": DARK_GREY,
    "ytick.major.size": 0,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "hatch.linewidth": 0.8,
    "legend.frameon": False,
    "lines.linewidth": 2,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}


@contextmanager
def house_style() -> Iterator[None]:
    """Set the look of pictures for the time of a ``with`` block, on top of matplotlib's own defaults."""
    import matplotlib
    from cycler import cycler

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS | {"axes.prop_cycle": cycler(color=CATEGORICAL)})
        yield
