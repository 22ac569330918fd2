"""Files of a report: the restricted results, the banner."""

from types import SimpleNamespace

import pytest

from earlyeval.foundations.results import results_frame
from earlyeval.run.outputs import banner_of, write_results

pytestmark = pytest.mark.unit


def test_results_have_twelve_significant_digits_and_no_formula(tmp_path):
    rows = [
        {"estimand": "mean_change", "estimate": -1 / 3, "n": 12, "label": "=HYPERLINK(1)"},
        {"estimand": "mean", "estimate": 123456.7890123456, "n": 8, "label": "plain", "note": "-2 points"},
    ]
    results = results_frame(rows)
    before = results.copy(deep=True)
    write_results(results, tmp_path / "results.csv")
    text = (tmp_path / "results.csv").read_text()
    assert ",-0.333333333333," in text
    assert ",123456.789012," in text
    assert ",'=HYPERLINK(1)," in text
    assert ",'-2 points" in text
    assert "\r" not in text
    assert results.equals(before)


@pytest.mark.parametrize(
    ("level", "words", "expected"),
    [
        ("release", "", ""),
        ("release", "Synthetic.", "Synthetic."),
        ("restricted", "", "RESTRICTED: not protected, for the evaluators alone. Do not pass on."),
        ("restricted", "Synthetic.", "RESTRICTED: not protected, for the evaluators alone. Do not pass on. Synthetic."),
    ],
)
def test_the_banner_says_what_must_be_read_first(level, words, expected):
    assert banner_of(SimpleNamespace(level=level, banner=words)) == expected
