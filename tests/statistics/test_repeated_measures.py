"""Analysis of variance of repeated measures: pingouin where it is right, ours where it is not, honest edges."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from earlyeval.statistics import paired, repeated_measures

pytestmark = pytest.mark.reference

NIGHTS = pd.read_csv(Path(__file__).with_name("reference") / "data" / "sleepstudy.csv")
WIDE = NIGHTS[NIGHTS["days"] < 5].pivot(index="subject", columns="days", values="reaction")


def test_one_factor_is_r_s_and_pingouin_s():
    # R 4.2.2: anova(lm(m ~ 1), X = ~1, test = "Spherical"): F 7.82542, G-G 0.00109004226117, H-F 0.00055438746575
    import pingouin

    found = repeated_measures.one_within(WIDE)
    assert found["greenhouse_geisser"].p_value == pytest.approx(0.001090042261171, rel=1e-10)
    assert found["huynh_feldt"].p_value == pytest.approx(0.0005543874657525, rel=1e-10)
    theirs = pingouin.rm_anova(
        NIGHTS[NIGHTS["days"] < 5], dv="reaction", within="days", subject="subject", effsize="ng2"
    )
    assert found["f_test"].statistic == pytest.approx(theirs["F"].iloc[0], rel=1e-9)
    assert found["generalised_eta_squared"].estimate == pytest.approx(theirs["ng2"].iloc[0], rel=1e-9)


def test_unequal_groups_are_type_iii_where_pingouin_s_are_not():
    # R 4.2.2, car 3.1-1, contr.sum: Anova(lm(m ~ g), idata, idesign = ~t, type = 3): F(t) = 7.465490730353196
    import pingouin

    group = np.where(WIDE.index >= 350, "late", "early")[: len(WIDE)]
    found = repeated_measures.within_and_between(WIDE, group)
    assert found["within"]["f_test"].statistic == pytest.approx(7.465490730353196, rel=1e-12)
    assert found["interaction"]["f_test"].statistic == pytest.approx(0.722387076552691, rel=1e-11)
    assert found["between"]["f_test"].statistic == pytest.approx(0.104647556221816, rel=1e-10)
    assert found["within"]["huynh_feldt"].p_value == pytest.approx(0.00100211772385488, rel=1e-9)
    long = NIGHTS[NIGHTS["days"] < 5].assign(arm=lambda rows: rows["subject"] >= 350)
    theirs = pingouin.mixed_anova(long, dv="reaction", within="days", between="arm", subject="subject")
    assert abs(theirs.set_index("Source").loc["days", "F"] - 7.465490730353196) > 0.01


def test_two_times_are_the_paired_t_test():
    before, after = WIDE[0].to_numpy(), WIDE[1].to_numpy()
    found, t = repeated_measures.one_within(WIDE[[0, 1]]), paired.mean_change(before, after)
    assert found["f_test"].statistic == pytest.approx(t.statistic**2, rel=1e-10)
    assert found["greenhouse_geisser"].p_value == pytest.approx(t.p_value, rel=1e-10)
    assert not found["sphericity"].estimable
    assert not found["epsilon_gg"].estimable


def test_order_constant_and_unit():
    found = repeated_measures.one_within(WIDE)
    moved = repeated_measures.one_within(WIDE.sample(frac=1, random_state=1).iloc[:, ::-1] / 1000 + 5)
    for name in ("f_test", "greenhouse_geisser", "huynh_feldt"):
        assert moved[name].p_value == pytest.approx(found[name].p_value, rel=1e-7)


def test_gaps_leave_people_out():
    extended = pd.concat([WIDE, pd.DataFrame([[300.0, None, 310, 320, 330]], columns=WIDE.columns, index=[999])])
    assert repeated_measures.one_within(extended) == repeated_measures.one_within(WIDE)


@pytest.mark.parametrize(
    ("scores", "words"),
    [(np.empty((0, 3)), "Too few people"), ([[1, 2, 3]], "Too few people"), ([[1], [2], [4]], "Fewer than two times"),
     ([[1, 2, 4], [2, 3, 5], [5, 6, 8]], "changed alike"), ([[2, 2], [2, 2]], "changed alike")],
)  # fmt: skip
def test_what_cannot_be_told(scores, words):
    for found in repeated_measures.one_within(scores).values():
        assert not found.estimable
        assert words in found.reason


def test_groups_that_cannot_be_compared():
    found = repeated_measures.within_and_between([[1, 2], [2, 4], [3, 3]], ["a", "a", "a"])
    assert "Fewer than two groups" in found["interaction"]["f_test"].reason
    with pytest.raises(ValueError, match="equally long"):
        repeated_measures.within_and_between([[1, 2], [2, 4]], ["a"])
    with pytest.raises(ValueError, match="finite"):
        repeated_measures.one_within([[1, np.inf], [2, 3]])


def test_two_people_and_times_that_say_the_same():
    two = repeated_measures.one_within([[1, 2, 4], [2, 5, 3]])
    assert not two["huynh_feldt"].estimable
    assert not two["sphericity"].estimable
    scores = np.array([[1.0, 2], [2, 5], [3, 3], [5, 4], [2, 2]])
    same = repeated_measures.one_within(np.column_stack([scores, scores.mean(axis=1)]))
    assert "explained by the others" in same["sphericity"].reason
