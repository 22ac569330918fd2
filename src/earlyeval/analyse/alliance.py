"""The working relationship of parent and worker: how good, how much is the worker, and who engages."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from earlyeval.analyse.counted import count_row, share_row, unanswered
from earlyeval.analyse.groups import taking_part
from earlyeval.analyse.members import attendance_by_visit, is_yes, scores_of, unit_of, visits_for
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.outcomes import Outcome
from earlyeval.registry.programmes import Definition
from earlyeval.statistics import clustered, estimating_equations, mixed_models
from earlyeval.study import Study

LABEL = "Working relationship of parent and worker"
NOT_PLANNED = "The plan names no measure of the working relationship."
NOBODY = "Nobody rated the working relationship."
NO_WORKERS = "It was not returned who works with whom, so workers cannot be told apart."
NO_ENGAGEMENT = "Nobody who rated it could be placed as engaged or not."
# Workers are few: plain robust errors would be too small.
FEW_WORKERS = estimating_equations.EquationOptions(errors="mancl_derouen")
ALL_ALIKE = "All who rated it are on the same side of the definition, so there is nothing to compare."


@question("alliance")
def alliance(study: Study) -> Iterator[Row]:
    """Return the mean rating of the relationship, how alike parents of one worker are, and the link to engaging.

    Rows
    ----
    The share of those taking part who rated it; ``workers`` counted; ``model_mean`` from a mixed model with a random
    intercept for the worker; ``intraclass_correlation``: the share of variance between workers (REML, profile
    interval). ``odds_ratio`` of engaging, as the named definition has it, for a rating one standard deviation higher,
    from estimating equations with workers as groups: those who stay are asked more often, so it is no cause. Each
    parent counts once, by the latest rating. No worker is shown alone.
    """
    planned = study.plan.alliance
    if planned is None:
        yield unanswered({"strand": "delivery", "label": LABEL}, NOT_PLANNED, estimand="model_mean")
        return
    outcome = next(one for one in study.outcomes if one.id == planned.outcome)
    base = outcome_row(study, outcome) | {"strand": "delivery"}
    rated = latest_by_person(study, outcome)
    if rated.empty:
        yield unanswered(base, NOBODY, estimand="model_mean")
        return
    people = taking_part(study, outcome.strand, also=rated.index)
    asked = base | {"subgroup": "rated", "unit": unit_of(study, outcome.strand)}
    yield share_row(asked, len(rated), len(people), conf_level=study.plan.conf_level)
    worker = worker_by_person(study).reindex(rated.index).dropna()
    if worker.empty:
        yield unanswered(base, NO_WORKERS, estimand="model_mean")
        return
    linked = rated[worker.index]
    yield count_row(base | {"subgroup": "workers", "unit": "staff", "source_table": "worker_links"}, worker.nunique())
    yield from _by_worker(study, linked, worker, base)
    definition = next(one for one in study.programme.definitions if one.id == planned.engagement)
    yield _link(study, linked, worker, definition, base)


def latest_by_person(study: Study, outcome: Outcome) -> pd.Series:
    """Return each person's latest usable score; the order of the time points decides what is latest. By id."""
    order = {point: place for place, point in enumerate(study.time_points)}
    scores = scores_of(study, outcome).dropna(subset=["score"])
    placed = scores.assign(place=scores["time_point"].map(order)).sort_values(["person_id", "place"], kind="stable")
    return placed.groupby("person_id", sort=True)["score"].last()


def worker_by_person(study: Study) -> pd.Series:
    """Return each person's main worker: the one marked so, else the only one linked. By id of the person."""
    links = study.table("worker_links")
    main = links[is_yes(links["is_main_worker"])]
    others = links[~links["person_id"].isin(main["person_id"]) & links["is_main_worker"].isna()]
    alone = others[~others["person_id"].duplicated(keep=False)]
    found = pd.concat([main.drop_duplicates("person_id"), alone])
    return found.set_index("person_id")["worker_id"]


def engaged_by_person(study: Study, definition: Definition) -> pd.Series:
    """Return whether each person came as often as a definition asks, people who never came included. By id."""
    kind = next(one for one in study.programme.session_kinds if one.id == definition.session_kind)
    visits = attendance_by_visit(study)
    of_kind, unit = visits_for(study, visits[visits["kind"] == kind.id], kind.strand)
    people = study.people.set_index("person_id")
    key = people["family_id"].fillna(people.index.to_series()) if unit == "families" else people.index.to_series()
    came = of_kind[of_kind["came"]].groupby("person_id")["session_id"].nunique()
    return key.map(came).fillna(0) >= definition.at_least


def _by_worker(study: Study, rated: pd.Series, worker: pd.Series, base: Row) -> Iterator[Row]:
    scores, level = rated.to_numpy(dtype="float64"), study.plan.conf_level
    fit = mixed_models.random_intercept(
        scores, np.ones((len(scores), 1)), worker.to_numpy(), names=("mean",), conf_level=level, units="rows"
    )
    row = base | {"subgroup": "all"}
    yield row | fit.coefficients["mean"].as_row() | {"estimand": "model_mean"}
    likeness = clustered.icc_mixed(scores, worker.to_numpy(), conf_level=level)
    between = row | {"subgroup": "between-workers", "unit": "share of variance"}
    yield between | likeness.as_row() | {"estimand": "intraclass_correlation"}


def _link(study: Study, rated: pd.Series, worker: pd.Series, definition: Definition, base: Row) -> Row:
    row = base | {
        "subgroup": "engagement", "comparison": definition.id, "note": definition.label, "unit": "ratio",
        "estimand": "odds_ratio", "analysis": "exploratory", "n": len(rated),
    }  # fmt: skip
    engaged = engaged_by_person(study, definition).reindex(rated.index)
    if engaged.isna().all():
        return not_estimable(row, reason=NO_ENGAGEMENT)
    is_engaged = engaged.to_numpy(dtype=bool)
    spread = float(rated.std())
    if is_engaged.all() or not is_engaged.any() or not spread > 0:
        return not_estimable(row, reason=ALL_ALIKE)
    standard = ((rated - rated.mean()) / spread).to_numpy()
    fit = estimating_equations.estimating_equations(
        is_engaged.astype("float64"), np.column_stack([np.ones(len(rated)), standard]), worker.to_numpy(),
        family="binomial", names=("intercept", "rating"), conf_level=study.plan.conf_level, options=FEW_WORKERS,
    )  # fmt: skip
    if not fit.estimable:
        return not_estimable(row, reason=fit.reason)
    smallest = int(min(is_engaged.sum(), (~is_engaged).sum()))
    return row | fit.ratios["rating"].as_row() | {"estimand": "odds_ratio", "n_smallest": smallest}
