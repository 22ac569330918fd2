"""Secondary suppression: nothing hidden can be worked out, hardly anything more than necessary is hidden."""

# ruff: noqa: E501  (a case of a table stands on one line)

import itertools
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from earlyeval.protect import secondary
from earlyeval.protect.known_rows import EXACT, ROUNDED
from earlyeval.protect.linked import Link, LinkedCounts, cross_table, partition
from earlyeval.protect.secondary import suppressed
from earlyeval.registry.profiles import CountRule

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.unit
MASKED = EXACT.model_copy(update={"count": CountRule(hide_from=1, hide_to=9, zero="hide", round_to=1, symbol="m")})


def test_nothing_small_hides_nothing():
    assert suppressed(partition([20, 30, 0]), EXACT) == secondary.Pattern(frozenset())


def test_a_small_part_of_an_exact_total_takes_another_part_with_it():
    pattern = suppressed(partition([3, 40, 50]), EXACT)
    assert not pattern.dropped
    assert pattern.hidden == {0, 1}  # the part with fewer people, and not the total


def test_a_total_goes_only_where_no_part_can():
    # The other part is zero, and a zero is never hidden for another.
    assert suppressed(LinkedCounts((3, 0, 3), (Link(((0, 1), (1, 1), (2, -1))),), (1, 1, 6)), EXACT).hidden == {0, 2}


def test_two_by_two_with_one_small_count_hides_all_four_within():
    linked = cross_table([[3, 40], [50, 60]])
    assert suppressed(linked, EXACT).hidden == {0, 1, 3, 4}


def test_two_small_parts_are_enough_where_they_keep_three_values():
    assert suppressed(partition([3, 4, 50]), EXACT).hidden == {0, 1}


def test_two_small_parts_of_one_each_are_not():
    # 1 + 1 = 2 leaves each of them one value
    assert suppressed(partition([1, 1, 50]), EXACT).hidden == {0, 1, 2}


def test_where_counts_are_rounded_the_rounding_mostly_does():
    for parts, hidden in (([7, 8], {0}), ([30, 40], set()), ([3, 30, 40], {0})):
        assert suppressed(partition(parts), ROUNDED).hidden == hidden


def test_rounding_that_still_pins_is_met():
    # 12 is shown as 10 (8 to 12), 18 as 20 (18 to 22): 6 and 7 alone are left
    pattern = suppressed(partition([6, 12]), ROUNDED)
    assert 0 in pattern.hidden
    assert len(pattern.hidden) == 2


def test_what_a_reader_knows_anyway_counts():
    profile = ROUNDED
    free = partition([4, 30, 40])
    assert suppressed(free, profile).hidden == {0}
    told = LinkedCounts(free.counts, free.links, free.costs, known={1: (30, 30), 2: (40, 40), 3: (74, 74)})
    assert suppressed(told, profile).hidden > {0}


def test_what_another_rule_hides_already_needs_no_second():
    linked = partition([3, 40, 50])
    gone = LinkedCounts(linked.counts, linked.links, linked.costs, gone=frozenset({2}))
    assert suppressed(gone, EXACT).hidden == {0, 2}


@pytest.mark.parametrize("limit", [{"MOST_ROUNDS": 0}, {"MOST_ROUNDS": 1}, {"MOST_NODES": 0}])
def test_a_search_that_is_cut_short_still_ends_in_a_pattern_that_will_do(as_released, monkeypatch, limit):
    from earlyeval.protect.audit import audited

    for name, value in limit.items():
        monkeypatch.setattr(secondary, name, value)
    linked = cross_table(np.random.default_rng(3).negative_binomial(1, 0.04, size=(4, 5)))
    pattern = suppressed(linked, EXACT)
    assert not pattern.dropped
    assert not audited(as_released(linked, pattern, EXACT), linked.links, EXACT)


def tied(counts, sums, costs, **more):
    """Return counts with their sums, each written as its parts, and the total with a minus."""
    links = [Link(tuple((abs(place), -1 if place < 0 else 1) for place in terms)) for terms in sums]
    return LinkedCounts(counts, tuple(links), costs, **more)


