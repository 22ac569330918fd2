"""How scores changed between before and after, outcome by outcome, among the people measured at both."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.carried_forward import carried_forward_row
from earlyeval.analyse.groups import scores_by_person_and_time
from earlyeval.analyse.imputed_change import imputed_rows
from earlyeval.analyse.members import expected_at, expected_of
from earlyeval.analyse.method_checks import checks_of_change
from earlyeval.analyse.mixed_change import cluster_robust_row, mixed_model_rows
from earlyeval.analyse.outcome_row import better_sign, outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import paired, summaries
from earlyeval.statistics.multiplicity import holm
from earlyeval.study import Study

# Not the id of an arm: these rows are about everybody in a trial, and no answer to what it asks.
ALL_ARMS = "all-arms-together"


@question("family-change")
def family_change(study: Study) -> Iterator[Row]:
    """Return how the scores of parents (or patients, participants) changed, one block of rows per outcome."""
    yield from _change_of_strand(study, "family")


@question("staff-change")
def staff_change(study: Study) -> Iterator[Row]:
    """Return how what staff said of themselves, and what was seen of their practice, changed."""
    yield from _change_of_strand(study, "staff")


def outcomes_that_change(study: Study, strand: str) -> list[Outcome]:
    """Return the outcomes of a strand that are averaged and were planned for both baseline and endpoint."""
    if study.baseline is None or study.endpoint is None:
        return []
    both = {study.baseline.id, study.endpoint.id}
    return [
        outcome
        for outcome in study.outcomes
        if outcome.strand == strand and outcome.is_averaged and both <= set(outcome.time_points)
    ]


def _change_of_strand(study: Study, strand: str) -> Iterator[Row]:
    rows_by_outcome = {
        outcome.id: list(change_of_outcome(study, outcome)) for outcome in outcomes_that_change(study, strand)
    }
    for outcome_id, rows in rows_by_outcome.items():
        yield from rows
        yield from _holm_row(outcome_id, rows_by_outcome, study)


def change_of_outcome(study: Study, outcome: Outcome) -> Iterator[Row]:
    """Yield every row of one outcome: what was measured, the change of pairs, what other methods give, and why.

    Rows
    ----
    ``mean``, ``sd`` at each time point among all measured (subgroup "all") and, at baseline and endpoint,
    among pairs (subgroup "pairs"); ``mean_change`` with its t interval in scale points, after minus before;
    the standardised changes, + always better; signed-rank and Hodges-Lehmann; the mixed model over all
    available scores; with five clusters or more an interval robust to them; the last score carried forward;
    missing scores imputed; ``skewness`` of the changes and ``method_check``: why this method, and which other.
    """
    scores = scores_by_person_and_time(study, outcome)
    base = outcome_row(study, outcome) | {"n_expected": len(expected_of(study, outcome))} | pooled_arms(study)
    both = {"n_expected": expected_at(study, outcome, study.baseline.id, study.endpoint.id)}
    rows: list[Row] = []
    for time_point in scores.columns:
        here = base | {"n_expected": expected_at(study, outcome, time_point)}
        rows += _level_rows(scores[time_point], here, study, time_point=time_point, subgroup="all")
    rows += pair_rows(study, outcome, scores, base | both)
    rows += mixed_model_rows(study, outcome, scores, base)
    rows += cluster_robust_row(study, scores, base)
    rows += carried_forward_row(study, outcome, scores, base)
    rows += imputed_rows(study, scores, base)
    yield from rows
    yield from checks_of_change(study, outcome, scores, rows)


def pooled_arms(study: Study) -> Row:
    """Return the mark of rows in which the arms of a trial are taken together; nothing where there are no arms."""
    return {"arm": ALL_ARMS} if study.plan.comparison == "arms" else {}


def pair_rows(study: Study, outcome: Outcome, scores: pd.DataFrame, base: Row) -> Iterator[Row]:
    """Yield the rows of the people measured both before and after."""
    before_id, after_id = study.baseline.id, study.endpoint.id
    pairs = scores[[before_id, after_id]].dropna()
    before, after = pairs[before_id].to_numpy(), pairs[after_id].to_numpy()
    for time_point in (before_id, after_id):
        yield from _level_rows(pairs[time_point], base, study, time_point=time_point, subgroup="pairs")
    compared = base | {"comparison": f"{after_id} - {before_id}", "subgroup": "pairs", "time_point": after_id}
    level = study.plan.conf_level
    yield compared | paired.mean_change(before, after, conf_level=level).as_row()
    exploratory = compared | {"analysis": "sensitivity"}
    yield exploratory | paired.sd_change(before, after).as_row()
    standardised = paired.standardised_changes(before, after, better=better_sign(study, outcome), conf_level=level)
    for name, estimate in standardised.items():
        kind = compared if name == "g_av" else exploratory
        yield kind | {"unit": "standard deviations"} | estimate.as_row()
    yield exploratory | paired.signed_rank(before, after).as_row()
    yield exploratory | paired.hodges_lehmann(before, after, conf_level=level).as_row()


def _level_rows(scores: pd.Series, base: Row, study: Study, *, time_point: str, subgroup: str) -> Iterator[Row]:
    row = base | {"time_point": time_point, "subgroup": subgroup}
    yield row | summaries.mean(scores.to_numpy(), conf_level=study.plan.conf_level).as_row()
    yield row | summaries.sd(scores.to_numpy(), conf_level=study.plan.conf_level).as_row()


def _holm_row(outcome_id: str, rows_by_outcome: dict[str, list[Row]], study: Study) -> Iterator[Row]:
    """Yield the p value of one outcome's change, adjusted for all outcomes of its declared family."""
    if study.plan.multiplicity == "none":
        return
    changes = {
        name: next(row for row in rows if row["estimand"] == "mean_change") for name, rows in rows_by_outcome.items()
    }
    family = {outcome.id: outcome.family for outcome in study.outcomes}
    members = [name for name in changes if family[name] == family[outcome_id]]
    if len(members) < 2:
        return
    adjusted = dict(zip(members, holm([changes[name].get("p_value", float("nan")) for name in members]), strict=True))
    if pd.isna(adjusted[outcome_id]):
        return
    own = changes[outcome_id]
    kept = {name: own[name] for name in own if name not in ("estimate", "conf_low", "conf_high", "statistic", "df")}
    yield kept | {
        "estimand": "holm",
        "p_value": float(adjusted[outcome_id]),
        "analysis": "sensitivity",
        "method": f"Holm over {len(members)} outcomes of the family",
    }
