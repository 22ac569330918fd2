"""Words of a row may hold no number of people: those stand in number columns, where the rules can see them."""

import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import results_frame
from earlyeval.protect.gate import release

pytestmark = pytest.mark.spec

REFUSED = (
    "3 parents wept", "12 out of 40", "3/40 came", "3 in 40", "all 3 of them", "3 more people", "(n 3)", "df 11",
    "two said so", "five mothers", "n = 12",
)  # fmt: skip
ALLOWED = (
    "0 to 27", "PHQ-9 and ASQ:SE-2",
    "reliable change of 6.00 points or more", "2 months", "weeks 8 to 12", "of 2024-06-18",
)  # fmt: skip


def released(profile, **row):
    frame = results_frame([{"estimand": "statement", "sensitivity": "open", "question": "q", **row}])
    return release(frame, profile).rows.iloc[0]


@pytest.mark.parametrize("words", REFUSED)
def test_returned_words_with_a_number_of_people_are_refused(profile, words):
    with pytest.raises(ProtectionError):
        released(profile, note=words, source_table="themes")


@pytest.mark.parametrize("words", ALLOWED)
def test_other_numbers_pass(profile, words):
    assert released(profile, note=words, source_table="themes")["note"] == words


def test_facts_of_the_registry_may_hold_the_numbers_of_people_that_were_published(profile):
    assert released(profile, note="norm from 580 people")["note"] == "norm from 580 people"
