"""Each rule at its edge, one by one: tables of rows without fixtures, so that tools/mutants.py can ask them quickly."""

# ruff: noqa: E501  (a case of a table stands on one line)

import math
from collections import Counter

import pandas as pd
import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.foundations.results import COLUMNS, results_frame
from earlyeval.protect import exact_limits, gate, plan, primary, rounding
from earlyeval.protect import linked as linked_counts
from earlyeval.protect.cells import cells_of
from earlyeval.protect.entrance import as_row
from earlyeval.protect.known_answers import known_row, told
from earlyeval.protect.known_rows import EXACT, ROUNDED
from earlyeval.protect.one_row import as_it_is, protected_row
from earlyeval.protect.plan import row_key
from earlyeval.protect.primary import Judgement, judged, judged_counts, judged_with
from earlyeval.protect.second_look import Looked, _wrong, looked_at
from earlyeval.protect.secondary import suppressed
from earlyeval.protect.sites import SiteGate
from earlyeval.protect.sums import sums_of
from earlyeval.registry.checks_profiles import check_profile
from earlyeval.registry.profiles import (
    Basis,
    ClassDisclosureRule,
    CountRule,
    DifferenceRule,
    DominanceRule,
    FigureRule,
    PercentRule,
    QuoteRule,
    SummaryRule,
    WidthRule,
)

pytestmark = pytest.mark.unit
SMALL = "a small number, or one that would reveal one"
TELLS_OF_A_FEW = "would tell the mean, or the answers, of a few people"
TENS = ROUNDED.model_copy(update={"count": CountRule(hide_from=1, hide_to=9, zero="hide", round_to=10, symbol="*")})
TWOS = ROUNDED.model_copy(update={"count": CountRule(hide_from=1, hide_to=7, zero="show", round_to=2, symbol="*")})
THREES = ROUNDED.model_copy(update={"count": CountRule(hide_from=1, hide_to=7, zero="show", round_to=3, symbol="*")})


def judgement(estimand, profile=ROUNDED, **cells):
    """Return what is hidden of a row, as letters (e the estimate, n, w the whole, r refused), and its rule."""
    one = judged(known_row({"estimand": estimand} | cells), profile)
    flags = {"e": one.hide_estimate, "n": one.hide_n, "w": one.hide_n_expected, "r": one.refused}
    assert all(isinstance(flag, bool) for flag in flags.values())
    return "".join(letter for letter, flag in flags.items() if flag), one.rule


