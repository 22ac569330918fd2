"""The same input gives the same bytes, whatever the machine around it is set to."""

import itertools
import random
import shutil

import pytest

from .conftest import PLACE, bytes_of, report_of, times

pytestmark = pytest.mark.end_to_end

SETTINGS = {
    "OMP_NUM_THREADS": ("1", "2"),
    "OPENBLAS_NUM_THREADS": ("1", "2"),
    "OPENBLAS_CORETYPE": ("", "Haswell", "Prescott"),
    "PYTHONHASHSEED": ("0", "1", "2", "3", "random"),
    "TZ": ("UTC", "Europe/London", "Asia/Kathmandu"),
    "LC_ALL": ("C", "en_GB.UTF-8", "de_DE.UTF-8"),
    "SOURCE_DATE_EPOCH": ("", "1774000000"),
}


def surroundings(number):
    """Return combinations of settings, each of a machine that somebody may have; the same ones each time."""
    every = list(itertools.product(*SETTINGS.values()))
    chosen = random.Random(20240909).sample(every, number)
    return [{name: value for name, value in zip(SETTINGS, one, strict=True) if value} for one in chosen]


def shuffled(path, chance):
    """Put the rows and the columns of a return into another order."""
    header, *rows = [line.split(",") for line in path.read_text().splitlines()]
    if any(len(row) != len(header) for row in rows) or '"' in path.read_text():
        return
    order = chance.sample(range(len(header)), len(header))
    chance.shuffle(rows)
    path.write_text("".join(",".join(row[place] for place in order) + "\n" for row in [header, *rows]))


def what_is_published(study):
    """Return the published files without what names the returns' own bytes."""
    files = bytes_of(report_of(study))
    files.pop("manifest.json")
    return files


def test_a_report_is_the_same_bytes_whatever_surrounds_it(run, study, tmp_path):
    assert run().returncode == 0
    first = bytes_of(report_of(study))
    for number, environment in enumerate(surroundings(times(60, 2))):
        there = tmp_path / f"another place {number}" / "study"
        shutil.copytree(study / "registry", there / "registry")
        shutil.copytree(study / "raw", there / "raw")
        done = run(folder=there, cwd=there.parent, **environment)
        assert done.returncode == 0, (environment, done.stderr)
        assert bytes_of(report_of(there)) == first, environment


def test_the_order_of_rows_and_columns_does_not_matter(run, study, tmp_path):
    assert run().returncode == 0
    first, chance = what_is_published(study), random.Random(7)
    for number in range(times(10, 1)):
        there = tmp_path / f"order-{number}"
        shutil.copytree(study / "registry", there / "registry")
        shutil.copytree(study / "raw", there / "raw")
        for path in sorted(there.joinpath("raw", *PLACE).glob("*.csv")):
            shuffled(path, chance)
        done = run(folder=there)
        assert done.returncode == 0, done.stderr
        assert what_is_published(there) == first
