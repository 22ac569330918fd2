"""Rows of joint displays at the gate: n, k and their complement, all of a group, readings of a few, private rows."""

import math

import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.paths import study_paths
from earlyeval.foundations.results import results_frame
from earlyeval.protect.gate import release
from earlyeval.registry.load import load_registry

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def profile():
    return load_registry(study_paths()).profile


def released(profile, **row):
    return release(results_frame([{"strand": "qualitative", "unit": "people", **row}]), profile).rows.iloc[0]


@pytest.mark.parametrize("n", range(1, 41))
def test_k_of_n_of_a_theme_never_tells_a_small_number_or_a_small_complement(profile, n):
    for k in range(n + 1):
        row = released(profile, estimand="proportion", n=k, n_expected=n, estimate=k / n)
        for count in (row["n"], row["n_expected"]):
            assert math.isnan(count) or count % 5 == 0
            assert math.isnan(count) or not 1 <= count <= 4
        if n <= 7:
            assert math.isnan(row["n_expected"])
        if 1 <= k <= 7:
            assert math.isnan(row["n"])
        if not math.isnan(row["n"]) and not math.isnan(row["n_expected"]) and 1 <= n - k <= 7:
            # Whoever knows the rules is left with three possible complements or more.
            possible = {
                whole - part
                for whole in range(n - 5, n + 6)
                for part in range(max(k - 5, 0), k + 6)
                if part <= whole and 5 * round(whole / 5) == row["n_expected"] and 5 * round(part / 5) == row["n"]
            }
            assert len(possible) >= 3
        assert math.isnan(row["estimate"]) or n >= 18


def test_all_of_a_small_group_is_never_said(profile):
    row = released(profile, estimand="proportion", n=6, n_expected=6, estimate=1.0)
    assert (row["status"], row["mark"]) == ("hidden", "*")
    assert math.isnan(row["n"])


def test_a_reading_of_a_few_people_loses_its_direction(profile):
    reading = {"estimand": "convergence", "direction": "agreement", "reason": "Expected: more when worse."}
    few = released(profile, **reading, n=6, n_expected=6)
    assert (few["direction"], few["reason"]) == ("", "Too few people to report.")
    assert released(profile, **reading, n=17, n_expected=17)["direction"] == "agreement"


@pytest.mark.parametrize("n", range(3, 13))
def test_a_correlation_of_fewer_than_the_floor_is_hidden(profile, n):
    row = released(
        profile, estimand="spearman", n=n, n_expected=n, estimate=0.5, conf_low=0.1, conf_high=0.8, conf_level=0.95
    )
    assert math.isnan(row["estimate"]) == (n < 8)


@pytest.mark.parametrize("smallest", range(5, 13))
def test_the_difference_of_two_groups_follows_its_smaller_one(profile, smallest):
    row = released(
        profile, estimand="hedges_g", n=30, n_smallest=smallest, estimate=0.5, conf_low=0.1, conf_high=0.8,
        conf_level=0.95,
    )  # fmt: skip
    assert math.isnan(row["estimate"]) == (smallest < 8)


@pytest.mark.parametrize("estimand", ["individual_words", "quotation_trace", "individual_score"])
def test_what_is_about_one_person_leaves_nothing_behind(profile, estimand):
    row = released(profile, estimand=estimand, n=1, note="words", label="Q1", subgroup="person 1", sensitivity="text")
    assert row["status"] == "refused"
    assert "".join((row["note"], row["label"], row["subgroup"], row["method"])) == ""


@pytest.mark.parametrize("column", ["label", "note"])
def test_a_conclusion_with_a_number_of_people_in_its_words_is_refused(profile, column):
    with pytest.raises(ProtectionError, match="number of people"):
        released(profile, estimand="meta_inference", sensitivity="open", **{column: "It helped 3 of 5 parents."})


def test_agreement_of_raters_passes_only_where_what_was_rated_is_nobody(profile):
    kappa = {"estimand": "cohen_kappa", "n": 6, "n_expected": 6, "estimate": 0.5, "sensitivity": "open"}
    assert released(profile, **kappa | {"unit": "domains"})["status"] == "shown"
    assert released(profile, **kappa | {"unit": "people"})["status"] == "hidden"
    assert released(profile, **kappa | {"unit": "sessions"})["status"] == "hidden"
    assert released(profile, **kappa | {"unit": "domains", "sensitivity": "personal"})["status"] == "hidden"
