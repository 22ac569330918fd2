"""Mothers and fathers: each alone, then the difference from a model that knows who belongs to one family."""

import pytest

from earlyeval.analyse.change_by_group import change_by_group
from earlyeval.analyse.contrasts import contrasts

pytestmark = pytest.mark.reference

MOTHERS = {
    "t0": [12, 9, 15, 7, 11, 18, 10, 13, 8, 16, 14, 6, 17],
    "t1": [9, 8, 11, 7, 8, 13, 10, 9, 6, 12, 10, 7, None],
    "t2": [8, 6, 10, 5, 9, 11, 7, 10, 6, 11, 9, None, 12],
}
FATHERS = {
    "t0": [8, 7, 10, 5, 9, 12, 6, 11, 4, 9],
    "t1": [8, 6, 10, 6, 7, None, 6, 9, 5, 8],
    "t2": [7, 7, 9, 4, 8, 11, None, 9, 4, 9],
}
TIMES = [
    {"id": "t0", "label": "Before", "order": 1, "weeks": 0, "role": "baseline"},
    {"id": "t1", "label": "Midway", "order": 2, "weeks": 8, "role": "other"},
    {"id": "t2", "label": "After", "order": 3, "weeks": 20, "role": "endpoint"},
]
THREE = {"time_points": ["t0", "t1", "t2"]}


def people():
    lines = [f"m{place:02} mother f{place:02}" for place in range(13)]
    lines += [f"d{place:02} father f{place:02}" for place in range(10)]
    return "\n".join(["person_id role family_id", *lines])


def scores(groups=(("m", MOTHERS), ("d", FATHERS))):
    lines = ["person_id outcome time_point score"]
    for letter, by_time in groups:
        for time, values in by_time.items():
            lines += [
                f"{letter}{place:02} mood {time} {value}" for place, value in enumerate(values) if value is not None
            ]
    return "\n".join(lines)


@pytest.fixture
def couples(make_study):
    return make_study(
        people=people(),
        scores=scores(),
        programme={"time_points": TIMES},
        outcomes=(THREE | {"by_role": ["mother", "father"]},),
    )


def test_each_role_alone_then_the_families_of_both(couples, told):
    rows = change_by_group(couples)
    changes = rows[rows["estimand"] == "mean_change"]
    # Twelve mothers and nine fathers were measured both times; the smallest group guards every row.
    assert told(changes, "label", "subgroup", "n", "n_expected", "n_smallest", "estimate") == [
        ("Low mood, by role", "mothers", 12, 13, 9, round(-46 / 12, 4)),
        ("Low mood, by role", "fathers", 9, 10, 9, round(-7 / 9, 4)),
    ]
    families = rows[rows["unit"] == "families"]
    assert told(families, "estimand", "n", "estimate") == [("count", 10, 10)]


def test_the_difference_in_change_is_lmers(couples):
    rows = change_by_group(couples)
    model = rows[rows["estimand"] == "model_difference"].set_index("time_point")
    # lmerTest 3.1-3, pbkrtest 0.5.2, R 4.2.2:
    # contest1D(lmer(score ~ role * time + (1 | family/person)), c(0, 0, 0, 0, 0, 1), ddf = "Kenward-Roger")
    wanted = {
        "t1": (2.04050824993, 0.775900260415, 3.30511623944, 38.4896486273, 0.0023019703751),
        "t2": (2.96164718204, 1.69703919253, 4.22625517155, 38.4896486273, 2.91620287613e-05),
    }
    for point, numbers in wanted.items():
        found = model.loc[point, ["estimate", "conf_low", "conf_high", "df", "p_value"]]
        assert tuple(found) == pytest.approx(numbers, rel=2e-5)
    assert set(model["comparison"]) == {"fathers - mothers"}
    assert set(model["n"]) == {23}
    assert "nested random intercepts" in model.loc["t2", "method"]
    assert "Kenward-Roger" in model.loc["t2", "method"]


def test_beside_it_stands_the_difference_inside_families(couples):
    rows = change_by_group(couples)
    within = rows[rows["estimand"] == "mean_difference"].iloc[0]
    # R 4.2.2: t.test(father's change, mother's change, paired = TRUE), nine families
    assert within["n"] == 9
    assert within["estimate"] == pytest.approx(2.88888888888889)
    assert (within["conf_low"], within["conf_high"]) == pytest.approx((1.47966413959745, 4.29811363818032))
    assert within["p_value"] == pytest.approx(0.00148814664581)
    checks = rows[rows["estimand"] == "method_check"].set_index("subgroup")
    assert checks.loc["alternative", "method"] == within["method"]
    assert checks.loc["alternative", "comparison"] == "fathers - mothers"


