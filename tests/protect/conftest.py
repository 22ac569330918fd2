"""Profiles with the thresholds of the shipped ones, and one way to make a single row."""

import pytest

from earlyeval.foundations.results import results_frame
from earlyeval.protect.gate import release
from earlyeval.registry.profiles import CountRule


@pytest.fixture(scope="session")
def profile(make_profile):
    return make_profile()


@pytest.fixture(scope="session")
def zero_hidden(make_profile):
    return make_profile(count=CountRule(hide_from=1, hide_to=9, zero="hide", round_to=10, symbol="[c]"))


@pytest.fixture(scope="session")
def restricted(make_profile):
    return make_profile(id="none", restricted_only=True)


@pytest.fixture
def released(profile):
    """Return a function that passes one row and gives it back as a mapping."""

    def pass_row(row, *, under=profile, level="release"):
        return release(results_frame([row]), under, level=level).rows.iloc[0].to_dict()

    return pass_row
