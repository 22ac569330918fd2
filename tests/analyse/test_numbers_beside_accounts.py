"""Threads, the convergence matrix, meta-inferences, people one by one: silence is a row, and nothing is invented."""

import re

import pytest

from earlyeval.analyse.by_participant import by_participant
from earlyeval.analyse.convergence_matrix import convergence_matrix
from earlyeval.analyse.joint_display import joint_display, numbers_say
from earlyeval.analyse.meta_inferences import meta_inferences
from earlyeval.analyse.themes_by_outcome_group import themes_by_outcome_group
from earlyeval.analyse.threads import threads
from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.foundations.paths import study_paths
from earlyeval.protect.gate import release
from earlyeval.registry.instruments import Instrument
from earlyeval.registry.load import load_registry

pytestmark = pytest.mark.spec

ACCOUNTS = {
    "documents": """
        doc_id  kind         participant_id  role
        d1      interview    p1              parent
        d2      interview    p2              parent
        d3      interview    p3              parent
        d4      focus_group  -               practitioner
    """,
    "codes": "code_id code\ncalm calm",
    "codings": """
        coding_id  doc_id  code_id  start  end  text
        c1         d1      calm     0      5    calmer
        c2         d3      calm     0      5    calm
    """,
    "themes": "theme_id theme central_concept code_ids strand\nease Ease ease calm family",
    "convergence": """
        domain_id  domain  outcome_ids   theme_ids  numbers_say  accounts_say  rating_a   rating_b   agreed_rating
        mood       Mood    mood          ease       -            better        agreement  agreement  agreement
        coming     Coming  often         -          mixed        -             silence    partial    -
        quiet      Quiet   -             -          -            -             silence    silence    silence
    """,
    "meta_inferences": """
        inference_id  inference  author  evidence_ids      rival_explanation  strength
        calmer        Calmer     me      mood.ease.often   season             tentative
    """,
}
SCORES = """
    person_id outcome time_point score
    p1 mood baseline 20
    p1 mood endpoint 6
    p2 mood baseline 12
    p2 mood endpoint 11
    p4 mood baseline 10
    p4 mood endpoint 5
    p5 mood baseline 18
    p5 mood endpoint 9
"""
PROGRAMME = {
    "strands": ["family", "staff", "qualitative"],
    "session_kinds": [{"id": "group", "label": "Group", "strand": "family"}],
    "definitions": [{"id": "often", "term": "attended", "label": "Often", "session_kind": "group", "at_least": 2}],
}


@pytest.fixture
def study(make_study):
    tables = {**ACCOUNTS, "meta_inferences": ACCOUNTS["meta_inferences"].replace("mood.ease.often", "mood")}
    phq = load_registry(study_paths()).instruments["phq-9"]
    assert isinstance(phq, Instrument)
    outcome = {"instrument": "phq-9", "version": "phq-9", "cut_off": "caseness"}
    people = "person_id role started_on\n" + "\n".join(f"p{n} mother 2025-01-06" for n in range(1, 6))
    return make_study(
        **tables, people=people, scores=SCORES, programme=PROGRAMME, outcomes=(outcome,),
        instruments={"phq-9": phq}, profiles=True,
    )  # fmt: skip


def spoken(rows):
    threads_only = rows[rows["estimand"] == "thread"]
    return {(row.outcome, row.label): row.direction for row in threads_only.itertuples()}


def test_every_declared_strand_is_a_row_and_the_silent_ones_say_so(study):
    found = spoken(threads(study))
    strands = {
        "Questionnaires of families", "Attendance", "Interviews with families", "Interviews and groups with staff",
    }  # fmt: skip
    assert {label for _, label in found} == strands
    assert len(found) == 3 * len(strands)
    assert {place for place, direction in found.items() if direction == "speaks"} == {
        ("mood", "Questionnaires of families"), ("mood", "Interviews with families"), ("coming", "Attendance"),
    }  # fmt: skip
    silent = threads(study).query("estimand == 'thread' and direction == 'silent'")
    assert (silent["note"] != "").all()
    not_returned = silent[(silent["outcome"] == "quiet") & (silent["label"] == "Attendance")]
    assert not_returned["note"].tolist() == ["Declared, and nothing was returned."]


def test_what_a_strand_says_stands_below_it(study):
    rows = threads(study)
    of_mood = rows[rows["subgroup"] == "mood/survey-family"]
    assert of_mood["estimand"].tolist() == ["thread", "mean_change"]


def test_raters_stand_beside_the_rule_and_a_difference_that_was_not_settled_stays_open(study):
    rows = convergence_matrix(study)
    read = rows[rows["estimand"] == "convergence"]
    by_reader = {(row.outcome, row.subgroup): row.direction for row in read.itertuples()}
    assert by_reader["mood", "computed"] == "partial"  # three pairs: no clear change
    assert by_reader["coming", "first rater"] == "silence"
    assert by_reader["coming", "second rater"] == "partial"
    assert ("coming", "agreed") not in by_reader
    assert by_reader["quiet", "computed"] == "silence"


def test_the_raters_kappa_has_an_interval_and_rests_on_domains_that_are_nobody(study):
    rows = convergence_matrix(study)
    kappa = rows[rows["estimand"] == "cohen_kappa"].iloc[0]
    # By hand: 2 of 3 the same; by chance 1/3 * 1/3 + 2/3 * 1/3 = 1/3; (2/3 - 1/3) / (1 - 1/3) = 1/2.
    assert (kappa["estimate"], kappa["n"], kappa["unit"]) == (pytest.approx(0.5), 3, "domains")
    released = release(rows, study.registry.profile).rows
    assert released[released["estimand"] == "cohen_kappa"]["status"].tolist() == ["shown"]


