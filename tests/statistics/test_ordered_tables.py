"""Ordered tables and ratios of any kind: honest, symmetric, and equal where two ways lead to one answer."""

from functools import partial
from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.statistics import association, proportions, tables

pytestmark = pytest.mark.unit

cell = st.integers(0, 6)
ORDERED = [tables.goodman_kruskal_gamma, tables.somers_d, tables.kendall_tau_b, tables.stuart_tau_c]
RATIOS = [
    tables.risk_ratio_score, tables.odds_ratio_score, partial(tables.odds_ratio_score, corrected=False),
    tables.odds_ratio_mid_p, tables.risk_difference, partial(tables.risk_difference, continuity=True),
    tables.number_needed,
]  # fmt: skip


def assert_honest(answer):
    assert answer.estimable or (answer.reason and isnan(answer.estimate)), answer
    if answer.estimable:
        assert not isnan(answer.estimate), answer
        assert answer.reason or answer.conf_low - 1e-9 <= answer.estimate <= answer.conf_high + 1e-9, answer


@pytest.mark.parametrize("function", [*ORDERED, tables.linear_by_linear])
@given(st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_tables_of_any_kind(function, counts):
    answer = function(counts)
    assert_honest(answer)
    turned = function(np.array(counts)[::-1])
    assert turned.estimable == answer.estimable
    if answer.estimable:
        assert turned.estimate == pytest.approx(-answer.estimate, abs=1e-12)


@pytest.mark.parametrize("function", RATIOS)
@given(st.tuples(cell, cell, cell, cell))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_two_groups_of_any_kind(function, counts):
    yes_1, no_1, yes_0, no_0 = counts
    assert_honest(function(yes_1, yes_1 + no_1, yes_0, yes_0 + no_0))


@pytest.mark.parametrize("function", [proportions.blaker, proportions.arcsine, proportions.wald])
@given(st.integers(0, 8), st.integers(0, 40))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_shares_of_any_kind(function, yes, no):
    answer, turned = function(yes, yes + no), function(no, yes + no)
    assert_honest(answer)
    if answer.estimable:
        assert turned.conf_low == pytest.approx(1 - answer.conf_high, abs=1e-9)


@given(st.integers(0, 20), st.integers(0, 20))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_blakers_interval_lies_within_clopper_and_pearsons(yes, no):
    if yes + no:
        inner, outer = proportions.blaker(yes, yes + no), proportions.clopper_pearson(yes, yes + no)
        assert outer.conf_low - 1e-9 <= inner.conf_low
        assert inner.conf_high <= outer.conf_high + 1e-9


def test_a_table_and_its_scores_say_the_same():
    counts = np.array([[4, 2, 1], [1, 5, 3], [0, 2, 6]])
    x, y = np.repeat(np.indices((3, 3))[0], counts.ravel()), np.repeat(np.indices((3, 3))[1], counts.ravel())
    assert tables.kendall_tau_b(counts).estimate == pytest.approx(association.kendall(x, y).estimate, rel=1e-12)
    assert tables.linear_by_linear(counts).estimate == pytest.approx(association.pearson(x, y).estimate, rel=1e-12)
    d = tables.somers_d(counts).estimate * tables.somers_d(counts, dependent="rows").estimate
    assert tables.kendall_tau_b(counts).estimate ** 2 == pytest.approx(d, rel=1e-12)


def test_what_is_no_table_is_refused():
    for function in ORDERED:
        with pytest.raises(ValueError, match="whole numbers"):
            function([[1, -1], [2, 2]])
    with pytest.raises(ValueError, match="dependent is"):
        tables.somers_d([[1, 2], [3, 4]], dependent="both")
    with pytest.raises(ValueError, match="needs a score"):
        tables.linear_by_linear([[1, 2], [3, 4]], rows=[1, 2, 3])
