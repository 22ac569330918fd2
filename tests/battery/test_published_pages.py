"""What a hostile reader works out from pages as they are printed: nothing. The restricted page tells him what is true.

The reader himself is tried on planted tables here; on the page of Wandsworth in tests/end_to_end/test_shipped_study.py;
on every place and programme in `make test-full`.
"""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from earlyeval.foundations.paths import study_paths
from earlyeval.registry.load import load_registry

pytestmark = pytest.mark.end_to_end
page_reader = runpy.run_path(str(Path(__file__).with_name("page_reader.py")))
tables_of, pinned = page_reader["tables_of"], page_reader["pinned"]
RULE = {"hide_from": 1, "hide_to": 7, "zero": "show", "round_to": 5}
PLACES = [
    (site.id, delivery.programme)
    for site in load_registry(study_paths("")).sites.values()
    for delivery in site.programmes
]


def page(*cells):
    lines = "".join(f"<tr><th>line</th><td>{cell}</td></tr>" for cell in cells)
    return tables_of(f'<p>1</p><table id="t"><tr><th>what</th><th>n</th></tr>{lines}</table>')


def found(shown, true):
    return [ends for *_, ends in pinned(page(*shown), page(*true), RULE, need=3)[0]]


def test_the_reader_finds_what_a_page_gives_away():
    # 75 of whom 65 are told: 73 to 77 less 63 to 67 leaves 6 or more, and the star is 7 at the most.
    assert found(("65 of 75 (87%)", "* of 75"), ("67 of 73 (92%)", "6 of 73")) == [(6, 7)]
    assert found(("0 of 15", "15 of 15", "*"), ("0 of 13", "13 of 13", "1")) == []


def test_the_reader_finds_nothing_where_nothing_is_given_away():
    assert found(("30 of 35", "* of 35"), ("31 of 34", "3 of 34")) == []
    assert found(("*", "*", "35"), ("4", "5", "36")) == []
    assert found(("15 of 20", "* of 10", "* of 15"), ("14 of 18", "7 of 8", "7 of 17")) == []  # of other wholes
    assert found(("15 of 25", "* of 10", "* of 15"), ("14 of 25", "7 of 8", "7 of 17")) == [(6, 7), (6, 7)]


def test_words_and_shares_are_no_counts():
    numbers_in = page_reader["numbers_in"]
    assert [numbers_in(cell) for cell in ("48 of 1,104 (4%)", "* of 30", "*", "12.3", "3 to 5", "Go", "15")] == [
        [48, 1104], [None, 30], [None], [], [], [], [15]
    ]  # fmt: skip


@pytest.fixture(scope="module")
def study(tmp_path_factory, copy_of_shipped):
    return copy_of_shipped(tmp_path_factory.mktemp("pages") / "study")


@pytest.mark.skipif(os.environ.get("EARLYEVAL_FULL") != "1", reason="every page at both levels: make test-full")
@pytest.mark.parametrize(("site", "programme"), PLACES)
def test_no_star_of_a_printed_page_can_be_worked_out(study, site, programme):
    tables = []
    for level in ("release", "restricted"):
        words = ["report", site, "--programme", programme, "--study", str(study), "--level", level]
        done = subprocess.run([sys.executable, "-m", "earlyeval", *words], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        folder = study / ("reports" if level == "release" else "restricted") / site / programme
        tables.append(tables_of((folder / "index.html").read_text(encoding="utf-8")))
    stars, looked_at = pinned(*tables, RULE, need=3)
    assert looked_at
    assert stars == []
