"""Rows of a few people are the same row, whether anything could be worked out from them or not."""

import math

import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.foundations.results import records, results_frame
from earlyeval.protect.gate import release
from earlyeval.protect.known_rows import EXACT, ROUNDED
from earlyeval.protect.one_row import WORKED_OUT, protected_row
from earlyeval.protect.second_look import looked_at

pytestmark = pytest.mark.spec
WORDS = {"programme": "g", "site": "s", "question": "change", "strand": "family", "outcome": "o", "unit": "points"}
ALIKE = "Everybody changed by the same amount, so no interval and no test can be worked out."
OF_ONE = {"n": 1.0, "estimable": False, "reason": "Fewer than two people were measured both times."}
OF_TWO_ALIKE = {"n": 2.0, "estimate": 3.0, "method": "mean", "reason": ALIKE}
OF_TWO_WITHOUT = {"n": 2.0, "estimable": False, "reason": ALIKE}
OF_SIX = {"n": 6.0, "estimate": 3.2, "conf_low": 1.0, "conf_high": 5.4, "conf_level": 0.95, "p_value": 0.03,
          "statistic": 2.0, "df": 5.0, "method": "mean, t interval"}  # fmt: skip
ESTIMANDS_OF = [next(name for name, own in ESTIMANDS.items() if own.kind == kind) for kind in WORKED_OUT]


def as_told(row, profile):
    return str(records(release(results_frame([WORDS | row]), profile).rows)[0])


@pytest.mark.parametrize("profile", [ROUNDED, EXACT], ids=["rounded", "exact"])
@pytest.mark.parametrize("estimand", [*ESTIMANDS_OF, "sd_change", "item_mean", "spearman", "cohen_kappa"])
def test_how_few_they_are_is_not_told_by_what_can_be_worked_out(estimand, profile):
    few = OF_SIX if profile is ROUNDED else OF_SIX | {"n": 5.0}
    rows = [as_told({"estimand": estimand} | row, profile) for row in (OF_ONE, OF_TWO_ALIKE, OF_TWO_WITHOUT, few)]
    assert len(set(rows)) == 1


def test_nor_how_few_are_in_the_smaller_group():
    of_many = {"estimand": "mean_difference", "n": 40.0}
    rows = [as_told(of_many | row | {"n": 40.0, "n_smallest": row["n"]}, ROUNDED) for row in (OF_ONE, OF_SIX)]
    assert rows[0] == rows[1]


def test_of_many_it_is_said_that_and_why_nothing_could_be_worked_out():
    row = as_told({"estimand": "mean_change", "n": 40.0, "estimable": False, "reason": "No model fits."}, ROUNDED)
    assert "not_estimable" in row
    assert "No model fits." in row
    nobody = as_told({"estimand": "mean_change", "n": 0.0, "estimable": False, "reason": "Nobody came."}, ROUNDED)
    assert "not_estimable" in nobody


@pytest.mark.parametrize(
    "told",
    [
        {"status": "not_estimable", "estimable": False},
        {"method": "mean, t interval"},
        {"conf_level": 0.95},
        {"hidden": "n estimate conf_low"},
        {"hidden": "n"},
    ],
)
def test_the_second_look_lets_no_such_row_pass(told):
    row = records(results_frame([WORDS | {"estimand": "mean_change"} | OF_ONE]))[0]
    row = {name: "" if value is None else value for name, value in row.items()} | {"statistic": math.nan}
    row |= {"method": "mean, t interval", "conf_level": 0.95, "conf_low": 1.0}
    shown = protected_row(row, ROUNDED, {})
    assert looked_at([row], [shown], ROUNDED, withheld={}).rows == 1
    with pytest.raises(ProtectionError):
        looked_at([row], [shown | told], ROUNDED, withheld={})


def test_those_measured_both_times_are_one_number_under_two_names():
    """81 told as 80 behind a change, and 88 as 90 of all at the end, leave 6 or 7 who came back only then."""
    about = WORDS | {"outcome": "mood", "instrument": "form", "version": "form", "subscale": "total"}
    link = about | {"question": "linkage", "estimand": "count", "unit": "parents"}
    rows = [
        link | {"subgroup": "both", "n": 81.0}, link | {"subgroup": "before-only", "n": 41.0},
        link | {"subgroup": "after-only", "n": 7.0},
        about | {"subgroup": "pairs", "estimand": "mean_change", "n": 81.0, "n_expected": 143.0, "estimate": 1.2},
        about | {"question": "missingness", "estimand": "proportion", "unit": "parents", "subgroup": "scorable",
                 "time_point": "endpoint", "n": 88.0, "n_expected": 90.0, "estimate": 88 / 90},
        about | {"question": "missingness", "estimand": "proportion", "unit": "parents", "subgroup": "returned",
                 "time_point": "endpoint", "n": 90.0, "n_expected": 143.0, "estimate": 90 / 143},
    ]  # fmt: skip
    told = release(results_frame(rows), ROUNDED).rows
    after, pairs, everybody = told["n"].iloc[2], told["n"].iloc[3], told["n"].iloc[4]
    assert math.isnan(after)
    assert math.isnan(pairs) or math.isnan(everybody)