JUDGED = (
    ("count", {"n": 8}, ROUNDED, "", ""), ("count", {"n": 7}, ROUNDED, "en", SMALL),
    ("count", {"n": 1}, ROUNDED, "en", SMALL), ("count", {"n": 0}, ROUNDED, "", ""), ("count", {"n": 0}, TENS, "en", SMALL),
    ("count", {"n": 9, "n_expected": 7}, ROUNDED, "enw", SMALL), ("count", {"n": 9, "n_expected": 8}, ROUNDED, "", ""),
    ("count", {"n": 30, "n_expected": 37}, TWOS, "en", SMALL), ("count", {"n": 30, "n_expected": 37}, THREES, "", ""),
    ("count", {"n": 30, "n_expected": 38}, TWOS, "", ""),
    ("proportion", {"n": 23, "n_expected": 23}, ROUNDED, "", ""),
    ("proportion", {"n": 10, "n_expected": 22}, ROUNDED, "e", "no percentage of fewer than 20"),
    ("proportion", {"n": 10, "n_expected": 23}, ROUNDED, "", ""),
    ("proportion", {"n": 10, "n_expected": 20}, EXACT, "", ""), ("proportion", {"n": 9, "n_expected": 19}, EXACT, "e", "no percentage of fewer than 20"),
    ("proportion", {"n": 7, "n_expected": 7}, EXACT, "en", "a small number, or one that would reveal one"),
    ("proportion", {"n": 0, "n_expected": 7}, EXACT, "en", "a small number, or one that would reveal one"),
    ("proportion", {"n": 8, "n_expected": 8}, EXACT, "e", "no percentage of fewer than 20"),
    ("proportion", {"n": 0, "n_expected": 8}, EXACT, "e", "no percentage of fewer than 20"),
    ("proportion", {"n": 6, "n_expected": 7}, EXACT, "en", SMALL),
    ("mean", {"n": 8}, ROUNDED, "", ""), ("mean", {"n": 7}, ROUNDED, "en", "fewer than 8"),
    ("mean", {"n": 9, "n_expected": 7}, TENS, None, None), ("mean", {"n": 12, "n_expected": 14}, TWOS, "w", SMALL),
    ("mean", {"n": 3, "n_expected": 5}, TWOS, "enw", "fewer than 8"),
    ("mean", {"n": 6, "n_expected": 6}, EXACT, "e", "fewer than 8"),
    ("mean", {"n": 12, "conf_low": 2.0, "conf_high": 2.0}, ROUNDED, "e", TELLS_OF_A_FEW),
    ("mean", {"n": 12, "estimate": 0.0}, ROUNDED, "", ""), ("sd", {"n": 12, "estimate": 0.0}, ROUNDED, "e", TELLS_OF_A_FEW),
    ("sd_change", {"n": 12, "estimate": 0.0}, ROUNDED, "e", TELLS_OF_A_FEW), ("sd", {"n": 12, "estimate": 1.0}, ROUNDED, "", ""),
    ("quartile_1", {"n": 22}, ROUNDED, "e", "fewer than 20"), ("quartile_3", {"n": 22}, ROUNDED, "e", "fewer than 20"),
    ("quartile_3", {"n": 23}, ROUNDED, "", ""), ("median", {"n": 13}, ROUNDED, "", ""),
    ("item_mean", {"n": 22}, ROUNDED, "e", "fewer than 20"), ("item_mean", {"n": 23}, ROUNDED, "", ""),
    ("mean_change", {"n": 13, "n_smallest": 8}, ROUNDED, "", ""), ("mean_change", {"n": 7, "n_smallest": 7}, ROUNDED, "en", "fewer than 8"),
    ("mean_change", {"n": 13, "n_smallest": 7}, ROUNDED, "e", "fewer than 8 in the smallest group"),
    ("mean_difference", {"n": 30, "n_expected": 35, "n_smallest": 6}, TWOS, "ew", "fewer than 8 in the smallest group"),
    *((name, {"n": 40}, ROUNDED, "er", "made from true counts, which could be worked out from it") for name in primary.OF_TRUE_SHARES),
    *((name, {"n": 40}, EXACT, "", "") for name in primary.OF_TRUE_SHARES),
    ("risk_ratio", {"n": 40, "n_expected": 42}, TWOS, "ewr", "made from true counts, which could be worked out from it"),
    ("signed_rank", {"n": 8}, ROUNDED, "", ""), ("signed_rank", {"n": 7}, ROUNDED, "en", "fewer than 8"),
    ("signed_rank", {"n": 30, "n_smallest": 7}, ROUNDED, "e", "fewer than 8 in the smallest group"),
    ("model_change", {"n": 12}, ROUNDED, "e", "fewer than 10 residual degrees of freedom"),
    ("model_change", {"n": 14, "df": 9.0}, EXACT, "e", "fewer than 10 residual degrees of freedom"),
    ("model_change", {"n": 14, "df": 10.0}, EXACT, "", ""), ("model_change", {"n": 12}, EXACT, "", ""),
    ("model_change", {"n": 11, "df": 20.0}, EXACT, "e", "fewer than 10 residual degrees of freedom"),
    ("model_change", {"n": 13, "n_expected": 15}, TWOS, "w", SMALL),
    ("model_change", {"n": 7}, EXACT, "e", "fewer than 8"),
    ("model_change", {"n": 30, "n_smallest": 7}, ROUNDED, "e", "fewer than 8 in the smallest group"),
    ("icc_a1", {"n": 8}, ROUNDED, "", ""), ("icc_a1", {"n": 7}, ROUNDED, "en", "fewer than 8"),
    ("pitfall", {}, ROUNDED, "", ""), ("pitfall", {"n_expected": 5}, ROUNDED, "w", ""),
    ("criterion", {"n": 7}, ROUNDED, "en", SMALL), ("criterion", {"n": 9}, ROUNDED, "", ""),
    ("criterion", {"n": 10, "n_expected": 22}, ROUNDED, "e", "no percentage of fewer than 20"),
    ("standardised_ratio", {"n": 10, "n_expected": 22}, ROUNDED, "e", "no percentage of fewer than 20"),
    ("quotation", {"n": 8}, ROUNDED, "", ""), ("quotation", {"n": 7}, ROUNDED, "enwr", "fewer than 8 in the role"),
    ("quotation", {"n": 7}, EXACT, "enwr", "fewer than 8 in the role"), ("quotation", {"n": 30, "n_expected": 32}, TWOS, "w", SMALL),
    ("setting_score", {"n": 30}, ROUNDED, "er", "a setting that is not marked as nobody's"),
    ("setting_score", {"n": 30, "n_expected": 32}, TWOS, "ewr", "a setting that is not marked as nobody's"),
)  # fmt: skip


def test_each_kind_of_statistic_at_its_floor():
    for estimand, cells, profile, letters, rule in JUDGED:
        if letters is None:
            with pytest.raises(ProtectionError, match="larger n than n_expected"):
                judgement(estimand, profile, **cells)
        else:
            assert judgement(estimand, profile, **cells) == (letters, rule), (estimand, cells)


def test_spreads_are_never_shown_where_a_profile_forbids_them():
    without = ROUNDED.model_copy(update={"summary": SummaryRule(min_n=8, decimals=1, sd=False)})
    for name in ("sd", "sd_change"):
        assert judgement(name, without, n=40, estimate=2.0) == ("er", "never shown")
        assert judgement(name, without, n=40, n_expected=42, estimate=2.0)[0] == "er"
    assert judgement("mean", without, n=40) == ("", "")
    few = without.model_copy(update={"count": TWOS.count})
    assert judgement("sd", few, n=40, n_expected=42, estimate=2.0) == ("ewr", "never shown")


def test_a_floor_holds_where_hiding_goes_further_than_it():
    deep = EXACT.model_copy(update={"count": CountRule(hide_from=1, hide_to=30, zero="show", round_to=1, symbol="c")})
    assert judgement("mean", deep, n=25) == ("en", "fewer than 8")
    assert judgement("quotation", deep, n=25)[0] == "enwr"
    assert judgement("mean", deep, n=31) == ("", "")


def test_the_fewest_that_a_rounded_count_may_stand_for():
    assert [primary.fewest(count, ROUNDED) for count in (7.0, 8.0, 12.0, 13.0)] == [3, 8, 8, 13]
    assert [primary.fewest(count, TENS) for count in (14.0, 15.0)] == [5, 15]
    assert [primary.fewest(count, TWOS) for count in (9.0, 10.0)] == [9, 9]
    assert [primary.fewest(count, EXACT) for count in (9.0, 10.0)] == [9, 10]


