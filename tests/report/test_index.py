"""The lists of reports: in the order given, every word escaped, links only among neighbours."""

import pytest

from earlyeval.report.index import Entry, write_overview, write_place_page

pytestmark = pytest.mark.unit

ENTRIES = [
    Entry("Think Baby", "think-baby/index.html", "48 parents & 12 staff.", (("Tables", "think-baby/tables.xlsx"),)),
    Entry("Baby <b>Steps</b>", "baby-steps/index.html"),
]


def test_a_place_lists_its_programmes_in_order(tmp_path):
    target = tmp_path / "index.html"
    write_place_page(target, site_name="Wandsworth", entries=ENTRIES, banner="Synthetic", facts={"Version": "1"})
    html = target.read_text(encoding="utf-8")
    assert "<h1>Wandsworth</h1>" in html
    assert '<h2><a href="think-baby/index.html">Think Baby</a></h2>' in html
    assert "48 parents &amp; 12 staff." in html
    assert "Baby &lt;b&gt;Steps&lt;/b&gt;" in html
    assert html.index("Think Baby") < html.index("baby-steps")
    assert html.count('<p class="banner">Synthetic</p>') == 2
    assert "<nav" not in html


def test_the_overview_says_so_when_there_is_nothing_yet(tmp_path):
    write_overview(tmp_path / "index.html", entries=[])
    html = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "No report has been made yet." in html
    assert 'class="banner"' not in html


def test_same_words_same_bytes(tmp_path):
    for name in ("a.html", "b.html"):
        write_overview(tmp_path / name, entries=ENTRIES, banner="Synthetic", lead="Read the banner.")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


@pytest.mark.parametrize("href", ["https://example.org", "javascript:alert(1)", "/etc/passwd"])
def test_a_link_that_leads_away_is_a_mistake_of_ours(tmp_path, href):
    with pytest.raises(ValueError, match="neighbouring file"):
        write_place_page(tmp_path / "index.html", site_name="W", entries=[Entry("a", href)])
