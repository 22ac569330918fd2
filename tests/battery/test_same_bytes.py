"""The same input gives the same bytes, whatever the machine around it is set to."""

import functools
import os
import random
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from .conftest import PLACE, bytes_of, report_of

pytestmark = pytest.mark.end_to_end

SETTINGS = {
    "OMP_NUM_THREADS": ("1", "2"),
    "OPENBLAS_NUM_THREADS": ("1", "2"),
    "OPENBLAS_CORETYPE": ("", "Haswell", "Prescott", "SkylakeX"),
    "PYTHONHASHSEED": ("0", "1", "2", "3", "random"),
    "TZ": ("UTC", "Europe/London", "Asia/Kathmandu"),
    "LC_ALL": ("C", "en_GB.UTF-8", "de_DE.UTF-8"),
    "SOURCE_DATE_EPOCH": ("", "1774000000"),
    "EARLYEVAL_FRESH": ("1", "1", ""),  # an ordinary kernel, or one that is forked from a warm parent
}
NEEDED = {"Haswell": "avx2", "SkylakeX": "avx512f"}  # what a processor must know for a kernel type
MASKS = (0o022, 0o077, 0o002)
PLACES = ("study", "another place/über größe/study", "a/very/" + "long/" * 20 + "path/study")
ORDERS = ("as it came", "shuffled")
YEARS_AHEAD = (0, 2)


@pytest.fixture(scope="module")
def locales(tmp_path_factory):
    """The locales of the settings, made for these tests; what a machine cannot make it calls C."""
    folder = tmp_path_factory.mktemp("locales")
    for name in SETTINGS["LC_ALL"][1:]:
        if shutil.which("localedef"):
            words = ["localedef", "-i", name.partition(".")[0], "-f", "UTF-8", str(folder / name)]
            subprocess.run(words, check=False, capture_output=True)
    return {"LOCPATH": str(folder)}


@pytest.fixture(scope="module")
def two_years_ahead(tmp_path_factory):
    """Settings under which a process reads the clock two years ahead; none where no C compiler is."""
    if not sys.platform.startswith("linux") or not shutil.which("cc"):
        return {}
    library = tmp_path_factory.mktemp("clock") / "clock.so"
    source = Path(__file__).parent / "clock.c"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return {"LD_PRELOAD": str(library)}


def surroundings(number):
    """Return one combination of settings of a machine that somebody may have; the same one for the same number."""
    chance = random.Random(f"surroundings {number}")
    environment = {name: chance.choice(values) for name, values in SETTINGS.items()}
    others = [chance.choice(values) for values in (MASKS, PLACES, ORDERS, YEARS_AHEAD)]
    if not known_to_processor(NEEDED.get(environment["OPENBLAS_CORETYPE"], "")):
        environment["OPENBLAS_CORETYPE"] = "Prescott"
    return {name: value for name, value in environment.items() if value}, *others


def known_to_processor(word):
    """Say whether the processor has what a kernel type of the linear algebra needs; without it a process would die."""
    about = Path("/proc/cpuinfo")
    return not word or (about.exists() and word in about.read_text().split())


def copied(study, there, *, order, chance):
    """Lay the study at another place, the rows and the columns of its returns in another order if that is asked."""
    shutil.copytree(study / "registry", there / "registry")
    shutil.copytree(study / "raw", there / "raw")
    for path in sorted(there.joinpath("raw", *PLACE).glob("*.csv")):
        if order == "shuffled":
            shuffled(path, chance)


def shuffled(path, chance):
    """Put the rows and the columns of a return into another order."""
    header, *rows = [line.split(",") for line in path.read_text().splitlines()]
    if any(len(row) != len(header) for row in rows) or '"' in path.read_text():
        return
    order = chance.sample(range(len(header)), len(header))
    chance.shuffle(rows)
    path.write_text("".join(",".join(row[place] for place in order) + "\n" for row in [header, *rows]))


def published(study, *, order):
    """Return the published files; in another order without the manifest, which names the returns' own bytes."""
    files = bytes_of(report_of(study))
    if order == "shuffled":
        files.pop("manifest.json")
    return files


def test_the_clock_can_be_set_ahead(two_years_ahead):
    if not two_years_ahead:
        pytest.skip("no C compiler, or no Linux")
    words = [sys.executable, "-c", "import datetime; print(datetime.datetime.now().year)"]
    year = subprocess.run(words, env={**os.environ, **two_years_ahead}, capture_output=True, text=True, check=True)
    assert int(year.stdout) - datetime.now().year in (1, 2)


def test_a_report_is_the_same_bytes_whatever_surrounds_it(
    run, report, study, tmp_path, locales, two_years_ahead, tally
):
    assert report().returncode == 0
    first = {order: published(study, order=order) for order in ORDERS}
    for number in tally.of(60, sample=1):
        environment, mask, place, order, ahead = surroundings(number)
        there = tmp_path / f"{number}" / place
        copied(study, there, order=order, chance=random.Random(number))
        environment |= locales | (two_years_ahead if ahead else {})
        with tally.trial(number, environment, oct(mask), order):
            done = run(folder=there, cwd=there.parent, before=functools.partial(os.umask, mask), **environment)
            assert done.returncode == 0, done.stderr
            now = published(there, order=order)
            different = [name for name in sorted({*now, *first[order]}) if now.get(name) != first[order].get(name)]
            assert different == []
        shutil.rmtree(tmp_path / f"{number}")
