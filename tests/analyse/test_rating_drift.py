"""Ratings against the date on which they were given."""

import pandas as pd
import pytest

from earlyeval.analyse.rating_drift import rating_drift

pytestmark = pytest.mark.spec


def ratings(*, drift, second=0.0, dated=True, main=True):
    """Twelve people with a clip before and one after; every clip's score rises by ``drift`` in thirty days."""
    lines = ["clip_id person_id time_point instrument version item rater_id score is_main_rater rated_on"]
    levels = [3.0, 2.0, 4.0, 3.5, 2.5, 3.0, 4.5, 2.0, 3.0, 3.5, 4.0, 2.5]
    noise = [0.1, -0.2, 0.05, 0.15, -0.1, -0.05, 0.2, -0.15, 0.0, 0.1, -0.1, 0.0]
    for place in range(12):
        for when, time in enumerate(("baseline", "endpoint")):
            clip, days = f"c{place}{when}", (7 * place + 17 * when * (place % 5)) % 90
            day = (pd.Timestamp("2025-03-01") + pd.Timedelta(days=days)).date() if dated else "-"
            score = levels[place] + 0.5 * when + drift * days / 30 + noise[(place + 5 * when) % 12]
            kept = "yes" if main else "no"
            lines.append(f"{clip} p{place} {time} mood v1 i1 anna {score} {kept} {day}")
            if place < 10:
                extra = second * days / 30 + noise[(3 * place + when) % 12]
                lines.append(f"{clip} p{place} {time} mood v1 i1 bert {score + extra} no {day}")
    return "\n".join(lines)


@pytest.fixture
def drift_of(make_study):
    def made(**more):
        study = make_study(ratings=ratings(**more), outcomes=({"source": "ratings"},))
        return rating_drift(study)

    return made


def test_a_planted_drift_is_found_and_a_true_change_is_not_taken_for_one(drift_of):
    rows = drift_of(drift=0.3, second=0.0).set_index("subgroup")
    main = rows.loc["main rater"]
    assert main["conf_low"] < 0.3 < main["conf_high"]
    assert main["conf_low"] > 0.1
    assert main["n"] == 12
    second = rows.loc["second rater less main"]
    assert second["conf_low"] < 0 < second["conf_high"]
    assert second["n"] == 20


def test_raters_who_do_not_drift(drift_of):
    main = drift_of(drift=0.0).set_index("subgroup").loc["main rater"]
    assert main["conf_low"] < 0 < main["conf_high"]


def test_a_second_rater_who_drifts_away_is_seen_in_the_difference(drift_of):
    second = drift_of(drift=0.0, second=-0.4).set_index("subgroup").loc["second rater less main"]
    assert second["conf_low"] < -0.4 < second["conf_high"] < -0.2


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"dated": False}, "The dates of rating were not returned, or all ratings have the same date."),
        ({"main": False}, "No rating is marked as the main rater's."),
    ],
)
def test_what_is_lacking_is_said(drift_of, more, reason):
    rows = drift_of(drift=0.1, **more)
    assert not rows["estimable"].any()
    assert set(rows["reason"]) == {reason}


def test_nothing_rated_is_nothing_to_say(make_study):
    rows = rating_drift(make_study(outcomes=({"source": "ratings"},)))
    assert not rows["estimable"].any()
    assert rating_drift(make_study()).empty
