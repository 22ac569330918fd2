"""The ledger of a release: what of the released rows is in it."""

import pytest

from earlyeval.foundations.results import results_frame
from earlyeval.protect.gate import release
from earlyeval.run.release_bundle import without_private

pytestmark = pytest.mark.unit


def test_rows_that_pass_nothing_are_not_in_the_ledger(make_profile):
    """One blank row for each person, or each conversation past those that may be told, tells how many there are."""
    shared = {"programme": "group", "site": "here", "question": "lines", "strand": "family", "outcome": "score"}
    private = {"estimand": "individual_score", "sensitivity": "text", "estimate": 3.0, "n": 1}
    rows = [shared | private | {"subgroup": str(place)} for place in range(16)]
    rows.append(shared | {"estimand": "count", "unit": "people", "n": 16, "estimate": 16})
    passed = release(results_frame(rows), make_profile()).rows
    assert len(passed) == 17
    assert without_private(passed)["estimand"].tolist() == ["count"]
    assert without_private(passed).iloc[0]["n"] == 15
