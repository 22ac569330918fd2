"""The one result type, and what may come in."""

import math

import numpy as np
import pandas as pd
import pytest

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.foundations.results import COLUMNS
from earlyeval.statistics import agreement, paired, proportions
from earlyeval.statistics.arrays import changes, complete_pairs, numbers, table
from earlyeval.statistics.estimate import Estimate, not_estimable

pytestmark = pytest.mark.unit


def test_a_row_holds_what_is_there_and_only_columns_of_the_results_table():
    row = Estimate("mean_change", 1.0, 0.5, 1.5, 0.95, p_value=0.01, n=8, method="words").as_row()
    assert row == {
        "estimand": "mean_change", "n": 8, "method": "words", "estimable": True, "reason": "", "estimate": 1.0,
        "conf_low": 0.5, "conf_high": 1.5, "conf_level": 0.95, "p_value": 0.01,
    }  # fmt: skip
    assert set(row) <= set(COLUMNS)


def test_what_cannot_be_estimated_has_a_reason_and_counts_but_no_number():
    row = not_estimable("smd", "Nobody came.", n=3, n_smallest=0).as_row()
    assert row == {
        "estimand": "smd", "n": 3, "method": "", "estimable": False, "reason": "Nobody came.", "n_smallest": 0,
    }  # fmt: skip


def test_every_name_given_is_a_known_estimand():
    given = [
        *paired.standardised_changes([1, 2, 3], [2, 4, 9]).values(),
        *agreement.intraclass_correlations([[1, 2], [3, 4], [5, 5]]).values(),
        *paired.from_summary(9, before=(5, 2), after=(4, 2), r=0.5).values(),
        paired.signed_rank([1, 2], [2, 4]),
        paired.hodges_lehmann([1, 2], [2, 4]),
        paired.rank_biserial([1, 2], [2, 4]),
        proportions.difference_newcombe(1, 2, 1, 2),
        agreement.exact_agreement([1], [1]),
    ]
    assert [answer.estimand for answer in given if answer.estimand not in ESTIMANDS] == []


@pytest.mark.parametrize(
    "values", [[1, None, 3], [1.0, np.nan, 3.0], pd.Series([1, pd.NA, 3], dtype="Int64"), pd.Series([1, None, 3])]
)
def test_every_kind_of_missing_is_missing(values):
    found = numbers(values)
    assert found.dtype == np.float64
    assert found[[0, 2]].tolist() == [1.0, 3.0]
    assert math.isnan(found[1])


def test_whole_and_yes_no_values_are_numbers():
    assert numbers([True, False]).tolist() == [1.0, 0.0]
    assert numbers(np.array([1, 2], dtype="int8")).tolist() == [1.0, 2.0]


@pytest.mark.parametrize(
    "values", [["1", "2"], pd.Series(["1", "2"]), [1, "x"], np.array(["2020-01-01"], dtype="datetime64[D]"), [1 + 2j]]
)
def test_text_dates_and_the_like_are_refused(values):
    with pytest.raises(ValueError, match=r"must be numbers\. Text, dates"):
        numbers(values)


@pytest.mark.parametrize("values", [[1, np.inf], [-np.inf, 2]])
def test_infinite_values_are_refused(values):
    with pytest.raises(ValueError, match="must be finite"):
        paired.mean_change(values, [1, 2])


def test_the_wrong_shape_is_refused():
    with pytest.raises(ValueError, match="one-dimensional"):
        numbers([[1, 2]])
    with pytest.raises(ValueError, match="two-dimensional"):
        table([1, 2])


def test_a_frame_becomes_a_table_and_text_columns_are_refused():
    assert table(pd.DataFrame({"a": [1, 2], "b": [3.5, None]}))[0].tolist() == [1.0, 3.5]
    with pytest.raises(ValueError, match="must be numbers"):
        table(pd.DataFrame({"a": ["x", "y"]}))


def test_no_message_echoes_a_value():
    with pytest.raises(ValueError, match="numbers") as refused:
        numbers(["secret-7", 2])
    assert "secret" not in str(refused.value)


def test_changes_carry_no_noise_of_binary_arithmetic():
    assert 0.3 - 0.2 != 0.2 - 0.1
    found = changes(np.array([0.2, 0.1, 1e6 + 0.1]), np.array([0.3, 0.2, 1e6 + 0.2]))
    assert np.unique(found).size == 1
    small = changes(np.array([1e-9, 3e-9]), np.array([2e-9, 5e-9]))
    assert small == pytest.approx([1e-9, 2e-9], rel=1e-9)


def test_pairs_drop_whoever_lacks_one_value():
    one, other = complete_pairs([1, np.nan, 3], [4, 5, np.nan], names=("before", "after"))
    assert (one.tolist(), other.tolist()) == ([1.0], [4.0])
