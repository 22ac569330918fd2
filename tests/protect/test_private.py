"""A comment in a person's own words never passes at release level."""

import math

import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import NUMBER_COLUMNS, results_frame
from earlyeval.protect.gate import release

pytestmark = pytest.mark.unit

WORDS = "Anna, 12 of 40, says thank you"
COMMENT = {"estimand": "comment", "label": "What helped?", "note": WORDS, "subgroup": "dads", "sensitivity": "text",
           "cluster": "battersea", "n": 40, "n_expected": 60, "estimate": 3.0, "conf_level": 0.95}  # fmt: skip


@pytest.mark.parametrize("more", [{}, {"sensitivity": "open"}, {"estimable": False, "reason": WORDS}])
def test_at_release_level_nothing_of_a_comment_is_left(released, more):
    row = released(COMMENT | more)
    assert (row["status"], row["rule"]) == ("refused", "a person's own words stay in the restricted view")
    assert (row["label"], row["note"], row["subgroup"], row["cluster"], row["reason"]) == ("", "", "", "", "")
    assert all(math.isnan(row[name]) for name in NUMBER_COLUMNS)


def test_at_restricted_level_a_comment_passes(released, restricted):
    row = released(COMMENT, under=restricted, level="restricted")
    assert (row["status"], row["note"], row["label"]) == ("shown", WORDS, "What helped?")


def test_identifiers_do_not_pass_as_a_comment(profile):
    with pytest.raises(ProtectionError, match="never pass"):
        release(results_frame([COMMENT | {"sensitivity": "identifier"}]), profile, level="release")
