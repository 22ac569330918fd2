"""Forty marks planted in what a place sends are in nothing that leaves the run, whether it ends well or not."""

import base64
import csv
import json
import random
import re
import shutil
import tempfile
import zipfile
import zlib
from pathlib import Path

import pytest

from .conftest import CELLS, PLACE, written
from .leaving import everything, forms

pytestmark = pytest.mark.end_to_end

NAMES = (
    "Zephyrine", "Quillfeather", "Oluwatamilore", "Wrenbury", "Thistlewick", "Ngozichukwu", "Brackenridge",
    "Saoirsetta", "Marigoldine", "Pemberworth",
)  # fmt: skip
# What a comment may hold that tells who somebody is, and is not refused; each ends in digits that nobody has by chance.
SAID = (
    *(f"It helped, {name}{{:05d}} said so." for name in NAMES),
    "The nurse of wrenthistle{:05d} was kind.", "We met in room Zqward{:05d} of the annexe.", 
    "My case is KXfile{:05d}.",
    "Our twins have kabukitype{:05d}.", "We live near quilletrow{:05d} by the mill.", "Known as zephyonline{:05d}.",
    "See file:///srv/zephyr{:05d}.txt", "It was after the mudslide{:05d} at home.", "My tag is @zephtag{:05d} there.",
    "<b>Fenwick{:05d}</b> came too.",
)  # fmt: skip
REFUSED = (
    "Ring my sister on 07700 9{:05d}.", "Write to zephyrine{:05d}@example.invalid please.",
    "Zephyrinette was born on 29 February 1996 as case {:05d}.", "My number is 943 476 5919 and case{:05d}ward.",
)  # fmt: skip
RAISING = "raise ValueError(' '.join(open(path).read() for path in __import__('glob').glob(RAW + '/*.csv')))"
DYING = "import os, sys\nos.write(2, open(RAW + '/comments.csv', 'rb').read())\nos._exit(3)"


def changed_cell(lines, column, words):
    """Put words into a column of the last row."""
    cells = lines[-1].split(",")
    cells[lines[0].split(",").index(column)] = words
    return [*lines[:-1], ",".join(cells)]


# How a return or a notebook is spoilt, by the lines of phq-9.csv and a mark.
FAILING = {
    "a value out of range": lambda lines, mark: changed_cell(lines, "sleep", "77"),
    "a row that is too long": lambda lines, mark: [*lines, lines[-1] + f",{mark},2,3"],
    "a person twice": lambda lines, mark: [*lines, lines[-1]],
    "an unknown time": lambda lines, mark: changed_cell(lines, "time_point", mark),
    "a broken quote": lambda lines, mark: [*lines[:-1], '"' + lines[-1]],
    "words where a number belongs": lambda lines, mark: changed_cell(lines, "sleep", mark),
    "words where a date belongs": lambda lines, mark: changed_cell(lines, "completed_on", mark),
    "columns that slipped": lambda lines, mark: [*lines[:-1], ",".join([*lines[-1].split(",")[1:], mark])],
    "a comment that tells who somebody is": lambda lines, mark: lines,
}
FAILING_NOTEBOOKS = {"a notebook that raises what was sent": RAISING, "a kernel that dies and says it": DYING}


@pytest.fixture(autouse=True)
def called_real(study):
    """Have the example's returns taken for real ones: what real returns may show is what is looked for."""
    facts = study / "registry" / "study.yaml"
    facts.write_text(re.sub(r"(?m)^synthetic: true.*$", "synthetic: false", facts.read_text()))
    for path in sorted(study.joinpath("raw", *PLACE).glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            rows = [row for row in csv.reader(file)]
        place = rows[0].index("is_synthetic")
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([row[:place] + row[place + 1 :] for row in rows])


@pytest.fixture
def temporary():
    """A folder for what runs leave in a temporary folder; its path is short, as those of sockets must be."""
    with tempfile.TemporaryDirectory(prefix="ee-t-") as folder:
        yield Path(folder)


def plant(study, chance):
    """Give every person an id that nobody could have by chance, and every comment words that tell; return 40 marks."""
    raw = study.joinpath("raw", *PLACE)
    people = [line.split(",")[0] for line in (raw / "people.csv").read_text().splitlines()[1:]]
    ids = {old: f"canary{chance.randrange(10**8):08d}" for old in people}
    for path in sorted(raw.glob("*.csv")):
        text = path.read_text()
        for old, new in ids.items():
            text = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, text)
        path.write_text(text)
    said = [words.format(chance.randrange(10**5)) for words in SAID]
    comments = raw / "comments.csv"
    with comments.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with comments.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        # As many comments as there are marks, whoever they are by.
        for place, words in enumerate(said):
            writer.writerow(rows[place % len(rows)] | {"comment_id": f"c{place}", "comment": words})
    return [*chance.sample(sorted(ids.values()), 20), *(re.search(r"\w+\d{5}", words)[0] for words in said)]


