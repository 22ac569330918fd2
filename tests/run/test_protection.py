"""The plan node: one hash for each report, that of what it may show."""

import pandas as pd
import pytest

from earlyeval.foundations.paths import StudyPaths
from earlyeval.foundations.results import results_frame
from earlyeval.run.plan_in_force import plan_file, plan_in_force, slice_in_force
from earlyeval.run.protection import protected, put_in_force, slice_hash

pytestmark = pytest.mark.unit


def rows(count):
    shared = {"programme": "group", "question": "arrived", "strand": "family", "estimand": "count"}
    return results_frame([{**shared, "site": "here", "n": count, "estimate": float(count), "estimable": True}])


@pytest.fixture
def paths(tmp_path):
    return StudyPaths(root=tmp_path, data=tmp_path)


def test_each_place_has_its_slice_and_others_stay(paths, make_profile):
    profile = make_profile()
    put_in_force(
        paths, protected({("a", "group"): rows(30), ("b", "group"): rows(40)}, profile, level="release"), tell=print
    )
    before = plan_in_force(paths)
    put_in_force(paths, protected({("a", "group"): rows(90)}, profile, level="release"), tell=print)
    after = plan_in_force(paths)
    assert slice_in_force(before, ("b", "group")) == slice_in_force(after, ("b", "group")) != ""
    assert slice_in_force(before, ("a", "group")) != slice_in_force(after, ("a", "group"))


def test_a_change_that_rounding_hides_changes_no_slice(make_profile):
    """What may be shown is what counts: a report whose page would be the same is not made again for it."""
    one, other = (
        protected({("a", "group"): rows(count)}, make_profile(), level="release")["a", "group"] for count in (100, 101)
    )
    assert one.rows["estimate"].tolist() == other.rows["estimate"].tolist()
    assert slice_hash(one) == slice_hash(other)


def test_what_may_be_shown_is_stored(paths, make_profile):
    released = protected({("a", "group"): rows(30)}, make_profile(), level="release")
    put_in_force(paths, released, tell=print)
    stored = pd.read_parquet(paths.stage("protected", "a", "group") / "released.parquet")
    assert stored["status"].tolist() == released["a", "group"].rows["status"].tolist()


@pytest.mark.parametrize("text", ["", "{", "[]"])
def test_no_plan_or_half_a_plan_says_nothing(paths, text):
    assert plan_in_force(paths) == {}
    plan_file(paths).parent.mkdir(parents=True)
    plan_file(paths).write_text(text)
    assert slice_in_force(plan_in_force(paths), ("a", "group")) == ""


def test_what_is_withheld_is_left_for_the_notebooks_of_the_report(paths, make_profile):
    from earlyeval.foundations.withheld import read_withheld
    from earlyeval.registry.profiles import CountRule

    exact = make_profile(count=CountRule(hide_from=1, hide_to=5, zero="show", round_to=1, symbol="c"))
    shared = {"programme": "group", "site": "a", "question": "reach", "unit": "parents", "estimand": "proportion"}
    parts = [shared | {"n": n, "n_expected": 63, "subgroup": name} for n, name in ((3, "a"), (20, "b"), (40, "c"))]
    released = protected({("a", "group"): results_frame(parts)}, exact, level="release")
    put_in_force(paths, released, tell=print)
    plan = read_withheld(paths, site="a", programme="group")
    assert plan == released["a", "group"].withheld
    assert list(plan.values()) == [frozenset({"n"})]


def test_the_hash_that_is_published_knows_nothing_of_what_is_left_out(make_profile):
    """How many comments there were is a count: whoever tried numbers of rows until the hash fits would find it."""
    comment = {"programme": "group", "site": "a", "question": "experience", "strand": "family", "estimand": "comment"}
    counts = rows(30).to_dict("records")
    one, other = (
        protected({("a", "group"): results_frame([*counts, *[comment | {"note": "Words."}] * many])}, make_profile(),
                  level="release")["a", "group"]
        for many in (1, 4)
    )  # fmt: skip
    assert len(one.rows) < len(other.rows)
    assert slice_hash(one) == slice_hash(other)
