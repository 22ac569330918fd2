"""The mean change of many groups at once: the same digits as one after the other."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.statistics.grouped import COLUMNS, mean_change_by_group
from earlyeval.statistics.paired import mean_change, sd_change

pytestmark = pytest.mark.reference

# R's built-in `sleep`, as in test_paired.
BEFORE = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
AFTER = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
SAME = ("estimate", "conf_low", "conf_high", "p_value", "statistic", "df")


def assert_same(before, after, group):
    found = mean_change_by_group(before, after, group)
    assert list(found.columns) == list(COLUMNS)
    before, after, group = np.array(before, float), np.array(after, float), pd.Series(group)
    assert list(found.index) == sorted(group.dropna().unique())
    for name, row in found.iterrows():
        own = (group == name).to_numpy(dtype=bool)
        alone = mean_change(before[own], after[own])
        assert (row["n"], row["estimable"], row["reason"]) == (alone.n, alone.estimable, alone.reason)
        np.testing.assert_allclose([row[one] for one in SAME], [getattr(alone, one) for one in SAME], rtol=1e-12)
        if alone.estimable:
            assert row["sd_change"] == pytest.approx(sd_change(before[own], after[own]).estimate, rel=1e-12)


def test_each_group_is_r_s_paired_t_test():
    # t.test(after, before, paired = TRUE), R 4.2.2; the second group is the first, turned round and moved
    before = [*BEFORE, *(value + 7 for value in AFTER)]
    after = [*AFTER, *(value + 7 for value in BEFORE)]
    found = mean_change_by_group(before, after, ["there"] * 10 + ["back"] * 10)
    assert list(found.index) == ["back", "there"]
    assert found.loc["there", "statistic"] == pytest.approx(4.06212768338203656, rel=1e-12)
    assert found["p_value"].tolist() == pytest.approx([0.00283289019738427] * 2, rel=1e-12)
    assert found.loc["there", ["conf_low", "conf_high"]].tolist() == pytest.approx(
        [0.70011423672301754, 2.45988576327698238], rel=1e-12
    )
    assert found["estimate"].tolist() == pytest.approx([-1.58, 1.58], rel=1e-12)
    assert found["sd_change"].tolist() == pytest.approx([1.2299954832798729] * 2, rel=1e-12)


SCORE = st.one_of(st.integers(0, 27), st.floats(-50, 50).map(lambda value: round(value, 1)), st.none())
ROW = st.tuples(SCORE, SCORE, st.sampled_from(["a", "b", "c", None]))


@given(st.lists(ROW, min_size=1, max_size=40))
@settings(max_examples=150, deadline=None)
def test_many_groups_at_once_are_each_alone(rows):
    before, after, group = zip(*rows, strict=True)
    assert_same(before, after, pd.Series(group, dtype="str"))


def test_groups_that_say_nothing_say_why():
    found = mean_change_by_group([1, 2, 3, 1, np.nan], [2, 3, 4, 5, 1], ["same", "same", "same", "one", "none"])
    assert found["estimable"].tolist() == [False, False, False]
    assert found["n"].tolist() == [0, 1, 3]
    assert found["p_value"].isna().all()
    assert all(found["reason"])


def test_large_scores_lose_no_digits():
    draw = np.random.default_rng(5)
    before = 1e9 + draw.normal(0, 1, 2000)
    assert_same(before, before + draw.normal(0.1, 1, 2000), draw.integers(0, 7, 2000))


def test_what_is_not_equally_long_is_refused():
    with pytest.raises(ValueError, match="equally long"):
        mean_change_by_group([1, 2], [1, 2], ["a"])
