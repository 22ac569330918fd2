"""Profiles with the thresholds of the shipped ones, and one way to make a single row."""

import pytest

from earlyeval.foundations.results import results_frame
from earlyeval.protect.gate import release
from earlyeval.registry.profiles import (
    ClassDisclosureRule,
    CountRule,
    FigureRule,
    ModelRule,
    PercentRule,
    Profile,
    QuantileRule,
    QuoteRule,
    SummaryRule,
)  # fmt: skip


def profile_with(**changes) -> Profile:
    rules = {
        "id": "test-profile",
        "name": "Test profile",
        "provider": "nobody",
        "symbol_words": "hidden",
        "count": CountRule(hide_from=1, hide_to=7, zero="show", round_to=5, symbol="*"),
        "percent": PercentRule(min_denominator=20, decimals=0),
        "summary": SummaryRule(min_n=8, decimals=1),
        "item_summary": SummaryRule(min_n=20, decimals=1, sd=False),
        "quantile": QuantileRule(quartiles_min_n=20),
        "model": ModelRule(min_residual_df=10, min_level_n=8),
        "test_min_n_per_arm": 8,
        "agreement_min_n": 8,
        "class_disclosure": ClassDisclosureRule(min_n=8),
        "figure": FigureRule(min_n=20, min_bin=8, points="never"),
        "quote": QuoteRule(min_role_by_site=8, max_per_person=2),
        "sources": ("test",),
    }
    return Profile(**(rules | changes))


@pytest.fixture(scope="session")
def make_profile():
    return profile_with


@pytest.fixture(scope="session")
def profile():
    return profile_with()


@pytest.fixture(scope="session")
def zero_hidden():
    return profile_with(count=CountRule(hide_from=1, hide_to=9, zero="hide", round_to=10, symbol="[c]"))


@pytest.fixture(scope="session")
def restricted():
    return profile_with(id="none", restricted_only=True)


@pytest.fixture
def released(profile):
    """Return a function that passes one row and gives it back as a mapping."""

    def pass_row(row, *, under=profile, level="release"):
        return release(results_frame([row]), under, level=level).rows.iloc[0].to_dict()

    return pass_row
