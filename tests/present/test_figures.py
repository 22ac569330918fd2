import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from earlyeval.present.display import Figure
from earlyeval.present.style import CATEGORICAL, FONT_POINTS, WIDTH_INCHES, house_style

pytestmark = pytest.mark.unit

PICTURED = ("flow", "attendance", "change", "arms", "themes", "criteria", "classes", "shares", "stacked")
TITLED = {"shares": "Experience", "stacked": "Status"}


def figures_of(show, rows, name):
    options = {"title": TITLED[name]} if name in TITLED else {}
    return [part for part in getattr(show, name)(rows[name], **options).parts if isinstance(part, Figure)]


@pytest.mark.parametrize("name", PICTURED)
def test_a_picture_is_well_formed_svg_without_letters_dates_or_outside_addresses(show, rows, name):
    for figure in figures_of(show, rows, name):
        root = ElementTree.fromstring(figure.svg)
        assert root.get("viewBox")
        assert "<text" not in figure.svg, "letters are drawn as paths, so every machine shows the same"
        assert not re.search(r"dc:date|\d{4}-\d{2}-\d{2}T|matplotlib\.org|DOCTYPE", figure.svg)


def test_pictures_are_the_same_bytes_in_another_process(show, rows, tmp_path):
    code = (
        "from earlyeval.present.figures.canvas import drawn\n"
        "import sys; sys.stdout.write(drawn(lambda axes: axes.plot([1, 2], [3, 4], marker='o'), height=2))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "MPLCONFIGDIR": str(tmp_path)},
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]
    assert said[0].startswith("<svg")


def test_hidden_rows_are_not_drawn(show, rows):
    (figure,) = figures_of(show, rows, "themes")
    seen = rows["themes"].assign(n=[18.0, 9.0, 12.0], estimate=[18 / 26, 9 / 26, 12 / 26])
    (with_third,) = [part for part in show.themes(seen).parts if isinstance(part, Figure)]
    assert figure.svg.count("#12436d") + 1 == with_third.svg.count("#12436d")


def test_the_picture_of_two_true_values_that_round_alike_is_the_same(show, rows):
    one = rows["flow"].copy()
    other = one.assign(n=one["n"].replace(104.0, 103.0), estimate=one["estimate"].replace(104.0, 103.0))
    other = other[other["estimand"] == "count"]
    pictures = [figures_of(show, {"flow": frame}, "flow")[0].svg for frame in (one, other)]
    assert pictures[0] == pictures[1]


def test_drawing_leaves_the_settings_of_matplotlib_alone(show, rows):
    import matplotlib

    before = dict(matplotlib.rcParams)
    figures_of(show, rows, "shares")
    assert dict(matplotlib.rcParams) == before


def test_importing_present_loads_no_drawing_package():
    heavy = ["matplotlib", "seaborn", "scipy", "IPython"]
    code = f"import sys, earlyeval.present; print([name for name in {heavy} if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_letters_stay_readable_on_a_narrow_screen():
    shrunk = FONT_POINTS * 96 / 72 * 320 / (WIDTH_INCHES * 96)
    assert shrunk >= 9  # px


def contrast(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def test_colours_stand_out_on_white():
    assert all(contrast(colour) >= 3 for colour in CATEGORICAL)


def test_the_house_style_ends_with_its_block():
    import matplotlib

    with house_style():
        assert matplotlib.rcParams["svg.fonttype"] == "path"
    assert matplotlib.rcParams["svg.hashsalt"] is None
