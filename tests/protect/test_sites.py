"""A total over sites passes only where a reader who knows the rules is left with three numbers for every hidden one."""

import itertools

import numpy as np
import pytest

from earlyeval.foundations.results import records, results_frame
from earlyeval.protect.entrance import as_row
from earlyeval.protect.known_rows import ROUNDED
from earlyeval.protect.plan import row_key
from earlyeval.protect.primary import FEWEST_CANDIDATES
from earlyeval.protect.rounding import rounded_count
from earlyeval.protect.sites import SiteGate

pytestmark = pytest.mark.unit


def counting(**rule):
    return ROUNDED.model_copy(update={"count": ROUNDED.count.model_copy(update=rule)})


UNROUNDED = counting(round_to=1)


def candidates(total, shown, hidden, profile):
    """What each hidden number may be, by trying all of them, to a reader who sees the rounded total and numbers."""
    count, base = profile.count, profile.count.round_to
    seen = rounded_count(total, base=base)
    sums = {value for value in range(1, 400) if rounded_count(value, base=base) == seen}
    of_shown = [[v for v in range(1, 200) if rounded_count(v, base=base) == n and v > count.hide_to] for n in shown]
    others = {sum(each) for each in itertools.product(*of_shown)}
    possible = range(max(1, count.hide_from), count.hide_to + 1)
    found = [set() for _ in range(hidden)]
    for each in itertools.product(possible, repeat=hidden):
        if any(sum(each) + other in sums for other in others):
            for place, value in enumerate(each):
                found[place].add(value)
    return min(len(values) for values in found)


def test_no_total_that_passes_leaves_fewer_than_three_candidates():
    for own in (ROUNDED, UNROUNDED):
        passed_leave_three(own)


def passed_leave_three(own):
    random = np.random.default_rng(5)
    passed = 0
    for _ in range(150):
        small = random.integers(own.count.hide_from, own.count.hide_to + 1, size=random.integers(1, 4)).tolist()
        large = random.integers(own.count.hide_to + 1, 40, size=random.integers(0, 3)).tolist()
        shown = [rounded_count(value, base=own.count.round_to) for value in large]
        total = sum(small) + sum(large)
        if SiteGate(own).leaves_open(total, shown=shown, hidden=len(small)):
            passed += 1
            assert candidates(total, shown, len(small), own) >= FEWEST_CANDIDATES
    assert 0 < passed < 150


def test_one_hidden_site_never_passes_where_nothing_is_rounded():
    gate = SiteGate(UNROUNDED)
    assert not any(gate.leaves_open(40 + n, shown=[20, 20], hidden=1) for n in range(1, 8))


def test_nothing_hidden_and_the_restricted_level_pass():
    assert SiteGate(UNROUNDED).leaves_open(40, shown=[20, 20], hidden=0)
    assert SiteGate(UNROUNDED).leaves_open(48, shown=[20, 20], hidden=0)
    assert SiteGate(UNROUNDED, "restricted").leaves_open(21, shown=[20], hidden=1)
    assert not SiteGate(UNROUNDED).leaves_open(21, shown=[20], hidden=1)
    assert not SiteGate(UNROUNDED).leaves_open(48, shown=[20, 20], hidden=1)


def test_a_total_passes_just_where_trying_all_numbers_leaves_three():
    """With shown numbers that are far from small ones nothing is refused that could pass."""
    tried = []
    for rule in (
        {},
        {"round_to": 4},
        {"round_to": 1},
        {"round_to": 1, "zero": "hide"},
        {"round_to": 1, "hide_from": 3},
    ):
        own = counting(**rule)
        base, lowest = own.count.round_to, max(1, own.count.hide_from) if own.count.zero != "hide" else 0
        for shown in ([], [20], [20, 40]):
            for hidden, total in itertools.product(
                (1, 2), range(sum(shown) + (2 if base == 1 else 8), sum(shown) + 25)
            ):
                others = {sum(each) for each in itertools.product(*(standing_for(n, base) for n in shown))}
                sums = set(standing_for(rounded_count(total, base=base), base))
                rest = list(itertools.product(range(lowest, 8), repeat=hidden - 1))
                left = [v for v in range(lowest, 8) if any(v + sum(r) + o in sums for r in rest for o in others)]
                tried.append(SiteGate(own).leaves_open(total, shown=shown, hidden=hidden) is (len(left) >= 3))
    assert all(tried)


def standing_for(shown, base):
    return [value for value in range(int(shown) + base + 1) if rounded_count(value, base=base) == shown]


def seen_beside(n, of, columns):
    about = {"programme": "course", "site": "a", "strand": "family", "question": "reach", "outcome": "came"}
    share = {"estimand": "proportion", "n": n, "n_expected": of, "estimate": n / of, "unit": "parents"}
    frame = results_frame([about | share | {"label": "Came"}])
    plan = {row_key(as_row(records(frame)[0])): frozenset(columns)}
    passed = SiteGate(ROUNDED, "release", plan)(frame).iloc[0]
    return passed["withheld"], [name for name in ("n", "n_expected", "estimate") if np.isnan(passed[name])]


def test_what_its_own_rule_hides_is_not_hidden_for_others():
    """A share of 18 is not shown by its own rule, but its n is: a plan that withholds n does so for others' sake."""
    assert seen_beside(10, 18, {"n"}) == ("n", ["n", "estimate"])
    assert seen_beside(0, 5, {"n"}) == ("", ["n", "n_expected", "estimate"])  # of a few
    assert seen_beside(3, 5, {"n", "n_expected", "estimate"})[0] == ""
    assert seen_beside(30, 60, {"n", "n_expected", "estimate"})[0] == "estimate n n_expected"
    assert seen_beside(30, 60, {"estimate"}) == ("estimate", ["estimate"])
    assert seen_beside(30, 60, ()) == ("", [])


def test_of_what_is_nobody_and_of_words_nothing_is_judged_by_itself():
    """An open row has no small numbers; what a plan says of it is said for others' sake."""
    held = {"estimand": "count", "n": 3, "estimate": 3, "unit": "sessions", "sensitivity": "open", "question": "held"}
    frame = results_frame([held])
    row = as_row(records(frame)[0])
    assert SiteGate(ROUNDED)._beside(row, {row_key(row): frozenset({"n"})}) == ["n"]
    assert SiteGate(ROUNDED)._beside(row, {}) == []
