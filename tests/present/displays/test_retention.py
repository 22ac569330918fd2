"""Who was measured again, and in which arm fewer were."""

import pytest

from earlyeval.foundations.results import results_frame

pytestmark = pytest.mark.spec

MOOD = {"outcome": "mood", "label": "Low mood", "time_point": "endpoint"}


def difference(n):
    counts = {"n": n, "n_smallest": n // 2, "estimate": -0.1, "conf_low": -0.24, "conf_high": 0.05, "conf_level": 0.95}
    return {"estimand": "proportion_difference", "comparison": "online - usual", **counts, **MOOD}


def test_the_difference_between_arms_is_a_sentence_where_nothing_is_rounded(show_restricted, sentences_of):
    shares = [{"estimand": "proportion", "n": 50, "n_expected": 80, "estimate": 0.625, "arm": "online", **MOOD}]
    assert sentences_of(show_restricted.retention(results_frame([*shares, difference(160)]))) == [
        "Low mood, after: difference between the shares measured (Online course minus usual care) in percentage "
        "points: \N{MINUS SIGN}10%, 95% interval \N{MINUS SIGN}24% to 5%."
    ]


def test_where_counts_are_rounded_the_difference_is_not_said_at_all(show, sentences_of):
    """Its limits could be solved for the true counts of both arms; the rounded shares stand in the table."""
    shares = [{"estimand": "proportion", "n": 50, "n_expected": 80, "estimate": 0.625, "arm": "online", **MOOD}]
    assert sentences_of(show.retention(results_frame([*shares, difference(160)]))) == []
