"""What the gate is told beside the result: scales from the registry, and which shares of a sum two people hold."""

import math

import pandas as pd
import pytest

from earlyeval.analyse.givers import shares_of, shares_of_visits
from earlyeval.study import load_study

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def shipped_study():
    """Return a function that loads a shipped study."""
    return lambda site, programme: load_study(site, programme, data="synthetic")


def test_the_two_who_gave_most():
    assert shares_of(pd.Series([5, 0, 60, 35])) == {"share_largest": 0.6, "share_second": 0.35}


def test_one_giver_has_no_second():
    assert shares_of(pd.Series([7])) == {"share_largest": 1.0, "share_second": 0.0}


def test_of_nothing_nobody_has_a_share():
    assert shares_of(pd.Series([0, 0])) == {}
    assert shares_of_visits(pd.Series([], dtype="str")) == {}


def test_visits_of_nobody_known_are_each_somebody_elses():
    assert shares_of_visits(pd.Series(["A", "A", None, "B"])) == {"share_largest": 0.5, "share_second": 0.25}


def test_every_question_tells_the_scale_of_its_rows(shipped_study):
    from earlyeval.analyse.change import family_change

    rows = family_change(shipped_study("luton", "baby-babble"))
    known = rows[rows["instrument"] == "kpcs"]
    assert known["scale_low"].eq(0).all()
    assert known["scale_high"].eq(45).all()
    assert known["scale_step"].eq(1).all()


@pytest.mark.parametrize("place", [("blackpool", "baby-steps"), ("wandsworth", "think-baby")])
def test_every_sum_of_what_people_gave_says_who_gave_most(shipped_study, place):
    from earlyeval.analyse import attendance, corpus_text, drop_in
    from earlyeval.foundations.results import records, stacked
    from earlyeval.protect.dominance import is_sum_of_given

    study = shipped_study(*place)
    rows = records(stacked([attendance.sessions(study), corpus_text.corpus_text(study), drop_in.visits(study)]))
    sums = [row for row in rows if is_sum_of_given(row) and row["n"]]
    assert sums
    for row in sums:
        assert 0 <= row["share_second"] <= row["share_largest"] <= 1


def test_what_is_no_sum_tells_nothing_of_givers(shipped_study):
    from earlyeval.analyse.change import family_change

    rows = family_change(shipped_study("luton", "baby-babble"))
    assert all(math.isnan(share) for share in rows["share_largest"])
