"""Ids on a joined page: once each, the same on every run, found again by links."""

import pytest

from earlyeval.report.anchors import Anchors, slug

pytestmark = pytest.mark.unit


@pytest.fixture
def anchors():
    return Anchors(by_stem={"02-attendance": "nb02", "05-family-outcomes": "nb05"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Low mood", "low-mood"),
        ("  What's — this? ", "what-s-this"),
        ("Édouard & PHQ_9", "edouard-phq-9"),
        ("<script>", "script"),
        ("中文", "section"),
        ("x" * 80, "x" * 60),
    ],
)
def test_a_slug_is_plain(text, expected):
    assert slug(text) == expected


def test_the_same_heading_twice_gets_two_ids(anchors):
    assert [anchors.take("nb05", "Low mood"), anchors.take("nb05", "Low mood")] == ["nb05-low-mood", "nb05-low-mood-2"]
    assert anchors.take("nb02", "Low mood") == "nb02-low-mood"


def test_links_are_found_as_jupyterlab_writes_them(anchors):
    anchors.take("nb02", "Dose by session")
    assert anchors.find("nb05", "02-attendance.ipynb#Dose-by-session") == "nb02-dose-by-session"
    assert anchors.find("nb02", "#Dose%20by%20session") == "nb02-dose-by-session"
    assert anchors.find("nb05", "02-attendance.ipynb") == "nb02"
    assert anchors.find("nb05", "#Dose-by-session") is None
    assert anchors.find("nb05", "09-across-sites.ipynb") is None


def test_regions_get_different_names(anchors):
    assert [anchors.label("People"), anchors.label("People")] == ["People", "People (2)"]


def test_figures_and_tables_are_counted_apart(anchors):
    words = [anchors.number("Table", "dose"), anchors.number("Figure", "dose"), anchors.number("Table", "reach")]
    assert words == ["Table 1", "Figure 1", "Table 2"]
    assert anchors.table_numbers == {"dose": "Table 1", "reach": "Table 2"}
