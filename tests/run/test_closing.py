"""The last part of a page: methods once each, the profile's thresholds, versions and the command."""

from types import SimpleNamespace

import pytest

from earlyeval.foundations.paths import study_paths
from earlyeval.foundations.results import results_frame
from earlyeval.protect.gate import release
from earlyeval.registry.load import load_registry
from earlyeval.run.closing import closing_words, methods_used, protection_words

pytestmark = pytest.mark.unit

ROWS = [
    {"estimand": "mean_change", "n": 40, "n_expected": 50, "estimate": -2.0, "method": "paired t"},
    {"estimand": "mean_change", "n": 30, "n_expected": 50, "estimate": -1.0, "method": "paired t"},
    {"estimand": "proportion", "n": 40, "n_expected": 50, "estimate": 0.8, "method": "Wilson's score interval"},
    {"estimand": "criterion", "direction": "go", "method": "agreed on 2024-06-18"},
]


@pytest.fixture
def profile():
    return load_registry(study_paths()).profile


def test_each_method_is_named_once_with_its_quantity(profile):
    told = methods_used(release(results_frame(ROWS), profile))
    assert told == ["Mean change in points: paired t.", "Share: Wilson's score interval."]


def test_the_thresholds_are_those_of_the_profile(profile):
    words = " ".join(protection_words(profile, level="release"))
    assert f"from {profile.count.hide_from} to {profile.count.hide_to} are hidden" in words
    assert f"nearest {profile.count.round_to}" in words
    assert "no tool can call it safe" in words


def test_the_restricted_page_says_that_nothing_was_hidden(profile):
    assert protection_words(profile, level="restricted") == [
        "Nothing was hidden or rounded. This page is for the evaluators alone."
    ]


def test_versions_and_the_command_that_makes_it_again(profile):
    inputs = {
        "code": "c" * 64,
        "lock": "d" * 64,
        "python": "3.11.7",
        "packages": {"pandas": "3.1.1"},
        "returns": {"a": ""},
    }
    job = SimpleNamespace(inputs=inputs, site="riverside", programme="course")
    study = SimpleNamespace(
        profile=profile, level="release", data="real", registry=SimpleNamespace(facts=SimpleNamespace(seed=7))
    )
    words = " ".join(closing_words(job, study, release(results_frame(ROWS), profile))["What it was made with"])
    assert "pandas 3.1.1" in words
    assert "1 file of returns of the site; seed 7" in words
    assert "make report SITE=riverside PROGRAMME=course" in words
