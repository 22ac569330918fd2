"""Reliable and clinical change: published thresholds must come out; classes; regression to the mean."""

import numpy as np
import pytest

from earlyeval.statistics import change

pytestmark = pytest.mark.spec


@pytest.mark.parametrize(
    ("route", "given", "level", "wanted"),
    [
        # Matthey 2004, doi:10.1016/S0165-0327(02)00313-0: EPDS SD 4.0, r .87 gives 3.998, published 4
        ("jacobson_truax", {"sd": 4.0, "reliability": 0.87}, 0.95, 3.998),
        # CORE-10: clinical SD 7.7, alpha .90, 90 %: 5.66, published 6; at 95 % 6.75
        ("jacobson_truax", {"sd": 7.7, "reliability": 0.90}, 0.90, 5.664),
        ("jacobson_truax", {"sd": 7.7, "reliability": 0.90}, 0.95, 6.749),
        # SWEMWBS: SEM 1.03 gives 2.855, published 2.87
        ("sem", {"sem": 1.03}, 0.95, 2.855),
        ("published", {"threshold": 6}, 0.95, 6.0),
    ],
)
def test_published_thresholds_are_recovered(route, given, level, wanted):
    assert round(change.reliable_change_threshold(route, **given, conf_level=level), 3) == wanted


def test_no_other_road_is_taken():
    with pytest.raises(ValueError, match="A route needs its numbers"):
        change.reliable_change_threshold("published", sd=4, reliability=0.8)
    with pytest.raises(ValueError, match="A route needs its numbers"):
        change.reliable_change_threshold("guessed", threshold=4)
    with pytest.raises(ValueError, match="reliability"):
        change.reliable_change_threshold("jacobson_truax", sd=4, reliability=1.2)
    with pytest.raises(ValueError, match="above zero"):
        change.reliable_change_threshold("sem", sem=0)


def test_criteria_of_jacobson_and_truax():
    # CORE-10: clinical 19.7 (7.7), general 4.7 (4.8); c = 10.46, published cut-off 11
    clinical, general = (19.7, 7.7), (4.7, 4.8)
    assert round(change.clinical_cut_off("c", clinical=clinical, general=general, better=-1), 2) == 10.46
    assert change.clinical_cut_off("a", clinical=clinical, better=-1) == pytest.approx(19.7 - 15.4)
    assert change.clinical_cut_off("b", general=general, better=-1) == pytest.approx(4.7 + 9.6)
    assert change.clinical_cut_off("a", clinical=clinical, better=1) == pytest.approx(19.7 + 15.4)
    with pytest.raises(ValueError, match="Criterion a"):
        change.clinical_cut_off("c", clinical=clinical, better=-1)


# PHQ-9: lower is better, reliable from 6 points, a case from 10.
@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        (15, 9, "recovered"),
        (16, 10, "improved"),  # reliably better, still a case
        (9, 3, "improved"),  # was no case before
        (15, 10, "unchanged"),
        (11, 9, "unchanged"),  # crossed, but not reliably
        (9, 15, "deteriorated"),
        (np.nan, 9, "not_assessable"),
        (15, np.nan, "not_assessable"),
    ],
)
def test_each_class(before, after, wanted):
    assert change.classify([before], [after], 6, better=-1, cut_off=10).tolist() == [wanted]


def test_where_higher_is_better_everything_is_turned():
    before, after = np.array([15, 16, 9, 15, 9]), np.array([9, 10, 3, 10, 15])
    low = change.classify(before, after, 6, better=-1, cut_off=10)
    high = change.classify(-before, -after, 6, better=1, cut_off=-10)
    assert low.tolist() == high.tolist()


def test_without_a_cut_off_nobody_is_recovered():
    assert change.classify([20, 9], [0, 3], 6, better=-1).tolist() == ["improved", "improved"]
    assert change.classify([], [], 6, better=-1).size == 0


def test_a_change_of_exactly_the_threshold_counts_in_spite_of_arithmetic():
    assert change.classify([0.1], [0.3], 0.2, better=1).tolist() == ["improved"]


def test_classes_refuse_what_cannot_be():
    with pytest.raises(ValueError, match="equally long"):
        change.classify([1, 2], [1], 6, better=1)
    with pytest.raises(ValueError, match="above zero"):
        change.classify([1], [1], 0, better=1)


def test_regression_to_the_mean_from_where_people_stood():
    # (1 - .6) * (10 - 15) = -2; interval of mean(12, 15, 18): 15 +- 4.302653 * 3 / sqrt(3) = 7.452 points
    found = change.regression_to_mean([12, 15, 18, np.nan], population_mean=10, correlation=0.6)
    assert found.estimate == pytest.approx(-2.0, rel=1e-12)
    assert (found.conf_low, found.conf_high) == pytest.approx((-2 - 0.4 * 7.45241, -2 + 0.4 * 7.45241), abs=1e-4)
    assert found.n == 3
    assert not change.regression_to_mean([], population_mean=10, correlation=0.6).estimable


def test_regression_to_the_mean_from_a_cut_off():
    # R: -10 * (1 - .6) * dnorm(1) / pnorm(1, lower = FALSE) = -6.10054110464393
    above = change.regression_from_cut_off(
        60, population_mean=50, population_sd=10, correlation=0.6, selected_above=True
    )
    below = change.regression_from_cut_off(
        40, population_mean=50, population_sd=10, correlation=0.6, selected_above=False
    )
    assert above == pytest.approx(-6.10054110464393, rel=1e-12)
    assert below == pytest.approx(6.10054110464393, rel=1e-12)
    with pytest.raises(ValueError, match="from 0 to 1"):
        change.regression_from_cut_off(60, population_mean=50, population_sd=10, correlation=1.5, selected_above=True)
