"""Scores beside what people spoke of: planted associations come back, few people and machines do not count."""

import numpy as np
import pytest

from earlyeval.analyse.associations import associations, reads
from earlyeval.analyse.spoken_of import passages_by_person, subject_of
from earlyeval.analyse.statistics_by_theme import statistics_by_theme
from earlyeval.analyse.themes_by_outcome_group import themes_by_outcome_group

pytestmark = pytest.mark.spec

THEMES = "theme_id theme central_concept code_ids strand\nheard Heard x hard family"
CODES = "code_id code\nhard Hard_to_come\neasy Easy"
EXPECTED = {"about": "hard", "outcome": "mood", "more_when": "worse"}


def corpus(passages, *, role="parent"):
    """Documents and codings in which person n spoke of "hard" so many times."""
    documents = ["doc_id kind participant_id role"]
    codings = ["coding_id doc_id code_id start end"]
    for n, count in enumerate(passages):
        documents.append(f"d{n} interview p{n:02} {role}")
        codings += [f"c{n}-{place} d{n} hard {10 * place} {10 * place + 5}" for place in range(count)]
    return {"documents": "\n".join(documents), "codings": "\n".join(codings), "codes": CODES}


def scored(before, after):
    lines = ["person_id outcome time_point score"]
    for n, (one, other) in enumerate(zip(before, after, strict=True)):
        lines += [f"p{n:02} mood baseline {one}", f"p{n:02} mood endpoint {other}"]
    return "\n".join(lines)


def planted(n=60, seed=4):
    """Scores and passages that share a latent burden: Spearman about .7."""
    random = np.random.default_rng(seed)
    burden = random.normal(size=n)
    passages = np.clip(np.round(3 + 1.5 * burden + random.normal(0, 1, n)), 0, None).astype(int)
    scores = np.clip(np.round(12 + 4 * burden + random.normal(0, 2.5, n)), 0, 27)
    return passages, scores


def verdict(rows):
    return rows[rows["estimand"] == "convergence"]["direction"].tolist()


@pytest.mark.parametrize(("more_when", "reading"), [("worse", "agreement"), ("better", "dissonance")])
def test_a_planted_association_is_recovered_and_read_against_what_was_expected(make_study, more_when, reading):
    passages, scores = planted()
    study = make_study(
        **corpus(passages), scores=scored(scores, scores), plan={"associations": [EXPECTED | {"more_when": more_when}]}
    )
    rows = associations(study)
    found = rows[rows["estimand"] == "spearman"].iloc[0]
    assert found["conf_low"] < 0.7 < found["conf_high"]
    assert found["conf_low"] > 0.4
    assert (found["analysis"], found["n"], found["n_expected"]) == ("exploratory", 60, 60)
    assert np.isnan(found["p_value"])
    assert verdict(rows) == [reading]


def test_where_nothing_was_planted_nothing_is_found(make_study):
    passages, scores = planted()
    shuffled = np.random.default_rng(9).permutation(scores)
    study = make_study(**corpus(passages), scores=scored(shuffled, shuffled), plan={"associations": [EXPECTED]})
    assert verdict(associations(study)) == ["partial"]


READINGS = [
    # estimate, interval, expected sign, reading
    (0.62, 0.13, 0.88, 1, "agreement"),
    (-0.49, -0.82, -0.01, -1, "agreement"),
    (-0.49, -0.80, 0.08, -1, "agreement"),  # beyond zero, not beyond a small one the other way
    (-0.49, -0.80, 0.12, -1, "partial"),
    (0.25, 0.10, 0.40, 1, "partial"),
    (0.62, 0.13, 0.88, -1, "dissonance"),
    (0.35, -0.30, 0.80, 1, "partial"),
    (0.62, float("nan"), float("nan"), 1, "partial"),
]


@pytest.mark.parametrize(("estimate", "low", "high", "sign", "reading"), READINGS)
def test_the_rule_that_is_printed(estimate, low, high, sign, reading):
    assert reads(estimate, low, high, sign=sign) == reading


def test_a_code_is_known_by_its_id_and_by_its_words_and_one_that_is_not_there_is_told(make_study):
    study = make_study(**corpus([1]), plan={"associations": [EXPECTED | {"about": "nowhere"}]})
    assert subject_of(study, "hard") == subject_of(study, " hard_TO_come ")
    assert subject_of(study, "nowhere") is None
    rows = associations(study)
    assert not rows["estimable"].any()
    assert "in the codebook" in rows["reason"].iloc[0]


def test_two_coders_on_one_place_count_once_and_groups_not_at_all(make_study):
    tables = corpus([2, 0])
    tables["codings"] += "\nagain d0 hard 0 5\nother d0 hard 3 9\nplaceless d1 hard - -\nin-group g hard 0 5"
    tables["documents"] += "\ng focus_group p00 parent"
    counts = passages_by_person(make_study(**tables), subject_of(make_study(**tables), "hard"))
    assert counts.to_dict() == {"p00": 3, "p01": 1}


