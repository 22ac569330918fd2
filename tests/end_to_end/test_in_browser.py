"""The shipped report as a reader meets it: offline, without complaint, accessible, on a wide and a small screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    return [(rule["id"], [node["html"][:120] for node in rule["nodes"]][:3]) for rule in found]


@pytest.mark.parametrize("width", [1200, 320])
def test_the_report_asks_for_nothing_complains_of_nothing_and_violates_nothing(built, opened, width):
    page = opened(built[1] / "index.html", width=width)
    assert page.asked == []
    assert page.complaints == []
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_pages_of_the_place_and_of_all_places_too(built, opened):
    for path in (built[1].parent / "index.html", built[1].parent.parent / "index.html"):
        page = opened(path)
        assert page.asked == []
        assert page.complaints == []
        assert violations(page) == []
        assert "ynthetic" in page.inner_text("body")
