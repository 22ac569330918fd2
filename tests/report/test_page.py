"""The page: joined, cleaned, refused where it must be, the same bytes for the same notebooks."""

import base64
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from nbformat import v4

from earlyeval.foundations.errors import PageRefusedError
from earlyeval.foundations.marks import marked
from earlyeval.report.joining import joined
from earlyeval.report.page import write_page

pytestmark = pytest.mark.unit

BANNER = "Synthetic demonstration data: no real person is described here."
PLACEHOLDER = "No description has been provided"  # what nbconvert writes where an alt text is missing


class Reading(HTMLParser):
    """What a page is made of: elements with attributes, ids, headings, text."""

    def __init__(self, path):
        super().__init__()
        self.elements, self.text = [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def page(tmp_path):
    """Return a function that writes a page of notebooks and reads it."""

    def written(notebooks, **words):
        target = tmp_path / "index.html"
        write_page(notebooks, target, **{"title": "Think Baby", "subtitle": "Wandsworth", **words})
        return Reading(target)

    return written


def test_one_first_level_heading_and_no_level_skipped(page, report_notebooks):
    levels = [int(tag[1]) for tag, _ in page(report_notebooks).elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels == [1, 2, 3, 2, 3, 4, 3, 2, 3]


def test_a_skipped_level_is_closed_up(page, write, make):
    book = write("01-x", make.prose("### Deep first\n\n###### Deeper"), make.code(make.shows(html="<h4>Shown</h4>")))
    assert [tag for tag, _ in page([book]).elements if re.fullmatch(r"h[1-6]", tag)] == ["h1", "h2", "h3", "h4"]


def test_every_id_is_there_once_and_every_link_on_the_page_leads_somewhere(page, report_notebooks):
    read = page(report_notebooks)
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {attributes["href"][1:] for attributes in read.all("a") if attributes.get("href", "").startswith("#")}
    assert targets - {"top"} <= set(ids)
    assert {"nb08", "nb05", "nb00", "nb05-low-mood", "nb00-low-mood", "nb05-phq-9", "nb05-phq-9-means"} <= set(ids)


def test_a_link_to_another_notebook_becomes_a_link_on_the_page(page, report_notebooks):
    read = page(report_notebooks)
    assert {"href": "#nb05-low-mood"} in read.all("a")
    assert not [attributes for attributes in read.all("a") if ".ipynb" in attributes.get("href", "")]


def test_a_link_that_leads_nowhere_keeps_its_words_and_is_listed(page, write, make):
    book = write("01-x", make.prose("# A\n\n[gone](#nowhere) and [other](09-across-sites.ipynb) and [here](#A)"))
    assert page([book]).all("a").count({}) == 2
    assert joined([book]).dead_links == ("01-x: #nowhere", "01-x: 09-across-sites.ipynb")


def test_a_web_address_is_written_out_and_cannot_be_clicked(page, write, make):
    book = write("01-x", make.prose("# A\n\n[Kroenke](https://doi.org/10.1/x) <https://example.org/a>"))
    read = page([book])
    assert "Kroenke (https://doi.org/10.1/x) https://example.org/a" in "".join(read.text)
    assert not [attributes for attributes in read.all("a") if attributes.get("href", "").startswith("http")]


def test_head_banner_facts_and_links(page, report_notebooks):
    read = page(
        report_notebooks, banner=BANNER, facts={"Period": "April to June"}, links=[("All tables", "tables.xlsx")]
    )
    text = "".join(read.text)
    assert read.all("html") == [{"lang": "en-GB"}]
    assert text.count(BANNER) == 2
    assert "@top-left { content: " in text
    assert "Period" in text
    assert {"href": "tables.xlsx"} in read.all("a")
    policy = [meta["content"] for meta in read.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
    assert policy == ["default-src 'none'; img-src data:; style-src 'unsafe-inline'"]
    assert [tag for tag, _ in read.elements if tag in ("header", "nav", "main", "footer")] == [
        "header", "nav", "main", "footer",
    ]  # fmt: skip


def test_real_data_carry_no_banner(page, report_notebooks):
    assert not [attributes for attributes in page(report_notebooks).all("p") if attributes.get("class") == "banner"]


def test_code_and_prompts_are_hidden(page, report_notebooks):
    text = "".join(page(report_notebooks).text)
    assert "show.change" not in text
    assert "In [" not in text


def test_a_figure_has_its_words_and_its_picture(page, report_notebooks, make):
    read = page(report_notebooks)
    picture = read.all("img")[0]
    assert picture["alt"] == "Bar chart of two means, where the second is lower."
    assert base64.b64decode(picture["src"].removeprefix("data:image/svg+xml;base64,")).decode() == make.DRAWING
    assert "Figure 1. Low mood fell." in "".join(read.text)
    assert PLACEHOLDER not in "".join(read.text)


def test_words_with_signs_of_html_are_shown_as_they_stand(page, write, make):
    words = "Scores < 10 \"on average\" & <b>not</b> 'bold'"
    read = page([write("01-x", make.prose("# A"), make.code(make.figure(alt=words, caption=words)))])
    assert read.all("img")[0]["alt"] == words
    assert f"Figure 1. {words}" in "".join(read.text)


def test_tables_are_numbered_and_stand_in_a_region_that_keys_can_reach(page, report_notebooks):
    read = page(report_notebooks)
    regions = [attributes for attributes in read.all("div") if attributes.get("role") == "region"]
    assert [region["tabindex"] for region in regions] == ["0", "0"]
    assert regions[0]["aria-label"] == "Six pitfalls, looked at."
    assert joined(report_notebooks).table_numbers == {"pitfalls": "Table 1", "phq-9": "Table 2"}


def test_plain_output_is_shown_as_it_stands(page, write, make):
    read = page([write("01-x", make.prose("# A"), make.code(make.shows(plain="a  <b>\n c")))])
    assert "a  <b>\n c" in "".join(read.text)


@pytest.mark.parametrize("missing", ["alt", "caption"])
def test_a_figure_without_words_is_refused_and_nothing_is_written(write, make, tmp_path, missing):
    book = write("05-x", make.prose("# A"), make.code(make.figure(**{missing: "  "})))
    with pytest.raises(PageRefusedError, match="Notebook 05-x: a figure has no"):
        write_page([book], tmp_path / "index.html", title="T")
    assert not (tmp_path / "index.html").exists()


def test_a_picture_in_prose_needs_a_description_too(write, make, tmp_path):
    book = write("05-x", make.prose("# A\n\n![ ](data:image/png;base64,QUJD)"))
    with pytest.raises(PageRefusedError, match="Notebook 05-x: a picture has no description"):
        write_page([book], tmp_path / "index.html", title="T")


def passed(data, level="release"):
    return v4.new_output("display_data", data=data, metadata=marked(data, {}, level=level))


def changed_since(output):
    output["data"]["text/html"] = "<p>b</p>"
    return output


@pytest.mark.parametrize(
    ("output", "said"),
    [
        (v4.new_output("stream", name="stdout", text="a"), "printed to stdout"),
        (v4.new_output("stream", name="stderr", text="a"), "printed to stderr"),
        (v4.new_output("error", ename="E", evalue="a", traceback=[]), "stopped with an error"),
        (passed({"application/javascript": "a"}), "application/javascript has no place"),
        (v4.new_output("execute_result", data={"text/plain": "412"}), "nothing says that it passed the gate"),
        (v4.new_output("display_data", data={"text/html": "<table>"}), "nothing says that it passed the gate"),
        (passed({"text/html": "<p>a</p>"}, level="restricted"), "nothing says that it passed the gate"),
        (changed_since(passed({"text/html": "<p>a</p>"})), "nothing says that it passed the gate"),
    ],
)
def test_what_nobody_protected_is_refused_with_the_notebooks_name(write, make, tmp_path, output, said):
    book = write("05-family-outcomes", make.prose("# A"), make.code(output))
    with pytest.raises(PageRefusedError, match=rf"Notebook 05-family-outcomes\b.*{said}"):
        write_page([book], tmp_path / "index.html", title="T")


def test_a_link_out_of_the_report_is_a_mistake_of_ours(report_notebooks, tmp_path):
    with pytest.raises(ValueError, match="does not lead to a neighbouring file"):
        write_page(report_notebooks, tmp_path / "index.html", title="T", links=[("a", "https://example.org")])


def test_two_notebooks_with_one_number_are_a_mistake_of_ours(write, make, tmp_path):
    books = [write("05-a", make.prose("# A")), write("05-b", make.prose("# B"))]
    with pytest.raises(ValueError, match="same number"):
        write_page(books, tmp_path / "index.html", title="T")


def test_same_notebooks_same_bytes_whatever_the_surroundings(report_notebooks, tmp_path):
    code = (
        "import sys; from pathlib import Path; from earlyeval.report.page import write_page;"
        "write_page([Path(p) for p in sys.argv[2:]], Path(sys.argv[1]), title='T', banner='B')"
    )
    sources = str(Path(__file__).resolve().parents[2] / "src")
    made = []
    for seed, zone in (("1", "UTC"), ("77", "Asia/Tokyo")):
        target = tmp_path / f"{seed}.html"
        surroundings = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": sources}
        arguments = [sys.executable, "-W", "error", "-c", code, str(target), *map(str, report_notebooks)]
        subprocess.run(arguments, check=True, env=surroundings, cwd=tmp_path)
        made.append(target.read_bytes())
    assert made[0] == made[1]


def test_the_page_closes_with_how_it_was_made(page, report_notebooks):
    reading = page(report_notebooks, closing={"Methods used": ["Share: Wilson.", "<b>bold</b>"]})
    text = "".join(reading.text)
    assert text.index("How this report was made") < text.index("Methods used") < text.index("Share: Wilson.")
    assert {"href": "#made"} in reading.all("a")
    assert "<b>bold</b>" in text


def test_without_closing_words_there_is_no_closing_part(page, report_notebooks):
    assert "How this report was made" not in "".join(page(report_notebooks).text)


def test_notebooks_joined_beforehand_give_the_same_page(report_notebooks, tmp_path):
    write_page(report_notebooks, tmp_path / "one.html", title="T")
    write_page(joined(report_notebooks), tmp_path / "two.html", title="T")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_pages_of_one_process_know_nothing_of_each_other(report_notebooks, write, make, tmp_path):
    other = write("01-x", make.prose("# Other\n\n## Low mood\n\n[a link][one]\n\n[one]: #low-mood"))
    write_page(report_notebooks, tmp_path / "one.html", title="T")
    write_page([other], tmp_path / "between.html", title="Other")
    write_page(report_notebooks, tmp_path / "two.html", title="T")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
