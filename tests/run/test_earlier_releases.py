"""Earlier releases: under other rules, not to be read, or telling of a few beside the new one, they refuse it."""

import json

import pandas as pd
import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import results_frame
from earlyeval.protect.gate import release
from earlyeval.protect.known_rows import ROUNDED
from earlyeval.protect.ledger import Ledger
from earlyeval.run import earlier_releases
from earlyeval.run.earlier_releases import earlier_ledgers, refuse_telling_changes
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


SHARED = {"site": "town", "programme": "group", "question": "reach", "estimand": "proportion", "unit": "people"}


def parts(*counts):
    whole = sum(counts)
    return results_frame(
        SHARED | {"subgroup": str(place), "n": n, "n_expected": whole, "estimate": n / whole}
        for place, n in enumerate(counts)
    )


def laid_beside(before, now, profile, *, freeze="now"):
    """Lay a release beside an earlier one of the population "then"."""
    earlier = [Ledger("then", release(parts(*before), profile).rows)]
    return refuse_telling_changes(release(parts(*now), profile).rows, parts(*now), earlier, profile, freeze=freeze)


def test_what_tells_nothing_beside_an_earlier_release_passes(make_profile):
    assert laid_beside((20, 40), (30, 60), make_profile()) == 2
    assert refuse_telling_changes(release(parts(9), make_profile()).rows, parts(9), [], make_profile(), freeze="a") == 1


def test_numbers_that_must_be_held_refuse_the_release(make_profile):
    with pytest.raises(ProtectionError, match=r"2 numbers, put beside an earlier release .* fewer than 8 people"):
        laid_beside((40, 60), (3, 97), make_profile(), freeze="then")


def test_what_both_releases_tell_together_refuses_the_new_one():
    """Of three parts two were hidden and one is: nothing has to be held, and yet few values are left."""
    with pytest.raises(ProtectionError, match=r"2 numbers, put beside"):
        laid_beside((9, 6, 1), (10, 7, 9), ROUNDED)


def test_what_was_released_of_the_same_population_is_not_read_as_of_fewer_people():
    assert laid_beside((9, 6, 1), (9, 6, 1), ROUNDED, freeze="then") == 3


def test_judges_of_two_releases_are_tried_on_known_ones_first(make_profile, monkeypatch):
    monkeypatch.setattr(earlier_releases, "changes_wrong", lambda: iter(["Otherwise than known."]))
    with pytest.raises(ProtectionError, match="Otherwise than known"):
        laid_beside((20, 40), (30, 60), make_profile())


def test_an_answer_that_is_no_set_of_rows_refuses_the_release(make_profile, monkeypatch):
    monkeypatch.setattr(earlier_releases, "held", lambda *_, **__: {})
    with pytest.raises(ProtectionError, match="was not held against"):
        laid_beside((20, 40), (30, 60), make_profile())


def test_what_was_written_is_read_as_it_was(tmp_path, make_profile):
    """Numbers and flags, and words behind the sign that keeps a spreadsheet from working them out."""
    rows = release(results_frame([SHARED | {"n": 41, "estimate": 0.5, "n_expected": 82, "label": "=1+1"},
                                  SHARED | {"n": 41, "n_expected": 82, "estimable": False, "label": "'q"},
                                  SHARED | {"n": 41, "n_expected": 82, "estimate": 0.5, "site": "city"}]),
                   make_profile()).rows  # fmt: skip
    write_results(rows, tmp_path / "ledger.csv")
    read = earlier_releases._rows(tmp_path / "ledger.csv", site="town", programme="group")
    pd.testing.assert_frame_equal(read, rows[rows["site"] == "town"].reset_index(drop=True))
