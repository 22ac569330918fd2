"""Each cluster alone, all with equal weight, and whether they changed alike; and nothing that gives one away."""

import numpy as np
import pytest

from earlyeval.analyse.change_by_cluster import change_by_cluster

pytestmark = pytest.mark.spec

CLUSTERS = {"clusters": [{"id": "north", "label": "North"}, {"id": "south", "label": "South"}]}
NORTH = [-1, -2, -4, -1, -3, -1, -2, -2]
SOUTH = [-6, -2, -4]


def people_and_scores(changes, lost=()):
    people, scores = ["person_id role cluster"], ["person_id outcome time_point score"]
    for cluster, values in changes.items():
        for place, change in enumerate(values):
            name = f"{cluster}{place:02}"
            people.append(f"{name} mother {cluster}")
            scores += [f"{name} mood baseline 12", f"{name} mood endpoint {12 + change}"]
    for name, cluster in lost:
        people.append(f"{name} mother {cluster}")
        scores.append(f"{name} mood baseline 15")
    return {"people": "\n".join(people), "scores": "\n".join(scores)}


@pytest.fixture
def study(make_study):
    def make(changes, **more):
        return make_study(**people_and_scores(changes, **more), delivery=CLUSTERS)

    return make


def test_each_cluster_and_all_with_equal_weight(study, told):
    rows = change_by_cluster(study({"north": NORTH, "south": SOUTH}, lost=[("zoe", "south"), ("yve", "-")]))
    each = rows[(rows["estimand"] == "mean_change") & (rows["cluster"] != "")]
    assert told(each, "cluster", "subgroup", "n", "n_expected", "n_smallest", "estimate") == [
        ("north", "North", 8, 8, 3, -2.0),
        ("south", "South", 3, 4, 3, -4.0),
    ]
    equal = rows[rows["estimand"] == "adjusted_change"].iloc[0]
    # R 4.2.2, emmeans 1.8.4-1: emmeans(lm(change ~ cluster), ~ 1), equal weights: -3, SE 0.451 on 9 df, -4.02 to -1.98
    assert equal["estimate"] == pytest.approx(-3)
    residual = (np.var(NORTH, ddof=1) * 7 + np.var(SOUTH, ddof=1) * 2) / 9
    error = np.sqrt(residual * (1 / 8 + 1 / 3)) / 2
    assert equal["conf_high"] - equal["estimate"] == pytest.approx(2.2621571628 * error)  # qt(.975, 9)
    assert (equal["conf_low"], equal["conf_high"]) == pytest.approx((-4.02, -1.98), abs=0.005)
    assert (equal["n"], equal["n_expected"], equal["df"]) == (11, 12, 9)


def test_whether_clusters_changed_alike_is_the_f_test_of_one_way_analysis_of_variance(study):
    rows = change_by_cluster(study({"north": NORTH, "south": SOUTH}))
    test = rows[rows["estimand"] == "groups_differ"].iloc[0]
    # With two clusters F is the square of Student's t: R 4.2.2, oneway.test(change ~ cluster, var.equal = TRUE)
    difference = -2.0 - -4.0
    residual = (np.var(NORTH, ddof=1) * 7 + np.var(SOUTH, ddof=1) * 2) / 9
    assert test["statistic"] == pytest.approx(difference**2 / (residual * (1 / 8 + 1 / 3)))
    assert test["statistic"] == pytest.approx(4.9091, abs=5e-5)
    assert test["p_value"] == pytest.approx(0.05395, abs=5e-6)
    assert test["df"] == 1


def test_one_cluster_with_pairs_is_not_compared(study):
    rows = change_by_cluster(study({"north": NORTH}))
    assert list(rows["estimable"]) == [False]
    assert rows["reason"].iloc[0] == "Pairs were returned from fewer than two clusters."


def test_a_site_without_clusters_has_no_row(make_study):
    assert change_by_cluster(make_study(**people_and_scores({"north": NORTH}))).empty
