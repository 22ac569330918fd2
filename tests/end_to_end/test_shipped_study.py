"""From returns to report: what a new user gets from the shipped study."""

import json
import re
import time
from html.parser import HTMLParser

import pytest
from bs4 import BeautifulSoup

pytestmark = pytest.mark.end_to_end


class Text(HTMLParser):
    def __init__(self):
        super().__init__()
        self.said = []
        self.skipping = 0

    def handle_starttag(self, tag, attributes):
        self.skipping += tag in ("style", "script")

    def handle_endtag(self, tag):
        self.skipping -= tag in ("style", "script")

    def handle_data(self, data):
        if not self.skipping:
            self.said.append(data)


def words_of(page):
    parser = Text()
    parser.feed(page.read_text(encoding="utf-8"))
    return re.sub(r"\s+", " ", " ".join(parser.said))


def test_the_screen_is_short_and_ends_with_the_page(built):
    done, folder = built
    lines = done.stdout.strip().splitlines()
    assert len(lines) <= 25
    assert "synthetic" in lines[0]
    assert lines[-1].endswith(str(folder / "index.html"))
    assert done.stderr == ""


def test_everything_a_report_consists_of_is_there(built):
    _, folder = built
    made = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert {"index.html", "tables.xlsx", "manifest.json"} <= made
    assert len([name for name in made if name.endswith(".ipynb")]) == 9
    assert (folder.parent / "index.html").is_file()


def test_the_page_says_synthetic_and_opens_with_the_summary(built):
    _, folder = built
    words = words_of(folder / "index.html")
    assert words.lower().count("synthetic demonstration data") > 20
    assert words.index("At a glance") < words.index("From first contact to analysis")


def test_the_summary_is_at_most_150_words(built):
    page = (built[1] / "index.html").read_text(encoding="utf-8")
    points = re.search(r'<ul class="sentences">(.*?)</ul>', page, flags=re.DOTALL).group(1)
    assert len(re.sub("<[^>]+>", " ", points).split()) <= 150


def test_the_page_blames_and_credits_nobody(built):
    """With one group measured twice nothing may be said to be caused, proven or effective."""
    words = words_of(built[1] / "index.html")
    for word in ("proves", "proven", "effective", "impact of", "trend towards"):
        assert not re.search(rf"\b{word}\b", words, flags=re.IGNORECASE), word


# Tables and columns that count sessions, observed components, coded units and conversations of groups: nobody is one.
OF_NOBODY = re.compile(
    r"Sessions planned and held|Why sessions were cancelled|Components delivered|Core components|Adaptations"
    r"|Progression criteria|Interviews, groups|in how many groups"
)
COLUMNS_OF_NOBODY = ("Groups", "Given by each coder")


def counts_of_people(table):
    """Yield the cells of a table that begin "12 of 40", but for columns that count nobody."""
    headers = [cell.get_text(" ", strip=True) for cell in table.select("thead th")]
    for row in table.select("tbody tr"):
        for header, cell in zip(headers, row.find_all(["th", "td"]), strict=True):
            if header not in COLUMNS_OF_NOBODY and (found := re.match(r"(\d+) of (\d+)\b", cell.get_text(strip=True))):
                yield int(found[1]), int(found[2])


def test_no_count_from_one_to_seven_is_shown_of_people(built):
    page = BeautifulSoup((built[1] / "index.html").read_text(encoding="utf-8"), "html.parser")
    tables = [table for table in page.find_all("table") if not OF_NOBODY.search(table.caption.get_text())]
    cells = [cell for table in tables for cell in counts_of_people(table)]
    assert len(cells) > 50
    assert not [(n, whole) for n, whole in cells if n % 5 or whole % 5]


def test_run_again_nothing_changed(built, study_folder, command):
    started = time.monotonic()
    again = command("report", "wandsworth", "--study", str(study_folder))
    assert again.returncode == 0
    assert "nothing changed" in again.stdout
    assert time.monotonic() - started < 10  # generous: the mark is a second on an idle machine


def test_a_report_edited_by_hand_is_noticed(built, study_folder, command):
    page = built[1] / "index.html"
    good = page.read_bytes()
    page.write_bytes(good.replace(b"At a glance", b"At a glimpse"))
    try:
        again = command("report", "wandsworth", "--study", str(study_folder))
        assert "nothing changed" not in again.stdout
        assert page.read_bytes() == good, "same input, same bytes"
    finally:
        page.write_bytes(good)


def test_the_manifest_names_every_input_by_hash_and_no_moment(built):
    manifest = json.loads((built[1] / "manifest.json").read_text(encoding="utf-8"))
    text = json.dumps(manifest)
    assert "synthetic" in text
    assert "nhs-hes-child" in text
    assert len(re.findall(r"[0-9a-f]{64}", text)) > 30
    assert not re.search(r"20\d\d-\d\d-\d\dT\d\d:", text)


def test_nobody_is_in_what_leaves_the_house(built):
    """No identifier of a person, no transcript and no comment stands in any released file."""
    _, folder = built
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".html", ".ipynb", ".json"):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"W-[FS]\d{3}", text), path.name


def test_the_page_closes_with_methods_and_versions(built):
    words = words_of(built[1] / "index.html")
    closing = words[words.rindex("How this report was made") :]
    for expected in ("paired t", "Wilson", "mixed model", "pandas", "pingouin", "make report SITE=wandsworth"):
        assert expected.lower() in closing.lower()


def test_the_workbook_holds_every_named_form_of_change_and_no_formula(built):
    import openpyxl

    book = openpyxl.load_workbook(built[1] / "tables.xlsx")
    assert book.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    cells = {cell.value for row in book[book.sheetnames[-1]].iter_rows() for cell in row}
    for form in ("d_z", "d_av", "d_rm", "d_pre", "g_av"):
        assert any(isinstance(value, str) and form in value for value in cells), form
    formulas = [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not formulas


def nothing_follows_from_the_page(page, restricted):
    """A reader who takes the printed tables apart, and is told which sums hold, pins no star of them."""
    import runpy

    from earlyeval.foundations.paths import CLONE

    reader = runpy.run_path(str(CLONE / "tests" / "battery" / "page_reader.py"))
    rule = {"hide_from": 1, "hide_to": 7, "zero": "show", "round_to": 5}
    shown, true = (reader["tables_of"](path.read_text(encoding="utf-8")) for path in (page, restricted))
    found, looked_at = reader["pinned"](shown, true, rule, need=3)
    assert looked_at > 50
    assert found == []


def test_the_restricted_view_is_apart_private_and_exact(built, study_folder, command):
    import stat

    import pandas as pd

    before = {path: path.read_bytes() for path in (study_folder / "reports").rglob("*") if path.is_file()}
    done = command("report", "wandsworth", "--study", str(study_folder), "--level", "restricted")
    assert done.returncode == 0, done.stdout + done.stderr
    folder = study_folder / "restricted" / "wandsworth" / "think-baby"
    assert stat.S_IMODE((study_folder / "restricted").stat().st_mode) == 0o700
    results = pd.read_csv(folder / "results.csv")
    change = results[(results["estimand"] == "mean_change") & (results["outcome"] == "phq-9")]
    digits = str(change["estimate"].iloc[0]).lstrip("-").replace(".", "").lstrip("0")
    assert len(digits) >= 10
    assert "RESTRICTED" in words_of(folder / "index.html")
    assert before == {path: path.read_bytes() for path in (study_folder / "reports").rglob("*") if path.is_file()}
    nothing_follows_from_the_page(built[1] / "index.html", folder / "index.html")
