"""A total over sites passes only where a reader who knows the rules is left with three numbers for every hidden one."""

import itertools

import numpy as np
import pytest

from earlyeval.foundations.paths import study_paths
from earlyeval.foundations.results import records, results_frame
from earlyeval.protect.entrance import as_row
from earlyeval.protect.plan import row_key
from earlyeval.protect.primary import FEWEST_CANDIDATES
from earlyeval.protect.rounding import rounded_count
from earlyeval.protect.sites import SiteGate
from earlyeval.registry.load import load_registry

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def profile():
    return load_registry(study_paths("")).profile


def unrounded(profile):
    return profile.model_copy(update={"count": profile.count.model_copy(update={"round_to": 1})})


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


@pytest.mark.parametrize("rounds", [True, False])
def test_no_total_that_passes_leaves_fewer_than_three_candidates(profile, rounds):
    random, own = np.random.default_rng(5), profile if rounds else unrounded(profile)
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


def test_one_hidden_site_never_passes_where_nothing_is_rounded(profile):
    gate = SiteGate(unrounded(profile))
    assert not any(gate.leaves_open(40 + n, shown=[20, 20], hidden=1) for n in range(1, 8))


def test_nothing_hidden_and_the_restricted_level_pass(profile):
    assert SiteGate(profile).leaves_open(40, shown=[20, 20], hidden=0)
    assert SiteGate(profile, "restricted").leaves_open(21, shown=[20], hidden=1)


@pytest.mark.parametrize(
    ("n", "beside"), [(10, "n"), (0, ""), (3, "")], ids=["a share of few", "a zero of a few", "a small number"]
)
def test_what_its_own_rule_hides_is_not_hidden_for_others(profile, n, beside):
    """A share of 18 is not shown by its own rule, but its n is: a plan that withholds n does so for others' sake."""
    of = 18 if n else 5
    about = {"programme": "course", "site": "a", "strand": "family", "question": "reach", "outcome": "came"}
    share = {"estimand": "proportion", "n": n, "n_expected": of, "estimate": n / of, "unit": "parents"}
    frame = results_frame([about | share | {"label": "Came"}])
    plan = {row_key(as_row(records(frame)[0])): frozenset({"n"})}
    passed = SiteGate(profile, "release", plan)(frame).iloc[0]
    assert np.isnan(passed["n"])
    assert passed["withheld"] == beside