COUNTS_WRONG = (
    ("mean", {}, "does not say how many"), ("proportion", {"n": 9}, "has no denominator"),
    ("standardised_ratio", {"n": 9}, "has no denominator"), ("mean", {"n": -1}, "not a whole number"),
    ("mean", {"n": 9.5}, "not a whole number"), ("mean", {"n": 9, "n_smallest": 2.5}, "not a whole number"),
    ("mean", {"n": 9, "n_expected": 10.5}, "not a whole number"), ("mean", {"n": 9, "n_expected": 8}, "larger n"),
    ("proportion", {"n": 9, "n_expected": 8}, "larger n"),
)  # fmt: skip


def test_rows_that_do_not_say_how_many_are_refused():
    for estimand, cells, words in COUNTS_WRONG:
        with pytest.raises(ProtectionError, match=words):
            judgement(estimand, **cells)
    for estimand, cells in (
        ("mean", {"n": 9, "n_expected": 9}),
        ("mean", {"n": 0}),
        ("count", {"n": 9, "n_expected": 8}),
    ):
        judgement(estimand, EXACT, **cells)


def test_what_is_withheld_hides_the_count_and_what_is_made_of_it():
    open_one = Judgement()
    assert judged_with(open_one, (), kind="share", n=50.0) == open_one
    for kind in ("count", "share", "ratio", "verdict"):
        assert judged_with(open_one, ("n_expected",), kind=kind, n=50.0) == Judgement(True, False, True, rule=SMALL)
    assert judged_with(open_one, ("n",), kind="summary", n=29.0) == Judgement(True, True, rule=SMALL)
    assert judged_with(open_one, ("n",), kind="summary", n=30.0) == Judgement(False, True, rule=SMALL)
    assert judged_with(open_one, ("n",), kind="summary", n=math.nan) == Judgement(True, True, rule=SMALL)
    assert judged_with(open_one, ("n_expected",), kind="summary", n=9.0) == Judgement(False, False, True, rule=SMALL)
    hidden = Judgement(True, True, True, True, "its own")
    assert judged_with(hidden, ("n",), kind="summary", n=30.0) == hidden


def test_of_a_small_group_no_part_is_told_even_where_nothing_could_be_estimated():
    for estimand in ("proportion", "criterion", "standardised_ratio", "count"):
        row = known_row({"estimand": estimand, "n": 0, "n_expected": 6, "estimable": False})
        assert judged_counts(row, ROUNDED) == Judgement(False, True, True), estimand
    mean = known_row({"estimand": "mean", "n": 0, "n_expected": 6, "estimable": False})
    assert judged_counts(mean, ROUNDED) == Judgement(False, False, True)
    whole = known_row({"estimand": "proportion", "n": 0, "n_expected": 9, "estimable": False})
    assert judged_counts(whole, ROUNDED) == Judgement()
    assert judged_counts(whole | {"n": 7.0}, TWOS) == Judgement(False, True, True)


