import pytest

from earlyeval.present import under
from earlyeval.present.page_words import banner, protection_words

pytestmark = pytest.mark.unit


def test_synthetic_data_and_the_restricted_level_are_said_in_the_banner(profile):
    assert banner(under(profile, data="real").setting) == ""
    assert banner(under(profile, data="synthetic").setting).startswith("Synthetic demonstration data")
    assert "Restricted view" in banner(under(profile, level="restricted", data="real").setting)


def test_what_was_done_to_small_numbers_is_said_with_its_limit(profile):
    words = protection_words(under(profile).setting)
    assert "counts from 1 to 7 are hidden (*), other counts are rounded to the nearest 5" in words
    assert "may still work out" in words


def test_ids_are_readable_and_keep_their_digits(show):
    assert show.setting.name("play-group") == "Play group"
    assert show.setting.name("2026-04") == "2026-04"
    assert show.setting.name("baseline") == "Before"
