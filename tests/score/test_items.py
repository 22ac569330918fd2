"""What one answer counts for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlyeval.registry.instruments import Item, Response, Version
from earlyeval.score.items import item_scores, score_range

pytestmark = pytest.mark.unit


def version(item, lowest=0, highest=3):
    return Version(
        id="v", items=(item,), response=Response(lowest=lowest, highest=highest), subscales=(), worked_examples=()
    )


def scores(item, values, *, is_na=None, lowest=0, highest=3):
    values = np.array(values, dtype=float)
    is_na = np.zeros(len(values), dtype=bool) if is_na is None else np.array(is_na)
    return item_scores(version(item, lowest, highest), item, values, is_na).tolist()


def test_an_answer_counts_for_its_code():
    assert scores(Item(id="q"), [0, 1, 3]) == [0, 1, 3]


def test_a_reversed_item_is_turned_round_within_the_response_range():
    assert scores(Item(id="q", reversed=True), [1, 2, 7], lowest=1, highest=7) == [7, 6, 1]


def test_an_items_own_range_comes_before_the_versions():
    item = Item(id="q", reversed=True, response=Response(lowest=0, highest=10))
    assert scores(item, [0, 4]) == [10, 6]


def test_recoding_comes_before_reversal_and_gives_the_range():
    item = Item(id="q", recode={"1": 1, "2": 2.3, "3": 3.6, "4": 5}, reversed=True)
    assert score_range(version(item), item) == (1, 5)
    assert scores(item, [1, 2, 3, 4], lowest=1, highest=4) == pytest.approx([5, 3.7, 2.4, 1])


def test_recoding_does_not_cascade():
    assert scores(Item(id="q", recode={"0": 3, "3": 0}), [0, 3, 1]) == [3, 0, 1]


def test_not_applicable_counts_what_the_registry_says_even_when_the_item_is_reversed():
    item = Item(id="q", not_applicable_scores=2, reversed=True)
    assert scores(item, [np.nan, 3], is_na=[True, False]) == [2, 0]


def test_not_applicable_without_a_score_is_missing():
    assert np.isnan(scores(Item(id="q"), [np.nan], is_na=[True])).all()


def test_values_are_not_changed_in_place():
    values = np.array([0.0, 3.0])
    item = Item(id="q", recode={"0": 1}, reversed=True)
    item_scores(version(item), item, values, np.zeros(2, dtype=bool))
    assert values.tolist() == [0, 3]


@given(st.lists(st.integers(-5, 20), min_size=1), st.integers(-5, 0), st.integers(1, 20))
def test_turned_round_twice_is_what_it_was(codes, lowest, highest):
    item = Item(id="q", reversed=True)
    assert scores(item, scores(item, codes, lowest=lowest, highest=highest), lowest=lowest, highest=highest) == codes


def test_a_reversed_item_without_a_range_cannot_be_scored():
    item = Item(id="q", reversed=True)
    bare = Version(id="v", items=(item,), subscales=(), worked_examples=())
    with pytest.raises(ValueError, match="q is reversed and has no response range"):
        item_scores(bare, item, np.array([1.0]), np.array([False]))
