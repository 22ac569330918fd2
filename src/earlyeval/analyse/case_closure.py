"""How cases ended, what that has to do with whether parents engaged, and which were passed on to crisis services."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from earlyeval.analyse.case_members import CLOSURE_WORDS, ENGAGEMENT_WORDS, NO_CASES, case_work, row_of_cases
from earlyeval.analyse.counted import share_row, unanswered
from earlyeval.analyse.members import is_yes
from earlyeval.analyse.movement import distribution_rows
from earlyeval.analyse.questions import Row, question
from earlyeval.statistics.tables import cramers_v, fisher
from earlyeval.study import Study

NONE_CLOSED = "No case has been closed with an outcome yet."


@question("case-closure")
def case_closure(study: Study) -> Iterator[Row]:
    """Return how closed cases ended, overall and by engagement; the test of both; and cases stepped up.

    Rows
    ----
    ``outcome`` "closure": of closed cases, the share with each outcome (``subgroup``); "closure-by-engagement": the
    same among cases of each level of engagement (``label``), with Fisher's exact test and Cramer's V;
    "concern-removed": the share of closed cases whose concern was removed; "stepped-up": the share passed on to crisis
    or statutory services, of the cases for which it was said.
    """
    if case_work(study) is None:
        return
    base = row_of_cases(study, "cases")
    cases = study.table("cases")
    closed = cases[cases["closure_outcome"].notna()]
    if closed.empty:
        reason = NONE_CLOSED if len(cases) else NO_CASES
        yield unanswered(base | {"outcome": "closure", "label": "How cases ended"}, reason, estimand="proportion")
    else:
        yield from _outcomes_at_closure(study, closed, base)
        yield from _by_engagement(study, closed, base)
    yield from _stepped_up(study, cases, base)


def _outcomes_at_closure(study: Study, closed: pd.DataFrame, base: Row) -> Iterator[Row]:
    level = study.plan.conf_level
    row = base | {"outcome": "closure", "label": "Closed cases"}
    named = {"categories": list(CLOSURE_WORDS), "words": list(CLOSURE_WORDS.values()), "conf_level": level}
    yield from distribution_rows(closed["closure_outcome"], row, **named)
    removed = int((closed["closure_outcome"] == "concern_removed").sum())
    label = "Closed cases in which the concern was removed"
    yield share_row(base | {"outcome": "concern-removed", "label": label}, removed, len(closed), conf_level=level)


def _by_engagement(study: Study, closed: pd.DataFrame, base: Row) -> Iterator[Row]:
    row = base | {"outcome": "closure-by-engagement"}
    known = closed[closed["engagement"].notna()]
    named = {"categories": list(CLOSURE_WORDS), "words": list(CLOSURE_WORDS.values())}
    for engagement, words in ENGAGEMENT_WORDS.items():
        here = known.loc[known["engagement"] == engagement, "closure_outcome"]
        if len(here):
            own = row | {"label": words.capitalize()}
            yield from distribution_rows(here, own, **named, conf_level=study.plan.conf_level)
    counts = pd.crosstab(known["engagement"], known["closure_outcome"]).to_numpy(dtype="float64")
    tested = row | {"label": "Engagement and outcome at closure", "comparison": "engagement by outcome"}
    counts = counts if counts.size else np.zeros((1, 1))
    yield tested | fisher(counts).as_row()
    yield tested | cramers_v(counts, conf_level=study.plan.conf_level).as_row()


def _stepped_up(study: Study, cases: pd.DataFrame, base: Row) -> Iterator[Row]:
    row = base | {"outcome": "stepped-up", "label": "Cases passed on to crisis or statutory services while open"}
    said = cases["stepped_up"].dropna()
    if said.empty:
        yield unanswered(row, "Whether cases were passed on was not returned.", estimand="proportion")
        return
    yield share_row(row, int(is_yes(said).sum()), len(said), conf_level=study.plan.conf_level)
