"""The chain finds what was planted in the made-up health visiting service: each effect lies in its interval."""

import pytest

from earlyeval.analyse.alliance import alliance
from earlyeval.analyse.change import family_change
from earlyeval.analyse.coding_agreement import coding_agreement
from earlyeval.analyse.contact_series import contact_series
from earlyeval.analyse.coverage import coverage
from earlyeval.analyse.inequality import inequality
from earlyeval.analyse.joint_display import joint_display
from earlyeval.analyse.specification import inside_outside
from earlyeval.analyse.theme_groups import theme_groups
from earlyeval.analyse.themes_by_outcome_group import themes_by_outcome_group
from earlyeval.analyse.visits_by_need import visits_by_need
from earlyeval.study import load_study
from earlyeval.tidy.synthetic.corpora.spread import expected
from earlyeval.tidy.synthetic.health_visiting import planted
from earlyeval.tidy.synthetic.health_visiting import spoken as visits

pytestmark = pytest.mark.end_to_end

STEPS = {effect.contact: effect.step for effect in planted.CONTACTS if effect.contact != "c6i"}
SLOPES = [
    ("epds", "six-weeks", "epds"),
    ("gad-2", "six-weeks", "gad-2"),
    ("asq-3-communication", "twelve-months", "communication"),
    ("asq-3-communication", "two-years", "communication"),
    ("asq-se-2", "twelve-months", "asq-se-2"),
    ("asq-se-2", "two-years", "asq-se-2"),
]

CLASSES = {
    "improved": ("recovered", "improved"),
    "others": ("unchanged", "deteriorated"),
    "no second score": ("no_data",),
}
TEAMS = {"north": "North team", "central": "Central team", "south": "South team"}


@pytest.fixture(scope="module")
def study():
    return load_study("blackpool", "enhanced-health-visiting", data="synthetic")


def _only(rows, **wanted):
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    assert len(rows) == 1
    return rows.iloc[0]


@pytest.mark.parametrize("contact", STEPS)
def test_the_planted_step_of_a_contact_lies_in_its_interval(study, contact):
    row = _only(contact_series(study), outcome=contact, estimand="level_change")
    assert row["conf_low"] <= 100 * STEPS[contact] <= row["conf_high"]


@pytest.mark.parametrize("contact", [effect.contact for effect in planted.CONTACTS])
def test_the_planted_share_seen_in_time_lies_in_its_interval(study, contact):
    effect = next(effect for effect in planted.CONTACTS if effect.contact == contact)
    row = _only(coverage(study), outcome=contact, subgroup="in-time", cluster="", estimand="proportion")
    halfway = effect.before + effect.step + 7 * effect.slope  # fifteen quarters since the change
    assert row["conf_low"] <= halfway <= row["conf_high"]


@pytest.mark.parametrize("level", ["universal-plus", "partnership-plus"])
def test_the_planted_ratio_of_visits_lies_in_its_interval(study, level):
    row = _only(visits_by_need(study), subgroup=level, estimand="rate_ratio")
    assert row["conf_low"] <= planted.VISIT_RATIOS[level] <= row["conf_high"]


@pytest.mark.parametrize(("outcome", "time_point", "name"), SLOPES)
def test_the_planted_slope_of_inequality_lies_in_its_interval(study, outcome, time_point, name):
    wanted = {"outcome": outcome, "time_point": time_point, "estimand": "slope_index_of_inequality"}
    row = _only(inequality(study), **wanted)
    assert row["conf_low"] <= 100 * planted.CONCERN[name][1] <= row["conf_high"]


@pytest.mark.parametrize(("outcome", "time_point", "name"), SLOPES)
def test_the_planted_relative_index_lies_in_its_interval(study, outcome, time_point, name):
    bottom, slope = planted.CONCERN[name]
    wanted = {"outcome": outcome, "time_point": time_point, "estimand": "relative_index_of_inequality"}
    row = _only(inequality(study), **wanted)
    if not row["estimable"]:
        assert "too unsure" in row["reason"]  # an interval too wide to be of use is not given
        return
    assert row["conf_low"] <= (bottom + slope) / bottom <= row["conf_high"]


def test_the_planted_likeness_and_link_of_the_alliance_lie_in_their_intervals(study):
    rows = alliance(study)
    likeness = planted.ALLIANCE_WORKERS**2 / (planted.ALLIANCE_WORKERS**2 + planted.ALLIANCE_REST**2)
    found = {name: _only(rows, estimand=name) for name in ("model_mean", "intraclass_correlation", "odds_ratio")}
    assert found["model_mean"]["conf_low"] <= planted.ALLIANCE_MEAN <= found["model_mean"]["conf_high"]
    assert found["intraclass_correlation"]["conf_low"] <= likeness <= found["intraclass_correlation"]["conf_high"]
    assert found["odds_ratio"]["conf_low"] <= planted.ENGAGED_BY_ALLIANCE <= found["odds_ratio"]["conf_high"]


def test_mood_changed_as_planted_and_alike_inside_and_outside_the_specification(study):
    change = _only(family_change(study), outcome="epds", estimand="mean_change")
    assert change["conf_low"] <= planted.EPDS_CHANGE_SEEN <= change["conf_high"]
    difference = _only(inside_outside(study), outcome="epds", estimand="mean_difference")
    assert difference["conf_low"] <= 0 <= difference["conf_high"]


@pytest.mark.parametrize("mood", CLASSES)
def test_a_theme_is_heard_as_planted_by_what_became_of_mothers(study, mood):
    rows = themes_by_outcome_group(study)
    own = rows[rows["label"].str.contains("Asked, and time to answer") & rows["subgroup"].isin(CLASSES[mood])]
    own = own[(own["estimand"] == "proportion") & own["estimable"]]
    listened = len(TEAMS) * planted.MOTHERS_BY_MOOD[mood]
    assert own["n_expected"].sum() == listened
    assert own["n"].sum() == expected(visits.BY_MOOD["asked-how-i-am"][mood], listened)


def test_a_theme_is_rarer_in_the_team_that_lost_people(study):
    rows = theme_groups(study).set_index(["outcome", "subgroup"])
    for team, label in TEAMS.items():
        row = rows.loc[("one-visitor", f"Cluster: {label}")]
        assert (row["n"], row["n_expected"]) == (expected(visits.BY_TEAM["same-visitor"][team], 8), 8)


def test_the_planted_agreement_of_coders_lies_in_its_interval(study):
    rows, habits = coding_agreement(study), visits.CORPUS.second
    pooled = rows[
        (rows["outcome"] == "all-codes") & (rows["subgroup"] == "unit") & (rows["estimand"] == "pooled_kappa")
    ]
    double = study.table("double_coding")
    first = study.table("codings").merge(double, on="doc_id", suffixes=("", "_of_unit"))
    given = first[(first["coder"] == first["coder_a"]) & (first["start"] >= first["start_of_unit"])
                  & (first["start"] < first["end_of_unit"])]  # fmt: skip
    share = len(given) / (len(double) * len(visits.CORPUS.codes))
    second = share * habits.keeps + (1 - share) * habits.adds
    agreed = share * habits.keeps + (1 - share) * (1 - habits.adds)
    chance = share * second + (1 - share) * (1 - second)
    assert pooled["conf_low"].iloc[0] <= (agreed - chance) / (1 - chance) <= pooled["conf_high"].iloc[0]


def test_the_planted_contradiction_between_register_and_staff_is_found(study):
    rows = joint_display(study)
    found = rows[rows["estimand"] == "convergence"].set_index("outcome")["direction"]
    assert found["in-time-or-there"] == "dissonance"
    assert found["mothers-mood"] == "agreement"
