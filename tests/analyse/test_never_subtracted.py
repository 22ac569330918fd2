"""Two measures that look alike: levels and correlation, never a difference."""

import pytest

from earlyeval.analyse.change import family_change
from earlyeval.analyse.never_subtracted import never_subtracted

pytestmark = pytest.mark.spec

TIMES = [
    {"id": "early", "label": "In pregnancy", "order": 1, "weeks": 0, "role": "baseline"},
    {"id": "late", "label": "Late in pregnancy", "order": 2, "weeks": 8, "role": "other"},
    {"id": "born", "label": "After birth", "order": 3, "weeks": 20, "role": "endpoint"},
]
UNBORN = {
    "id": "unborn", "label": "Bond with the unborn child", "time_points": ["early", "late"],
    "not_comparable_with": ["baby"], "not_comparable_because": "Each asks about another relationship.",
}  # fmt: skip
BABY = {"id": "baby", "label": "Bond with the baby", "time_points": ["born"]}
SCORES = """
    person_id  outcome  time_point  score
    a  unborn  early  10
    b  unborn  early  12
    c  unborn  early  11
    a  unborn  late   12
    b  unborn  late   14
    c  unborn  late   15
    d  unborn  late   11
    e  unborn  late   13
    a  baby    born   20
    b  baby    born   26
    c  baby    born   25
    d  baby    born   21
    f  baby    born   30
"""
PEOPLE = "person_id role\n" + "\n".join(f"{name} mother" for name in "abcdef")


@pytest.fixture
def study(make_study):
    def make(*outcomes):
        return make_study(people=PEOPLE, scores=SCORES, programme={"time_points": TIMES}, outcomes=outcomes)

    return make


def test_levels_of_both_and_the_reason_in_words(study, told):
    rows = never_subtracted(study(UNBORN, BABY))
    said = rows[rows["estimand"] == "statement"]
    assert list(said["note"]) == ["Each asks about another relationship."]
    assert told(rows[rows["estimand"] == "mean"], "label", "subgroup", "time_point", "n", "n_expected", "estimate") == [
        ("Bond with the unborn child and Bond with the baby", "Bond with the unborn child", "early", 3, 6, 11.0),
        ("Bond with the unborn child and Bond with the baby", "Bond with the unborn child", "late", 5, 6, 13.0),
        ("Bond with the unborn child and Bond with the baby", "Bond with the baby", "born", 5, 6, 24.4),
    ]


def test_they_are_correlated_at_the_last_time_before_and_never_subtracted(study, told):
    made = study(UNBORN, BABY)
    rows = never_subtracted(made)
    # R 4.2.2: cor(c(12, 14, 15, 11), c(20, 26, 25, 21), method = "spearman") = 0.6; pearson 0.8682431
    correlations = rows[rows["estimand"].isin(["spearman", "pearson"])]
    assert told(correlations, "estimand", "comparison", "n", "estimate") == [
        ("spearman", "born - late", 4, 0.6),
        ("pearson", "born - late", 4, 0.8682),
    ]
    assert not rows["estimand"].isin(["mean_change", "model_change", "mean_difference"]).any()
    assert not family_change(made)["estimand"].eq("mean_change").any()


def test_it_holds_for_both_when_the_later_one_says_it(study):
    later = BABY | {name: UNBORN[name] for name in ("not_comparable_because",)} | {"not_comparable_with": ["unborn"]}
    plain = {name: value for name, value in UNBORN.items() if not name.startswith("not_comparable")}
    both = UNBORN, later
    once = never_subtracted(study(plain, later))
    assert set(once["label"]) == {"Bond with the unborn child and Bond with the baby"}
    assert len(never_subtracted(study(*both))) == len(once), "declared on both sides it is still one pair"


def test_measures_asked_at_the_same_time_are_set_beside_each_other_there(study):
    rows = never_subtracted(study(UNBORN, BABY | {"time_points": ["late", "born"]}))
    assert set(rows.loc[rows["comparison"] != "", "comparison"]) == {"late - late"}


def test_outcomes_that_may_be_compared_have_no_row(study):
    assert never_subtracted(study({"id": "unborn", "time_points": ["early"]}, BABY)).empty