def test_a_p_value_is_told_by_the_next_bound_above_it():
    bounds = (0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
    assert bounds == rounding.P_BOUNDS
    below = 0.0
    for bound in bounds:
        assert rounding.p_in_steps(below) == round(bound - 0.0001, 4)
        assert rounding.p_in_steps(bound - 1e-9) == round(bound - 0.0001, 4)
        below = bound
    assert (rounding.p_in_steps(0.9), rounding.p_in_steps(1.0)) == (1.0, 1.0)
    assert math.isnan(rounding.p_in_steps(math.nan))


def test_shares_without_an_honest_percentage_are_told_in_words():
    words = rounding.share_in_words
    assert words(30, 30, base=5, decimals=0) == "all or nearly all"
    assert words(30, 30, base=1, decimals=0) == ""
    assert words(30, 30, base=2, decimals=0) == "all or nearly all"
    assert words(998, 1000, base=5, decimals=0) == words(998, 1000, base=1, decimals=0) == "all or nearly all"
    assert words(5, 2000, base=5, decimals=0) == "few"
    assert [words(998, 1000, base=5, decimals=1), words(990, 1000, base=5, decimals=0)] == ["", ""]
    assert [words(0, 30, base=5, decimals=0), words(0, 0, base=5, decimals=0)] == ["", ""]
    assert [words(math.nan, 30, base=5, decimals=0), words(30, math.nan, base=5, decimals=0)] == ["", ""]


def test_wilson_limits_are_known_again_and_others_are_not():
    low, high = rounding.wilson_limits(48, 104, conf_level=0.95)
    row = {"n": 48, "n_expected": 104, "conf_low": low, "conf_high": high, "conf_level": 0.95}
    assert (round(low, 6), round(high, 6)) == (0.36881, 0.557007)  # R: prop.test(48, 104, correct = FALSE), stats 4.2.2
    assert rounding.is_wilson(row) is True
    for name in ("conf_low", "conf_high"):
        assert not rounding.is_wilson(row | {name: row[name] + 2e-6})
        assert not rounding.is_wilson(row | {name: row[name] - 2e-6})
    assert not any(rounding.is_wilson(row | {name: math.nan}) for name in ("conf_low", "conf_high", "conf_level"))
    assert all(0 <= rounding.wilson_limits(0, n, conf_level=0.95)[0] < 1e-9 for n in range(1, 80))
    assert max(rounding.wilson_limits(n, n, conf_level=0.95)[1] for n in range(1, 80)) == 1.0


def test_limits_of_which_one_is_missing_are_nobodys_and_of_nothing():
    row = {"n": 5, "n_expected": 0, "conf_low": 0.1, "conf_high": 0.2, "conf_level": 0.95}
    for name in ("conf_low", "conf_high", "conf_level"):
        assert rounding.is_wilson(row | {name: math.nan}) is False, "no shares of nothing are sought"


def test_counts_and_numbers_are_rounded_at_their_edges():
    count = rounding.rounded_count
    assert [count(float(n), base=5) for n in (0, 1, 2, 7, 8, 12, 13)] == [0, 5, 5, 5, 10, 10, 15]
    assert [count(float(n), base=10) for n in (14, 15)] == [10, 20]
    assert [count(float(n), base=1) for n in (1, 9)] == [1, 9]
    assert [rounding.rounded_number(number, decimals=1) for number in (0.26, -0.04, 12.34)] == [0.3, 0.0, 12.3]
    assert all(math.isnan(rounding.rounded_number(number, decimals=1)) for number in (math.nan, math.inf, -math.inf))
    assert rounding.rounded_share(1, 3, decimals=0) == 0.33
    assert rounding.rounded_share(1, 3, decimals=2) == 0.3333


def test_limits_that_come_to_no_end_are_not_shown():
    kept = exact_limits._STEPS
    exact_limits._STEPS = 2
    try:
        for limits in (
            lambda: exact_limits.clopper_pearson_limits(48, 104, conf_level=0.95),
            lambda: exact_limits.gamma_above(20.0, 15.0),
        ):
            with pytest.raises(ProtectionError, match="no end"):
                limits()
    finally:
        exact_limits._STEPS = kept
    assert 0 < exact_limits._root(lambda _: 1.0, 0.0, 1.0) < 1e-59  # as near as so many halvings come


def test_observed_over_nobody_expected_has_no_number():
    nobody = known_row(RATIO | {"statistic": 0.0, "estimate": math.nan, "conf_level": 0.95})
    assert told(protected_row(nobody, ROUNDED, {})).startswith("rounded|50|600||||")
    plain = known_row(RATIO)
    assert told(protected_row(plain, ROUNDED, {})).startswith("rounded|50|600||1.25||")


def test_means_are_no_parts_of_counts():
    shared = {"site": "here", "question": "reach", "outcome": "visits"}
    rows = [
        known_row(shared | {"estimand": "count", "unit": "parents", "n": n, "estimate": n, "cluster": cluster})
        for n, cluster in ((20, "x"), (30, "y"))
    ]
    mean = known_row(shared | {"estimand": "mean", "n": 50, "estimate": 1.5})
    total = known_row(shared | {"estimand": "count", "unit": "parents", "n": 50, "estimate": 50})
    assert sums_of([*rows, mean], cells_of([*rows, mean])) == ()
    assert [len(link.terms) for link in sums_of([*rows, total], cells_of([*rows, total]))] == [3]


def test_rows_of_sites_are_seen_by_a_synthesis_as_in_their_reports():
    frame = results_frame(
        [{"estimand": "count", "n": 48, "estimate": 48}, {"estimand": "count", "n": 5, "estimate": 5}]
    )
    seen = SiteGate(ROUNDED)(frame)
    assert (seen["n"].tolist()[0], seen["status"].tolist()) == (50, ["rounded", "hidden"])


def test_a_row_comes_in_with_empty_words_and_numbers_that_are_floats():
    blank = {name: None for name in COLUMNS} | {"estimand": "count", "label": math.nan, "n": 3, "note": pd.NA}
    row = as_row(blank)
    assert (row["label"], row["note"], row["site"], row["n"]) == ("", "", "", 3.0)
    assert isinstance(row["n"], float)
    assert math.isnan(row["estimate"])


def test_a_shown_zero_protects_nobody():
    linked = linked_counts.partition([0, 3, 20, 40])
    assert suppressed(linked, EXACT).hidden == {1, 2}


def test_a_plan_that_is_not_at_its_end_is_proven_all_the_same():
    shared = {"site": "here", "question": "reach", "unit": "parents", "outcome": "parity"}
    rows = [known_row(shared | SHARE | {"n": n, "n_expected": 63, "estimate": n / 63, "subgroup": name})
            for n, name in ((3, "a"), (20, "b"), (40, "c"))]  # fmt: skip
    kept = plan._MOST_PASSES
    plan._MOST_PASSES = 1
    try:
        found = plan.withheld_of(rows, EXACT)
    finally:
        plan._MOST_PASSES = kept
    assert found == plan.withheld_of(rows, EXACT)
    assert [sorted(found.get(plan.row_key(row), ())) for row in rows] == [[], ["n"], []]


def test_an_estimate_that_is_not_what_its_counts_say_is_refused():
    for cells in (SHARE | {"estimate": 0.9}, COUNT | {"estimate": 3}, RATIO | {"estimate": 9.0},
                  {"estimand": "criterion", "n": 48, "estimate": 3}):  # fmt: skip
        with pytest.raises(ProtectionError, match="not what its counts say"):
            protected_row(known_row(cells), ROUNDED, {})


def test_what_may_enter_the_gate():
    good = results_frame([{"estimand": "count", "n": 48, "estimate": 48}])
    assert gate.release(good, ROUNDED).rows["n"].tolist() == [50]
    every = ROUNDED.model_copy(update={"restricted_only": True, "id": "none"})
    assert gate.release(good, every, level="restricted").level == "restricted"
    for frame, profile, level, words in (
        (good.drop(columns="note"), ROUNDED, "release", "no|not a results table"), (None, ROUNDED, "release", "takes a frame"),
        (good.assign(more=1), ROUNDED, "release", "1 columns are unknown and 0"), (good, ROUNDED, "public", "no such level"),
        (good, ROUNDED, "restricted", "not made for the restricted"), (good, every, "release", "restricted level only"),
        (good.assign(estimand="shoe_size"), ROUNDED, "release", "not in the table"),
        (good.assign(sensitivity="identifier"), ROUNDED, "release", "those never pass"),
        (good.assign(sensitivity="text"), ROUNDED, "release", "those never pass"),
    ):  # fmt: skip
        with pytest.raises(ProtectionError, match=words):
            gate.release(frame, profile, level=level)


def test_released_rows_are_taken_and_joined_under_their_own_profile():
    frame = results_frame([{"estimand": "count", "n": n, "estimate": n, "label": str(n)} for n in (48, 5)])
    made = gate.release(frame, ROUNDED, withheld={"f" * 24: frozenset({"n"})})
    assert made.withheld == {"f" * 24: frozenset({"n"})}
    one = made.take(made.rows["status"] == "hidden")
    assert (one.profile, one.level, one.withheld) == (made.profile, made.level, made.withheld)
    assert one.rows.index.tolist() == [0]
    both = gate.joined([made, one])
    assert (len(both.rows), both.withheld, both.rows.index.tolist()) == (3, made.withheld, [0, 1, 2])
    for others in ([], [made, gate.release(frame, EXACT)]):
        with pytest.raises(ProtectionError):
            gate.joined(others)
    every = ROUNDED.model_copy(update={"restricted_only": True})
    assert gate.release(frame, every, level="restricted").withheld == {}


def test_rows_are_made_released_by_the_gate_alone():
    made = gate.release(results_frame([]), ROUNDED)
    for rows in (made.rows, None, made.rows.drop(columns="hidden")):
        with pytest.raises(ProtectionError):
            gate.Released(rows, ROUNDED, "release")
    with pytest.raises(ProtectionError, match="no released rows"):
        gate.Released(None, ROUNDED, "release", made_by=gate._GATE)


SHARE = {"estimand": "proportion", "n": 48, "n_expected": 104, "estimate": 48 / 104}
MEAN = {"estimand": "mean", "n": 40, "estimate": 3.28}
TEST = {"estimand": "signed_rank", "n": 40, "p_value": 0.0312}
COUNT = {"estimand": "count", "n": 48, "estimate": 48}
OPEN = {"estimand": "count", "n": 5, "estimate": 5, "unit": "sessions", "sensitivity": "open"}
RATIO = {"estimand": "standardised_ratio", "n": 48, "n_expected": 600, "statistic": 40.0, "estimate": 1.2}
UNHIDDEN = {"status": "rounded", "mark": "", "hidden": "", "rule": ""}
LOW, HIGH = exact_limits.clopper_pearson_limits(10, 1000, conf_level=0.95)
RARE = SHARE | {"n": 10, "n_expected": 1000, "estimate": 0.01, "conf_low": LOW, "conf_high": HIGH, "conf_level": 0.95}
TAMPERED = (
    (RARE, ROUNDED, {"conf_high": 0.03}, "limits that are not"), (RARE, ROUNDED, {"conf_low": 0.02}, "limits that are not"),
    (COUNT, ROUNDED, {"df": 3.0}, "degrees of freedom"),
    (COUNT, ROUNDED, {"statistic": 3.0}, "degrees of freedom"), (COUNT, ROUNDED, {"status": "safe"}, "status"),
    (COUNT, ROUNDED, {"site": "there"}, "another row"), (COUNT, ROUNDED, {"estimable": False}, "another row"),
    (COUNT, ROUNDED, {"label": "Words"}, "other words"), (COUNT, ROUNDED, {"reason": "Words"}, "another reason"),
    (COUNT, ROUNDED, {"n": 48.0, "estimate": 48.0}, "otherwise than"), (COUNT, ROUNDED, {"n_expected": 50.0}, "otherwise"),
    (COUNT, ROUNDED, {"estimate": 55.0}, "another count"), (COUNT, ROUNDED, {"conf_low": 45.0}, "limits of a count"),
    (COUNT, ROUNDED, {"hidden": "n"}, "said to be hidden"), (COUNT, ROUNDED, {"status": "hidden"}, "without its mark"),
    (COUNT, ROUNDED, {"status": "hidden", "mark": "*"}, "estimate that is said"), (COUNT, ROUNDED, {"mark": "?"}, "mark"),
    (COUNT | {"n": 7, "estimate": 7}, ROUNDED, UNHIDDEN | {"n": 5.0, "estimate": 5.0}, "otherwise than"),
    (COUNT | {"n": 7, "estimate": 7}, ROUNDED, {"hidden": "n"}, "said to be hidden"),
    (COUNT | {"n": 7, "estimate": 7}, ROUNDED, {"mark": ""}, "without its mark"),
    (COUNT | {"n": 10, "n_expected": 5, "estimate": 10}, ROUNDED, {"n": 10.0, "hidden": "n_expected estimate"}, "part of a small group"),
    (SHARE | {"n": 0, "n_expected": 7, "estimate": 0}, EXACT, {"n": 0.0, "hidden": "estimate"}, "every member"),
    (SHARE | {"n": 7, "n_expected": 7, "estimate": 1}, EXACT, {"n": 7.0, "hidden": "estimate"}, "every member"),
    (SHARE | {"n": 60, "n_expected": 63, "estimate": 60 / 63}, EXACT, {"n": 60.0, "hidden": "estimate"}, "all but a few"),
    (SHARE | {"n": 11, "n_expected": 22, "estimate": 0.5}, ROUNDED, UNHIDDEN | {"estimate": 0.5}, "share of too few"),
    (SHARE, ROUNDED, {"estimate": 0.46}, "not that of its rounded"), (SHARE, ROUNDED, {"estimate": 0.476}, "not that of its"),
    (SHARE, ROUNDED, {"n": math.nan, "hidden": "n", "mark": "*"}, "without the counts"),
    (SHARE, ROUNDED, {"n_expected": math.nan, "hidden": "n_expected", "mark": "*"}, "without the counts"),
    (SHARE, ROUNDED, {"conf_low": 0.38}, "limits that are not"), (SHARE, ROUNDED, {"p_value": 0.5}, "p value"),
    (SHARE | {"n": 8, "n_expected": 3000, "estimate": 8 / 3000}, ROUNDED, UNHIDDEN | {"estimate": 0.0}, "nobody that is one"),
    (SHARE | {"n": 30, "n_expected": 32, "estimate": 30 / 32}, ROUNDED, UNHIDDEN | {"estimate": 1.0}, "nearly all"),
    (SHARE | {"n_expected": math.nan, "estimand": "criterion", "n": 48, "estimate": 48}, ROUNDED, {"estimate": 45.0}, "another count"),
    (MEAN, ROUNDED, {"estimate": 3.28}, "more decimals"), (MEAN, ROUNDED, {"estimate": 3.5}, "more decimals"),
    (MEAN, ROUNDED, {"conf_high": 3.5}, "more decimals"), (MEAN | {"n": 7}, ROUNDED, UNHIDDEN | {"estimate": 3.3, "hidden": "n", "mark": "*"}, "too few people"),
    (MEAN | {"estimand": "quartile_1", "n": 22}, ROUNDED, UNHIDDEN | {"estimate": 3.3}, "too few people"),
    (MEAN | {"estimand": "item_mean", "n": 22}, ROUNDED, UNHIDDEN | {"estimate": 3.3}, "too few people"),
    (MEAN | {"estimand": "icc_a1", "n": 7}, EXACT, UNHIDDEN | {"estimate": 3.28}, "too few people"),
    (MEAN | {"estimand": "mean_change", "n_smallest": 7}, ROUNDED, UNHIDDEN | {"estimate": 3.3, "hidden": "n_smallest"}, "one group"),
    (MEAN | {"estimand": "model_change", "n_smallest": 7}, ROUNDED, UNHIDDEN | {"estimate": 3.3, "hidden": "n_smallest"}, "one group"),
    (MEAN | {"estimand": "model_change", "df": 9.0}, ROUNDED, UNHIDDEN | {"estimate": 3.3, "hidden": "df"}, "degrees of freedom"),
    (MEAN | {"estimand": "model_change", "n": 11}, EXACT, UNHIDDEN | {"estimate": 3.3}, "degrees of freedom"),
    (MEAN | {"estimand": "sd", "estimate": 0.0}, ROUNDED, UNHIDDEN | {"estimate": 0.0}, "spread"),
    (MEAN | {"conf_low": 3.0, "conf_high": 3.0}, ROUNDED, UNHIDDEN | {"estimate": 3.3, "hidden": "conf_low conf_high"}, "everybody has"),
    (MEAN | {"estimand": "risk_ratio"}, ROUNDED, UNHIDDEN | {"estimate": 3.28}, "true shares"),
    (TEST, ROUNDED, {"estimate": 3.0}, "statistic"), (TEST, ROUNDED, {"p_value": 0.0312}, "three decimals"),
    (TEST, ROUNDED, {"p_value": 0.04}, "three decimals"), (TEST | {"estimand": "mcnemar"}, ROUNDED, {"p_value": 0.031}, "next bound"),
    (TEST | {"estimand": "mcnemar"}, ROUNDED, {"p_value": 0.0999}, "next bound"), (OPEN, ROUNDED, {"n": 6.0}, "another number"),
    (OPEN, ROUNDED, {"status": "hidden"}, "as if something"), (OPEN, ROUNDED, {"n": math.nan}, "another number"),
    (OPEN | {"unit": "people"}, ROUNDED, UNHIDDEN | {"n": 5.0, "estimate": 5.0}, "otherwise than"),
    (OPEN | {"sensitivity": "personal"}, ROUNDED, UNHIDDEN | {"n": 5.0, "estimate": 5.0}, "otherwise than"),
    (RATIO, ROUNDED, {"estimate": 1.2}, "ratio that is not"), (RATIO, ROUNDED, {"p_value": 0.2}, "p value of observed"),
    (RATIO, ROUNDED, {"conf_low": 0.9434}, "to more decimals"), (RATIO, ROUNDED, {"n": math.nan, "hidden": "n statistic", "mark": "*"}, "ratio without"),
    (RATIO | {"n": 10, "n_expected": 22, "estimate": 0.25}, ROUNDED, UNHIDDEN | {"estimate": 0.28, "hidden": "statistic"}, "ratio of too few"),
    ({"estimand": "setting_score", "n": 30, "estimate": 2.5}, ROUNDED, UNHIDDEN | {"estimate": 2.5}, "may be none"),
    (MEAN | {"estimable": False}, ROUNDED, {"estimate": 3.3, "hidden": ""}, "may be none"),
    (MEAN | {"estimable": False, "reason": "only 5 answered"}, ROUNDED, {"reason": "only 5 answered"}, "among the words"),
    ({"estimand": "quotation", "n": 7, "note": "Words."}, ROUNDED, {"note": "Words."}, "did not pass"),
    ({"estimand": "quotation", "n": 7, "label": "A parent"}, ROUNDED, {"label": "A parent"}, "did not pass"),
    ({"estimand": "criterion", "n": 3, "n_expected": 5, "direction": "go"}, ROUNDED, {"direction": "go"}, "rating"),
    ({"estimand": "individual_score", "n": 3, "note": "Words."}, ROUNDED, {"note": "Words."}, "own words, or whose"),
    ({"estimand": "individual_score", "n": 3, "note": "Words."}, ROUNDED, {"n": 3.0}, "beside a person's"),
    ({"estimand": "individual_score", "n": 3, "note": "Words."}, ROUNDED, {"status": "shown"}, "as if they had"),
)  # fmt: skip


def test_the_second_look_finds_what_was_tampered_with_and_nothing_else():
    for cells, profile, changed, words in TAMPERED:
        row = known_row(cells)
        shown = protected_row(row, profile, {})
        assert list(_wrong(row, shown, profile, frozenset())) == [], cells
        found = list(_wrong(row, {**shown, **changed}, profile, frozenset()))
        assert any(words in one for one in found), (cells, changed, found)


FROM_TWO = ROUNDED.model_copy(update={"count": CountRule(hide_from=2, hide_to=7, zero="show", round_to=1, symbol="*")})
NO_ZEROS = ROUNDED.model_copy(update={"count": CountRule(hide_from=1, hide_to=5, zero="hide", round_to=1, symbol="c")})
RATED = {"estimand": "cohen_kappa", "n": 5, "estimate": 0.81, "unit": "domains", "sensitivity": "open"}
# Rows, profile, what a plan withholds of them, what is changed in them, and what is said: "" where nothing may be.
LOOKED_AT = (
    (COUNT, ROUNDED, (), {"status": "refused", "mark": ""}, "without its mark"),
    (COUNT, ROUNDED, (), {"status": "refused", "mark": "*"}, "estimate that is said"),
    (MEAN, ROUNDED, ("n",), {}, ""), (MEAN, ROUNDED, ("n",), {"mark": ""}, "without its mark"),
    (MEAN | {"n": 12, "n_expected": 14}, TWOS, (), {"mark": ""}, "without its mark"),
    (MEAN, ROUNDED, ("estimate",), {}, ""),
    (MEAN, ROUNDED, ("estimate",), UNHIDDEN | {"estimate": 3.3}, "an estimate that its plan withholds"),
    (SHARE | {"n": 8, "n_expected": 8, "estimate": 1}, EXACT, (), {}, ""),
    (SHARE | {"n": 1, "n_expected": 1, "estimate": 1}, FROM_TWO, (), {"n": 1.0, "hidden": "estimate"}, "every member"),
    (SHARE | {"n": 30, "n_expected": 37, "estimate": 30 / 37}, THREES, (), {}, ""),
    (SHARE | {"n": 30, "n_expected": 30, "estimate": 1}, NO_ZEROS, (), {"n": 30.0, "n_expected": 30.0, "hidden": "estimate"}, "all but a few"),
    (RATIO | {"n": 0, "n_expected": 5, "estimate": 0}, ROUNDED, (), {"n": 0.0, "hidden": "n_expected estimate statistic"}, "part of a small"),
    ({"estimand": "criterion", "n": 0, "n_expected": 5, "direction": "go"}, ROUNDED, (), {"n": 0.0, "hidden": "n_expected"}, "part of a small"),
    (MEAN | {"estimable": False, "reason": "Form X5 was not sent."}, ROUNDED, (), {}, ""),
    ({"estimand": "criterion", "n": 30, "n_expected": 50, "estimate": 0.6, "reason": "Of 50 agreed on."}, ROUNDED, (), {}, ""),
    (RATED, ROUNDED, (), {}, ""), (RATED, ROUNDED, (), {"estimate": 0.8}, "another number than the open"),
    (RATED | {"unit": "sessions"}, ROUNDED, (), {"n": 5.0}, "otherwise than"), (RATED | {"unit": "sessions"}, ROUNDED, (), {}, ""),
    (SHARE | {"n": 2, "n_expected": 5, "estimate": 0.4, "unit": "sessions", "sensitivity": "open"}, ROUNDED, (), {}, ""),
    ({"estimand": "setting_score", "n": 3, "estimate": 2.51, "unit": "observations", "sensitivity": "open"}, ROUNDED, (), {}, ""),
    ({"estimand": "published_share", "estimate": 0.123, "unit": "published figures", "sensitivity": "open"}, ROUNDED, (), {}, ""),
)  # fmt: skip


def test_the_second_look_lets_pass_what_may_and_holds_the_rest_to_its_plan():
    for cells, profile, columns, changed, words in LOOKED_AT:
        row = known_row(cells)
        shown = protected_row(row, profile, {row_key(row): frozenset(columns)})
        found = list(_wrong(row, {**shown, **changed}, profile, frozenset(columns)))
        assert any(words in one for one in found) if words else found == [], (cells, changed, found)


def test_what_does_not_say_how_many_it_rests_on_is_nobodys_only_where_it_is_printed_elsewhere():
    for cells in (RATED, OPEN, OPEN | {"estimand": "setting_score", "unit": "observations", "estimate": 2.5}):
        row = known_row(cells | {"n": math.nan})
        try:
            found = list(_wrong(row, as_it_is(row), ROUNDED, frozenset()))
        except ValueError:
            found = ["what cannot be judged"]  # the gate refuses what raises
        assert found != [], cells


def test_rows_are_looked_at_under_their_own_plan():
    row = known_row(MEAN)
    shown = protected_row(row, ROUNDED, {})
    with pytest.raises(ProtectionError, match="its plan withholds"):
        looked_at([row], [shown], ROUNDED, withheld={row_key(row): frozenset({"n"})})


def test_a_number_that_is_none_is_found_first():
    row = known_row(COUNT)
    shown = protected_row(row, ROUNDED, {})
    assert [next(_wrong(row, {**shown, "n": odd}, ROUNDED, frozenset())) for odd in ("50", 50, None)] == [
        "something that is no number in a column of numbers"
    ] * 3


def test_the_second_look_holds_rows_to_their_plan_and_counts_them():
    row = known_row(SHARE)
    shown = protected_row(row, ROUNDED, {})
    assert "its plan withholds" in next(_wrong(row, shown, ROUNDED, frozenset({"n"})))
    assert looked_at([row], [shown], ROUNDED, withheld={}) == Looked(1)
    with pytest.raises(ProtectionError, match="went missing"):
        looked_at([row, row], [shown], ROUNDED, withheld={})
    with pytest.raises(ProtectionError, match="would show a share"):
        looked_at([row], [{**shown, "estimate": 0.46}], ROUNDED, withheld={})


def test_every_quantity_passes_both_looks_at_every_size():
    """A row that the gate made is one that the second look lets pass, whatever it holds."""
    seen = Counter()
    for name, own in ESTIMANDS.items():
        for n, whole in ((0, 0), (0, 6), (3, 5), (8, 9), (22, 22), (40, 43), (60, 120)):
            cells = {"estimand": name, "n": n, "n_expected": whole, "n_smallest": n // 2, "sensitivity": "personal"}
            if own.kind == "ratio":
                cells |= {"statistic": 3.0, "estimate": n / 3.0}
            elif own.kind in ("share", "verdict") and whole:
                cells["estimate"] = n / whole
            elif own.kind not in ("share", "verdict"):
                cells["estimate"] = n if own.kind == "count" else 1.234567
            row = known_row(cells)
            for profile in (ROUNDED, EXACT, TENS):
                for one in (row, row | {"estimable": False, "estimate": math.nan, "reason": "Nobody was asked."}):
                    shown = protected_row(one, profile, {})
                    assert list(_wrong(one, shown, profile, frozenset())) == [], (cells, told(shown))
                shown = protected_row(row, profile, {})
                assert list(_wrong(row, shown, profile, frozenset())) == [], (cells, told(shown))
                seen[shown["status"]] += 1
    assert set(seen) >= {"shown", "rounded", "hidden", "refused"} - {"shown"}


def spoilt(**changes):
    return sorted({key for key, _ in check_profile(ROUNDED.model_copy(update=changes))})


def counts(**changes):
    return {"count": ROUNDED.count.model_copy(update=changes)}


WIDTH, DIFFERENCE = "width.min_candidates", "difference.min_share_of_range"


def test_thresholds_that_undo_each_other_are_named():
    assert spoilt() == []
    assert spoilt(**counts(hide_from=-1)) == ["count"]
    assert spoilt(**counts(hide_from=8)) == ["count", WIDTH]
    assert [spoilt(**counts(hide_from=0)), spoilt(**counts(hide_from=5))] == [[], []]
    assert [spoilt(**counts(round_to=0)), spoilt(**counts(round_to=1))] == [["count.round_to"], []]
    assert spoilt(sources=()) == ["sources"]
    for name, rule in (
        ("test_min_n_per_arm", 7),
        ("agreement_min_n", 7),
        ("class_disclosure", ClassDisclosureRule(min_n=7)),
    ):
        assert spoilt(**{name: rule}) == [name if isinstance(rule, int) else f"{name}.min_n"]
    for name in ("min_n", "min_bin"):
        assert spoilt(figure=ROUNDED.figure.model_copy(update={name: 7})) == [f"figure.{name}"]
    for rule, name in (("percent", "min_denominator"), ("summary", "min_n"), ("item_summary", "min_n"), ("model", "min_level_n"),
                       ("quantile", "quartiles_min_n"), ("quote", "min_role_by_site"), ("release_change", "min_people")):  # fmt: skip
        assert spoilt(**{rule: getattr(ROUNDED, rule).model_copy(update={name: 7})}) == [f"{rule}.{name}"]
        assert spoilt(**{rule: getattr(ROUNDED, rule).model_copy(update={name: 8})}) == []
    points = FigureRule(min_n=20, min_bin=8, points="allowed")
    assert [spoilt(figure=points), spoilt(figure=points, restricted_only=True)] == [["figure.points"], []]
    for decimals, expected in ((-1, ["percent.decimals"]), (0, []), (3, []), (4, ["percent.decimals"])):
        assert spoilt(percent=PercentRule(min_denominator=20, decimals=decimals)) == expected
    assert spoilt(summary=SummaryRule(min_n=8, decimals=4)) == ["summary.decimals"]
    assert spoilt(item_summary=SummaryRule(min_n=20, decimals=4)) == ["item_summary.decimals"]
    assert spoilt(quote=QuoteRule(min_role_by_site=8, max_per_person=0)) == ["quote.max_per_person"]
    assert spoilt(quote=QuoteRule(min_role_by_site=8, max_per_person=1)) == []
    basis = tuple(Basis(rule=rule, source="made up", verified=True) for rule in ("count", "shoes"))
    assert [spoilt(basis=basis), spoilt(basis=basis[:1])] == [["basis"], []]


def test_widths_and_shares_lie_in_their_ranges():
    for width, expected in ((0, [WIDTH]), (1, []), (7, []), (8, [WIDTH])):
        assert spoilt(width=WidthRule(min_candidates=width)) == expected
    assert spoilt(width=WidthRule(min_candidates=8), restricted_only=True) == []
    assert spoilt(width=WidthRule(min_candidates=8), **counts(zero="hide")) == []
    assert spoilt(width=WidthRule(min_candidates=9), **counts(zero="hide")) == [WIDTH]
    assert spoilt(width=WidthRule(min_candidates=8), **counts(hide_from=0)) == [WIDTH]
    for largest, share, within in ((0, 0.9, 0.1), (2, 0.0, 0.1), (2, 1.1, 0.1), (2, 0.9, -0.1), (2, 0.9, 1.0)):
        assert spoilt(dominance=DominanceRule(largest=largest, share=share, within=within)) == ["dominance"]
    for largest, share, within in ((1, 0.9, 0.1), (2, 1.0, 0.0), (2, 0.1, 0.9)):
        assert spoilt(dominance=DominanceRule(largest=largest, share=share, within=within)) == []
    for share, expected in ((-0.1, [DIFFERENCE]), (0.0, []), (1.0, []), (1.1, [DIFFERENCE])):
        assert spoilt(difference=DifferenceRule(min_share_of_range=share)) == expected
