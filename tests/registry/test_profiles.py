"""The shipped disclosure profiles: thresholds as their sources have them, and the strictest of several."""

import itertools

import pytest

from earlyeval.foundations.paths import study_paths
from earlyeval.registry.load import load_registry
from earlyeval.registry.profiles import Profile
from earlyeval.registry.strictest import strictest

pytestmark = pytest.mark.registry

# Typed here a second time, from what was read of each provider: hidden from, to, zero, rounded to.
COUNTS = {
    "nhs-hes-child": (1, 7, "show", 5),
    "opensafely": (1, 7, "show", 5),
    "dfe-cin": (1, 5, "show", 1),
    "ukllc": (1, 9, "hide", 1),
    "ons-10-5": (1, 9, "hide", 5),
    "none": (0, 0, "show", 1),
}
OF_NO_RULE = {"id", "name", "provider", "symbol_words", "restricted_only", "basis", "sources"}


@pytest.fixture(scope="module")
def profiles():
    return load_registry(study_paths("")).profiles


def test_every_provider_of_the_design_has_a_profile(profiles):
    assert set(profiles) == set(COUNTS)


@pytest.mark.parametrize("name", COUNTS)
def test_counts_are_hidden_and_rounded_as_the_provider_says(profiles, name):
    count = profiles[name].count
    assert (count.hide_from, count.hide_to, count.zero, count.round_to) == COUNTS[name]


@pytest.mark.parametrize("name", COUNTS)
def test_every_threshold_is_named_with_its_source(profiles, name):
    rules = set(Profile.model_fields) - OF_NO_RULE
    assert [basis.rule for basis in profiles[name].basis] == [rule for rule in Profile.model_fields if rule in rules]
    assert {basis.source for basis in profiles[name].basis} <= set(profiles[name].sources)


@pytest.mark.parametrize("name", sorted(set(COUNTS) - {"none"}))
def test_a_hidden_count_can_keep_three_values_under_each_shipped_profile(profiles, name):
    profile = profiles[name]
    assert profile.width.min_candidates == 3
    assert profile.release_change.min_people > profile.count.hide_to
    assert (profile.dominance.largest, profile.dominance.share, profile.dominance.within) == (2, 0.9, 0.1)
    assert profile.difference.min_share_of_range == 0.25


def test_the_strictest_of_two_takes_each_rule_from_whoever_is_stricter(profiles):
    both = strictest([profiles["dfe-cin"], profiles["ons-10-5"]])
    assert (both.count.hide_from, both.count.hide_to, both.count.zero, both.count.round_to) == (1, 9, "hide", 5)
    assert (both.percent.decimals, both.summary.min_n, both.model.min_level_n) == (0, 10, 10)
    assert both.symbol_words == profiles["ons-10-5"].symbol_words
    assert both.id == "dfe-cin-and-ons-10-5"
    assert set(both.sources) == {*profiles["dfe-cin"].sources, *profiles["ons-10-5"].sources}


@pytest.mark.parametrize("pair", list(itertools.combinations(sorted(COUNTS), 2)))
def test_nothing_is_laxer_under_the_strictest_than_under_any_one(profiles, pair):
    one, other = (profiles[name] for name in pair)
    for both in (strictest([one, other]), strictest([other, one])):
        for own in (one, other):
            assert both.count.hide_from <= own.count.hide_from
            assert both.count.hide_to >= own.count.hide_to
            assert both.count.round_to >= own.count.round_to
            assert own.count.zero == "show" or both.count.zero == "hide"
            for rule in ("summary", "item_summary"):
                mine, theirs = getattr(both, rule), getattr(own, rule)
                assert mine.min_n >= theirs.min_n
                assert mine.decimals <= theirs.decimals
                assert theirs.sd or not mine.sd
            assert both.percent.min_denominator >= own.percent.min_denominator
            assert both.percent.decimals <= own.percent.decimals
            assert both.quantile.quartiles_min_n >= own.quantile.quartiles_min_n
            assert both.model.min_residual_df >= own.model.min_residual_df
            assert both.model.min_level_n >= own.model.min_level_n
            assert both.test_min_n_per_arm >= own.test_min_n_per_arm
            assert both.agreement_min_n >= own.agreement_min_n
            assert both.class_disclosure.min_n >= own.class_disclosure.min_n
            assert both.figure.min_n >= own.figure.min_n
            assert both.figure.min_bin >= own.figure.min_bin
            assert own.figure.points == "allowed" or both.figure.points == "never"
            assert both.quote.min_role_by_site >= own.quote.min_role_by_site
            assert both.quote.max_per_person <= own.quote.max_per_person
            assert both.width.min_candidates >= own.width.min_candidates
            assert both.dominance.largest >= own.dominance.largest
            assert both.dominance.share <= own.dominance.share
            assert both.dominance.within >= own.dominance.within
            assert both.difference.min_share_of_range >= own.difference.min_share_of_range
            assert both.release_change.min_people >= own.release_change.min_people
            assert own.restricted_only or not both.restricted_only


def test_one_profile_is_itself(profiles):
    assert strictest([profiles["ukllc"]]) is profiles["ukllc"]


def test_a_study_with_data_of_two_providers_has_the_strictest_rules(study_folder, change):
    change("study", ["further_profiles"], ["ukllc"])
    assert load_registry(study_paths(study_folder)).profile.id == "nhs-hes-child-and-ukllc"
    assert load_registry(study_paths(study_folder)).profile.count.hide_to == 9
