"""Properties of protected breakdowns, whatever the numbers: no more than the profile allows, and the same each time."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.foundations.paths import study_paths
from earlyeval.foundations.results import SHOWN_COLUMNS, records, results_frame
from earlyeval.protect.gate import release
from earlyeval.registry.load import load_registry

pytestmark = pytest.mark.unit
PROFILES = load_registry(study_paths("")).profiles
NAMES = st.sampled_from(["nhs-hes-child", "dfe-cin", "ukllc", "ons-10-5"])
PARTS = st.lists(st.integers(0, 60), min_size=2, max_size=6).filter(sum)
FEW = settings(max_examples=25, deadline=None)


def rows(parts):
    shared = {"programme": "group", "site": "here", "question": "reach", "outcome": "parity", "unit": "parents"}
    whole = {"estimand": "proportion", "n_expected": sum(parts)}
    return results_frame(
        shared | whole | {"n": n, "estimate": n / sum(parts), "subgroup": str(place)} for place, n in enumerate(parts)
    )


def small(count, rule):
    return (count == 0 and rule.zero == "hide") or 0 < count <= rule.hide_to


@FEW
@given(parts=PARTS, name=NAMES)
def test_never_more_than_the_profile_allows(parts, name):
    profile = PROFILES[name]
    for row in release(rows(parts), profile).rows.to_dict("records"):
        for column in ("n", "n_expected"):
            assert math.isnan(row[column]) or (
                not small(row[column], profile.count) and row[column] % profile.count.round_to == 0
            )


@FEW
@given(parts=PARTS, name=NAMES, data=st.data())
def test_the_order_of_rows_decides_nothing(parts, name, data):
    order = data.draw(st.permutations(range(len(parts))))
    one = release(rows(parts), PROFILES[name]).rows.set_index("subgroup")["n"].isna().sum()
    frame = rows(parts).iloc[list(order)].reset_index(drop=True)
    other = release(frame, PROFILES[name]).rows.set_index("subgroup")["n"].isna().sum()
    # Of two parts of one size either may go; how many do not.
    assert one == other


@FEW
@given(parts=PARTS, name=NAMES)
def test_the_same_rows_are_shown_alike_each_time_and_under_their_own_plan(parts, name):
    first = release(rows(parts), PROFILES[name])
    again = release(rows(parts), PROFILES[name])
    under = release(rows(parts), PROFILES[name], withheld=first.withheld)
    assert first.rows.equals(again.rows)
    assert first.rows.equals(under.rows)
    assert under.withheld == first.withheld


@FEW
@given(parts=PARTS, name=NAMES)
def test_a_released_row_released_again_by_itself_is_the_same(parts, name):
    profile = PROFILES[name]
    shown = release(rows(parts), profile).rows
    kept = shown[shown["n"].notna() & shown["n_expected"].notna() & (shown["n"] <= shown["n_expected"])]
    # Under a profile that does not round a row whose others are few hides them, whatever it was before.
    for place in range(len(kept) if profile.count.round_to > 1 else 0):
        alone = kept.iloc[[place]][list(SHOWN_COLUMNS)].assign(estimate=float("nan"))
        again = release(results_frame(records(alone)), profile).rows
        assert again[["n", "n_expected"]].equals(kept.iloc[[place]][["n", "n_expected"]].reset_index(drop=True))


@FEW
@given(parts=PARTS, name=NAMES)
def test_who_is_asked_for_more_values_hides_no_less(parts, name):
    profile = PROFILES[name]
    stricter = profile.model_copy(update={"width": profile.width.model_copy(update={"min_candidates": 4})})
    hidden = release(rows(parts), profile).rows["n"].isna().sum()
    assert release(rows(parts), stricter).rows["n"].isna().sum() >= hidden
