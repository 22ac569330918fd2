import re
from pathlib import Path

import pytest

from earlyeval.foundations.results import results_frame
from earlyeval.present import wording
from earlyeval.present.place import lower_first

pytestmark = pytest.mark.unit
PRESENT = Path(wording.__file__).parent
TEMPLATES = sorted(PRESENT.rglob("*.py"))


def one_row(show, **changes):
    row = {
        "estimand": "mean_change",
        "label": "Mood",
        "comparison": "endpoint - baseline",
        "direction": "lower_is_better",
        "n": 40,
        "n_expected": 60,
        "estimate": -2.0,
        "conf_low": -3.0,
        "conf_high": -1.0,
        "respondent": "parent",
    }
    return show.released(results_frame([row | changes])).rows.iloc[0].to_dict()


@pytest.mark.parametrize("module", TEMPLATES, ids=lambda path: path.stem)
def test_no_template_says_more_than_the_data_can(module):
    text = module.read_text(encoding="utf-8").lower()
    if module.name == "wording.py":
        text = re.sub(r"forbidden = \(.*?\)", "", text, flags=re.DOTALL)
    found = [word for word in wording.FORBIDDEN if re.search(rf"\b{word}\b", text)]
    assert found == []


@pytest.mark.parametrize("module", TEMPLATES, ids=lambda path: path.stem)
def test_significant_is_never_said_without_statistically(module):
    text = module.read_text(encoding="utf-8").lower()
    alone = [
        found for found in re.finditer(r"\bsignificant\b", text) if "statistically" not in text[: found.start()][-80:]
    ]
    assert all("never" in text[max(0, found.start() - 80) : found.start()] for found in alone)


@pytest.mark.parametrize(
    ("direction", "low", "high", "verdict"),
    [
        ("lower_is_better", -3.0, -1.0, "better"),
        ("lower_is_better", 1.0, 3.0, "worse"),
        ("higher_is_better", 1.0, 3.0, "better"),
        ("higher_is_better", -3.0, -1.0, "worse"),
        ("lower_is_better", -3.0, 1.0, "unclear"),
        ("lower_is_better", -3.0, 0.0, "unclear"),
        ("neither", 1.0, 3.0, "changed"),
        ("lower_is_better", None, None, "unclear"),
    ],
)
def test_better_or_worse_follows_the_scale_and_the_interval(show, direction, low, high, verdict):
    assert wording.judged(one_row(show, direction=direction, conf_low=low, conf_high=high)) == verdict


def test_rounded_counts_are_said_as_about(show):
    assert wording.how_many(one_row(show), show.setting) == "about 40 of 60 parents"
    assert wording.how_many(one_row(show, n=3), show.setting) == "too few answers to report"


def test_a_hidden_change_says_too_few(show):
    assert wording.change_sentence(one_row(show, n=5), show.setting) == "Mood: Too few answers to report."


def test_an_interval_with_zero_in_it_is_unclear(show):
    words = wording.interval_words(one_row(show, conf_low=-0.4, conf_high=1.2))
    assert words.startswith("The true average could lie anywhere from 0.4 points lower to 1.2 points higher, so")


def test_a_difference_between_groups(show):
    row = one_row(
        show, estimand="adjusted_difference", df=90, time_point="month-8", estimate=-4.2, conf_low=-7.1, conf_high=-1.3
    )
    text = wording.difference_sentence(row, show.setting, first="online course", second="usual care")
    assert text.startswith(
        "Mood: at 8 months, scores in online course were 4.2 points lower on average than in usual care"
    )
    assert text.endswith("between 1.3 and 7.1 points lower. Online course did better.")


def test_a_share_in_words(show):
    row = one_row(show, estimand="proportion", estimate=40 / 60, label="Came back")
    assert wording.share_sentence(row, show.setting) == "Came back: about 40 of 60 parents (67%)."


@pytest.mark.parametrize(
    ("row", "people"),
    [
        ({"respondent": "parent"}, "parents"),
        ({"respondent": "parent about the baby"}, "parents"),
        ({"respondent": "staff"}, "staff"),
        ({"respondent": "", "unit": "families"}, "families"),
        ({"respondent": "", "unit": "points"}, "people"),
        ({"respondent": "video rater", "strand": "staff"}, "staff"),
    ],
)
def test_who_a_row_is_about(row, people):
    assert wording.people_of({"unit": "", "strand": "family"} | row) == people


@pytest.mark.parametrize(("words", "lowered"), [("Low mood", "low mood"), ("PHQ-9 score", "PHQ-9 score"), ("", "")])
def test_names_keep_their_capitals(words, lowered):
    assert lower_first(words) == lowered


def test_titles_have_at_most_ten_words():
    assert wording.ten_words("Low mood", "no clear change") == "Low mood: no clear change"
    assert wording.ten_words("How very long the name of this outcome is", "no clear change") == "No clear change"


def test_one_point_is_one_point():
    assert (wording.points(-1.0), wording.points(0.5)) == ("1.0 point", "0.5 points")
