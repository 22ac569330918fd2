"""The checker of a release refuses each hostile bundle with sentences, never with a traceback or an endless read."""

import json
import os
import re
import runpy
import subprocess
import sys
import zipfile

import pytest

from earlyeval.foundations.paths import CLONE

from .bundles import COLUMNS, PROGRAMME, ROWS, files, marked, seal, write_book, write_bundle

pytestmark = pytest.mark.unit

TOOL = CLONE / "tools" / "check_release.py"
PAGE, BOOK = f"{PROGRAMME}/index.html", f"{PROGRAMME}/tables.xlsx"
NOTEBOOK = f"{PROGRAMME}/notebooks/01-who.ipynb"


@pytest.fixture(scope="module")
def main():
    return runpy.run_path(str(TOOL))["main"]


@pytest.fixture
def bundle(tmp_path):
    return write_bundle(tmp_path / "release")


@pytest.fixture
def refused(main, capsys):
    """Return a function that checks that a bundle is refused, each reason a sentence; it returns what was said."""

    def said_of(folder):
        assert main([str(folder)]) == 1
        said = capsys.readouterr().out
        assert all(re.fullmatch(r".{8,300}\.", line) for line in said.splitlines()), said
        assert len(said) < 3000
        return said

    return said_of


def change(folder, name, old, new, **sealed):
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1))
    seal(folder, **sealed)


def ledger(folder, number, **cells):
    lines = (folder / "ledger.csv").read_text().splitlines()
    row = dict(zip(COLUMNS, lines[number].split(","), strict=True)) | cells
    lines[number] = ",".join(row[name] for name in COLUMNS)
    (folder / "ledger.csv").write_text("\n".join(lines) + "\n")
    seal(folder)


def output(folder, made):
    notebook = json.loads((folder / NOTEBOOK).read_text())
    notebook["cells"][1]["outputs"].append(made)
    (folder / NOTEBOOK).write_text(json.dumps(notebook))
    seal(folder)


def book(folder, **how):
    write_book(folder / BOOK, **how)
    seal(folder)


def test_a_bundle_that_is_whole_passes_with_nothing_but_python(bundle):
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(TOOL), str(bundle)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "keeps to the profile that it names" in done.stdout
    assert "import earlyeval" not in TOOL.read_text()


# What was done to the files as they lie there.
@pytest.mark.parametrize("name", ["ledger.csv", "licences.txt", "sbom.cdx.json", PAGE, BOOK, NOTEBOOK,
                                  f"{PROGRAMME}/codebook.qdc", f"{PROGRAMME}/manifest.json"])  # fmt: skip
