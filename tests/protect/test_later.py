"""What two releases tell together: told where fewer than three values are left, and not where more are."""

import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import results_frame
from earlyeval.protect import later
from earlyeval.protect.gate import release
from earlyeval.protect.later import told_by_both

pytestmark = pytest.mark.spec
SHARED = {"programme": "g", "site": "s", "question": "reach", "strand": "family", "outcome": "o", "unit": "people"}


def parts(*counts):
    return results_frame(
        SHARED | {"estimand": "proportion", "subgroup": str(place), "n": n, "n_expected": sum(counts),
                  "estimate": n / sum(counts)}
        for place, n in enumerate(counts)
    )  # fmt: skip


def told(before, now, profile):
    return told_by_both(release(now, profile).rows, now, release(before, profile).rows, profile)


def test_one_who_came_where_counts_are_exact(shipped):
    """5 and 25 of 30, both hidden; then 6 and 25 of 31: who was 25 is no more than 25, so who was 5 is 5."""
    assert told(parts(5, 25), parts(6, 25), shipped["dfe-cin"]) >= 1


def test_rounding_leaves_the_few_open(shipped):
    assert told(parts(7, 23), parts(8, 23), shipped["nhs-hes-child"]) == 0


def test_the_same_numbers_tell_no_more_than_once(shipped):
    for name in ("nhs-hes-child", "dfe-cin", "ukllc"):
        assert told(parts(5, 25, 14), parts(5, 25, 14), shipped[name]) == 0


def test_many_who_came_tell_nothing(shipped):
    for name in ("nhs-hes-child", "ons-10-5"):
        assert told(parts(5, 25), parts(30, 60), shipped[name]) == 0


def test_what_was_not_told_before_and_people_who_left_are_no_contradiction(shipped):
    profile = shipped["nhs-hes-child"]
    elsewhere = parts(5, 25).assign(question="elsewhere")
    assert told(elsewhere, parts(6, 25), profile) == 0
    assert told(parts(40, 60, 9), parts(20, 30, 4), profile) == 0  # fewer than before: the sums of then are not used


def test_where_neither_release_hid_anything_nothing_is_asked(shipped, monkeypatch):
    def asked(*_, **__):
        raise ProtectionError("A family without a hidden count was looked at.")

    monkeypatch.setattr(later, "audited", asked)
    assert told(parts(40, 60, 20), parts(41, 60, 20), shipped["nhs-hes-child"]) == 0
    with pytest.raises(ProtectionError, match="looked at"):
        told(parts(40, 60, 2), parts(41, 60, 2), shipped["nhs-hes-child"])
