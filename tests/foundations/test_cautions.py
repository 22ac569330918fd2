"""A caution stands beside an interval that is too short, and beside no other."""

import pytest

from earlyeval.foundations.cautions import CAUTIONS, cautions_of
from earlyeval.statistics import paired

pytestmark = pytest.mark.unit


def test_the_mean_change_needs_no_caution():
    found = paired.mean_change([1, 4, 2, 6, 3, 5], [2, 4, 4, 9, 3, 6])
    assert cautions_of(found.estimand, found.method, n=found.n) == ()
    assert found.cautions == ()


def test_few_pairs_bring_a_caution_and_many_do_not():
    method = (
        "change / mean of the SDs before and after; interval of Bonett's type (delta method); times Hedges' exact J"
    )
    assert len(cautions_of("g_av", method, n=6)) == 1
    assert cautions_of("g_av", method, n=9) == cautions_of("g_av", method, n=5) == cautions_of("g_av", method, n=6)
    assert cautions_of("g_av", method, n=10) == ()


def test_the_figure_is_that_of_the_nearest_size_below():
    method = "Cohen's kappa, unweighted, normal interval"
    of_ten, of_fifteen, of_many = (cautions_of("cohen_kappa", method, n=n) for n in (10, 15, 10_000))
    assert of_ten == of_fifteen != of_many == cautions_of("cohen_kappa", method, n=80)


def test_the_method_decides_where_it_is_named():
    unweighted = cautions_of("cohen_kappa", "Cohen's kappa, unweighted, normal interval", n=500)
    quadratic = cautions_of("cohen_kappa", "Cohen's kappa, quadratic weights, normal interval", n=500)
    assert unweighted
    assert quadratic
    assert unweighted != quadratic


def test_a_size_that_no_row_tells_stands_in_the_sentence():
    found = cautions_of("mean", "least squares, cluster-robust errors CR2, Satterthwaite df", n=200)
    assert "or fewer clusters" in found[0]


def test_a_caution_has_figures_of_rising_sizes_and_something_to_be_careful_of():
    for one in CAUTIONS:
        sizes, figures = zip(*one.found, strict=True)
        assert list(sizes) == sorted(set(sizes))
        assert all(figure is None or 0 < figure < 93.5 for figure in figures)
        assert any(figure is not None for figure in figures)


def test_an_unknown_number_brings_no_caution_that_depends_on_it():
    assert cautions_of("g_av", "", n=float("nan")) == ()