def test_a_reflexive_analysis_counts_nothing(make_study):
    study = make_study(
        **corpus([1, 2]), themes=THEMES, programme={"qualitative_approach": "reflexive"},
        plan={"associations": [EXPECTED]}, scores=scored([1, 2], [1, 2]),
    )  # fmt: skip
    for question in (associations, statistics_by_theme, themes_by_outcome_group):
        rows = question(study)
        assert len(rows) == 1
        assert "reflexive" in rows["reason"].iloc[0]


def test_scores_by_theme_are_of_those_who_spoke_and_of_those_who_did_not(make_study):
    before = [10, 12, 14, 9, 11, 10, 12, 13, 9, 10, 11, 12]
    after = [5, 8, 8, 5, 6, 4, 12, 12, 9, 9, 10, 13]
    study = make_study(**corpus([1] * 6 + [0] * 6), themes=THEMES, scores=scored(before, after))
    rows = statistics_by_theme(study)
    means = rows[rows["estimand"] == "mean_change"].set_index("subgroup")
    assert means.loc["heard", "estimate"] == pytest.approx(-5.0)
    assert means.loc["not heard", "estimate"] == pytest.approx(-1 / 3)
    assert means["n"].tolist() == [6, 6]
    effects = rows[rows["subgroup"] == "heard - not heard"].set_index("estimand")
    # A fall is better on this scale: those who spoke of it are better off.
    assert effects.loc["hedges_g", "estimate"] > 1
    assert effects.loc["cliffs_delta", "estimate"] == pytest.approx(1.0)
    assert rows["p_value"].isna().all()


def test_groups_below_five_are_not_described(make_study):
    study = make_study(
        **corpus([1] * 4 + [0] * 6), themes=THEMES, scores=scored(range(10), [n + n % 3 for n in range(10)])
    )
    rows = statistics_by_theme(study)
    assert not rows[rows["subgroup"] == "heard"]["estimable"].any()
    assert not rows[rows["estimand"] == "hedges_g"]["estimable"].any()
    assert rows[rows["subgroup"] == "not heard"]["estimable"].all()


def test_nothing_returned_is_no_row(make_study):
    for question in (associations, statistics_by_theme, themes_by_outcome_group):
        assert question(make_study()).empty


def test_scores_of_a_child_stand_beside_the_account_of_the_adult_of_its_family(make_study):
    people = ["person_id role family_id"]
    scores = ["person_id outcome time_point score"]
    for n in range(12):
        people += [f"p{n:02} mother f{n:02}", f"k{n:02} child f{n:02}"]
        scores += [f"k{n:02} mood baseline 12", f"k{n:02} mood endpoint {4 if n < 6 else 11}"]
    people += ["p00b father f00", "k11b child f11"]
    scores += ["k11b mood baseline 12", "k11b mood endpoint 2"]
    study = make_study(
        **corpus([1] * 6 + [0] * 6), themes=THEMES, people="\n".join(people), scores="\n".join(scores),
    )  # fmt: skip
    rows = statistics_by_theme(study)
    means = rows[rows["estimand"] == "mean_change"].set_index("subgroup")
    assert means["estimate"].to_dict() == {"heard": -8, "not heard": -1}
    assert means["n"].to_dict() == {"heard": 6, "not heard": 5}  # of the last family nobody knows which child is meant
    assert means["n_expected"].to_dict() == {"heard": 6, "not heard": 6}


def test_people_of_another_strand_are_not_among_those_who_did_not_speak_of_a_theme(make_study):
    tables = corpus([1, 0])
    tables["documents"] += "\nd9 interview p09 practitioner"
    study = make_study(**tables, themes=THEMES)
    assert passages_by_person(study, subject_of(study, "heard")).to_dict() == {"p00": 1, "p01": 0}
    assert passages_by_person(study, subject_of(study, "hard")).to_dict() == {"p00": 1, "p01": 0, "p09": 0}


def test_scores_of_children_stand_beside_the_adult_who_was_listened_to(make_study):
    passages, scores = planted(n=20)
    children = scored(scores, scores).replace(" p", " ").replace("\np", "\nc")
    people = ["person_id role family_id"]
    for n in range(20):
        people += [f"p{n:02} mother f{n}", f"c{n:02} child f{n}"]
    study = make_study(
        **corpus(passages), people="\n".join(people), scores=children, plan={"associations": [EXPECTED]},
        outcomes=({"respondent": "practitioner about the child"},),
    )  # fmt: skip
    found = associations(study)
    assert found["n"].iloc[0] == 20
    assert found["estimate"].iloc[0] > 0.4
