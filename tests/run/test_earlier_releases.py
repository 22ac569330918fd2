"""Releases under other rules, or that cannot be read: nothing can be held against them, so nothing is released."""

import json

import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import results_frame
from earlyeval.protect.gate import release
from earlyeval.run.earlier_releases import earlier_ledgers
from earlyeval.run.outputs import write_results

pytestmark = pytest.mark.unit


@pytest.fixture
def earlier(tmp_path):
    """Release 41 families of a place in January; what the manifest says may be changed."""

    def released(rules, **changes):
        folder = tmp_path / "2026-01-31" / "town"
        folder.mkdir(parents=True)
        row = {"site": "town", "programme": "group", "estimand": "count", "n": 41, "estimate": 41, "unit": "families"}
        write_results(release(results_frame([row]), rules).rows, folder / "ledger.csv")
        told = {"profile": rules.model_dump(mode="json"), "reports": {"group": {"returns_sha256": "a"}}}
        (folder / "manifest.json").write_text(json.dumps(told | changes))
        return tmp_path

    return released


def test_a_release_under_the_same_rules_is_there_to_be_held_against(earlier, make_profile):
    profile = make_profile()
    (ledger,) = earlier_ledgers(earlier(profile), site="town", programme="group", profile=profile)
    assert (ledger.freeze, ledger.rows["n"].tolist()) == ("a", [40])


def test_another_mark_for_hidden_numbers_is_no_other_rule(earlier, make_profile):
    profile = make_profile()
    now = profile.model_copy(update={"id": "now", "count": profile.count.model_copy(update={"symbol": "c"})})
    assert len(earlier_ledgers(earlier(profile), site="town", programme="group", profile=now)) == 1


@pytest.mark.parametrize(
    "rule", [{"round_to": 1}, {"round_to": 10}, {"hide_to": 5}, {"hide_from": 2}, {"zero": "hide"}]
)
def test_a_number_is_never_rounded_in_two_ways(earlier, make_profile, rule):
    before = make_profile()
    now = before.model_copy(update={"id": "now", "count": before.count.model_copy(update=rule)})
    with pytest.raises(ProtectionError, match=r"by other rules \(test-profile\) than now"):
        earlier_ledgers(earlier(before), site="town", programme="group", profile=now)


def test_another_programme_under_other_rules_is_nothing_to_this_one(earlier, make_profile):
    before = make_profile()
    now = before.model_copy(update={"count": before.count.model_copy(update={"round_to": 1})})
    assert earlier_ledgers(earlier(before), site="town", programme="other", profile=now) == []


@pytest.mark.parametrize("told", [{"profile": {}}, {"profile": "nobody"}, {"reports": {"group": {}}}, {"reports": 3}])
def test_a_manifest_that_cannot_be_read_refuses_the_release(earlier, make_profile, told):
    profile = make_profile()
    with pytest.raises(ProtectionError, match=r"cannot be read.*Nothing was released"):
        earlier_ledgers(earlier(profile, **told), site="town", programme="group", profile=profile)
