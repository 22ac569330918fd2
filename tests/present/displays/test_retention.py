"""Who was measured again, and in which arm fewer were."""

import pytest

from earlyeval.foundations.results import results_frame

pytestmark = pytest.mark.spec

MOOD = {"outcome": "mood", "label": "Low mood", "time_point": "endpoint"}


def test_the_difference_between_arms_is_a_sentence(show, sentences_of):
    rows = results_frame(
        [
            {"estimand": "proportion", "n": 50, "n_expected": 80, "estimate": 0.625, "arm": "online", **MOOD},
            {"estimand": "proportion_difference", "n": 160, "n_smallest": 80, "estimate": -0.1, "conf_low": -0.24,
             "conf_high": 0.05, "conf_level": 0.95, "comparison": "online - usual", **MOOD},
        ]
    )  # fmt: skip

    assert sentences_of(show.retention(rows)) == [
        "Low mood, after: difference between the shares measured (Online course minus usual care) in percentage "
        "points: \N{MINUS SIGN}10%, 95% interval \N{MINUS SIGN}24% to 5%."
    ]


def test_a_difference_of_few_people_says_so(show, sentences_of):
    rows = results_frame(
        [
            {"estimand": "proportion", "n": 20, "n_expected": 40, "estimate": 0.5, **MOOD},
            {"estimand": "proportion_difference", "n": 12, "n_smallest": 5, "estimate": 0.1, **MOOD},
        ]
    )

    assert sentences_of(show.retention(rows)) == [
        "Low mood, after: the difference between the arms rests on too few people to report."
    ]