def test_a_changed_byte_of_each_kind_of_file_is_found(bundle, refused, name):
    content = bytearray((bundle / name).read_bytes())
    content[len(content) // 2] ^= 1
    (bundle / name).write_bytes(content)
    assert refused(bundle) == f"{name}: changed since the release.\n"


def linked(folder, *, to):
    path = folder / "licences.txt"
    content = path.read_bytes()
    path.unlink()
    (folder.parent / "elsewhere").mkdir()
    (folder.parent / "elsewhere" / "licences.txt").write_bytes(content)
    if to == "file":
        path.symlink_to(folder.parent / "elsewhere" / "licences.txt")
    else:
        path.write_bytes(content)
        (folder / "more").symlink_to(folder.parent / "elsewhere")


AS_THEY_LIE = {
    "a further file": (lambda folder: (folder / "people.csv").write_text("P1"), "people.csv: not in the manifest"),
    "a further empty folder": (lambda folder: (folder / "P1").mkdir(), "P1: not in the manifest"),
    "a hidden file": (lambda folder: (folder / PROGRAMME / ".x.csv").write_text("P1"), ".x.csv: not in the manifest"),
    "a file that is gone": (lambda folder: (folder / BOOK).unlink(), f"{BOOK}: missing"),
    "a file that is a link": (lambda folder: linked(folder, to="file"), "licences.txt: no file of its own"),
    "a folder that is a link": (lambda folder: linked(folder, to="folder"), "more: no file of its own"),
    "a pipe that never ends": (lambda folder: os.mkfifo(folder / "pipe.csv"), "pipe.csv: no file of its own"),
    "no manifest": (lambda folder: (folder / "manifest.json").unlink(), "no release that can be read"),
    "a broken manifest": (lambda folder: (folder / "manifest.json").write_text("{"), "no release that can be read"),
    "a manifest of another shape": (lambda folder: (folder / "manifest.json").write_text("[1]"), "no release that can"),
    "a manifest nested without end": (lambda folder: (folder / "manifest.json").write_text("[" * 10**5), "no release"),
    "no ledger": (lambda folder: ((folder / "ledger.csv").unlink(), seal(folder)), "no release that can be read"),
    "no signature": (lambda folder: (folder / "SIGNOFF.yaml").unlink(), "not signed by two different people"),
    "a program": (lambda folder: ((folder / "run.sh").write_text("x"), seal(folder)), "run.sh: of a kind or size that"),
}  # fmt: skip


@pytest.mark.parametrize("kind", AS_THEY_LIE)
def test_what_lies_there_is_what_was_released(bundle, refused, kind):
    spoil, said = AS_THEY_LIE[kind]
    spoil(bundle)
    assert said in refused(bundle)


@pytest.mark.parametrize(
    "name", ["../outside.txt", "/etc/hostname", "./ledger.csv", "group//index.html", "missing.txt"]
)
def test_a_name_that_leads_elsewhere_is_not_followed(bundle, refused, name):
    (bundle.parent / "outside.txt").write_text("x")
    told = json.loads((bundle / "manifest.json").read_text())
    told["files"][name] = told["files"]["ledger.csv"]
    (bundle / "manifest.json").write_text(json.dumps(told))
    assert f"{name}: missing" in refused(bundle)


@pytest.mark.parametrize("checksum", ["", "0", "a" * 63, "A" * 64, None, 7, ["x"]])
def test_a_checksum_that_is_none_is_refused(bundle, refused, checksum):
    told = json.loads((bundle / "manifest.json").read_text())
    told["files"]["ledger.csv"] = checksum
    (bundle / "manifest.json").write_text(json.dumps(told))
    assert "ledger.csv: changed since the release" in refused(bundle)


def test_a_name_that_comes_twice_in_the_manifest_is_refused(bundle, refused):
    text = (bundle / "manifest.json").read_text()
    (bundle / "manifest.json").write_text(text.replace('"ledger.csv":', '"ledger.csv": "0", "ledger.csv":'))
    assert "no release that can be read" in refused(bundle)


# What somebody signed, who is no second person, or signed for something else.
@pytest.mark.parametrize(
    "names", [("", ""), ("Ada", ""), ("Ada Reader", " ada  READER"), ("Ada", "..."), ("Ada", "''")]
)
def test_one_person_is_not_two(bundle, refused, names):
    seal(bundle, names=names)
    assert "not signed by two different people" in refused(bundle)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("site: here", "site: there", "signed for another place"),
        ("profile: nhs", "profile: none-nhs", "another profile"),
        ("second_reader:", "first_reader:", "not signed by two different people"),
        ("site: here", "site: here\nsite: here", "a line is there twice"),
        ("  group: ", "  group: 0", "signed for another report of group"),
        ("  group: ", "  other: ", "signed for another report of group"),
    ],
)
def test_a_signature_is_for_these_reports(bundle, refused, old, new, said):
    path = bundle / "SIGNOFF.yaml"
    path.write_text(path.read_text().replace(old, new, 1))
    assert said in refused(bundle)


def profile(*, restricted_only=False, hide_to=7):
    count = {"hide_from": 1, "hide_to": hide_to, "round_to": 5}
    return {"profile": {"id": "nhs-hes-child", "restricted_only": restricted_only, "count": count}}


MANIFESTS = {
    "a profile for the evaluators alone": {"told": profile(restricted_only=True)},
    "a profile that hides nothing": {"told": profile(hide_to=0)},
    "no report at all": {"told": {"reports": {}}},
    "a report that is not there": {"told": {"reports": {PROGRAMME: {"protection": "plan"}, "more": {}}}},
    "another plan": {"told": {"reports": {PROGRAMME: {"protection": "other"}}}},
    "the restricted level": {"made": {"facts": {"site": "here", "level": "restricted", "profile": "nhs-hes-child"}}},
    "another place": {"made": {"facts": {"site": "there", "level": "release", "profile": "nhs-hes-child"}}},
    "other files than were signed for": {"made": {"outputs": {"index.html": "0"}}},
}  # fmt: skip


@pytest.mark.parametrize("kind", MANIFESTS)
def test_manifests_that_contradict_each_other_are_refused(bundle, refused, kind):
    seal(bundle, **MANIFESTS[kind])
    assert re.search(
        "made of another|not the files that were|hides no small number|signed for|not the folders", refused(bundle)
    )


