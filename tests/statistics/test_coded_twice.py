"""Codes given by two or more coders: figures against slow definitions, documents drawn again, marks, events."""

import random
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.statistics import agreement
from earlyeval.statistics.agreement import Event

pytestmark = pytest.mark.unit

GAPS = np.array([
    [1, 1, 0], [0, 0, 0], [1, np.nan, 1], [np.nan, 0, 1], [1, 1, 1], [0, 1, 0], [0, 0, np.nan], [np.nan, np.nan, 1],
    [1, 0, 0], [0, 0, 0],
])  # fmt: skip
span = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))
spans = st.lists(span, max_size=5)


def test_of_three_coders_with_gaps_each_figure_is_that_of_its_own_function():
    found = agreement.code_agreement(GAPS)
    assert "bias_index" not in found
    for name in ("percent_agreement", "gwet_ac1", "light_kappa"):
        assert found[name].estimate == pytest.approx(getattr(agreement, name)(GAPS).estimate, rel=1e-12)
    assert found["krippendorff_alpha"].estimate == pytest.approx(
        agreement.krippendorff_alpha(GAPS, "nominal").estimate, rel=1e-12
    )
    assert found["percent_agreement"].n == 9


def test_of_two_coders_each_figure_is_that_of_its_own_function():
    pairs = np.array([[1, 1], [1, 0], [0, 0], [0, 0], [1, 1], [0, 1], [0, 0], [1, np.nan]])
    found = agreement.code_agreement(pairs)
    binary = ("positive_agreement", "negative_agreement", "cohen_kappa", "pabak", "prevalence_index", "bias_index")
    for name in binary:
        assert found[name].estimate == pytest.approx(getattr(agreement, name)(*pairs.T).estimate, rel=1e-12)
    assert found["gwet_ac1"].estimate == pytest.approx(agreement.gwet_ac1(pairs).estimate, rel=1e-12)


def test_tables_of_documents_and_their_units_give_the_same():
    generator = np.random.default_rng(4)
    pairs, where = (generator.random((60, 2)) < 0.4).astype(float), np.repeat(np.arange(6), 10)
    cells = [
        [((pairs[where == place] == ends).all(axis=1)).sum() for ends in ((1, 1), (1, 0), (0, 1), (0, 0))]
        for place in range(6)
    ]
    of_units, of_tables = agreement.code_agreement(pairs, where), agreement.table_agreement(cells)
    for name, found in of_units.items():
        assert of_tables[name].estimate == pytest.approx(found.estimate, rel=1e-12)
    assert of_tables["cohen_kappa"].n == 6


def test_an_interval_draws_documents_and_does_not_hang_on_their_order():
    generator = np.random.default_rng(1)
    where = np.repeat(np.arange(12), 8)
    truth = generator.random(96) < 0.4
    pairs = np.column_stack([truth, truth ^ (generator.random(96) < 0.15)]).astype(float)
    here = agreement.code_agreement(pairs, where, seed=7)["cohen_kappa"]
    turned = agreement.code_agreement(pairs[::-1], where[::-1], seed=7)["cohen_kappa"]
    assert (here.conf_low, here.conf_high) == (turned.conf_low, turned.conf_high)
    renumbered = agreement.code_agreement(pairs, (where * 7) % 12, seed=7)["cohen_kappa"]
    assert (here.conf_low, here.conf_high) == (renumbered.conf_low, renumbered.conf_high)
    assert here.conf_low < here.estimate < here.conf_high
    units = agreement.code_agreement(pairs, seed=7)["cohen_kappa"]
    assert (units.conf_low, units.conf_high) != (here.conf_low, here.conf_high)


@pytest.mark.parametrize("pairs", [np.zeros((8, 2)), np.ones((8, 2)), np.full((4, 2), np.nan), np.ones((5, 1))])
def test_what_cannot_be_told_says_why(pairs):
    found = agreement.code_agreement(pairs, np.arange(len(pairs)), seed=1)
    assert not found["cohen_kappa"].estimable
    assert found["cohen_kappa"].reason
    assert not found["krippendorff_alpha"].estimable


