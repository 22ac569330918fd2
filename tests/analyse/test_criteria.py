"""Progression criteria: every value has exactly one verdict, and the bounds are said as they were agreed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlyeval.analyse.criteria import bounds_in_words, verdict
from earlyeval.registry.criteria import Criterion, Indicator

pytestmark = pytest.mark.spec


def criterion(go, amend, *, lower_is_better=False):
    return Criterion(
        id="retention",
        label="Kept to the end",
        indicator=Indicator(question="flow", outcome="measured-after", estimand="proportion"),
        go_from=go,
        amend_from=amend,
        lower_is_better=lower_is_better,
        action_go="Go on.",
        action_amend="Mend it.",
        action_stop="Stop and rethink.",
    )


VERDICTS = [
    # value, go from, amend from, verdict
    (0.71, 0.70, 0.50, "go"),
    (0.70, 0.70, 0.50, "go"),
    (0.69, 0.70, 0.50, "amend"),
    (0.50, 0.70, 0.50, "amend"),
    (0.49, 0.70, 0.50, "stop"),
    (90, 100, 60, "amend"),
]


@pytest.mark.parametrize(("value", "go", "amend", "expected"), VERDICTS)
def test_higher_is_better(value, go, amend, expected):
    assert verdict(value, criterion(go, amend)) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(0.05, "go"), (0.20, "go"), (0.21, "amend"), (0.30, "amend"), (0.31, "stop")]
)
def test_lower_is_better(value, expected):
    assert verdict(value, criterion(0.20, 0.30, lower_is_better=True)) == expected


def test_bounds_in_words():
    assert bounds_in_words(criterion(0.70, 0.50)) == "go from 70%, amend from 50%, stop below"
    assert bounds_in_words(criterion(100, 60), as_share=False) == "go from 100, amend from 60, stop below"
    assert bounds_in_words(criterion(0.625, 0.5)) == "go from 62.5%, amend from 50%, stop below"
    assert bounds_in_words(criterion(1, 0.5), as_share=False) == "go from 1, amend from 0.5, stop below"
    assert bounds_in_words(criterion(0.2, 0.3, lower_is_better=True)) == "go up to 20%, amend up to 30%, stop above"


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_larger_value_is_never_judged_worse(one, other):
    order = ["stop", "amend", "go"]
    low, high = sorted((one, other))
    judged = [order.index(verdict(value, criterion(0.7, 0.5))) for value in (low, high)]
    assert judged[0] <= judged[1]