# Counts and sums of many kinds, the profile, and what is hidden: by trying all, each the cheapest that will do (of the
# last one a tenth cheaper there is one more).
CHEAPEST = (
    (tied((9, 7, 2, 21, 11, 27, 25), ((0, 2, -4), (0, 4, 1, -5), (5, -2, -6)), (6, 1, 1, 1, 6, 1, 1), known={4: (10, 13)}), EXACT, {2, 4, 5}),
    (tied((4, 26, 24, 54, 78, 58), ((0, 2, 1, -3), (3, 2, -4), (0, 3, -5)), (1, 1, 1, 6, 3, 6), gone=frozenset({2})), EXACT, {0, 1, 2, 3}),
    (tied((4, 48, 56, 15, 123), ((0, 1, 2, 3, -4),), (6, 6, 2, 2, 6)), MASKED, {0, 3}),
    (partition([39, 47, 45, 1, 29]), EXACT, {3, 4}),
    (replace(cross_table([[0, 13], [12, 32]]), known={2: (10, 15)}, gone=frozenset({3})), ROUNDED, {3, 4}),
    (cross_table([[17, 7], [24, 8]]), ROUNDED, {0, 1}),
    (tied((11, 12, 6, 23, 17, 29), ((0, 1, -3), (0, 2, -4), (0, 1, 2, -5)), (2, 1, 3, 3, 6, 3), known={3: (20, 24), 4: (13, 18)}, gone=frozenset({3, 4})), EXACT, {0, 3, 4, 5}),
    (tied((12, 7, 11, 19, 23, 18), ((0, 1, -3), (0, 2, -4), (1, 2, -5)), (3, 1, 6, 6, 1, 2), known={3: (15, 22), 4: (23, 27), 5: (15, 18)}, gone=frozenset({3, 4, 5})), EXACT, {0, 2, 3, 4, 5}),
    (tied((4, 8, 4, 8, 12, 8, 12, 12, 16, 12), ((0, 1, -4), (0, 2, -5), (1, 2, -6), (0, 3, -7), (1, 3, -8), (2, 3, -9)), (1, 1, 2, 1, 6, 2, 1, 1, 2, 2), known={9: (11, 14)}, gone=frozenset({9})), MASKED, {0, 1, 2, 3, 5, 6, 8, 9}),
)  # fmt: skip


def test_of_many_kinds_of_sums_the_cheapest_pattern_is_found():
    for counts, profile, hidden in CHEAPEST:
        assert suppressed(counts, profile) == secondary.Pattern(frozenset(hidden)), counts


def test_one_of_a_small_number_that_is_known_anyway_takes_everything_with_it():
    assert suppressed(replace(cross_table([[6, 13], [1, 3]]), known={4: (3, 3)}), MASKED) == secondary.Pattern(
        frozenset(range(9)), dropped=True
    )


# Tables of which the search is cut short: after no round or one, and what is hidden then.
CUT_SHORT = (
    (0, [[3, 40, 20], [50, 60, 1]], EXACT, {0, 2, 4, 6}), (0, [1, 1, 50, 30], EXACT, {0, 1, 2}),
    (0, [[3, 40, 0], [50, 0, 61]], EXACT, {0, 1, 4, 6, 9, 10}), (0, [[3, 40], [50, 60]], EXACT, {0, 1, 3, 4}),
    (0, [[3, 40, 0], [50, 0, 61]], MASKED, {0, 1, 2, 4, 5, 6}), (0, [3, 0, 0], EXACT, {0, 3}),
    (0, [[30, 12, 1], [27, 29, 7]], MASKED, {0, 2, 4, 6, 8, 10}),
    (1, [[34, 18, 14], [2, 18, 25], [30, 34, 8]], MASKED, {4, 6, 8, 10}),
)  # fmt: skip


def test_a_pattern_grows_by_what_gives_most_room_for_what_it_costs():
    kept = secondary.MOST_ROUNDS
    try:
        for rounds, table, profile, hidden in CUT_SHORT:
            secondary.MOST_ROUNDS = rounds
            assert suppressed(cross_table(table), profile) == secondary.Pattern(frozenset(hidden)), table
    finally:
        secondary.MOST_ROUNDS = kept


def test_without_time_the_finer_table_goes_and_never_opens():
    for table, profile, hidden in (
        ([[3, 40, 20], [50, 60, 1]], EXACT, {0, 1, 2, 4, 5, 6}), ([3, 40, 50], EXACT, {0, 1, 2}),
        ([[3, 40, 0], [50, 0, 61]], EXACT, {0, 1, 3, 4, 6, 7, 8, 9, 10, 11}),  # the totals as well
        ([[3, 40], [50, 60]], ROUNDED, {0}),
    ):  # fmt: skip
        pattern = suppressed(cross_table(table), profile, seconds=0.0)
        assert pattern == secondary.Pattern(frozenset(hidden)), table


