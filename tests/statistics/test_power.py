"""Power questions turned round each way, out of reach, and refused. Digits against pwr: reference/power.yaml."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.power import TTestIndPower, TTestPower

from earlyeval.statistics import power

pytestmark = pytest.mark.reference


def test_statsmodels_agrees():
    theirs = TTestPower().power(effect_size=0.5, nobs=24, alpha=0.05)
    assert power.paired(n=24, effect=0.5).estimate == pytest.approx(theirs, rel=1e-9)
    theirs = TTestIndPower().power(effect_size=0.6, nobs1=20, alpha=0.05, ratio=1.5)
    assert power.two_arms(n_1=20, effect=0.6, ratio=1.5).estimate == pytest.approx(theirs, rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.integers(5, 150), st.floats(0.15, 1.2), st.sampled_from(["two-sided", "greater"]))
def test_each_question_turned_round_gives_back_what_went_in(n, effect, side):
    found = power.paired(n=n, effect=effect, alternative=side).estimate
    if not 0.06 < found < 0.999:
        return
    asked = {"power": found, "alternative": side}
    assert power.paired(effect=effect, **asked).estimate == pytest.approx(n, rel=1e-6)
    assert power.paired(n=n, **asked).estimate == pytest.approx(effect, rel=1e-6)
    assert power.paired(n=n, effect=effect, alpha=None, **asked).estimate == pytest.approx(0.05, rel=1e-6)


def test_less_is_greater_turned_round():
    one = power.paired(n=20, effect=-0.5, alternative="less").estimate
    assert one == pytest.approx(power.paired(n=20, effect=0.5, alternative="greater").estimate, rel=1e-12)
    assert power.correlation(n=30, effect=-0.4, alternative="less").estimate == pytest.approx(
        power.correlation(n=30, effect=0.4, alternative="greater").estimate, rel=1e-12
    )


def test_n_is_the_whole_number_that_is_needed_in_all():
    found = power.two_arms(effect=0.35, power=0.8, ratio=1.5)
    assert found.estimand == "n_1"
    assert found.n == np.ceil(found.estimate) + np.ceil(1.5 * found.estimate)
    assert power.clusters(cluster_size=20, icc=0.05, effect=0.4, power=0.8).n % 2 == 0
    assert power.several_groups(3, effect=0.4, power=0.8).n % 3 == 0


def test_a_design_effect_of_one_is_the_plain_design():
    assert power.design_effect(20, 0) == 1
    assert power.design_effect(1, 0.3) == 1
    assert power.design_effect(20, 0.05) == pytest.approx(1.95)
    assert power.design_effect(20, 0.05, cv=0.5) == pytest.approx(1 + (1.25 * 20 - 1) * 0.05)
    shares = power.clusters_of_shares(0.5, 0.3, clusters_per_arm=12, cluster_size=10, icc=0.02).estimate
    assert shares < power.clusters_of_shares(0.5, 0.3, clusters_per_arm=12, cluster_size=10, icc=0).estimate


def test_more_people_in_a_cluster_do_not_always_help():
    found = power.clusters(clusters_per_arm=3, cluster_size=None, icc=0.1, effect=0.3, power=0.9)
    assert not found.estimable
    assert "reaches this power" in found.reason
    enough = power.clusters(clusters_per_arm=12, cluster_size=None, icc=0.01, effect=0.4, power=0.8)
    assert enough.estimand == "cluster_size"
    assert enough.n == 24 * np.ceil(enough.estimate)


def test_nothing_finds_no_effect():
    assert not power.paired(effect=0.0, power=0.8).estimable
    assert not power.two_proportions(0.3, 0.3, power=0.8).estimable
    assert not power.clusters_of_shares(0.3, 0.3, clusters_per_arm=5, cluster_size=9, icc=0.1).estimable
    assert power.paired(n=10, effect=0.0).estimate == pytest.approx(0.05, rel=1e-9)


def test_the_smallest_share_that_can_be_found():
    h = power.two_proportions(None, 0.3, n_1=100, power=0.8).estimate
    share = power.share_for_effect(h, 0.3)
    assert power.two_proportions(share, 0.3, n_1=100).estimate == pytest.approx(0.8, rel=1e-8)
    assert np.isnan(power.share_for_effect(3.0, 0.9))


def test_exact_power_is_the_level_at_the_null_and_never_above_alpha():
    for n in range(6, 40):
        assert power.exact_proportion(0.4, 0.4, n=n).estimate <= 0.05
    assert not power.exact_proportion(0.9, 0.5, n=3).estimable
    assert power.exact_proportion(0.9, 0.5, n=20, alternative="greater").estimate > 0.9


def test_signed_rank_needs_a_few_more():
    here, there = power.signed_rank(effect=0.5, power=0.8), power.paired(effect=0.5, power=0.8)
    assert here.estimate == pytest.approx(there.estimate * np.pi / 3, rel=1e-6)
    assert power.signed_rank(n=20, effect=0.5, shape="worst").estimate < power.paired(n=20, effect=0.5).estimate


def test_the_width_of_an_interval():
    from earlyeval.statistics import proportions

    found = power.people_for_share(0.1, 0.3)
    assert found.n == 78
    interval = proportions.wilson(30, 100)
    assert (interval.conf_high - interval.conf_low) / 2 < 0.1
    assert power.people_for_share(0.1, interval="wald").n == 97
    assert power.people_for_difference(2.0, 5.0).n == 2 * power.people_for_difference(2.0, 5.0).estimate
    assert power.people_for_mean(100.0, 5.0).n == 2
    # R 4.2.2: qt(0.975, 3) * 5 / 2 = 7.956 reaches less than 8 with four people, qt(0.975, 2) * 5 / sqrt(3) = 12.42
    assert power.people_for_mean(8.0, 5.0).n == 4
    assert power.people_for_mean(7.9, 5.0).n == 5


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: power.paired(n=20, effect=0.5, power=0.8), "exactly one"),
        (lambda: power.paired(n=20), "exactly one"),
        (lambda: power.paired(n=1, effect=0.5), "at least 2"),
        (lambda: power.paired(n=20, power=1.0), "strictly between"),
        (lambda: power.paired(n=20, power=0.04), "above alpha"),
        (lambda: power.paired(n=np.inf, effect=0.5), "finite"),
        (lambda: power.paired(n=20, effect=0.5, alternative="both"), "two-sided, greater or less"),
        (lambda: power.two_arms(n_1=20, effect=0.5, ratio=0), "above 0"),
        (lambda: power.several_groups(1, n_1=20, effect=0.5), "two groups"),
        (lambda: power.two_proportions(1.2, 0.3, n_1=20), "between 0 and 1"),
        (lambda: power.exact_proportion(0.5, 0.5, n=0), "at least 1"),
        (lambda: power.exact_proportion(0.5, 1.0, n=5), "strictly between"),
        (lambda: power.correlation(n=20, effect=1.0), "strictly between"),
        (lambda: power.signed_rank(n=20, effect=0.5, shape="odd"), "one of"),
        (lambda: power.design_effect(20, 1.2), "ICC"),
        (lambda: power.clusters(clusters_per_arm=1, cluster_size=20, icc=0.1, effect=0.5), "at least 2 clusters"),
        (lambda: power.clusters_of_shares(0, 1, clusters_per_arm=3, cluster_size=20, icc=0.1), "strictly between"),
        (lambda: power.stepped_wedge(clusters=7, steps=3, cell_size=5, icc=0.1, effect=0.5), "multiple of steps"),
        (lambda: power.people_for_mean(0, 1), "above 0"),
        (lambda: power.people_for_share(0.6), "below a half"),
    ],
)
def test_questions_that_make_no_sense_are_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_a_stepped_wedge_by_simulation_of_its_own_model():
    # Without cluster differences the variance is that of least squares on times and exposure.
    found = power.stepped_wedge(clusters=6, steps=3, cell_size=4, icc=0.0, power=0.8).estimate
    crossing = np.repeat([1, 2, 3], 2)
    rows = np.array([[*(np.arange(4) == time), time >= start] for start in crossing for time in range(4)], dtype=float)
    variance = np.linalg.inv(rows.T @ rows)[-1, -1] / 4
    assert found == pytest.approx((1.959963984540054 + 0.8416212335729143) * np.sqrt(variance), rel=1e-5)
