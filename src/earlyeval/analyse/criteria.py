"""Progression criteria: each indicator against the bounds that were agreed before the results."""

from collections.abc import Callable, Iterator

import pandas as pd

from earlyeval.analyse.arrived import missingness
from earlyeval.analyse.attendance import sessions
from earlyeval.analyse.captured import captured
from earlyeval.analyse.case_closure import case_closure
from earlyeval.analyse.case_concern import case_concern
from earlyeval.analyse.case_needs import case_needs
from earlyeval.analyse.co_facilitation import co_facilitation
from earlyeval.analyse.coverage import coverage
from earlyeval.analyse.dose import dose
from earlyeval.analyse.drop_in_families import drop_in_families
from earlyeval.analyse.experience import experience
from earlyeval.analyse.fidelity import fidelity
from earlyeval.analyse.flow import flow, retention
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.rating_agreement import rating_agreement
from earlyeval.analyse.reach import reach, specification
from earlyeval.analyse.reliable_change import caseness, reliable_change
from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.foundations.results import not_estimable, records
from earlyeval.registry.criteria import Criterion
from earlyeval.study import Study

NOT_SET_IN_ADVANCE = "not set in advance"
NOTHING_RETURNED = "The returns hold nothing that this indicator could be made of."
AMBIGUOUS = "The indicator names more than a single result: add a time point or a subgroup to it in the registry."

# The questions whose rows a criterion may read.
INDICATORS: dict[str, Callable[[Study], pd.DataFrame]] = {
    "flow": flow,
    "retention": retention,
    "reach": reach,
    "specification": specification,
    "sessions": sessions,
    "coverage": coverage,
    "dose": dose,
    "fidelity": fidelity,
    "co-facilitation": co_facilitation,
    "missingness": missingness,
    "experience": experience,
    "caseness": caseness,
    "reliable-change": reliable_change,
    "rating-agreement": rating_agreement,
    "captured": captured,
    "drop-in-families": drop_in_families,
    "case-closure": case_closure,
    "case-concern": case_concern,
    "case-needs": case_needs,
}


@question("criteria")
def criteria(study: Study) -> Iterator[Row]:
    """Return each criterion's indicator row, then its verdict in ``direction``: go, amend or stop.

    The indicator's numbers stand in a row of their own kind, so that they pass the gate as what they are.
    ``note`` holds the bounds, ``reason`` the agreed action, ``method`` when and by whom they were agreed.
    """
    for criterion in study.criteria:
        yield from _rows_of(study, criterion)


def verdict(value: float, criterion: Criterion) -> str:
    """Return go, amend or stop. The bounds are contiguous: every value has exactly one verdict."""
    sign = -1 if criterion.lower_is_better else 1
    if sign * value >= sign * criterion.go_from:
        return "go"
    return "amend" if sign * value >= sign * criterion.amend_from else "stop"


def bounds_in_words(criterion: Criterion, *, as_share: bool = True) -> str:
    """Return the bounds as they were agreed: "go from 70%, amend from 50%, stop below"; plain numbers for counts."""
    go, amend = (_bound(bound, as_share=as_share) for bound in (criterion.go_from, criterion.amend_from))
    if criterion.lower_is_better:
        return f"go up to {go}, amend up to {amend}, stop above"
    return f"go from {go}, amend from {amend}, stop below"


def _bound(bound: float, *, as_share: bool) -> str:
    return f"{100 * bound:.4g}%" if as_share else f"{bound:g}"


def _rows_of(study: Study, criterion: Criterion) -> Iterator[Row]:
    named = {"outcome": criterion.id, "label": criterion.label, "subgroup": criterion.id}
    agreed = f"agreed on {criterion.agreed_on} by {criterion.agreed_by}" if criterion.agreed_on else NOT_SET_IN_ADVANCE
    as_share = ESTIMANDS[criterion.indicator.estimand].kind == "share"
    bounds = bounds_in_words(criterion, as_share=as_share)
    judged = {**named, "estimand": "criterion", "note": bounds, "method": agreed, "strand": "study"}
    rows = _indicator_rows(study, criterion)
    if len(rows) != 1:
        yield not_estimable(judged, reason=AMBIGUOUS if rows else NOTHING_RETURNED)
        return
    found = rows[0]
    if not found["estimable"]:
        yield not_estimable(judged, reason=found["reason"])
        return
    yield found | named
    action = {"go": criterion.action_go, "amend": criterion.action_amend, "stop": criterion.action_stop}
    decided = verdict(found["estimate"], criterion)
    counted = {"n": found["n"], "n_expected": found["n_expected"], "unit": found["unit"]}
    yield judged | counted | {"direction": decided, "reason": action[decided], "source_table": found["source_table"]}


def _indicator_rows(study: Study, criterion: Criterion) -> list[Row]:
    """Return the result rows that an indicator names: those of everybody where it names no group."""
    asked = criterion.indicator
    rows = INDICATORS[asked.question](study)
    for column in ("outcome", "estimand", "subgroup", "time_point"):
        wanted = getattr(asked, column)
        if wanted:
            rows = rows[rows[column] == wanted]
    everybody = rows[(rows["cluster"] == "") & (rows["arm"] == "") & rows["subgroup"].isin(["", "positive"])]
    whole = rows[(rows["cluster"] == "") & (rows["arm"] == "")]
    chosen = everybody if len(everybody) and not asked.subgroup else whole if len(whole) else rows
    return records(chosen.drop(columns=["programme", "site", "question"]))
