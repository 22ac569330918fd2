"""Why a result was worked out as it was: the reasons come from the data, and the alternative is a row that exists."""

import numpy as np
import pytest

from earlyeval.analyse.change import family_change
from earlyeval.analyse.method_checks import concerns

pytestmark = pytest.mark.spec

SCALE = (0.0, 27.0)
BEFORE = np.tile([8.0, 12.0, 10.0, 15.0, 9.0], 6)
EVEN = np.tile([-4.0, -2.0, -3.0, -1.0, -5.0], 6)


def pairs_of(changes):
    return np.column_stack([BEFORE[: len(changes)], BEFORE[: len(changes)] + changes])


def scores_of(pairs, *, lost=0):
    lines = ["person_id outcome time_point score"]
    for place, (before, after) in enumerate(pairs):
        lines += [f"p{place:02} mood baseline {before:g}", f"p{place:02} mood endpoint {after:g}"]
    lines += [f"q{place:02} mood baseline 11" for place in range(lost)]
    return "\n".join(lines)


def people_of(n, *, lost=0, clusters=()):
    names = [f"p{place:02}" for place in range(n)] + [f"q{place:02}" for place in range(lost)]
    inside = [clusters[place % len(clusters)] if clusters else "-" for place in range(len(names))]
    return "person_id role cluster\n" + "\n".join(
        f"{name} mother {cluster}" for name, cluster in zip(names, inside, strict=True)
    )


def test_nothing_speaks_against_the_mean_of_many_even_changes():
    assert concerns(pairs_of(EVEN), 0.2, ends=SCALE) == []


@pytest.mark.parametrize(
    ("changes", "skew", "ends", "expected"),
    [
        (EVEN[:22], 0.2, SCALE, ["few"]),
        (EVEN[:6], 3.0, SCALE, ["few"]),  # of six pairs nothing is said of their shape
        (EVEN, -1.4, SCALE, ["skew"]),
        (np.where(np.arange(30) < 15, 0.0, EVEN), 0.2, SCALE, ["ties"]),
        (EVEN, 0.2, (8.0, 27.0), ["end"]),  # a fifth stood at 8 before
        (np.where(np.arange(30) < 15, 0.0, EVEN), 2.0, SCALE, ["skew", "ties"]),
    ],
)
def test_what_speaks_against_it_is_found_in_the_data(changes, skew, ends, expected):
    assert concerns(pairs_of(changes), skew, ends=ends) == expected


def test_on_which_side_a_count_lies_tells_no_more_than_the_rounded_count():
    from earlyeval.analyse.method_checks import FEW_PAIRS
    from earlyeval.protect.rounding import rounded_count

    assert rounded_count(FEW_PAIRS - 1, base=5) < rounded_count(FEW_PAIRS, base=5)
    assert concerns(pairs_of(EVEN[:FEW_PAIRS]), 0.2, ends=SCALE) == []


def test_many_even_changes_and_people_lost_point_to_the_mixed_model(make_study, told):
    pairs = pairs_of(EVEN)
    rows = family_change(make_study(people=people_of(30, lost=5), scores=scores_of(pairs, lost=5)))
    checks = rows[rows["estimand"] == "method_check"]
    assert list(checks["subgroup"]) == ["headline", "alternative"]
    assert "The paired t leads because the changes are not markedly skewed" in checks["note"].iloc[0]
    model = rows[rows["estimand"] == "model_change"].iloc[0]
    assert checks["method"].iloc[1] == model["method"]
    assert "Kenward-Roger" in model["method"]
    assert checks["n"].isna().all(), "a check holds no number of people"
    assert told(rows[rows["estimand"] == "skewness"], "n", "estimate") == [(30, 0.0)]


def test_few_pairs_point_to_a_method_by_ranks(make_study):
    rows = family_change(make_study(people=people_of(12), scores=scores_of(pairs_of(EVEN[:12]))))
    checks = rows[rows["estimand"] == "method_check"].set_index("subgroup")
    assert "about twenty pairs or fewer" in checks.loc["headline", "note"]
    ranks = rows[rows["estimand"] == "hodges_lehmann"].iloc[0]
    assert checks.loc["alternative", "method"] == ranks["method"]


def test_few_clusters_are_named_fixed_and_many_get_an_interval_robust_to_them(make_study):
    def study(count):
        names = [f"c{place}" for place in range(count)]
        delivery = {"clusters": [{"id": name, "label": name} for name in names]}
        return make_study(people=people_of(30, clusters=names), scores=scores_of(pairs_of(EVEN)), delivery=delivery)

    few = family_change(study(3))
    caution = few[few["subgroup"] == "caution"].iloc[0]
    assert caution["note"].startswith("The 3 clusters are too few to be treated as a sample of clusters")
    assert "clusters as fixed effects" in caution["method"]
    assert not (few["estimand"] == "cluster_robust_change").any()
    # Seven clusters cut across the five changes: R's clubSandwich is held to in tests/statistics.
    many = family_change(study(7))
    robust = many[many["estimand"] == "cluster_robust_change"].iloc[0]
    assert robust["estimate"] == pytest.approx(-3)
    assert robust["method"] == many[many["subgroup"] == "caution"]["method"].iloc[0]


def test_nothing_is_said_of_a_method_where_nothing_could_be_worked_out(make_study):
    same = np.column_stack([BEFORE[:10], BEFORE[:10] - 2])
    rows = family_change(make_study(people=people_of(10), scores=scores_of(same)))
    assert not rows.loc[rows["estimand"] == "mean_change", "estimable"].any()
    assert not (rows["estimand"] == "method_check").any()


def test_the_unseen_are_imputed_and_the_shift_that_tips_is_told(make_study, told):
    pairs = pairs_of(EVEN + np.tile([1.0, -1.0, 0.5], 10))
    rows = family_change(make_study(people=people_of(30, lost=6), scores=scores_of(pairs, lost=6)))
    imputed = rows[rows["estimand"] == "imputed_change"].iloc[0]
    assert (imputed["n"], imputed["n_expected"]) == (36, 36)
    assert imputed["conf_high"] < 0
    shift = rows[rows["estimand"] == "tipping_point"].iloc[0]
    assert shift["estimate"] > 5, "a change for the lower tips only when the unseen scored much higher"
    none_lost = family_change(make_study(people=people_of(30), scores=scores_of(pairs)))
    assert not none_lost["estimand"].isin(["imputed_change", "tipping_point"]).any()