def test_a_group_without_anybody_measured_twice_has_a_reason(make_study):
    alone = make_study(
        people=people(),
        scores=scores((("m", MOTHERS), ("d", {"t0": FATHERS["t0"]}))),
        programme={"time_points": TIMES},
        outcomes=(THREE | {"by_role": ["mother", "father"]},),
    )
    rows = change_by_group(alone)
    fathers = rows[(rows["estimand"] == "mean_change") & (rows["subgroup"] == "fathers")].iloc[0]
    assert not fathers["estimable"]
    model = rows[rows["estimand"] == "model_difference"]
    assert not model["estimable"].any()
    assert set(model["reason"]) == {
        "Nobody of both groups was measured at both times, so no difference in change can be fitted."
    }


def test_any_characteristic_may_tell_groups_apart(make_study, told):
    parity = {"id": "parity", "label": "First baby", "values": {"yes": "First baby", "no": "Has older children"}}
    first, *lines = people().splitlines()
    with_parity = "\n".join(
        [f"{first} parity", *(f"{line} {'yes' if place % 2 else 'no'}" for place, line in enumerate(lines))]
    )
    study = make_study(
        people=with_parity,
        scores=scores(),
        programme={"time_points": TIMES, "characteristics": [parity]},
        outcomes=(THREE | {"by_characteristic": ["parity"]},),
    )
    rows = change_by_group(study)
    changes = rows[rows["estimand"] == "mean_change"]
    assert told(changes, "label", "subgroup", "n") == [
        ("Low mood, by first baby", "First baby", 9),
        ("Low mood, by first baby", "Has older children", 12),
    ]
    assert set(rows.loc[rows["estimand"] == "model_difference", "comparison"]) == {"Has older children - First baby"}


def test_an_outcome_that_tells_nobody_apart_has_no_row(make_study):
    study = make_study(people=people(), scores=scores(), programme={"time_points": TIMES}, outcomes=(THREE,))
    assert change_by_group(study).empty


@pytest.fixture
def mothers(make_study):
    def make(**plan):
        return make_study(
            people=people(),
            scores=scores((("m", MOTHERS),)),
            programme={"time_points": TIMES},
            outcomes=(THREE,),
            plan=plan,
        )

    return make


def test_every_comparison_over_time_comes_from_one_model(mothers):
    rows = contrasts(mothers())
    headline = rows[(rows["estimand"] == "model_change") & (rows["analysis"] != "sensitivity")]
    assert list(headline["comparison"]) == ["t1 - t0", "t2 - t1", "t2 - t0"]
    # lmerTest 3.1-3, pbkrtest 0.5.2, R 4.2.2:
    # contest1D(lmer(score ~ time + (1 | person)), c(0, 1, 0) | c(0, -1, 1) | c(0, 0, 1), ddf = "Kenward-Roger")
    wanted = [
        (-2.50366498053, -3.50714545173, -1.50018450934, 22.0748336011, 3.43173210299e-05),
        (-1.15322260295, -2.18745950716, -0.118985698732, 22.1618007966, 0.0304819173974),
        (-3.65688758348, -4.66036805468, -2.65340711228, 22.0748336011, 1.4698500137e-07),
    ]
    columns = ["estimate", "conf_low", "conf_high", "df", "p_value"]
    for found, numbers in zip(headline[columns].itertuples(index=False), wanted, strict=True):
        assert tuple(found) == pytest.approx(numbers, rel=2e-5)
    # nlme 3.1-162: gls(score ~ time, corSymm(form = ~ time | person), varIdent(form = ~ 1 | time), method = "REML")
    free = rows[(rows["estimand"] == "model_change") & (rows["analysis"] == "sensitivity")].set_index("comparison")
    assert free.loc["t1 - t0", "estimate"] == pytest.approx(-2.648349946, rel=1e-5)
    assert free.loc["t2 - t0", "estimate"] == pytest.approx(-3.661692170, rel=1e-5)


def test_who_was_there_to_be_compared_and_the_p_values_adjusted_together(mothers, told):
    rows = contrasts(mothers())
    assert told(rows[rows["estimand"] == "proportion"], "comparison", "n", "n_expected") == [
        ("t1 - t0", 12, 23),
        ("t2 - t1", 11, 23),
        ("t2 - t0", 12, 23),
    ]
    holm = rows[rows["estimand"] == "holm"]["p_value"].tolist()
    # p.adjust(c(3.43173210299e-05, 0.0304819173974, 1.4698500137e-07), "holm")
    assert holm == pytest.approx([6.86346420598e-05, 0.0304819173974, 4.4095500411e-07], rel=1e-4)
    assert not (contrasts(mothers(multiplicity="none"))["estimand"] == "holm").any()


def test_a_plan_names_its_own_comparisons(mothers):
    rows = contrasts(mothers(contrasts=[{"later": "t2", "earlier": "t0"}]))
    assert set(rows["comparison"]) == {"t2 - t0"}


def test_two_times_are_not_three(make_study):
    two = make_study(
        people=people(),
        scores=scores((("m", MOTHERS),)),
        programme={"time_points": TIMES},
        outcomes=({"time_points": ["t0", "t2"]},),
    )
    assert contrasts(two).empty
