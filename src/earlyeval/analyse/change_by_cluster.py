"""The change in each cluster, and the change of all with every cluster counting the same.

Clusters are those that were chosen for the programme, not a sample of many: they are fixed effects. A difference
between them says nothing of which is better run: families, places and times differ, and few people stand behind each.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from earlyeval.analyse.change import outcomes_that_change
from earlyeval.analyse.groups import scores_by_person_and_time, with_person
from earlyeval.analyse.members import expected_of
from earlyeval.analyse.method_checks import ALTERNATIVE, HEADLINE, method_check
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import paired, regression
from earlyeval.study import Study

EQUAL = "least squares with clusters as fixed effects, every cluster counting the same"
ONE_CLUSTER = "Pairs were returned from fewer than two clusters."
WHY = (
    "clusters were chosen and are few, so each has a mean of its own; a site with many families in one cluster would "
    "otherwise speak for all"
)
INSTEAD = "it lets every person count the same, whichever cluster they belong to"


@question("change-by-cluster")
def change_by_cluster(study: Study) -> Iterator[Row]:
    """Return, per outcome, the change in each cluster, their mean with equal weight, and whether clusters differ.

    Rows
    ----
    ``mean_change`` for each declared cluster (``cluster``; ``subgroup`` its label) with its t interval;
    ``adjusted_change`` over all; ``groups_differ``, the F test that all clusters changed alike; ``mean_change`` of all
    in clusters (subgroup "all", sensitivity). ``n_smallest`` of every row is the smallest cluster behind the outcome:
    where one cluster is too small to show, none is, since the others and the whole would give it away.
    """
    if len(study.delivery.clusters) < 2:
        return
    for strand in ("family", "staff"):
        for outcome in outcomes_that_change(study, strand):
            yield from _clusters_of_outcome(study, outcome)


def _clusters_of_outcome(study: Study, outcome: Outcome) -> Iterator[Row]:
    before, after = study.baseline.id, study.endpoint.id
    people = with_person(scores_by_person_and_time(study, outcome), study, columns=("cluster",))
    pairs = people.dropna(subset=[before, after, "cluster"])
    expected = with_person(pd.DataFrame(index=expected_of(study, outcome)), study, columns=("cluster",))["cluster"]
    row = outcome_row(study, outcome) | {"comparison": f"{after} - {before}", "time_point": after}
    sizes = pairs["cluster"].value_counts()
    if len(sizes) < 2:
        yield not_estimable(row | {"estimand": "adjusted_change", "n": len(pairs)}, reason=ONE_CLUSTER)
        return
    level, smallest = study.plan.conf_level, {"n_smallest": int(sizes.min())}
    for cluster in study.delivery.clusters:
        here = pairs[pairs["cluster"] == cluster.id]
        change = paired.mean_change(here[before].to_numpy(), here[after].to_numpy(), conf_level=level).as_row()
        n_expected = {"n_expected": max(int((expected == cluster.id).sum()), len(here))}
        yield row | change | smallest | n_expected | {"cluster": cluster.id, "subgroup": cluster.label}
    yield from _together(study, pairs, row | smallest | {"n_expected": int(expected.notna().sum())})


def _together(study: Study, pairs: pd.DataFrame, row: Row) -> Iterator[Row]:
    before, after = study.baseline.id, study.endpoint.id
    seen = [cluster.id for cluster in study.delivery.clusters if (pairs["cluster"] == cluster.id).any()]
    design = np.column_stack([(pairs["cluster"] == cluster).to_numpy(dtype="float64") for cluster in seen])
    changes = (pairs[after] - pairs[before]).to_numpy()
    fit = regression.linear(changes, design, names=seen, conf_level=study.plan.conf_level)
    equal = fit.contrast([1 / len(seen)] * len(seen), estimand="adjusted_change").as_row()
    main = row | equal | {"method": EQUAL, "subgroup": "all"}
    yield main
    apart = np.column_stack([np.ones(len(seen) - 1), -np.eye(len(seen) - 1)])
    test = fit.joint_test(apart, estimand="groups_differ").as_row()
    yield row | test | {"subgroup": "all", "analysis": "sensitivity", "method": "F test of clusters, least squares"}
    everybody = paired.mean_change(
        pairs[before].to_numpy(), pairs[after].to_numpy(), conf_level=study.plan.conf_level
    ).as_row()
    yield row | everybody | {"subgroup": "all", "analysis": "sensitivity"}
    if main["estimable"]:
        yield method_check(main, HEADLINE, method=EQUAL, note=f"It is used because {WHY}.")
        yield method_check(main, ALTERNATIVE, method=everybody["method"], note=INSTEAD)