def test_where_no_pattern_will_do_the_whole_family_goes():
    # two counts that a reader knows to be equal to a known one
    linked = LinkedCounts((3, 3), (Link(((0, 1), (1, -1))),), (1, 1), known={1: (3, 3)})
    assert suppressed(linked, EXACT) == secondary.Pattern(frozenset({0, 1}), dropped=True)


def test_halves_of_people_are_no_possible_values():
    # x + y = 5 and x - y = 1 would be pinned; with z twice the sum fractions alone would seem to give room
    counts = (2, 2, 4)
    links = (Link(((0, 1), (1, -1))), Link(((0, 1), (1, 1), (2, -1))))
    pattern = suppressed(LinkedCounts(counts, links, (1, 1, 6)), EXACT)
    assert pattern.hidden == {0, 1, 2}


def test_room_in_fractions_that_holds_too_few_whole_numbers_is_not_enough():
    """4 + 7, 7 + 7 and 4 + 7, of the first sum known that it is 10 to 14: the 4 lies between 3 1/2 and 5 1/2."""
    sums = (Link(((0, 1), (1, 1), (3, -1))), Link(((1, 1), (2, 1), (4, -1))), Link(((0, 1), (2, 1), (5, -1))))
    linked = LinkedCounts((4, 7, 7, 11, 14, 11), sums, (1, 1, 1, 6, 6, 2), known={3: (10, 14)}, gone=frozenset({3}))
    assert suppressed(linked, MASKED).hidden == {0, 1, 2, 3, 5}  # one of the other sums goes too, the cheaper one


def test_of_equal_worth_fewer_people_go_and_people_never_outweigh_what_a_reader_misses():
    total = LinkedCounts((3, 40, 50, 93), partition([3, 40, 50]).links, (1, 2, 1, 6))
    assert suppressed(total, EXACT).hidden == {0, 2}


def test_every_limit_of_the_search_is_one_that_the_solver_knows():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert suppressed(partition([3, 40, 50]), EXACT).hidden == {0, 1}


def test_the_search_ends_where_the_decision_says():
    text = (ROOT / "docs/decisions/0016-secondary-suppression.md").read_text(encoding="utf-8")
    assert f"At most {secondary.MOST_ROUNDS} rounds of at most {secondary.MOST_NODES} nodes" in " ".join(text.split())
    assert f"A relative gap of {secondary.RELATIVE_GAP} is allowed" in " ".join(text.split())
    assert f"After {secondary.SECONDS:g} s" in text


def test_a_zero_that_the_layout_tells_is_not_chased():
    # all parts but one add up to the whole by another sum: the hidden zero is none whatever is hidden
    links = (Link(((0, 1), (1, 1), (2, -1))), Link(((1, 1), (2, -1))))
    pattern = suppressed(LinkedCounts((0, 40, 40), links, (1, 1, 6)), MASKED)
    assert pattern.hidden == {0}


def test_no_more_is_hidden_than_the_best_pattern_hides_and_a_tenth(shipped, many):
    """Every pattern is tried: the cheapest that will do, by a reader who tries every set of counts."""
    random, ours, best = np.random.default_rng(11), 0.0, 0.0
    for _ in range(many(6, 150)):
        linked = partition(random.integers(0, 25, size=4)) if random.random() < 0.5 else cross_table(
            random.integers(0, 25, size=(2, 2))
        )  # fmt: skip
        for name in ("dfe-cin", "nhs-hes-child", "ukllc"):
            profile = shipped[name]
            pattern = suppressed(linked, profile)
            if pattern.dropped or not pattern.hidden:
                continue
            costs = np.asarray(linked.costs)
            ours += costs[sorted(pattern.hidden)].sum()
            best += min(
                costs[list(chosen)].sum() for chosen in _patterns(linked, profile) if _will_do(linked, chosen, profile)
            )
    assert ours <= 1.1 * best


def _patterns(linked, profile):
    small = [place for place, count in enumerate(linked.counts) if _is_small(count, profile)]
    others = [place for place, count in enumerate(linked.counts) if count > profile.count.hide_to]
    for size in range(len(others) + 1):
        for more in itertools.combinations(others, size):
            yield (*small, *more)


def _is_small(count, profile):
    return (count == 0 and profile.count.zero == "hide") or 0 < count <= profile.count.hide_to


def _will_do(linked, chosen, profile):
    from earlyeval.protect.attack import Attack, room_of

    hidden = np.zeros(len(linked.counts), dtype=bool)
    hidden[list(chosen)] = True
    attack = Attack(linked, room_of(linked, profile), need=profile.width.min_candidates)
    return next(attack.pinned(hidden), None) is None
