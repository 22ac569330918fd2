"""Which theme stands at a glance follows from numbers as they are shown, never from the true ones."""

import pandas as pd
import pytest

from earlyeval.analyse.glance import _heard_most
from earlyeval.registry.profiles import CountRule

pytestmark = pytest.mark.spec
FIVES = CountRule(hide_from=1, hide_to=7, zero="show", round_to=5, symbol="*")
EXACT = CountRule(hide_from=1, hide_to=5, zero="show", round_to=1, symbol="c")


def chosen(rule, *counts):
    themes = pd.DataFrame({"outcome": [f"t{place}" for place in range(len(counts))], "n": [float(n) for n in counts]})
    return _heard_most(themes, rule)["outcome"].tolist()


@pytest.mark.parametrize("second", [13, 15, 17])
def test_of_numbers_that_are_shown_alike_the_first_in_the_list_is_told(second):
    assert chosen(FIVES, 5, 15, second, 3) == ["t1"]


def test_of_hidden_numbers_the_first_in_the_list_is_told():
    assert chosen(FIVES, 1, 7, 3) == chosen(FIVES, 7, 1, 3) == ["t0"]
    assert chosen(EXACT, 2, 5) == ["t0"]


def test_what_is_shown_to_be_larger_is_told():
    assert chosen(FIVES, 7, 8, 20) == ["t2"]
    assert chosen(EXACT, 8, 9) == ["t1"]
