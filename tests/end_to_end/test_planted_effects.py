"""The chain finds what was planted: each planted effect lies within its interval, and none is overstated.

The planted values are those of ``tidy.synthetic.effects``; docs/synthetic.md lists them.
"""

import pytest

from earlyeval.analyse.change import family_change, staff_change
from earlyeval.analyse.rating_agreement import rating_agreement
from earlyeval.study import load_study
from earlyeval.tidy.synthetic import effects

pytestmark = pytest.mark.end_to_end

PLANTED = {
    **{planted.instrument: planted.change for planted in effects.FAMILY_CHANGES},
    **{f"staff-{planted.subscale}": planted.change for planted in effects.STAFF_CHANGES},
    "practice-sensitivity": effects.VIDEO_CHANGE,
}


@pytest.fixture(scope="module")
def study():
    return load_study("wandsworth", "think-baby", data="synthetic")


@pytest.fixture(scope="module")
def changes(study):
    rows = {}
    for answer in (family_change(study), staff_change(study)):
        for row in answer[answer["estimand"] == "mean_change"].to_dict("records"):
            rows[row["outcome"]] = row
    return rows


def test_every_averaged_outcome_has_a_planted_change(changes):
    assert set(changes) == set(PLANTED)


@pytest.mark.parametrize("outcome", PLANTED)
def test_a_planted_change_lies_in_its_interval(changes, outcome):
    row = changes[outcome]
    assert row["conf_low"] <= PLANTED[outcome] <= row["conf_high"]


def test_the_planted_agreement_of_raters_lies_in_its_interval(study):
    rows = rating_agreement(study)
    icc = rows[rows["estimand"] == "icc_a1"].iloc[0]
    assert icc["conf_low"] <= effects.VIDEO_ICC <= icc["conf_high"]
