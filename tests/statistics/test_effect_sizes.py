"""Effect sizes study by study: edges, and the way back. Digits against metafor: reference/meta_analysis.yaml."""

import numpy as np
import pytest

from earlyeval.statistics import effect_sizes, effect_sizes_of_counts

pytestmark = pytest.mark.reference


def test_one_number_stands_for_all_studies_and_what_cannot_be_worked_out_is_missing():
    found = effect_sizes.paired(
        "SMCR", mean_before=[10, 10, 10], mean_after=12, sd_before=[2, 0, 2], r=0.5, n=[20, 20, 1]
    )
    assert np.isnan(found.estimates).tolist() == [False, True, True]
    assert np.isnan(found.variances).tolist() == [False, True, True]
    intervals = found.with_intervals()
    assert intervals[0].std_error == pytest.approx(np.sqrt(found.variances[0]))
    assert not intervals[1].estimable


def test_reversing_before_and_after_flips_the_sign_of_the_raw_change():
    given = {"sd_before": 2, "sd_after": 3, "r": 0.4, "n": 11}
    there = effect_sizes.paired("MC", mean_before=10, mean_after=12.5, **given)
    back = effect_sizes.paired("MC", mean_before=12.5, mean_after=10, **given)
    assert there.estimates == -back.estimates
    assert there.variances == back.variances


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: effect_sizes.paired("SMCC", mean_before=1, mean_after=2, sd_before=1, r=0.5, n=9), "needs sd_after"),
        (lambda: effect_sizes.paired("SMD", mean_before=1, mean_after=2, sd_before=1, sd_after=1, r=0, n=9), "paired"),
        (
            lambda: effect_sizes.paired("MC", mean_before=1, mean_after=2, sd_before=-1, sd_after=1, r=0, n=9),
            "negative",
        ),
        (
            lambda: effect_sizes.paired("MC", mean_before=1, mean_after=2, sd_before=1, sd_after=1, r=2, n=9),
            "between -1",
        ),
        (lambda: effect_sizes.two_groups("MC", mean_1=1, sd_1=1, n_1=5, mean_2=1, sd_2=1, n_2=5), "two groups"),
        (lambda: effect_sizes.correlation("XCOR", 0.5, 20), "ZCOR, COR and UCOR"),
        (lambda: effect_sizes.alpha("ABT", 1.2, 5, 20), "never above 1"),
        (lambda: effect_sizes.alpha("ABT", 0.8, 1, 20), "two items"),
        (lambda: effect_sizes.one_group([1, 2], [1, 2], [1, 2, 3]), "equally long"),
        (lambda: effect_sizes_of_counts.proportion("PLO", 5, 4), "not larger"),
        (lambda: effect_sizes_of_counts.two_by_two("OR", a=-1, b=1, c=1, d=1), "never negative"),
        (lambda: effect_sizes_of_counts.rate("IR", 1, 0), "above 0"),
        (lambda: effect_sizes_of_counts.back("PFT", [0.5]), "sizes n"),
    ],
)
def test_what_makes_no_sense_is_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_small_and_perfect_studies_are_missing_not_infinite():
    assert np.isnan(effect_sizes.correlation("ZCOR", [0.5, 1.0], [3, 20]).variances).all()
    assert np.isnan(effect_sizes.alpha("ABT", [1.0, 0.5], 5, [20, 2]).estimates).all()
    assert np.isnan(effect_sizes.two_groups("SMD", mean_1=1, sd_1=0, n_1=5, mean_2=1, sd_2=0, n_2=5).estimates).all()
    assert np.isnan(effect_sizes_of_counts.proportion("PFT", 0, 0).estimates).all()
    assert np.isnan(effect_sizes_of_counts.two_by_two("OR", a=0, b=0, c=1, d=2).estimates).all()


@pytest.mark.parametrize("measure", ["PLO", "PLN", "PAS", "PFT", "PR"])
def test_a_share_comes_back(measure):
    sizes = effect_sizes_of_counts.proportion(measure, [3, 9], [20, 20])
    found = effect_sizes_of_counts.back(measure, sizes.estimates, n=[20, 20])
    assert found == pytest.approx([0.15, 0.45], rel=1e-9)


def test_other_transformations_come_back():
    assert effect_sizes_of_counts.back("ZCOR", np.arctanh([0.3])) == pytest.approx([0.3])
    assert effect_sizes_of_counts.back("ABT", effect_sizes.alpha("ABT", 0.8, 5, 30).estimates) == pytest.approx([0.8])
    assert effect_sizes_of_counts.back("AHW", effect_sizes.alpha("AHW", 0.8, 5, 30).estimates) == pytest.approx([0.8])
    assert effect_sizes_of_counts.back("IRS", [1.5]) == pytest.approx([2.25])
    assert effect_sizes_of_counts.back("OR", [0.0]) == pytest.approx([1])
    # metafor 3.8-1: transf.ipft.hm(c(0.02, 1.56, 0.7), targs = list(ni = c(8, 12, 25)))
    assert effect_sizes_of_counts.back("PFT", [0.02, 1.56], n=[8, 12, 25]).tolist() == [0, 1]
