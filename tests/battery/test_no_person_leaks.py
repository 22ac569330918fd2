"""Forty marks planted in what a place sends are in nothing that leaves the run, whether it ends well or not."""

import base64
import csv
import json
import os
import random
import re
import subprocess
import zipfile

import pytest

from .conftest import PLACE, times

pytestmark = pytest.mark.end_to_end

WORDS = (
    "Zephyrine", "Quillfeather", "Oluwatamilore", "Wrenbury", "Thistlewick", "Ngozichukwu", "Brackenridge",
    "Saoirsetta", "Marigoldine", "Pemberworth",
)  # fmt: skip
FAILING = {
    "a value out of range": lambda lines: [*lines[:-1], re.sub(r",\d+(?=,|$)", ",77", lines[-1], count=1)],
    "a row that is too long": lambda lines: [*lines, lines[-1] + ",1,2,3"],
    "a person twice": lambda lines: [*lines, lines[-1]],
    "an unknown time": lambda lines: [*lines[:-1], re.sub(",(before|after),", ",sometime,", lines[-1])],
    "a broken quote": lambda lines: [*lines[:-1], '"' + lines[-1]],
}  # fmt: skip


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


def plant(study, chance):
    """Give every person an id that nobody could have by chance, and every comment a name; return the marks."""
    raw = study.joinpath("raw", *PLACE)
    people = [line.split(",")[0] for line in (raw / "people.csv").read_text().splitlines()[1:]]
    ids = {old: f"canary{chance.randrange(10**8):08d}" for old in people}
    for path in sorted(raw.glob("*.csv")):
        text = path.read_text()
        for old, new in ids.items():
            text = re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, text)
        path.write_text(text)
    comments = raw / "comments.csv"
    marks = [f"{word}{chance.randrange(1000):03d}" for word in WORDS]
    with comments.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with comments.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        # As many comments as names, whoever they are by.
        for place, mark in enumerate(marks):
            one = rows[place % len(rows)]
            writer.writerow(one | {"comment_id": f"c{place}", "comment": f"It helped, {mark} said so."})
    return [*chance.sample(sorted(ids.values()), min(30, len(ids))), *marks][:40]


def forms(mark):
    """Return a mark as it may stand in a file: plain, in base64 at each of its three offsets, as hexadecimal."""
    shifted = (base64.b64encode(b"x" * shift + mark.encode())[4:-4] for shift in range(3))
    return [mark.encode(), mark.encode("utf-16-le"), mark.encode().hex().encode(), *shifted]


def everything(study, *screens):
    """Yield all bytes that leave a run: its screen, and every published file, unzipped where it is an archive."""
    yield from ((f"screen {place}", text.encode()) for place, text in enumerate(screens))
    for folder in ("reports", "checks", "templates", "releases"):
        for path in sorted((study / folder).rglob("*")):
            if not path.is_file():
                continue
            yield str(path), path.read_bytes() + os.fsencode(path.name)
            if zipfile.is_zipfile(path):
                with zipfile.ZipFile(path) as archive:
                    yield from ((f"{path}:{name}", archive.read(name)) for name in archive.namelist())


def leaks(study, marks, *screens):
    wanted = [(mark, form) for mark in marks for form in forms(mark)]
    return [(place, mark) for place, content in everything(study, *screens) for mark, form in wanted if form in content]


def check(command, study):
    words = [*command, "check", "riverside", "--html", "--study", str(study)]
    return subprocess.run(words, capture_output=True, text=True, check=False)


def test_the_search_finds_what_is_there(study):
    mark = "canary01234567"
    (study / "reports").mkdir()
    with zipfile.ZipFile(study / "reports" / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", f"<t>{mark}</t>")
    for shift in range(3):
        (study / "reports" / f"{shift}.json").write_bytes(base64.b64encode(b"y" * shift + mark.encode() + b"zz"))
    assert len({place for place, _ in leaks(study, [mark], f"seen: {mark}")}) == 5


def test_good_runs_leak_nobody(run, command, study):
    chance = random.Random(20240909)
    for _ in range(times(30, 1)):
        marks = plant(study, chance)
        done = run()
        assert done.returncode == 0, done.stderr
        checked = subprocess.run(
            [*command, "check", "riverside", "--html", "--study", str(study)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert leaks(study, marks, done.stdout, done.stderr, checked.stdout, checked.stderr) == []
        manifest = json.loads(study.joinpath("reports", *PLACE, "manifest.json").read_text())
        assert manifest["facts"]["data"] == "real"


@pytest.mark.parametrize("kind", FAILING)
def test_failing_runs_leak_nobody(run, command, study, kind):
    chance = random.Random(kind)
    for _ in range(times(6, 1)):
        marks = plant(study, chance)
        path = study.joinpath("raw", *PLACE, "phq-9.csv")
        kept = path.read_text()
        path.write_text("\n".join(FAILING[kind](kept.splitlines())) + "\n")
        done = run()
        checked = subprocess.run(
            [*command, "check", "riverside", "--html", "--study", str(study)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == checked.returncode == 3, (done.stdout, done.stderr)
        assert leaks(study, marks, done.stdout, done.stderr, checked.stdout, checked.stderr) == []
        path.write_text(kept)
