"""The page about synthetic returns says what is planted in studies of any size."""

import pytest

from earlyeval.foundations.paths import CLONE
from earlyeval.run.command_line import COMMANDS
from earlyeval.run.wanted_study import COLUMNAR_FROM, DEFAULT_SEED, MOST_FAMILIES, MOST_SITES
from earlyeval.tidy.synthetic.studies.places import FEWEST, MOST_OF_FULL, SPREAD
from earlyeval.tidy.synthetic.studies.planted import BETWEEN_PLACES, SHARE_MEASURED_TWICE, WAVES_CHANGES
from earlyeval.tidy.synthetic.studies.waves import BLOCK

pytestmark = pytest.mark.registry


@pytest.fixture(scope="module")
def page():
    text = (CLONE / "docs" / "synthetic.md").read_text(encoding="utf-8")
    return text.split("## Studies of any size")[1].split("\n## ")[0]


def row_of(page, begin):
    return [
        cell.strip()
        for cell in next(line for line in page.splitlines() if line.startswith(f"| {begin}"))[1:-1].split("|")
    ]


def test_the_table_of_planted_values(page):
    assert row_of(page, "SD between places of the mean")[1:] == [str(mean) for mean, _ in BETWEEN_PLACES.values()]
    assert row_of(page, "SD between places of the change")[1:] == [str(change) for _, change in BETWEEN_PLACES.values()]
    assert row_of(page, "`two-waves`: mean change")[1:3] == [str(planted.change) for planted in WAVES_CHANGES]
    everybody = [f"{planted.change + planted.loss_offset:.2f}" for planted in WAVES_CHANGES]
    assert row_of(page, "`two-waves`: change of everybody")[1:3] == everybody


def test_limits_and_sizes(page):
    words = " ".join(page.split())
    assert f"at least {FEWEST['open-door']} families (`open-door`) or {FEWEST['two-waves']} (`two-waves`)" in words
    assert f"(SD of the log {SPREAD['open-door']} and {SPREAD['two-waves']:.1f})" in words
    assert f"(at most {MOST_FAMILIES:,})" in words
    assert f"(at most {MOST_SITES:,})" in words
    assert f"`open-door` up to {MOST_OF_FULL} families a place" in words
    assert f"blocks of {BLOCK:,}" in words
    assert f"{SHARE_MEASURED_TWICE:.0%} are measured again" in words
    assert f"| {DEFAULT_SEED} |" in words
    assert f"`parquet` from {COLUMNAR_FROM:,} families on" in words


def test_every_option_of_a_made_up_study_is_explained(page):
    arguments, _ = COMMANDS["synthesise"]
    own = [name.removeprefix("--") for name in arguments if name not in ("site", "programme", "study")]
    assert [name for name in own if f"| `--{name}` |" not in page] == []
