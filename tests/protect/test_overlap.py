"""The overlap of programmes at a place is one linked table: where a part is small, nothing of it is shown."""

import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.paths import study_paths
from earlyeval.foundations.results import results_frame
from earlyeval.protect.gate import release
from earlyeval.protect.overlap import OverlapClosed, overlap_closed, overlap_withheld
from earlyeval.registry.load import load_registry

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def profiles():
    return load_registry(study_paths()).profiles


def rows_of(first, second, both):
    counts = [
        ("reached", first), ("reached", second), ("any-programme", first + second - both),
        ("several-programmes", both), ("one-programme-alone", first - both), ("one-programme-alone", second - both),
    ]  # fmt: skip
    return results_frame(
        {"outcome": outcome, "unit": "families", "estimand": "count", "n": n, "estimate": n} for outcome, n in counts
    )


@pytest.mark.parametrize("both", range(1, 8))
def test_a_small_overlap_cannot_be_worked_out_from_the_rest(profiles, both):
    kept = overlap_withheld(rows_of(70, 600, both), profiles["nhs-hes-child"])
    released = release(kept, profiles["nhs-hes-child"]).rows

    assert released["n"].dropna().to_list() == [70, 600]  # what each programme's own report says, and no more
    assert (released.loc[2:, "reason"] != "").all()


@pytest.mark.parametrize(("first", "both"), [(40, 35), (40, 39)])
def test_few_in_one_programme_alone_hide_it_too(profiles, first, both):
    kept = overlap_withheld(rows_of(first, 600, both), profiles["nhs-hes-child"])
    assert kept["n"].dropna().to_list() == [first, 600]


@pytest.mark.parametrize("both", [0, 20])
def test_large_parts_and_none_at_all_are_shown_rounded(profiles, both):
    kept = overlap_withheld(rows_of(70, 600, both), profiles["nhs-hes-child"])
    released = release(kept, profiles["nhs-hes-child"]).rows
    assert released["n"].to_list() == [70, 600, 670 - both, both, 70 - both, 600 - both]


def test_a_profile_that_hides_nothing_withholds_nothing(profiles):
    rows = rows_of(70, 600, 3)
    assert overlap_withheld(rows, profiles["none"]).equals(rows)


def test_a_part_without_a_count_is_refused(profiles):
    rows = rows_of(70, 600, 20)
    rows.loc[3, "n"] = float("nan")
    with pytest.raises(ProtectionError):
        overlap_withheld(rows, profiles["nhs-hes-child"])


def test_the_rows_given_are_not_changed(profiles):
    rows = rows_of(70, 600, 3)
    before = rows.copy()
    overlap_withheld(rows, profiles["nhs-hes-child"])
    assert rows.equals(before)


class TestTheJudge:
    """It knows the true rows and what will be seen of them, and nothing of how the second came of the first."""

    def test_a_closed_overlap_passes_and_is_counted(self, profiles):
        rows = rows_of(70, 600, 3)
        closed = overlap_withheld(rows, profiles["nhs-hes-child"])
        assert overlap_closed(rows, closed, profiles["nhs-hes-child"]) == OverlapClosed(6)

    def test_an_overlap_without_small_parts_may_stand(self, profiles):
        rows = rows_of(70, 600, 20)
        assert overlap_closed(rows, rows, profiles["nhs-hes-child"]) == OverlapClosed(6)

    @pytest.mark.parametrize("column", ["n", "n_expected", "n_smallest", "estimate"])
    @pytest.mark.parametrize("row", [2, 3, 4, 5])
    def test_one_number_left_of_a_small_overlap_is_refused(self, profiles, row, column):
        rows = rows_of(70, 600, 3)
        closed = overlap_withheld(rows, profiles["nhs-hes-child"])
        closed.loc[row, column] = 600.0
        with pytest.raises(ProtectionError, match="could be worked out"):
            overlap_closed(rows, closed, profiles["nhs-hes-child"])

    def test_parts_of_which_nothing_is_known_are_not_small(self, profiles):
        rows = rows_of(70, 600, 3)
        rows.loc[3:, "estimable"] = False
        assert overlap_closed(rows, rows, profiles["nhs-hes-child"]) == OverlapClosed(6)

    def test_other_rows_than_were_asked_for_are_refused(self, profiles):
        rows = rows_of(70, 600, 20)
        with pytest.raises(ProtectionError, match="not those that were asked for"):
            overlap_closed(rows, rows.iloc[1:], profiles["nhs-hes-child"])