# What covers its tracks: every checksum and signature is right.
@pytest.mark.parametrize(
    ("number", "cells", "said"),
    [
        (1, {"n": "3.0"}, "n is a small number"),
        (1, {"n": "41.0"}, "n is not rounded"),
        (1, {"n_smallest": "nan"}, "n_smallest is not rounded"),
        (3, {"df": "24.0"}, "degrees of freedom"),
        (1, {"status": "seen"}, "its status is unknown"),
        (2, {"n": "5.0"}, "said to be hidden is there"),
        (2, {"conf_low": "0.01"}, "holds an estimate"),
        (1, {"site": "there"}, "no row of these reports"),
        (1, {"n": "40.0,1"}, "no row of these reports"),
        (1, {"n": "forty"}, "no release that can be read"),
    ],
)
def test_a_ledger_that_breaks_the_profile_is_refused(bundle, refused, number, cells, said):
    ledger(bundle, number, **cells)
    assert said in refused(bundle)


def test_a_ledger_that_is_cut_off_no_longer_holds_what_is_shown(bundle, refused):
    lines = (bundle / "ledger.csv").read_text().splitlines()
    (bundle / "ledger.csv").write_text("\n".join(lines[:2]) + "\n")
    seal(bundle)
    said = refused(bundle)
    assert f"{PAGE}: not in the ledger: 25, 6." in said
    assert "a row that is not in the ledger" in said


NOT_SHOWN = "a table or picture that its notebooks do not"
PAGES = {
    "a small count in a table": ('class="number">*<', 'class="number">6<', NOT_SHOWN),
    "a row more": ("</tbody>", "<tr><th>P7</th><td>40</td></tr></tbody>", NOT_SHOWN),
    "another picture": ("base64,PHN2", "base64,PHN3", NOT_SHOWN),
    "an unrounded number": ("40 of 60 families", "41 of 60 families", "not in the ledger: 41"),
    "a number in words for those who hear": ("A dot at 40", "A dot at 39", "not in the ledger: 39"),
    "a script": ("</main>", "<script>1</script></main>", "an element that no page has: script"),
    "a script in capitals": ("</main>", "<SCRIPT>1</SCRIPT></main>", "not as earlyeval writes it"),
    "what runs when it is seen": ('<main id="main">', '<main id="main" onfocus="x()">', "runs or leads away: onfocus"),
    "a frame": ("</main>", "<iframe></iframe></main>", "an element that no page has: iframe"),
    "a picture from elsewhere": ("<h1>", '<img src="https://example.invalid/a.png"><h1>', "runs or leads away: src"),
    "a link to elsewhere": ('href="tables.xlsx"', 'href="https://example.invalid/"', "runs or leads away: href"),
    "a link that runs": ('href="tables.xlsx"', 'href="javascript:x()"', "runs or leads away: href"),
    "a link out of the folder": ('href="tables.xlsx"', 'href="../../people.csv"', "runs or leads away: href"),
    "a page that moves on": ('charset="utf-8"', 'http-equiv="refresh" content="0;url=x"', "leads away: content"),
    "a style that asks": ("color: red;", "background: url(//example.invalid);", "its style asks for something"),
    "no rule": ("default-src 'none'", "default-src *", "no rule against what runs"),
    "a comment": ("</main>", "<!-- P1 --></main>", "not as earlyeval writes it"),
    "what is no text": ("<h1>", "<h1>\0", "not as earlyeval writes it"),
    "a tag that never ends": ("</html>", "<p " * 50_000, "not as earlyeval writes it"),
}  # fmt: skip


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_shows_what_passed_and_nothing_that_runs(bundle, refused, kind):
    old, new, said = PAGES[kind]
    change(bundle, PAGE, old, new)
    assert said in refused(bundle)


NOTEBOOKS = {
    "an output that did not pass": lambda at: output(at, {"output_type": "stream", "text": "P1 40"}),
    "an output changed since": lambda at: output(at, marked({"text/plain": "40"}) | {"data": {"text/plain": "60"}}),
    "an error with its lines": lambda at: output(at, {"output_type": "error", "traceback": ["P1"]}),
    "another level": lambda at: output(at, {"data": {}, "metadata": {"earlyeval": {"level": "restricted"}}}),
    "another kind of output": lambda at: output(at, marked({"application/json": "{}"})),
    "a script in an output": lambda at: output(at, marked({"text/html": "<script>1</script>"})),
    "a number in an output": lambda at: output(at, marked({"text/plain": "41"})),
    "a number in its words": lambda at: change(at, NOTEBOOK, "And who not?", "41 did not."),
    "something beside the cells": lambda at: change(at, NOTEBOOK, '"nbformat":', '"signature": "P1", "nbformat":'),
    "something beside a cell": lambda at: change(at, NOTEBOOK, '"id": "a"', '"id": "a", "attachments": {}'),
    "a name in what is kept": lambda at: change(at, NOTEBOOK, '"kernelspec":', '"authors": ["P1"], "kernelspec":'),
    "what is no notebook": lambda at: change(at, NOTEBOOK, "{", "[", told=None),
}  # fmt: skip