def test_two_documents_are_too_few_for_an_interval():
    found = agreement.code_agreement(GAPS[:, :2], [0] * 5 + [1] * 5, seed=1)["cohen_kappa"]
    assert found.estimable
    assert "fewer than three documents" in found.reason


def test_what_is_no_code_is_refused():
    with pytest.raises(ValueError, match="1 where it was given"):
        agreement.code_agreement([[1, 2]])
    with pytest.raises(ValueError, match="number of its document"):
        agreement.code_agreement([[1, 1]], [np.nan])


@given(spans, spans)
@settings(max_examples=60, deadline=None)
def test_covered_lengths_are_those_of_a_text_read_character_by_character(first, second):
    marked = [{place for begin, end in side for place in range(begin, end)} for side in (first, second)]
    inside = set(range(5, 25)) | set(range(28, 40))
    one, other = (side & inside for side in marked)
    cells = agreement.covered_cells(first, second, [(5, 25), (28, 40), (10, 12)])
    assert cells.tolist() == [len(one & other), len(one - other), len(other - one), len(inside - one - other)]


def most_matched(first, second, least):
    """How many spans can be matched at most, by trying every order."""
    few, many = sorted((first, second), key=len)

    def same(one, other):
        shared = min(one[1], other[1]) - max(one[0], other[0])
        return shared > 0 and shared >= least * (max(one[1], other[1]) - min(one[0], other[0]))

    orders = permutations(many, len(few)) if few else [()]
    return max(sum(same(one, other) for one, other in zip(few, order, strict=True)) for order in orders)


@given(spans, spans)
@settings(max_examples=60, deadline=None)
def test_as_many_spans_are_matched_as_can_be_each_once(first, second):
    found = agreement.match_spans(first, second)
    assert len(set(found.first.tolist())) == len(set(found.second.tolist())) == found.first.size
    assert found.first.size == most_matched(first, second, 0.5)


def test_more_matches_go_before_closer_ones():
    # The closest pair (95 of 100) leaves the other two spans alone; two looser pairs match all four.
    found = agreement.match_spans([(0, 100), (57, 95)], [(0, 95), (0, 35)], least=0.3)
    assert sorted(zip(found.first.tolist(), found.second.tolist(), strict=True)) == [(0, 1), (1, 0)]


def test_f1_of_spans_adds_up_documents():
    documents = [([(0, 10), (20, 30)], [(0, 9), (40, 50)]), ([(5, 15)], [(5, 15)]), ([], [(1, 2)])]
    found = agreement.span_agreement(documents)
    assert [found[name].estimate for name in ("span_f1", "span_precision", "span_recall")] == pytest.approx(
        [4 / 7, 2 / 4, 2 / 3]
    )
    assert not agreement.span_agreement([([], [])])["span_f1"].estimable


def as_qualcoder_does(first, second, length):
    """The tool's own steps, character by character."""
    times, marked = [0] * length, []
    for side in (first, second):
        marked.append(sum(end - begin for begin, end in side))
        for begin, end in side:
            for place in range(begin, end):
                times[place] += 1
    dual = times.count(2)
    whole = sum(marked) - dual
    if not whole:
        return None
    chance = marked[0] / whole * marked[1] / whole * ((whole - marked[0]) / whole * (whole - marked[1]) / whole)
    return None if chance == 1 else round((dual / whole - chance) / (1 - chance), 4)


def test_the_tool_s_number_is_met_also_where_a_coder_marked_twice():
    generator = random.Random(3)
    for _ in range(200):
        length = generator.randint(1, 60)
        sides = [
            [tuple(sorted(generator.choices(range(length + 1), k=2))) for _ in range(generator.randint(0, 4))]
            for _ in range(2)
        ]
        found, theirs = agreement.qualcoder_kappa(*sides, length=length), as_qualcoder_does(*sides, length)
        assert found.estimable == (theirs is not None)
        if theirs is not None:
            assert found.estimate == theirs


def state(begin, end, behaviour="smile", subject="child"):
    return Event(subject, behaviour, "state", begin, end)


