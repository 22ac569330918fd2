"""When codes stop coming: the rule by hand, counts of a published project, random orders against their mean."""

from math import comb

import numpy as np
import pytest

from earlyeval.statistics.saturation import (
    codes_in_random_order,
    new_codes_by_place,
    saturation,
    saturation_in_random_order,
)

pytestmark = pytest.mark.unit
# New codes by interview P1 to P17 of a published usability study (swj2022, Taguette's log of commands): of its final
# codebook, as first coined, and as first coined without the uploads that were deleted.
FINAL = [21, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
FIRST_USE = [24, 13, 48, 17, 4, 3, 2, 4, 2, 0, 2, 1, 0, 3, 1, 0, 0]
KEPT = [3, 13, 3, 8, 4, 3, 2, 4, 2, 0, 2, 1, 0, 3, 1, 0, 0]
PUBLISHED = [
    (FINAL, 2, 6, 22), (FINAL, 3, 7, 22), (FIRST_USE, 2, 7, 102), (FIRST_USE, 3, 11, 102), (KEPT, 2, 13, 27),
    (KEPT, 3, 17, 27),
]  # fmt: skip


@pytest.mark.parametrize(("new_codes", "run", "place", "in_base"), PUBLISHED)
def test_points_of_a_published_project(new_codes, run, place, in_base):
    found = saturation(new_codes, base=4, run=run, threshold=0.05)
    assert (found.reached_at, found.base_codes) == (place, in_base)


def test_the_first_run_follows_the_base_directly_and_runs_overlap():
    found = saturation([10, 0, 0, 0, 1, 1, 0, 0], base=4, run=2, threshold=0)
    assert found.shares == pytest.approx((0.2, 0.1, 0.0))
    assert (found.reached_at, found.new_in_run) == (8, 0)


def test_a_share_equal_to_the_threshold_counts():
    assert saturation([20, 0, 0, 0, 1, 0], base=4, run=2, threshold=0.05).reached_at == 6
    assert saturation([19, 0, 0, 0, 1, 0], base=4, run=2, threshold=0.05).reached_at is None


def test_too_few_conversations_and_an_empty_base_have_no_answer():
    assert saturation([3, 1, 0, 0, 0], base=4, run=2).reason.startswith("There are fewer")
    assert saturation([0, 0, 0, 0, 3, 0], base=4, run=2).reason.startswith("The first conversations")


@pytest.mark.parametrize("bad", [[1.5, 2], [-1, 2], [[1, 2]], [float("nan"), 1], ["a"]])
def test_what_is_no_row_of_counts_is_refused(bad):
    with pytest.raises(ValueError, match="whole numbers"):
        saturation(bad)


def test_a_code_counts_where_it_is_heard_first():
    heard = [[1, 0, 0, 0], [1, 1, 0, 0], [0, 1, 0, 1]]
    assert new_codes_by_place(heard).tolist() == [1, 1, 1]


def heard_at_random(n=12, n_codes=30):
    random = np.random.default_rng(5)
    return random.random((n, n_codes)) < random.random(n_codes) * 0.5


def test_random_orders_have_the_mean_that_counting_gives():
    """The mean over all orders is known exactly (Ugland and others 2003): R vegan::specaccum(method = "exact")."""
    heard = heard_at_random()
    mean, low, high = codes_in_random_order(heard, seed=3, permutations=4000)
    n, holders = heard.shape[0], heard.sum(axis=0)
    exact = [sum(1 - comb(n - int(h), k) / comb(n, k) for h in holders) for k in range(1, n + 1)]
    assert mean == pytest.approx(exact, abs=0.12)
    assert (low <= mean).all()
    assert (mean <= high + 1e-12).all()
    assert mean[-1] == low[-1] == high[-1] == (holders > 0).sum()


def test_random_orders_as_vegan_has_them():
    # R vegan 2.6.4: specaccum(m, "exact")$richness, rows of m as below.
    heard = [[1, 0, 1, 0, 0], [1, 1, 0, 0, 0], [0, 1, 0, 0, 1], [1, 0, 0, 1, 0], [0, 0, 1, 1, 0], [1, 1, 1, 0, 0]]
    mean, _, _ = codes_in_random_order(heard, seed=2, permutations=20_000)
    assert mean == pytest.approx([2.16666666667, 3.46666666667, 4.2, 4.6, 4.83333333333, 5.0], abs=0.02)


def test_the_same_seed_gives_the_same_orders_and_pieces_do_not_matter(monkeypatch):
    from earlyeval.statistics import saturation as module

    heard = heard_at_random()
    whole = codes_in_random_order(heard, seed=8, permutations=300)
    monkeypatch.setattr(module, "CELLS_AT_ONCE", 1000)
    pieces = codes_in_random_order(heard, seed=8, permutations=300)
    assert all((one == other).all() for one, other in zip(whole, pieces, strict=True))


def test_random_orders_use_the_same_rule():
    heard = heard_at_random()
    reached = saturation_in_random_order(heard, seed=1, permutations=200, base=4, run=2, threshold=0.05)
    random = np.random.default_rng(1)
    ranks = random.permuted(np.tile(np.arange(len(heard)), (200, 1)), axis=1)
    alone = [saturation(new_codes_by_place(heard[np.argsort(rank)]), threshold=0.05).reached_at for rank in ranks]
    assert [None if np.isnan(place) else int(place) for place in reached] == alone
