"""The committed record of the coverage study: complete, large enough, and what the page and the cautions say."""

import json

import pytest
from benchmarks.coverage.__main__ import PAGE, RECORD
from benchmarks.coverage.cells import key_of
from benchmarks.coverage.claims import is_claimed, shortfalls
from benchmarks.coverage.families import FAMILIES
from benchmarks.coverage.page import page_of
from benchmarks.coverage.verdicts import rows_of

from earlyeval.foundations.cautions import CAUTIONS

pytestmark = pytest.mark.unit
COMMITTED = json.loads(RECORD.read_text(encoding="utf-8"))


def test_every_situation_of_every_family_is_measured_and_no_other():
    wanted = {key_of(family, situation) for family in FAMILIES for situation in family.situations}
    assert set(COMMITTED["cells"]) == wanted


def test_ten_thousand_studies_or_all_there_are():
    few = [estimator for _, estimator, _, cell in rows_of(COMMITTED) if (cell["studies"] or 10_000) < 10_000]
    assert few == []


def test_what_is_covered_and_what_is_missed_add_up():
    for _, estimator, situation, cell in rows_of(COMMITTED):
        if "coverage" in cell:
            total = cell["coverage"] + cell["interval_below"] + cell["interval_above"]
            assert total == pytest.approx(1, abs=2e-4), (estimator, situation)


def test_the_page_is_what_the_record_makes():
    assert PAGE.read_text(encoding="utf-8") == page_of(COMMITTED), "python -m benchmarks.coverage --page"


def test_each_shortfall_of_a_default_has_its_caution_with_the_figure_that_was_found():
    told = {(one.estimator, one.counted): one.found for one in CAUTIONS}
    assert told == shortfalls(COMMITTED)


def test_the_defaults_are_among_what_is_measured():
    defaults = {estimator for family, estimator, _, _ in rows_of(COMMITTED) if is_claimed(family, estimator)}
    assert {"paired.mean_change", "paired.rank_biserial jackknife", "association.kendall estimated"} <= defaults