def test_completeness_counts_what_is_named(study):
    rows = convergence_matrix(study)
    counts = rows[rows["outcome"] == "completeness"].set_index("subgroup")["n"]
    assert counts.to_dict() == {"numbers are named": 2, "accounts are named": 1, "both are named": 1}


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({}, "The numbers say nothing"),  # declared by the analysts, and nothing was returned
        ({"sessions": "session_id kind number delivered\ns1 group 1 yes\ns2 group 2 yes",
          "attendance": "session_id person_id status\ns1 p1 attended\ns2 p1 attended"}, "The numbers point both ways"),
    ],
)  # fmt: skip
def test_numbers_without_a_rule_say_what_the_analysts_say_where_there_are_any(make_study, tables, said):
    people = "person_id role started_on\np1 mother 2025-01-06"
    rows = joint_display(make_study(**ACCOUNTS, **tables, scores=SCORES, people=people, programme=PROGRAMME))
    verdicts = rows[rows["estimand"] == "convergence"].set_index("outcome")
    assert verdicts.loc["coming", "reason"].startswith(said)
    # An interval that can be read goes before what anybody reads.
    assert verdicts.loc["mood", "reason"].startswith("The numbers show no clear change")


def test_a_conclusion_stands_above_its_evidence_with_author_rival_and_strength(study):
    rows = meta_inferences(study)
    # "mood" is an outcome and a domain here: both are what it rests on.
    assert rows["estimand"].tolist() == ["meta_inference", "mean_change", "convergence"]
    first = rows.iloc[0]
    told = (first["label"], first["note"], first["direction"], first["method"])
    assert told == ("Calmer", "season", "tentative", "inferred by me")


def test_evidence_without_a_result_is_told(make_study):
    tables = {**ACCOUNTS, "meta_inferences": ACCOUNTS["meta_inferences"].replace("mood.ease.often", "often")}
    rows = meta_inferences(make_study(**tables, profiles=True, people="person_id role\np1 mother"))
    assert rows["estimand"].tolist() == ["meta_inference", "statement"]
    assert "no result of it" in rows["reason"].iloc[1]


def test_each_class_of_change_is_a_row_with_silence_and_missing_scores_in_sight(study):
    rows = themes_by_outcome_group(study).set_index("subgroup")
    # p1: 20 to 6, past the cut-off of 10; p2: 12 to 11; p3 was never measured; nobody who got worse was listened to.
    counted = {name: (row["n"], row["n_expected"]) for name, row in rows[rows["estimable"]].iterrows()}
    assert counted == {"recovered": (1, 1), "unchanged": (0, 1), "no_data": (1, 1)}
    assert set(rows.index[~rows["estimable"]]) == {"improved", "deteriorated"}


def test_at_release_level_no_group_of_few_is_told(study):
    released = release(themes_by_outcome_group(study), study.registry.profile).rows
    assert released[["estimate", "conf_low"]].isna().all(axis=None)
    assert not (released["n"].between(1, 7)).any()


def test_people_one_by_one_stand_in_the_order_of_change_and_only_in_the_restricted_view(study):
    rows = by_participant(study)
    assert all(ESTIMANDS[name].kind == "private" for name in rows["estimand"])
    changes = rows[(rows["comparison"] != "") & (rows["estimand"] == "individual_score")]
    assert changes["estimate"].tolist() == [-14.0, -1.0]  # a lower score is better, and stands first
    assert rows["subgroup"].nunique() == 3  # the one without scores comes last
    assert not rows.isin(["p1", "p2", "p3"]).any(axis=None)
    picked = rows[rows["label"] == "Picked"]
    assert picked["note"].tolist() == ["most for the better", "most for the better"]
    released = release(rows, study.registry.profile).rows
    assert (released["status"] == "refused").all()
    assert released["estimate"].isna().all()
    assert (released["note"] == "").all()


def graded(direction="lower_is_better", **cells):
    row = {"outcome": "care", "estimand": "sign_test", "direction": direction, "estimable": True, "p_value": 0.01}
    return row | cells


def moved(name, n):
    return {"outcome": "care", "estimand": "proportion", "subgroup": name, "n": n, "estimable": True,
            "conf_low": 0.1, "conf_high": 0.9, "direction": "lower_is_better"}  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([moved("better", 12), moved("worse", 2), graded()], "better"),
        ([moved("better", 2), moved("worse", 12), graded()], "worse"),
        ([moved("better", 7), moved("worse", 6), graded(p_value=0.9)], "no_change"),
        ([graded(estimable=False, p_value=float("nan"))], "silent"),
        ([graded(estimand="tau_ab", estimate=0.6)], "better"),
        ([graded(estimand="tau_ab", estimate=-0.6)], "worse"),
        ([graded(estimand="tau_ab", estimate=-0.6, p_value=0.2)], "no_change"),
        ([graded(estimand="setting_median", conf_low=float("nan"))], "silent"),  # a level alone
    ],
)
def test_grades_and_days_of_a_setting_speak_by_their_test(rows, says):
    assert numbers_say(rows) == says


def test_nothing_returned_is_no_row(make_study):
    for question in (threads, convergence_matrix, meta_inferences, by_participant, joint_display):
        assert question(make_study()).empty


def test_scores_of_children_stand_beside_the_adult_before_and_after(make_study):
    tables = {name: ACCOUNTS[name] for name in ("documents", "codes", "codings", "themes")}
    people = "person_id role family_id\n" + "\n".join(f"p{n} mother f{n}\nc{n} child f{n}" for n in range(1, 6))
    study = make_study(**tables, people=people, scores=re.sub(r"\bp(\d)", r"c\1", SCORES), profiles=True)
    rows = by_participant(study)
    assert rows[rows["time_point"] == "baseline"]["estimate"].tolist() == [20.0, 12.0]
