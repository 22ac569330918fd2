"""Needs at referral, services received and outcomes judged: several answers a case, each share of the right whole."""

from collections.abc import Iterator, Sequence

import pandas as pd

from earlyeval.analyse.case_members import case_work, row_of_cases
from earlyeval.analyse.counted import share_row, unanswered
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.case_work import CaseCode, CaseOutcome
from earlyeval.study import Study

NOT_CODED = {
    "case_needs": "No needs were returned.",
    "case_services": "No services were returned.",
    "case_outcomes": "No outcomes were judged.",
}


@question("case-needs")
def case_needs(study: Study) -> Iterator[Row]:
    """Return the share of cases with each need, service and outcome, and how they go together.

    Rows
    ----
    A case has several needs and services, so shares add up to more than everybody. ``outcome`` "needs": of cases whose
    needs were coded at all; "services": of cases of which any service was recorded; "needs-services": of cases with a
    need (``label``), those who received each service (``subgroup``); "outcomes": of cases in which an outcome was
    judged, those judged better; "outcomes-of-need": the same among cases that had the need the outcome answers to at
    referral; "outcomes-of-service": the same among those of them who received each service (``subgroup``). A case
    without a row in a table was not coded there and is in no denominator of it.
    """
    declared = case_work(study)
    if declared is None:
        return
    known = study.table("cases")["case_id"]
    needs, services, judged = (_of_known(study, name, known) for name in NOT_CODED)
    yield from _shares_of(study, needs, declared.needs, part="need", outcome="needs")
    yield from _shares_of(study, services, declared.services, part="service", outcome="services")
    yield from _needs_by_services(study, needs, services)
    yield from _outcomes(study, needs, services, judged)


def _of_known(study: Study, table: str, known: pd.Series) -> pd.DataFrame:
    rows = study.table(table)
    return rows[rows["case_id"].isin(known)]


def _shares_of(
    study: Study, coded: pd.DataFrame, codes: Sequence[CaseCode], *, part: str, outcome: str
) -> Iterator[Row]:
    if not codes:
        return
    row = row_of_cases(study, f"case_{outcome}") | {"outcome": outcome}
    n_cases = coded["case_id"].nunique()
    if n_cases == 0:
        words = {"label": f"{outcome.capitalize()} of cases"}
        yield unanswered(row | words, NOT_CODED[f"case_{outcome}"], estimand="proportion")
        return
    for code in codes:
        n = coded.loc[coded[part] == code.id, "case_id"].nunique()
        yield share_row(row | {"label": code.label}, n, n_cases, conf_level=study.plan.conf_level)


def _needs_by_services(study: Study, needs: pd.DataFrame, services: pd.DataFrame) -> Iterator[Row]:
    """Of the cases with a need whose services were recorded, the share that received each service."""
    declared, level = case_work(study), study.plan.conf_level
    recorded = set(services["case_id"])
    for need in declared.needs if recorded else ():
        with_need = {case for case in needs.loc[needs["need"] == need.id, "case_id"] if case in recorded}
        if not with_need:
            continue
        row = row_of_cases(study, "case_services") | {"outcome": "needs-services", "label": need.label}
        for service in declared.services:
            received = with_need & set(services.loc[services["service"] == service.id, "case_id"])
            yield share_row(row | {"subgroup": service.label}, len(received), len(with_need), conf_level=level)


def _outcomes(study: Study, needs: pd.DataFrame, services: pd.DataFrame, judged: pd.DataFrame) -> Iterator[Row]:
    declared = case_work(study)
    row = row_of_cases(study, "case_outcomes")
    if declared.outcomes and judged.empty:
        words = {"outcome": "outcomes", "label": "Outcomes of cases"}
        yield unanswered(row | words, NOT_CODED["case_outcomes"], estimand="proportion")
        return
    for outcome in declared.outcomes:
        of_outcome = judged[judged["outcome"] == outcome.id]
        yield _better(study, of_outcome, row | {"outcome": "outcomes", "label": outcome.label})
    for outcome in declared.outcomes:
        if outcome.need is not None:
            yield from _outcome_of_need(study, outcome, needs, services, judged)


def _outcome_of_need(
    study: Study, outcome: CaseOutcome, needs: pd.DataFrame, services: pd.DataFrame, judged: pd.DataFrame
) -> Iterator[Row]:
    declared = case_work(study)
    row = row_of_cases(study, "case_outcomes") | {"label": outcome.label}
    with_need = needs.loc[needs["need"] == outcome.need, "case_id"]
    own = judged[(judged["outcome"] == outcome.id) & judged["case_id"].isin(with_need)]
    words = next(need.label for need in declared.needs if need.id == outcome.need)
    yield _better(study, own, row | {"outcome": "outcomes-of-need", "note": f"had at referral: {words}"})
    for service in declared.services:
        received = services.loc[services["service"] == service.id, "case_id"]
        here = own[own["case_id"].isin(received)]
        if len(here):
            yield _better(study, here, row | {"outcome": "outcomes-of-service", "subgroup": service.label})


def _better(study: Study, judged: pd.DataFrame, row: Row) -> Row:
    if judged.empty:
        return unanswered(row, "It was not judged for any such case.", estimand="proportion")
    better = int((judged["result"] == "better").sum())
    return share_row(row, better, len(judged), conf_level=study.plan.conf_level)
