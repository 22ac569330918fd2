"""Change estimated from every available score, not only from people measured twice: a mixed model over time.

score ~ time + cluster (fixed; few clusters are never random) + (1 | person), by restricted maximum likelihood.
It is right under the assumption that whether a score is missing depends only on what was seen (missing at random).
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from earlyeval.analyse.groups import with_person
from earlyeval.analyse.questions import Row
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import clustered, mixed_models
from earlyeval.statistics.mixed_fit import FittedModel
from earlyeval.study import Study

FIXED = ", clusters as fixed effects"
NO_CLUSTER = "no cluster returned"
# Kenward and Roger's correction is for few people; beyond these it changes no digit that is printed.
FEW_PEOPLE = 100
# Below this many clusters an interval robust to clusters has hardly any degrees of freedom left.
ENOUGH_CLUSTERS = 5


def mixed_model_rows(study: Study, outcome: Outcome, scores: pd.DataFrame, base: Row) -> Iterator[Row]:
    """Yield the change from baseline to each later time point, and the share of variance between people."""
    before = study.baseline.id
    later = [point for point in scores.columns if point != before and study.time_points[point].retrospective_of is None]
    long = scores_by_observation(scores[[before, *later]], study)
    row = base | {"subgroup": "all", "analysis": "sensitivity", "n": long["person_id"].nunique()}
    repeated, measured_at = long["person_id"].duplicated().any(), set(long["time_point"].unique())
    for point in later:
        compared = row | {"comparison": f"{point} - {before}", "time_point": point, "estimand": "model_change"}
        if not repeated or not {point, before} <= measured_at:
            yield not_estimable(compared, reason="Nobody was measured at both times, so no model can be fitted.")
    if not repeated:
        return
    fit, clusters = fitted_over_time(study, long, before=before, later=later)
    for point in later:
        if f"time:{point}" in fit.names:
            compared = row | {"comparison": f"{point} - {before}", "time_point": point}
            estimate = fit.coefficients[f"time:{point}"].as_row()
            method = estimate["method"] + (FIXED if clusters else "")
            yield compared | estimate | {"estimand": "model_change", "method": method}


def fitted_over_time(
    study: Study, long: pd.DataFrame, *, before: str, later: list[str], unstructured: bool = False
) -> tuple[FittedModel, list[str]]:
    """Return the model of all scores over time and the clusters in it as fixed effects (beyond the first).

    Parameters
    ----------
    long : DataFrame, one row per person and time point, as ``scores_by_observation`` gives it
    before, later : time points
        A later one has the coefficient "time:ID": how far it lies from ``before``.
    unstructured : bool
        Each time with a spread of its own and any correlations, instead of a random intercept of the person.
    """
    clusters = _clusters(study, long)
    design, names = _design(long, before=before, later=later, clusters=clusters)
    shared = {
        "names": names, "conf_level": study.plan.conf_level, "df_method": df_method(long["person_id"].nunique()),
    }  # fmt: skip
    score, people = long["score"].to_numpy(), long["person_id"].to_numpy()
    if unstructured:
        return mixed_models.unstructured(score, design, people, long["time_point"].to_numpy(), **shared), clusters
    return mixed_models.random_intercept(score, design, people, **shared), clusters


def df_method(people: int) -> mixed_models.Df:
    """Return which degrees of freedom a mixed model of so many people gets: Kenward-Roger where they are few."""
    return "kenward-roger" if people <= FEW_PEOPLE else "satterthwaite"


def cluster_robust_row(study: Study, scores: pd.DataFrame, base: Row) -> Iterator[Row]:
    """Yield the mean change with an interval that allows people of one cluster to be alike (CR2), given five clusters.

    People whose cluster was not returned are left out.
    """
    before, after = study.baseline.id, study.endpoint.id
    pairs = with_person(scores[[before, after]].dropna(), study, columns=("cluster",)).dropna(subset=["cluster"])
    if pairs["cluster"].nunique() < ENOUGH_CLUSTERS:
        return
    estimate = clustered.mean(
        (pairs[after] - pairs[before]).to_numpy(), pairs["cluster"].to_numpy(), conf_level=study.plan.conf_level
    )
    yield base | {
        "comparison": f"{after} - {before}", "time_point": after, "subgroup": "pairs", "analysis": "sensitivity",
    } | estimate.as_row() | {"estimand": "cluster_robust_change"}  # fmt: skip


def scores_by_observation(scores: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return one row per person and time point with a score: person_id, time_point, score, cluster, arm."""
    people, times = np.nonzero(scores.notna().to_numpy())  # person by person, each in the order of the times
    described = with_person(scores[[]], study, columns=("cluster", "arm")).iloc[people]
    seen = {"time_point": scores.columns[times], "score": scores.to_numpy()[people, times]}
    observed = described.rename_axis("person_id").reset_index()
    return observed.assign(**seen)[["person_id", "time_point", "score", "cluster", "arm"]]


def _clusters(study: Study, long: pd.DataFrame) -> list[str]:
    """Return the clusters beyond the first, if the plan has them as fixed effects.

    People without a cluster are a level of their own, so that one of them does not cost everybody the adjustment.
    """
    if study.plan.cluster_as != "fixed":
        return []
    seen = set(long["cluster"].fillna(NO_CLUSTER).unique())
    declared = [*(cluster.id for cluster in study.delivery.clusters), NO_CLUSTER]
    return [cluster for cluster in declared if cluster in seen][1:]


def _design(
    long: pd.DataFrame, *, before: str, later: list[str], clusters: list[str]
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the design matrix and the names of its columns: intercept, one column per later time, per cluster."""
    points = [point for point in later if (long["time_point"] == point).any()]
    columns = [np.ones(len(long))]
    columns += [(long["time_point"] == point).to_numpy(dtype="float64") for point in points]
    cluster_of = long["cluster"].fillna(NO_CLUSTER)
    columns += [(cluster_of == cluster).to_numpy(dtype="float64") for cluster in clusters]
    names = ("intercept", *(f"time:{point}" for point in points), *(f"cluster:{cluster}" for cluster in clusters))
    return np.column_stack(columns), names
