"""What a place's page says across its programmes: true of the returns, rounded, and silent where kinds of data mix."""

import re

import pytest

from earlyeval.analyse.members import families_taking_part
from earlyeval.foundations.paths import study_paths
from earlyeval.registry.load import load_registry
from earlyeval.run.place_sections import CHANGED, MIXED, sections_of
from earlyeval.study import load_study

pytestmark = pytest.mark.end_to_end

PROGRAMMES = ("baby-steps", "enhanced-health-visiting")


@pytest.fixture(scope="module")
def registry():
    return load_registry(study_paths())


def facts(*kinds):
    return [
        {"site": "blackpool", "programme": programme, "data": kind}
        for programme, kind in zip(PROGRAMMES, kinds, strict=False)
    ]


@pytest.fixture(scope="module")
def sections(registry):
    return sections_of(registry, study_paths(), facts("synthetic", "synthetic"))


def test_the_overlap_is_that_of_the_returns_to_the_nearest_five(sections):
    first, second = (set(families_taking_part(load_study("blackpool", one, data="synthetic"))) for one in PROGRAMMES)
    (table,) = [piece for piece in sections[0].pieces if "<table" in piece]
    shown = dict(re.findall(r'<th scope="row">([^<]*)</th>.*?<td[^>]*>([\d,]+)</td></tr>', table))

    truth = {
        "Baby Steps": len(first), "Enhanced Health Visiting": len(second),
        "In any of them, each family once": len(first | second), "In more than one of them": len(first & second),
        "In Baby Steps alone": len(first - second), "In Enhanced Health Visiting alone": len(second - first),
    }  # fmt: skip
    assert {name: int(number.replace(",", "")) for name, number in shown.items()} == {
        name: 5 * int(number / 5 + 0.5) for name, number in truth.items()
    }


def test_each_section_stands_on_synthetic_data_and_says_so(sections):
    assert [section.heading for section in sections][-1] == "One language"
    assert all("Synthetic demonstration data" in piece for section in sections for piece in section.pieces[:1])


def test_one_report_alone_has_no_sections(registry):
    assert sections_of(registry, study_paths(), facts("synthetic")) == ()


def test_made_up_and_real_data_are_never_seen_together(registry):
    (section,) = sections_of(registry, study_paths(), facts("synthetic", "real"))
    assert section.intro == MIXED
    assert section.pieces == ()


def test_returns_that_are_gone_are_said(registry):
    (section,) = sections_of(registry, study_paths(), facts("real", "real"))
    assert section.intro == CHANGED
