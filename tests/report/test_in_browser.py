"""The page as a reader meets it: offline, without complaint, by keyboard, on a small screen, on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from earlyeval.report.index import Entry, write_overview, write_place_page
from earlyeval.report.page import write_page

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BANNER = "Synthetic demonstration data: no real person is described here."


@pytest.fixture
def report(report_notebooks, tmp_path):
    target = tmp_path / "index.html"
    write_page(
        report_notebooks, target, title="Think Baby", subtitle="Evaluation report: Wandsworth", banner=BANNER,
        facts={"Period": "April to December", "Run": "3f9a1c"}, links=[("All tables", "tables.xlsx")],
    )  # fmt: skip
    return target


@pytest.fixture
def lists(tmp_path):
    entries = [Entry("Think Baby", "think-baby/index.html", "48 parents.", (("Tables", "think-baby/tables.xlsx"),))]
    place, overview = tmp_path / "place.html", tmp_path / "overview.html"
    write_place_page(place, site_name="Wandsworth", entries=entries, banner=BANNER, links=[("All", "../index.html")])
    write_overview(overview, entries=[Entry("Wandsworth", "wandsworth/index.html", "One programme.")], banner=BANNER)
    return [place, overview]


def violations(page):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    return [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found]


@pytest.mark.parametrize("width", [1200, 320])
def test_a_report_opens_without_a_request_a_complaint_or_a_violation(report, opened, width):
    page = opened(report, width=width)
    assert page.asked == []
    assert page.complaints == []
    assert violations(page) == []


def test_the_lists_do_too(lists, opened):
    for path in lists:
        page = opened(path)
        assert page.asked == []
        assert page.complaints == []
        assert violations(page) == []


def test_a_small_screen_scrolls_tables_and_never_the_page(report, lists, opened):
    for path in (report, *lists):
        page = opened(path, width=320)
        assert page.evaluate("document.documentElement.scrollWidth") == 320
    page = opened(report, width=320)
    wide = page.locator(".table-scroll").nth(1)
    assert wide.evaluate("region => region.scrollWidth > region.clientWidth")


def test_the_first_key_leads_past_the_head(report, opened):
    page = opened(report)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    assert page.locator(".skip-link").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_focus_can_be_seen(report, opened):
    page = opened(report)
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_prose_keeps_to_a_line_that_can_be_read(report, opened):
    page = opened(report)
    width = page.evaluate(
        """() => { const p = document.querySelector('.prose p');
        const range = document.createRange(); range.selectNodeContents(p);
        return p.innerText.length / range.getClientRects().length }"""
    )
    assert 55 <= width <= 85


def test_paper_has_no_contents_list_and_the_banner_on_each_page(report, opened):
    page = opened(report)
    assert page.locator("nav").is_visible()
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert page.locator(".page-header .banner").is_visible()
    heads = page.evaluate(
        """() => [...document.styleSheets[0].cssRules].filter(rule => rule instanceof CSSPageRule)
        .map(rule => rule.cssText).join(' ')"""
    )
    assert BANNER in heads
