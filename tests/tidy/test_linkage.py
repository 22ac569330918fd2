"""Who was measured at both of two time points, and who at one alone."""

import pandas as pd
import pytest

from earlyeval.tidy.linkage import linkage

pytestmark = pytest.mark.spec


def returned(*rows):
    return pd.DataFrame(rows, columns=["person_id", "instrument", "version", "time_point"]).astype("str")


def test_pairs_of_time_points_are_counted_for_each_version():
    forms = returned(
        ("A", "mood", "long", "before"), ("A", "mood", "long", "before"), ("A", "mood", "long", "after"),
        ("B", "mood", "long", "before"), ("C", "mood", "long", "after"), ("C", "mood", "short", "after"),
        ("a", "mood", "long", "after"),
    )  # fmt: skip
    before = forms.copy()
    assert linkage(forms, ["before", "after"]).to_dict("records") == [
        {"instrument": "mood", "version": "long", "before": "before", "after": "after", "both": 1, "before_only": 1,
         "after_only": 2, "duplicates": 1}
    ]  # fmt: skip
    pd.testing.assert_frame_equal(forms, before)


def test_no_returns_give_an_empty_report():
    assert len(linkage(returned(), ["before", "after"])) == 0