def say(study, words):
    """Add a comment; return what of it tells who somebody is."""
    path = study.joinpath("raw", *PLACE, "comments.csv")
    lines = path.read_text().splitlines()
    _, person, rest = lines[-1].split(",", 2)
    path.write_text("\n".join([*lines, ",".join(["c-more", person, *rest.split(",")[:2], words])]) + "\n")
    return re.findall(r"[\w@.]*\d[\w@.]{7,}|07700 \d+|29 February \d{4}|943 476 \d{4}|Zephyrinette", words)


def leaks(marks, study, temporary, *screens, logs):
    """Return where a mark was found, in which form ever."""
    assert min(len(mark) for mark in marks) > 8, "a shorter one could be there by chance"
    wanted = [(mark, form) for mark in marks for form in forms(mark)]
    contents = [*((f"screen {place}", text.encode()) for place, text in enumerate(screens))]
    contents += everything(study, temporary, logs=logs)
    return [(place, mark) for place, content in contents for mark, form in wanted if form in content]


@pytest.fixture
def screens_of(begin, temporary):
    """Return a function that makes the report and the page of checks; it returns their codes and their screens."""

    def both(**how):
        done = [begin("report", "riverside", TMPDIR=str(temporary), **how)]
        assert done[0].ends()
        done.append(begin("check", "riverside", "--html", TMPDIR=str(temporary)))
        assert done[1].ends()
        return [one.returncode for one in done], [text for one in done for text in (one.stdout, one.stderr)]

    return both


def test_the_search_finds_what_is_there(study, temporary):
    mark, folder = "canary01234567", study / "reports" / "place"
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", f"<t>{mark}</t>")
        archive.writestr("docProps/core.xml", f"<creator>{mark}</creator>")
        archive.writestr(f"xl/{mark}.xml", "")
    for shift in range(3):
        (folder / f"{shift}.json").write_bytes(base64.b64encode(b"y" * shift + mark.encode() + b"zz"))
    text = b"zTXtAuthor\0\0" + zlib.compress(mark.encode() * 9)
    picture = b"\x89PNG\r\n\x1a\n" + (len(text) - 4).to_bytes(4) + text + b"none"
    (folder / "a.html").write_bytes(b'<img src="data:image/png;base64,' + base64.b64encode(picture) + b'">')
    (folder / "a.svg").write_text(f"<svg><metadata>{mark}</metadata></svg>")
    (folder / f"{mark}.csv").write_text("")
    (temporary / "a.log").write_text(mark)
    found = leaks([mark], study, temporary, f"seen: {mark}", logs=True)
    assert len({place for place, _ in found}) == 12


def test_good_runs_leak_nobody(screens_of, study, temporary, tally):
    for number in tally.of(30, sample=1):
        marks = plant(study, random.Random(number))
        with tally.trial(number):
            codes, screens = screens_of()
            assert codes == [0, 0], screens
            assert len(set(marks)) == 40
            assert leaks(marks, study, temporary, *screens, logs=True) == []
            manifest = json.loads(study.joinpath("reports", *PLACE, "manifest.json").read_text())
            assert manifest["facts"]["data"] == "real"


def test_failing_runs_leak_nobody(screens_of, study, temporary, tally, tmp_path):
    kinds = [*FAILING, *FAILING_NOTEBOOKS]
    raw = study.joinpath("raw", *PLACE)
    for number in tally.of(30, sample=2):
        kind, chance = kinds[number % len(kinds)], random.Random(number)
        with tally.trial(number, kind):
            marks = plant(study, chance)
            kept = {path: path.read_text() for path in sorted(raw.glob("*.csv"))}
            try:
                if kind in FAILING:
                    marks += spoil(study, kind, chance)
                    codes, screens = screens_of()
                    assert codes == [3, 3], screens
                else:
                    spoilt = ("code", FAILING_NOTEBOOKS[kind].replace("RAW", repr(str(raw))), ())
                    folder = tmp_path / f"spoilt-{number}"
                    folder.mkdir()
                    codes, screens = screens_of(notebooks=written(folder, [*CELLS, spoilt]))
                    assert codes == [5, 0], screens
                # What a notebook that fails had to say stands in a log for its user's eyes alone, under restricted/.
                assert leaks(marks, study, temporary, *screens, logs=kind in FAILING) == []
            finally:
                for path, text in kept.items():
                    path.write_text(text)
                shutil.rmtree(study / "restricted", ignore_errors=True)


def spoil(study, kind, chance):
    """Spoil a return in one of the ways; return the marks that came with it."""
    path, mark = study.joinpath("raw", *PLACE, "phq-9.csv"), f"canary{chance.randrange(10**8):08d}"
    lines = FAILING[kind](path.read_text().splitlines(), mark)
    path.write_text("\n".join(lines) + "\n")
    if kind == "a comment that tells who somebody is":
        return say(study, chance.choice(REFUSED).format(chance.randrange(10**5)))
    return [mark]