@pytest.mark.parametrize("kind", NOTEBOOKS)
def test_a_notebook_keeps_what_passed_and_nothing_beside(bundle, refused, kind):
    NOTEBOOKS[kind](bundle)
    assert f"{NOTEBOOK}: " in refused(bundle)


LIVE = "a formula, a link or a hidden sheet"
BOOKS = {
    "a small count": ({"rows": [ROWS[0] | {"n": "6.0"}, *ROWS[1:]]}, "a row that is not in the ledger"),
    "a row twice": ({"rows": [*ROWS, ROWS[0]]}, "a row that is not in the ledger"),
    "an unrounded count": ({"rows": [ROWS[0] | {"n": "41.0"}, *ROWS[1:]]}, "not in the ledger: 41"),
    "a person's name": ({"creator": "Ada Reader"}, "its properties name somebody"),
    "a person who changed it": (
        {"more": [("xl/theme/theme1.xml", "<cp:lastModifiedBy>Ada</cp:lastModifiedBy>")]}, "name somebody"),
    "a company": ({"more": [("xl/theme/theme1.xml", "<Company>Home</Company>")]}, LIVE),
    "a formula": ({"more": [("xl/tables/table1.xml", "<f>1+1</f>")]}, LIVE),
    "a hidden sheet": ({"more": [("xl/styles.xml", '<sheet state="veryHidden"/>')]}, LIVE),
    "a link to elsewhere": (
        {"more": [("xl/_rels/workbook.xml.rels", '<Relationship TargetMode="External"/>')]}, LIVE),
    "a program": ({"more": [("xl/vbaProject.bin", "x")]}, "a part that no workbook of ours has"),
    "a comment": ({"more": [("xl/comments1.xml", "<t>P1</t>")]}, "a part that no workbook of ours has"),
    "properties of its own": ({"more": [("docProps/custom.xml", "<v>P1</v>")]}, "a part that no workbook of ours has"),
    "a part that leads out": ({"more": [("../../people.csv", "P1")]}, "a part that no workbook of ours has"),
    "words for words": ({"more": [("xl/styles.xml", '<!DOCTYPE x [<!ENTITY a "b">]>')]}, "what is no text"),
    "a part that unpacks without end": (
        {"more": [("xl/styles.xml", b"\0" * 201_000_000)]}, "unpacks to more than any release holds"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BOOKS)
def test_a_workbook_holds_rows_of_the_ledger_and_nobodys_name(bundle, refused, kind):
    how, said = BOOKS[kind]
    book(bundle, **how)
    assert said in refused(bundle)


@pytest.mark.parametrize("content", [b"", b"PK\3\4 no archive", b"\0" * 4000, b"\xff\xfe"])
@pytest.mark.parametrize("name", [BOOK, PAGE, NOTEBOOK])
def test_what_is_no_file_of_its_kind_is_refused(bundle, refused, name, content):
    (bundle / name).write_bytes(content)
    seal(bundle)
    assert f"{name}: " in refused(bundle)


@pytest.mark.parametrize("name", ["licences.txt", "sbom.cdx.json", f"{PROGRAMME}/codebook.qdc", "ledger.csv"])
def test_bytes_that_are_no_text_are_refused(bundle, refused, name):
    (bundle / name).write_bytes((bundle / name).read_bytes() + b"\xff")
    seal(bundle)
    refused(bundle)
    (bundle / name).write_bytes((bundle / name).read_bytes()[:-1] + b"\0")
    seal(bundle)
    refused(bundle)


def test_a_name_with_signs_for_the_terminal_is_not_passed_on(bundle, main, capsys):
    (bundle / "a\x1b[2Jb.csv").write_text("")
    assert main([str(bundle)]) == 1
    assert "\x1b" not in capsys.readouterr().out


def test_whatever_it_is_given_it_ends_by_itself(main, capsys, tmp_path):
    for words in ([], ["a", "b"], [str(tmp_path)], [str(tmp_path / "none")], ["\0"]):
        assert main(words) == 1
    assert "Traceback" not in capsys.readouterr().out


def test_the_maker_of_bundles_names_every_file(bundle):
    assert len(files(bundle)) == 10
    assert zipfile.is_zipfile(bundle / BOOK)
