"""Which rows are hidden: a little table of rows in, what happens to each out."""

import math

import pytest

from earlyeval.foundations.errors import ProtectionError

pytestmark = pytest.mark.spec

# estimand, n, n_expected, n_smallest, df, what happens to the estimate
CASES = [
    ("count", 7, None, None, None, "hidden"),
    ("count", 8, None, None, None, "rounded"),
    ("count", 50, 57, None, None, "rounded"),  # seven are missing: rounding leaves them open (decision 0007)
    ("count", 50, 58, None, None, "rounded"),
    ("count", 0, 5, None, None, "hidden"),  # the whole group is small
    ("count", 120, 100, None, None, "rounded"),  # more came than a target
    ("proportion", 20, 40, None, None, "rounded"),
    ("proportion", 7, 40, None, None, "hidden"),
    ("proportion", 33, 40, None, None, "rounded"),
    ("proportion", 40, 40, None, None, "rounded"),
    ("proportion", 7, 7, None, None, "hidden"),
    ("mean", 7, 40, None, None, "hidden"),
    ("mean", 8, 40, None, None, "rounded"),
    ("sd", 8, 40, None, None, "rounded"),
    ("quartile_1", 22, 40, None, None, "hidden"),
    ("quartile_1", 23, 40, None, None, "rounded"),
    ("item_mean", 22, 40, None, None, "hidden"),
    ("item_mean", 23, 40, None, None, "rounded"),
    ("mean_change", 7, 40, None, None, "hidden"),
    ("mean_change", 8, 40, None, None, "rounded"),
    ("hedges_g", 40, 60, 7, None, "hidden"),
    ("hedges_g", 40, 60, 8, None, "rounded"),
    ("adjusted_difference", 40, 60, 8, 9, "hidden"),
    ("adjusted_difference", 40, 60, 8, 10, "rounded"),
    ("adjusted_difference", 40, 60, 7, 30, "hidden"),
    ("model_change", 12, 60, None, None, "hidden"),
    ("model_change", 13, 60, None, None, "rounded"),
    ("signed_rank", 7, 60, None, None, "hidden"),
    ("signed_rank", 8, 60, None, None, "rounded"),
    ("icc_a1", 7, 60, None, None, "hidden"),
    ("icc_a1", 8, 60, None, None, "rounded"),
    ("criterion", 3, 40, None, None, "hidden"),
]  # fmt: skip


@pytest.mark.parametrize(("estimand", "n", "n_expected", "n_smallest", "df", "status"), CASES)
def test_each_kind_has_its_floor(released, estimand, n, n_expected, n_smallest, df, status):
    row = {"estimand": estimand, "n": n, "n_expected": n_expected, "n_smallest": n_smallest, "df": df, "p_value": 0.02}
    counted = estimand in ("count", "proportion", "criterion")
    out = released(row if counted else row | {"estimate": 2.5})
    assert out["status"] == status
    assert (out["mark"] == "*") == (status == "hidden")
    assert bool(out["rule"].removeprefix("all or nearly all")) == (status == "hidden")
    if status == "hidden":
        assert math.isnan(out["estimate"])
        assert math.isnan(out["p_value"])


@pytest.fixture
def exact(make_profile):
    """Return a profile that hides small counts and rounds nothing."""
    from earlyeval.registry.profiles import CountRule

    return make_profile(count=CountRule(hide_from=1, hide_to=7, zero="show", round_to=1, symbol="*"))


@pytest.mark.parametrize("estimand", ["count", "proportion"])
def test_without_rounding_a_number_that_gives_away_the_few_others_is_hidden(released, exact, estimand):
    out = released({"estimand": estimand, "n": 50, "n_expected": 57}, under=exact)
    assert (out["status"], out["hidden"].split()[0]) == ("hidden", "n")
    assert released({"estimand": estimand, "n": 50, "n_expected": 58}, under=exact)["status"] == "rounded"


def test_without_rounding_few_who_are_missing_hide_the_whole_group_but_not_the_average(released, exact):
    out = released({"estimand": "mean", "n": 55, "n_expected": 60, "estimate": 2.5}, under=exact)
    assert (out["status"], out["estimate"], out["n"]) == ("rounded", 2.5, 55)
    assert math.isnan(out["n_expected"])
    assert (out["mark"], out["hidden"]) == ("*", "n_expected")


def test_a_quotation_takes_enough_people_in_the_role(released):
    words = {
        "estimand": "quotation",
        "n": 7,
        "n_expected": 30,
        "note": "I felt seen.",
        "label": "a parent",
        "sensitivity": "text",
    }
    out = released(words)
    assert (out["status"], out["note"], out["label"]) == ("refused", "", "")
    assert released(words | {"n": 8})["note"] == "I felt seen."


def test_no_percentage_of_a_small_group_but_its_counts(released):
    out = released({"estimand": "proportion", "n": 9, "n_expected": 19, "conf_low": 0.2, "conf_high": 0.7})
    assert (out["n"], out["n_expected"], out["status"]) == (10, 20, "hidden")
    assert math.isnan(out["estimate"])
    assert math.isnan(out["conf_low"])


def test_all_or_none_of_a_small_group_tells_about_each(released, make_profile):
    from earlyeval.registry.profiles import ClassDisclosureRule

    wide = make_profile(class_disclosure=ClassDisclosureRule(min_n=15))
    for n in (0, 12):
        out = released({"estimand": "proportion", "n": n, "n_expected": 12}, under=wide)
        assert (out["status"], math.isnan(out["n"])) == ("hidden", True)


@pytest.mark.parametrize("row", [
    {"estimand": "sd", "estimate": 0.0},
    {"estimand": "mean", "estimate": 3.0, "conf_low": 3.0, "conf_high": 3.0},
])  # fmt: skip
def test_a_group_in_which_everybody_is_the_same_is_hidden(released, row):
    assert released(row | {"n": 30})["status"] == "hidden"


def test_a_spread_that_a_profile_never_shows_is_refused(released, make_profile):
    from earlyeval.registry.profiles import SummaryRule

    no_spread = make_profile(summary=SummaryRule(min_n=8, decimals=1, sd=False))
    assert released({"estimand": "sd", "n": 40, "estimate": 5.1}, under=no_spread)["status"] == "refused"


@pytest.mark.parametrize("row", [
    {"estimand": "mean", "estimate": 3.0},
    {"estimand": "proportion", "n": 10},
    {"estimand": "mean", "n": 10.5, "estimate": 3.0},
    {"estimand": "mean", "n": -10, "estimate": 3.0},
    {"estimand": "mean", "n": 50, "n_expected": 40, "estimate": 3.0},
    {"estimand": "pitfall", "estimate": 3.0},
])  # fmt: skip
def test_a_row_that_no_rule_can_judge_is_refused(released, row):
    with pytest.raises(ProtectionError):
        released(row)


@pytest.mark.parametrize(("floor", "estimand"), [
    ({"agreement_min_n": 15}, "icc_a1"),
    ({"test_min_n_per_arm": 15}, "signed_rank"),
])  # fmt: skip
def test_a_floor_above_the_count_rule_is_kept(released, make_profile, floor, estimand):
    strict = make_profile(**floor)
    row = {"estimand": estimand, "estimate": 0.8, "p_value": 0.02}
    # 15 to 17 are released as 15, which may stand for 13: the floor is held against the fewest
    assert released(row | {"n": 17}, under=strict)["status"] == "hidden"
    assert released(row | {"n": 18}, under=strict)["status"] == "rounded"
