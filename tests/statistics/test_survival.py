"""Times until an event: edges, what a library gets wrong, properties. Digits against R: reference/survival.yaml."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf, logrank
from statsmodels.duration.hazard_regression import PHReg

from earlyeval.statistics import survival

pytestmark = pytest.mark.reference

TIME = [3, 5, 5, 8, 10, 12, 15, 15, 20, 22]
EVENT = [1, 1, 0, 1, 1, 0, 1, 1, 0, 1]
GROUP = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]


def test_scipy_and_statsmodels_agree():
    time, event, group = map(np.array, (TIME, EVENT, GROUP))
    theirs = ecdf(CensoredData(uncensored=time[event == 1], right=time[event == 0])).sf
    ours = survival.kaplan_meier(TIME, EVENT)
    assert ours.survival == pytest.approx(theirs.evaluate(ours.table.time), rel=1e-12)
    halves = [
        CensoredData(uncensored=time[(group == g) & (event == 1)], right=time[(group == g) & (event == 0)])
        for g in (0, 1)
    ]
    statistic = logrank(*halves).statistic
    assert survival.log_rank(TIME, EVENT, GROUP).test.statistic == pytest.approx(statistic**2, rel=1e-9)
    slope = PHReg(time, group.astype(float), status=event, ties="efron").fit().params[0]
    found = survival.cox(TIME, EVENT, np.array(GROUP)[:, None]).coefficients["column_1"]
    assert found.estimate == pytest.approx(slope, rel=1e-5)


def test_the_error_of_a_restricted_mean_is_not_that_of_one_person_s_time():
    # lifelines 0.30.3 prints sqrt(Var(min(T, horizon))), 120 days for the lung data, where R has 7.8 days.
    generator = np.random.default_rng(3)
    time = generator.exponential(300, 200)
    found = survival.rmst(survival.kaplan_meier(time, np.ones(200)), 250.0)
    cut = np.minimum(time, 250)
    assert found.estimate == pytest.approx(cut.mean(), rel=1e-9)
    assert found.std_error == pytest.approx(cut.std() / np.sqrt(200), rel=1e-9)
    assert found.std_error < cut.std() / 10


def test_nobody_and_no_events_and_everybody_at_once():
    assert not survival.kaplan_meier([], []).median().estimable
    assert not survival.kaplan_meier([np.nan], [1]).at(3).estimable
    none = survival.kaplan_meier([3, 4, 5], [0, 0, 0])
    assert none.at(4).estimate == 1
    assert np.isnan(none.at(4).conf_low)
    assert not none.median().estimable
    assert survival.rmst(none, 4).estimate == 4
    assert np.isnan(survival.rmst(none, 4).conf_low)
    alike = survival.kaplan_meier([3, 3, 3], [1, 1, 1])
    assert alike.at(3).estimate == 0
    assert np.isnan(alike.at(3).conf_low)
    assert alike.median().estimate == 3
    assert not survival.cox([3, 4], [0, 0], [[1], [2]]).estimable
    assert "Nobody had the event" in survival.log_rank([3, 4], [0, 0], ["a", "b"]).test.reason
    assert not survival.cumulative_incidence([3, 4], [0, 2]).at(3).estimable
    assert not survival.nelson_aalen([], [], at=1).estimable


def test_one_person():
    alone = survival.kaplan_meier([4], [1])
    assert alone.median().estimate == 4
    assert np.isnan(alone.median().conf_low)
    assert not survival.log_rank([4], [1], ["a"]).test.estimable
    assert not survival.cox([4], [1], [[1]]).estimable


def test_nothing_is_said_beyond_the_longest_follow_up():
    curve = survival.kaplan_meier(TIME[:-1], EVENT[:-1])
    assert not curve.at(21).estimable
    assert not survival.rmst(curve, 21).estimable
    assert survival.kaplan_meier(TIME, EVENT).at(100).estimate == 0
    assert not survival.nelson_aalen(TIME, EVENT, at=100).estimable


def test_a_median_that_is_not_reached_and_an_open_upper_end():
    assert "not reached" in survival.kaplan_meier([1, 2, 3, 4], [1, 0, 0, 0]).median().reason
    found = survival.kaplan_meier([1, 2, 3, 4], [1, 1, 0, 1]).median()
    assert found.estimate == 3
    assert np.isnan(found.conf_high)
    assert "upper end" in found.reason


def test_a_time_that_is_not_reached_may_have_a_lower_end():
    # R 4.2.2, survival 3.5-3: quantile(survfit(Surv(1:12, rep(1:0, 6)) ~ 1, conf.type = "log-log"), 0.8): NA, 9, NA
    found = survival.kaplan_meier(range(1, 13), [1, 0] * 6).quantile(0.8)
    assert not found.estimable
    assert np.isnan(found.estimate)
    assert found.conf_low == 9


def test_a_median_on_a_flat_half_is_its_middle():
    # R 4.2.2, survival 3.5-3: quantile(survfit(Surv(1:4, rep(1, 4)) ~ 1), 0.5) is 2.5; lifelines 0.30.3 says 2.
    assert survival.kaplan_meier([1, 2, 3, 4], [1, 1, 1, 1]).median().estimate == 2.5


def test_groups_without_a_common_time_are_not_compared():
    assert "two groups at risk" in survival.log_rank([1, 5], [1, 1], ["a", "b"], entry=[0, 3]).test.reason


def test_cox_refuses_what_has_no_answer():
    separated = survival.cox([1, 2, 3, 4, 5, 6], [1, 1, 1, 0, 0, 0], [[1], [1], [1], [0], [0], [0]])
    assert "0 or infinite" in separated.reason
    twice = survival.cox(TIME, EVENT, np.column_stack([GROUP, GROUP]))
    assert "same thing" in twice.reason
    constant = survival.cox(TIME, EVENT, np.ones((10, 1)))
    assert "do not vary" in constant.reason
    one = survival.cox(TIME, EVENT, np.array(GROUP)[:, None], cluster=["a"] * 10)
    assert "only one cluster" in one.reason
    assert not survival.proportionality(one)["all"].estimable


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: survival.kaplan_meier([-1], [1]), "never negative"),
        (lambda: survival.kaplan_meier([1], [2]), "1 where it happened"),
        (lambda: survival.kaplan_meier([1, 2], [1]), "equally long"),
        (lambda: survival.kaplan_meier([1], [1], entry=[1]), "before their follow-up ends"),
        (lambda: survival.kaplan_meier([np.inf], [1]), "finite"),
        (lambda: survival.kaplan_meier(["x"], [1]), "must be numbers"),
        (lambda: survival.kaplan_meier([1], [1], interval="normal"), "log-log"),
        (lambda: survival.kaplan_meier([1], [1]).quantile(1), "strictly between"),
        (lambda: survival.kaplan_meier([1], [1]).at(-1), "never negative"),
        (lambda: survival.rmst(survival.kaplan_meier([1], [1]), 0), "above 0"),
        (lambda: survival.rmst_difference([1, 2], [1, 1], [1, 2]), "0 or 1"),
        (lambda: survival.cumulative_incidence([1], [1.5]), "whole numbers"),
        (lambda: survival.cumulative_incidence([1], [1], variance="greenwood"), "aalen or"),
        (lambda: survival.cox(TIME, EVENT, [[1]] * 10, names=["a", "b"]), "one name"),
        (lambda: survival.CoxOptions(ties="exact"), "efron or breslow"),
        (lambda: survival.log_rank([1, 2], [1, 1], ["a"]), "as long as time"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(call, words):
    with pytest.raises(ValueError, match=words):
        call()


people = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 1), st.integers(0, 1)), min_size=6, max_size=25)


@settings(max_examples=50, deadline=None)
@given(people)
def test_order_of_people_and_unit_of_time_do_not_matter(rows):
    time, event, group = (np.array(column) for column in zip(*rows, strict=True))
    here, there = survival.kaplan_meier(time, event), survival.kaplan_meier(time[::-1] * 7, event[::-1])
    assert here.survival == pytest.approx(there.survival, rel=1e-12)
    assert (np.diff(here.survival) <= 1e-12).all()
    first, second = here.median(), there.median()
    assert first.estimable == second.estimable
    if first.estimable:
        assert second.estimate == pytest.approx(7 * first.estimate)
    one = survival.log_rank(time, event, group).test
    other = survival.log_rank(time[::-1] * 7, event[::-1], 1 - group[::-1]).test
    assert one.estimable == other.estimable
    if one.estimable:
        assert one.statistic == pytest.approx(other.statistic, rel=1e-8, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 2)), min_size=5, max_size=25))
def test_ways_to_leave_add_up_to_all_who_left(rows):
    time, event = (np.array(column) for column in zip(*rows, strict=True))
    together = survival.kaplan_meier(time, event > 0)
    parts = [survival.cumulative_incidence(time, event, cause=cause) for cause in (1, 2)]
    last = float(time.max())
    shares = sum(part.at(last).estimate for part in parts if part.estimable)
    assert shares == pytest.approx(1 - together.survival[-1], abs=1e-12)
    for variance in ("aalen", "infinitesimal_jackknife"):
        assert np.isfinite(survival.cumulative_incidence(time, event, variance=variance).std_error).all()


def test_without_competing_ways_the_share_is_one_minus_kaplan_meier():
    found = survival.cumulative_incidence(TIME, EVENT, variance="infinitesimal_jackknife")
    curve = survival.kaplan_meier(TIME, EVENT)
    assert found.at(15).estimate == pytest.approx(1 - curve.at(15).estimate, rel=1e-12)


def test_gray_s_test_needs_groups_and_events():
    assert "only one group" in survival.gray_test(TIME, EVENT, ["a"] * 10).reason
    assert not survival.gray_test(TIME, [0] * 10, GROUP).estimable
    one_way = survival.gray_test(TIME, EVENT, GROUP).statistic
    assert one_way == pytest.approx(survival.gray_test(np.array(TIME) * 3, EVENT, GROUP).statistic, rel=1e-9)


def test_late_entry_leaves_out_who_had_not_come_yet():
    found = survival.kaplan_meier([5, 10, 12], [1, 1, 1], entry=[0, 6, 0])
    assert found.table.n_risk.tolist() == [2, 2, 1]
    assert found.survival == pytest.approx([0.5, 0.25, 0])


def test_large_data_are_quick():
    generator = np.random.default_rng(1)
    time = generator.integers(1, 400, 50_000)
    event = generator.integers(0, 2, 50_000)
    found = survival.cox(time, event, generator.normal(size=(50_000, 2)))
    assert found.estimable
    assert found.n_events == int(event.sum())
