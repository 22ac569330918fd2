"""Sizes of places: they add up, none is below the fewest, and a place's weight is its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlyeval.tidy.synthetic.sizes import split
from earlyeval.tidy.synthetic.studies.places import FEWEST, cells_of, fewest_families, usual_programmes
from earlyeval.tidy.synthetic.studies.planted import PROGRAMMES

pytestmark = pytest.mark.unit
SOME_PROGRAMMES = st.sampled_from([("open-door",), ("two-waves",), ("open-door", "two-waves")])


@given(
    st.integers(1, 80), st.integers(0, 300_000), SOME_PROGRAMMES, st.integers(0, 999_999_999)
)  # fmt: skip
def test_sizes_add_up_exactly_and_none_is_below_the_fewest(n_sites, more, programmes, seed):
    n_families = fewest_families(n_sites, programmes) + more
    cells = cells_of(n_families, n_sites, programmes, seed=seed)
    assert sum(cell.n_families for cell in cells) == n_families
    assert len({(cell.programme, cell.site) for cell in cells}) == len(cells) == n_sites * len(programmes)
    assert all(cell.n_families >= FEWEST[cell.programme] for cell in cells)


@given(st.integers(0, 10_000), st.lists(st.floats(0.01, 100), min_size=1, max_size=30))
def test_parts_add_up_and_are_off_by_less_than_one(total, shares):
    parts = split(total, shares)
    assert sum(parts) == total
    assert all(abs(part - total * share / sum(shares)) < 1 for part, share in zip(parts, shares, strict=True))


def test_sizes_are_as_uneven_as_life():
    sizes = sorted(cell.n_families for cell in cells_of(1_000_000, 150, ("two-waves",), seed=1))
    assert sizes[0] < 1_500
    assert sizes[-1] > 25_000


def test_the_first_places_keep_their_proportions_in_a_larger_study():
    few = cells_of(100_000, 10, ("two-waves",), seed=4)
    many = cells_of(1_000_000, 100, ("two-waves",), seed=4)
    extra = [(one.n_families - 20, other.n_families - 20) for one, other in zip(few, many, strict=False)]
    ratios = [one / other for one, other in extra]
    assert max(ratios) / min(ratios) < 1.02


def test_small_places_show_every_strand_and_large_ones_two_waves():
    assert usual_programmes(12_000, 200) == ("open-door",)
    assert usual_programmes(1_000_000, 150) == ("two-waves",)
    assert set(PROGRAMMES) == {"open-door", "two-waves"}


def test_the_study_of_two_hundred_reports_has_places_of_forty_to_about_eighty_families():
    sizes = sorted(cell.n_families for cell in cells_of(12_000, 200, ("open-door",), seed=20240909))
    assert sizes[0] >= 40
    assert sizes[-4] <= 80
    assert sizes[-1] <= 110
