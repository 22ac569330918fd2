"""The page that a site gets by e-mail: it opens offline, without a complaint, and repeats nobody."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from earlyeval.report.check_page import CheckedPart, write_check_page

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCRIPT = "<script>window.__bad = 1</script><img src=x onerror='window.__bad = 1'>"


@pytest.fixture
def page_of_check(tmp_path):
    parts = [
        CheckedPart(
            "Parent group",
            "The returns cannot be believed as they stand: 99 problems, the first 2 of them are:",
            (
                f"riverside/parent-group/people.csv, line 4, column role: found '{SCRIPT}'.",
                "people.csv, line 5: twice.",
            ),
            (("kept as it is", "phq-9.csv", "2 forms of phq-9 after the programme from people who have none before."),),
            "and 97 more. The first of each other kind:",
            ("people.csv, line 206, column cluster: found 'west'.",),
        ),
        CheckedPart("Baby group", "7 files, 836 rows: nothing is refused, and nothing is worth noting."),
    ]
    target = tmp_path / "riverside.html"
    write_check_page(target, parts, site_name="Riverside")
    return target


@pytest.mark.parametrize("width", [1200, 320])
def test_it_opens_without_a_request_a_complaint_or_a_violation(page_of_check, opened, width):
    page = opened(page_of_check, width=width)
    assert page.asked == []
    assert page.complaints == []
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("window.__bad") is None


def test_what_is_to_be_mended_comes_first_and_then_what_next(page_of_check, opened):
    page = opened(page_of_check)
    said = page.locator("main").inner_text()
    order = ["99 problems", "line 4", "and 97 more", "line 206", "Nothing was changed", "What is worth knowing"]
    places = [said.index(words) for words in order]
    assert places == sorted(places)
    assert page.locator("ol li").count() == 2
