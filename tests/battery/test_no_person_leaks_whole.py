"""The same marks in everything that a whole place sends: forms, workbooks with properties, transcripts, registers.

A report of every notebook, a page of checks and a release are searched. Minutes long: a part of ``make test-full``.
"""

import csv
import json
import os
import random
import re
import shutil
import subprocess
import sys

import openpyxl
import pytest

from earlyeval.foundations.paths import CLONE

from .leaving import everything, forms
from .test_no_person_leaks import REFUSED, SAID

pytestmark = [
    pytest.mark.end_to_end,
    pytest.mark.skipif(os.environ.get("EARLYEVAL_FULL") != "1", reason="minutes long: a part of make test-full"),
]
PERSON = re.compile(r"(?<![\w-])W-[FS]\d+(?:-[A-Z])?(?![\w-])")
CREATOR, KEYWORD = "Zephyrcreator40404", "canarykeyword50505"
# Postcodes that no street has: written as nothing takes for one, in a comment; then as anybody would see.
NEARLY = "SW99-9ZQ"
SEEN = ("SW99 9ZX", "sw99 9zu", "SW999ZT", "SW99\u00a09ZW", "SW99  9ZR")


@pytest.fixture
def temporary(tmp_path_factory):
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture
def whole(tmp_path):
    """The shipped place as real returns, with a mark for every person; the study, its returns, and the marks."""
    study = tmp_path / "study"
    for name in ("programmes", "sites", "outcomes", "plan", "criteria"):
        shutil.copytree(CLONE / "data" / "registry" / name, study / "registry" / name)
    facts = (CLONE / "data" / "registry" / "study.yaml").read_text()
    (study / "registry" / "study.yaml").write_text(re.sub(r"(?m)^synthetic: true.*$", "synthetic: false", facts))
    raw = study / "raw" / "wandsworth" / "think-baby"
    shutil.copytree(CLONE / "data" / "synthetic" / "wandsworth" / "think-baby", raw)
    chance, ids, marks = random.Random(8), {}, [CREATOR, KEYWORD, NEARLY]

    def called(found):
        return ids.setdefault(found[0], f"canary{chance.randrange(10**8):08d}")

    for path in sorted(raw.rglob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            rows = [[PERSON.sub(called, cell) for cell in row] for row in csv.reader(file)]
        marks += told(path.name, rows, chance)
        place = rows[0].index("is_synthetic")
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, lineterminator="\n").writerows([row[:place] + row[place + 1 :] for row in rows])
    as_a_person_saved_it(raw / "phq-9--tooting.xlsx", called)
    for path in sorted((raw / "qual" / "transcripts").glob("*.txt")):
        mark = f"zephyrquill{chance.randrange(10**5):05d}"
        path.write_text(f"{path.read_text()}\nP: They call me {mark} there.\n")
        marks.append(mark)
    documents = raw / "qual" / "documents.csv"
    documents.write_text(re.sub(r",\d+$", ",", documents.read_text(), flags=re.MULTILINE))
    return study, raw, [*marks, *sorted(ids.values())]


def told(name, rows, chance):
    """Have comments say what tells who somebody is; return the marks."""
    if name != "comments.csv":
        return []
    said = [words.format(chance.randrange(10**5)) for words in SAID]
    rows[-1][rows[0].index("comment")] = f"The bus to {NEARLY} was late."
    assert len(rows) > len(said) + 1
    for row, words in zip(rows[1:], said, strict=False):
        row[rows[0].index("comment")] = words
    return [re.search(r"\w+\d{5}", words)[0] for words in said]


def as_a_person_saved_it(path, called):
    book = openpyxl.load_workbook(path)
    for sheet in book:
        head = [cell.value for cell in sheet[1]]
        for cells in sheet.iter_rows():
            for cell in cells:
                if isinstance(cell.value, str):
                    cell.value = PERSON.sub(called, cell.value)
        if "is_synthetic" in head:
            sheet.delete_cols(head.index("is_synthetic") + 1)
    book.properties.creator = book.properties.lastModifiedBy = CREATOR
    book.properties.keywords = KEYWORD
    book.save(path)


def run(study, temporary, *words):
    done = subprocess.run(
        [sys.executable, "-P", "-m", "earlyeval", *words, "--study", str(study)],
        capture_output=True, text=True, check=False,
        env={**os.environ, "TMPDIR": str(temporary), "SOURCE_DATE_EPOCH": "1774000000"},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def leaks(marks, study, temporary, screens):
    # Of a short one too little is left in base64 to be no chance.
    wanted = [(mark, form) for mark in marks for form in forms(mark)[: None if len(mark) > 9 else 3]]
    contents = [*((f"screen {place}", text.encode()) for place, text in enumerate(screens))]
    contents += everything(study, temporary, logs=True)
    return sorted({(place, mark) for place, content in contents for mark, form in wanted if form in content})


def test_nothing_of_a_whole_place_that_tells_of_a_person_leaves_it(whole, temporary):
    study, raw, marks = whole
    screens = []
    for words, code in ((("report",), 0), (("check", "--html"), 0), (("release",), 4), (("release",), 0)):
        done = run(study, temporary, words[0], "wandsworth", *words[1:])
        screens.append(done[1])
        assert done[0] == code, done[1]
        waiting = study / "releases" / "sign-off" / "wandsworth.yaml"
        if waiting.is_file():
            signed = waiting.read_text().replace('first_reader: ""', 'first_reader: "Ada"')
            waiting.write_text(signed.replace('second_reader: ""', 'second_reader: "Ben"'))
    assert len(set(marks)) > 200
    assert (study / "releases" / "2026-03-20" / "wandsworth" / "ledger.csv").is_file()
    made = json.loads((study / "reports" / "wandsworth" / "think-baby" / "manifest.json").read_text())
    assert made["facts"]["data"] == "real"
    assert leaks(["Being held in mind"], study, temporary, screens), "what is meant to be read is found"
    assert leaks(marks, study, temporary, screens) == []
    for name, spoilt, more in refused(raw):
        kept = (raw / name).read_text()
        (raw / name).write_text(spoilt)
        code, screen = run(study, temporary, "report", "wandsworth")
        assert code == 3, (name, screen)
        assert leaks([*marks, *more], study, temporary, [screen]) == [], name
        (raw / name).write_text(kept)


def refused(raw):
    """Yield files as nobody may send them, with what in them tells of a person: comments, a column, a code's place."""
    comments, people = ((raw / name).read_text() for name in ("comments.csv", "people.csv"))
    line, first = comments.splitlines()[-1].split(","), people.splitlines()
    words = [words.format(10_001 + place) for place, words in enumerate(REFUSED)]
    for said in [*words, *(f"We moved to {postcode} then." for postcode in SEEN)]:
        more = re.findall(r"[\w@.]*\d[\w@.]{7,}|07700 \d+|943 476 \d{4}|Zephyrinette|(?i:sw99\s*9z\w)", said)
        assert more
        yield "comments.csv", comments + ",".join(["CM-999", *line[1:4], said]) + "\n", more
    beside = [first[0] + ",postcode", *(f"{row},{SEEN[0]}" for row in first[1:])]
    yield "people.csv", "\n".join(beside) + "\n", [SEEN[0]]
    cells, place = first[-1].split(","), first[0].split(",").index("cluster")
    instead = [*cells[:place], SEEN[1], *cells[place + 1 :]]
    yield "people.csv", "\n".join([*first[:-1], ",".join(instead)]) + "\n", [SEEN[1]]
