"""Missing values: carried forward, tabled, tested, imputed, and shifted until the conclusion tips."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from earlyeval.statistics import missing_data
from earlyeval.statistics.missing_data import last_value_carried_forward

pytestmark = pytest.mark.spec
AIR = pd.read_csv(Path(__file__).parent / "reference" / "data" / "airquality.csv")[["Ozone", "Solar.R", "Wind", "Temp"]]
BEFORE = [12, 15, 9, 20, 11, 17, 14, 8, 13, 16, 10, 19]
AFTER = [9, 13, 9, 15, 10, 12, None, 7, None, 11, 9, None]
ARM = [1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0]


def test_each_gap_takes_the_last_value_before_it_and_a_first_gap_stays():
    given = np.array([[np.nan, 1, np.nan, 3], [2, np.nan, np.nan, np.nan], [np.nan, np.nan, np.nan, np.nan]])
    found = last_value_carried_forward(given)
    wanted = [[np.nan, 1, 1, 3], [2, 2, 2, 2], [np.nan] * 4]
    np.testing.assert_array_equal(found, wanted)
    assert np.isnan(given[1, 1])


def test_empty_tables():
    assert last_value_carried_forward(np.empty((0, 3))).shape == (0, 3)
    assert last_value_carried_forward(np.empty((2, 0))).shape == (2, 0)


def test_baseline_carried_forward_fills_only_those_seen_before():
    _, second = missing_data.baseline_carried_forward([5, 6, None, None], [7, None, 8, None])
    np.testing.assert_array_equal(second, [7, 6, 8, np.nan])


def test_who_has_what():
    assert missing_data.pair_counts([1, 2, None, None], [1, None, 2, None]) == {
        "both": 1, "before_only": 1, "after_only": 1, "neither": 1,
    }  # fmt: skip
    found = missing_data.pattern_table(AIR)
    # R 4.2.2, mice 3.15.0: md.pattern(airquality): 111 complete, 35 without Ozone, 5 without Solar.R, 2 without both
    assert found["n"].tolist() == [111, 35, 5, 2]
    assert found["Ozone"].tolist() == [1, 0, 1, 0]
    assert found["n_missing"].tolist() == [0, 1, 1, 2]


def test_little_s_test_without_gaps_and_with_too_few_people():
    assert "Nothing is missing" in missing_data.little_mcar([[1, 2], [3, 5], [4, 4], [6, 5]]).reason
    assert "too few" in missing_data.little_mcar([[1, None], [2, 3]]).reason
    alike = [[1, 2], [1, 3], [1, None], [1, 4], [1, 5]]
    assert "does not vary" in missing_data.little_mcar(alike).reason
    same = [[one, one * 2] for one in range(8)] + [[None, 3], [None, 4]]
    assert not missing_data.little_mcar(same).estimable
    with pytest.raises(ValueError, match="does not vary"):
        missing_data.expected_moments(alike)


def test_the_moments_of_complete_data_are_the_ordinary_ones():
    whole = AIR.dropna()
    means, spread = missing_data.expected_moments(whole)
    np.testing.assert_allclose(means, whole.mean(), rtol=1e-10)
    np.testing.assert_allclose(spread, np.cov(whole.T, ddof=0), rtol=1e-8)


def test_units_of_variables_do_not_matter_to_little_s_test():
    here, there = missing_data.little_mcar(AIR), missing_data.little_mcar(AIR * [1, 1000, 0.01, 5] + [3, 0, 9, -40])
    assert here.statistic == pytest.approx(there.statistic, rel=1e-7)


@pytest.mark.parametrize("method", ["pmm", "normal"])
def test_imputations_keep_what_was_measured_and_depend_on_the_seed_alone(method):
    first = missing_data.impute(AIR, seed=4, m=3, method=method, rounds=3)
    again = missing_data.impute(AIR, seed=4, m=2, method=method, rounds=3)
    other = missing_data.impute(AIR, seed=5, m=2, method=method, rounds=3)
    seen = AIR.notna().to_numpy()
    for values in first.tables:
        assert not np.isnan(values).any()
        np.testing.assert_array_equal(values[seen], AIR.to_numpy()[seen])
    np.testing.assert_array_equal(first.tables[1], again.tables[1])
    assert (first.tables[0] != other.tables[0]).any()
    if method == "pmm":
        for place in range(4):
            assert np.isin(first.tables[0][:, place], AIR.iloc[:, place].dropna()).all()


@pytest.mark.parametrize(
    ("method", "slope", "mean"),
    # R 4.2.2, mice 3.15.0, four runs of m = 100 (Monte Carlo SD 0.04 and 0.1):
    # with(mice(aq, m = 100, method = "norm" or "pmm", maxit = 10), lm(Ozone ~ Solar.R + Wind + Temp)), lm(Ozone ~ 1)
    [("normal", -3.108, 41.94), ("pmm", -3.020, 41.48)],
)
def test_imputed_answers_are_those_of_mice_within_chance(method, slope, mean):
    def of_wind(frame):
        design = np.column_stack([np.ones(len(frame)), frame[["Solar.R", "Wind", "Temp"]]])
        best, rest, *_ = np.linalg.lstsq(design, frame["Ozone"], rcond=None)
        return best[2], np.sqrt(np.linalg.inv(design.T @ design)[2, 2] * rest[0] / (len(frame) - 4))

    copies = missing_data.impute(AIR, seed=1, m=60, method=method)
    assert copies.analyse(of_wind, complete_df=149).pooled.estimate == pytest.approx(slope, abs=0.2)
    found = copies.analyse(lambda frame: (frame["Ozone"].mean(), frame["Ozone"].sem()), complete_df=152)
    assert found.pooled.estimate == pytest.approx(mean, abs=0.6)
    assert 0.08 < found.fmi < 0.2


def test_what_cannot_be_imputed():
    with pytest.raises(ValueError, match="at least twice"):
        missing_data.impute([[1, None], [2, None]], seed=1)
    with pytest.raises(ValueError, match="pmm or normal"):
        missing_data.impute(AIR, seed=1, method="cart")
    whole = missing_data.impute([[1, 2], [2, 3], [4, 9]], seed=1, m=2)
    np.testing.assert_array_equal(whole.tables[0], [[1, 2], [2, 3], [4, 9]])


def test_pooling_without_enough_or_without_differences():
    assert "Fewer than two" in missing_data.pool_rubin([1.0], [0.5]).pooled.reason
    same = missing_data.pool_rubin([2.0, 2.0, 2.0], [0.5, 0.5, 0.5], complete_df=20)
    assert same.between == 0
    assert same.pooled.df == pytest.approx(20 * 21 / 23)
    assert same.pooled.std_error == pytest.approx(0.5)
    nothing = missing_data.pool_rubin([2.0, 2.0], [0.0, 0.0])
    assert np.isnan(nothing.pooled.conf_low)
    with pytest.raises(ValueError, match="estimate and a standard error"):
        missing_data.pool_rubin([1, 2], [0.1])


def test_few_people_shorten_the_degrees_of_freedom():
    given = ([2.1, 2.6, 1.9, 2.4, 2.9], [0.8, 0.75, 0.82, 0.79, 0.9])
    few = missing_data.pool_rubin(*given, complete_df=9).pooled
    many = missing_data.pool_rubin(*given).pooled
    assert few.df < 9 < many.df
    assert few.conf_high - few.conf_low > many.conf_high - many.conf_low


def test_models_are_pooled_by_name():
    made = [missing_data.pool_rubin([one, one + 0.1], [0.3, 0.3], estimand="slope").pooled for one in (1.0, 1.2)]
    found = missing_data.pool_coefficients([{"slope": one} for one in made])["slope"]
    assert found.pooled.estimate == pytest.approx(1.15)
    with pytest.raises(ValueError, match="same coefficients"):
        missing_data.pool_coefficients([{"slope": made[0]}, {"other": made[1]}])


def test_the_change_by_each_method():
    found = missing_data.change_by_each_method(BEFORE, AFTER, seed=1)
    assert found["completers"].n == 9
    assert found["baseline_carried_forward"].estimate == pytest.approx(found["completers"].estimate * 9 / 12)
    assert {one.estimand for one in found.values()} == {"mean_change"}
    seen = missing_data.change_by_each_method([1, 2, 3, 4, 6], [2, 2, 5, 4, 9], seed=1)
    assert seen["multiple_imputation"] == seen["completers"]


def test_a_shift_moves_the_change_by_its_share_and_tips_where_the_interval_meets_zero():
    found = missing_data.tipping_point_of_change(BEFORE, AFTER, seed=2, deltas=[0, 4])
    moved = found.table["estimate"].diff().iloc[1]
    assert moved == pytest.approx(4 * 3 / 12, rel=1e-9)
    assert found.conclusion == "below 0"
    tipped = missing_data.tipping_point_of_change(BEFORE, AFTER, seed=2, deltas=[found.delta])
    assert tipped.table["conf_high"].iloc[0] == pytest.approx(0, abs=1e-6)
    assert missing_data.tipping_point_of_change(BEFORE, AFTER, seed=2).delta == found.delta


def test_a_shift_in_one_arm():
    found = missing_data.tipping_point_of_arms(BEFORE, AFTER, ARM, seed=2, deltas=[0, 6])
    assert found.table["estimate"].diff().iloc[1] == pytest.approx(6 * 1 / 6, rel=1e-9)
    both = missing_data.tipping_point_of_arms(BEFORE, AFTER, ARM, seed=2, deltas=[0], delta_control=3)
    assert both.table["estimate"].iloc[0] == pytest.approx(found.table["estimate"].iloc[0] - 3 * 2 / 6, rel=1e-9)


def test_nothing_to_shift_or_nobody_to_impute_from():
    assert "nothing to shift" in missing_data.tipping_point_of_change([1, 2, 3, 4], [1, 3, 3, 5], seed=1).reason
    assert "Fewer than four" in missing_data.tipping_point_of_change([1, 2, 3, 4], [1, 3, 3, None], seed=1).reason
    assert "do not vary" in missing_data.tipping_point_of_change([1, 2, 3, 4, 5], [2, 3, 4, 5, None], seed=1).reason
    with pytest.raises(ValueError, match="0 or 1"):
        missing_data.tipping_point_of_arms(BEFORE, AFTER, [2] * 12, seed=1)
