"""Needs at referral, services given, outcomes judged at the end; and what it all cost."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from earlyeval.registry.case_work import CaseWork
from earlyeval.tidy.synthetic.case_work import planted
from earlyeval.tidy.synthetic.draws import Generator

# Category, staff band, share of all costs, pounds an hour (or "" where it is not paid by the hour), once only.
_LINES = (
    ("staff", "key-worker", 0.56, 31.0, "no"), ("supervision", "team-manager", 0.12, 44.0, "no"),
    ("training", "key-worker", 0.05, 31.0, "yes"), ("travel", "", 0.07, None, "no"), ("venue", "", 0.06, None, "no"),
    ("licence", "", 0.02, None, "yes"), ("central", "", 0.12, None, "no"),
)  # fmt: skip
SOURCE = "made up for the demonstration"


def draw_codes(random: Generator, cases: pd.DataFrame, declared: CaseWork) -> tuple[list[list], ...]:
    """Return the rows of needs, services and outcomes of every case; outcomes of closed cases only."""
    needs, services, outcomes = [], [], []
    for case in cases.to_dict("records"):
        own = [need.id for need in declared.needs if random.random() < planted.NEEDS[need.id]] or ["parenting"]
        given = _services(random, own, declared)
        needs += [[case["case_id"], need] for need in own]
        services += [[case["case_id"], service] for service in given]
        if case["closure_outcome"]:
            outcomes += _outcomes(random, case["case_id"], own, declared)
    return needs, services, outcomes


def _services(random: Generator, needs: Sequence[str], declared: CaseWork) -> list[str]:
    wanted = {planted.SERVICE_FOR[need] for need in needs if need in planted.SERVICE_FOR}
    given = []
    for service in declared.services:
        likely = planted.GIVEN_FOR_NEED if service.id in wanted else planted.GIVEN_ANYWAY
        likely = planted.KEY_WORK if service.id == "key-work" else likely
        if random.random() < likely:
            given.append(service.id)
    return given


def _outcomes(random: Generator, case_id: str, needs: Sequence[str], declared: CaseWork) -> list[list]:
    rows = []
    for outcome in declared.outcomes:
        if (outcome.need and outcome.need not in needs) or random.random() >= planted.JUDGED:
            continue
        draw = random.random()
        better = planted.BETTER[outcome.id]
        worse_from = 1 - (1 - better) * planted.WORSE_OF_OTHERS
        rows.append([case_id, outcome.id, "better" if draw < better else "worse" if draw >= worse_from else "same"])
    return rows


def cost_rows(random: Generator, *, n_cases: int) -> list[list]:
    """Return costs by category that come to about the planted cost of all cases."""
    whole = planted.COST_PER_CASE * n_cases
    rows = []
    for number, (category, band, share, hourly, once) in enumerate(_LINES, start=1):
        amount = round(whole * share * float(np.exp(random.normal(0, 0.02))), 2)
        hours = None if hourly is None else round(amount / hourly, 1)
        amount = amount if hours is None else round(hours * hourly, 2)
        rows.append(
            [f"C-{number:02d}", category, band or None, hours, hourly, amount, planted.PRICE_YEAR, once, SOURCE]
        )
    return rows