def point(begin, behaviour="touch", subject="child"):
    return Event(subject, behaviour, "point", begin, begin)


def test_time_unit_kappa_of_a_case_worked_by_hand():
    # Ticks at 0, 1, ... 9 s. One: smile at 0-3 and 6-9 (8 ticks); other: smile at 0-2 and 6-9 (7 ticks); both 7,
    # neither 2, one only 1: kappa = (10 * 9 - (8 * 7 + 2 * 3)) / (100 - 62) = 28 / 38.
    first, second = [state(0, 3000), state(6000, 9000)], [state(0, 2000), state(6000, 9000)]
    found = agreement.time_unit_kappa([(first, second)], interval_ms=1000)
    assert found.estimate == pytest.approx(28 / 38)
    assert "one every 1 s" in found.method
    # Silence after the last mark, when it is part of what was coded, is agreement too.
    longer = agreement.time_unit_kappa([(first, second)], interval_ms=1000, limits=[(0, 19_000)])
    assert longer.estimate > found.estimate


def test_a_point_counts_in_a_tick_at_most_half_an_interval_away():
    near, far = [point(1400), state(0, 5000)], [point(1600), state(0, 5000)]
    assert agreement.time_unit_kappa([(near, near)], interval_ms=1000).estimate == pytest.approx(1)
    # 1.4 s belongs to the tick at 1 s, 1.6 s to that at 2 s: 4 of 6 ticks agree, (6 * 4 - 26) / (36 - 26).
    assert agreement.time_unit_kappa([(near, far)], interval_ms=1000).estimate == pytest.approx(-0.2)


def test_events_without_any_difference_cannot_be_told_beyond_chance():
    found = agreement.time_unit_kappa([([state(0, 4000)], [state(0, 4000)])], interval_ms=1000)
    assert not found.estimable
    assert not agreement.time_unit_kappa([([], [])], interval_ms=1000).estimable


def test_events_match_within_the_tolerance_once_and_only_their_own_kind():
    first = [point(1000), point(1200), point(9000, "look")]
    second = [point(1300), point(1900), point(9000, "look", "adult")]
    found = agreement.event_agreement([(first, second)], tolerance_ms=500)
    assert found["event_f1"].estimate == pytest.approx(1 / 3)
    wide = agreement.event_agreement([(first, second)], tolerance_ms=700)
    assert wide["event_f1"].estimate == pytest.approx(2 / 3)


@given(st.lists(st.integers(0, 40), max_size=6), st.lists(st.integers(0, 40), max_size=6))
@settings(max_examples=60, deadline=None)
def test_as_many_times_are_matched_as_can_be(first, second):
    few, many = sorted((first, second), key=len)
    best = max(
        sum(abs(one - other) <= 5 for one, other in zip(few, order, strict=True))
        for order in permutations(many, len(few))
    )
    assert len(agreement.match_times(first, second, tolerance_ms=5)) == best


def test_total_variation_is_half_the_differences_of_shares_and_knows_chance():
    first, second = [[3, 1], [3, 1], [3, 1], [3, 1]], [[1, 3], [1, 3], [1, 3], [1, 3]]
    found = agreement.total_variation(first, second, seed=2)
    assert found.estimate == pytest.approx(0.5)
    assert found.p_value < 0.05
    alike = agreement.total_variation(first, first, seed=2)
    assert (alike.estimate, alike.p_value) == (0, 1)
    assert not agreement.total_variation([[0, 0]], second).estimable


def test_sets_drawn_again_by_document_have_an_interval():
    generator = np.random.default_rng(5)
    sets = []
    for _ in range(60):
        base = {code for code in "abc" if generator.random() < 0.5}
        other = base ^ ({"a"} if generator.random() < 0.3 else set())
        sets.append((base, other))
    found = agreement.set_alpha(sets, documents=np.repeat(np.arange(10), 6), seed=3)
    assert found.conf_low < found.estimate < found.conf_high
    assert not agreement.set_alpha([({"a"}, {"a"})] * 5).estimable
    assert not agreement.set_alpha([({"a"}, None)]).estimable
