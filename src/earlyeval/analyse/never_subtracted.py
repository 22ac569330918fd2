"""Measures that look alike and are not: shown beside each other, correlated, never subtracted.

Attachment before a birth and attachment after it are asked with different words about a different relationship; a
difference of their scores would be a number without a meaning.
"""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.contrasts import times_of
from earlyeval.analyse.groups import scores_by_person_and_time
from earlyeval.analyse.members import expected_at
from earlyeval.analyse.method_checks import ALTERNATIVE, HEADLINE, method_check
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import association, summaries
from earlyeval.study import Study

NOT_BOTH = "Not both of these were answered here, so there is nothing to set side by side."
WHY = "It goes by the order of people on each measure, so it asks nothing of their scales."
INSTEAD = "it goes by the scores themselves and supposes a straight line"


@question("never-subtracted")
def never_subtracted(study: Study) -> Iterator[Row]:
    """Return, per pair of outcomes declared not comparable, both levels, their correlation, and why no change.

    Rows
    ----
    ``label`` names both. ``statement`` says why no change is given; ``mean`` and ``sd`` of each (``subgroup`` the
    outcome's label) at each of its times; ``spearman`` and ``pearson`` among people with both: at every time that both
    were asked, otherwise the last of the one before the first of the other (``comparison`` "later - earlier").
    """
    for one, other in pairs_never_subtracted(study):
        yield from _of_pair(study, one, other)


def pairs_never_subtracted(study: Study) -> list[tuple[Outcome, Outcome]]:
    """Return each pair of outcomes of which one names the other, once, the one asked first standing first."""
    known = {outcome.id: outcome for outcome in study.outcomes}
    found: dict[frozenset[str], tuple[Outcome, Outcome]] = {}
    for outcome in study.outcomes:
        for name in outcome.not_comparable_with:
            pair = (outcome, known[name])
            first, second = sorted(pair, key=lambda member: _order(study, member))
            found.setdefault(frozenset({first.id, second.id}), (first, second))
    return list(found.values())


def _order(study: Study, outcome: Outcome) -> int:
    points = times_of(study, outcome)
    return list(study.time_points).index(points[0]) if points else 0


def _of_pair(study: Study, one: Outcome, other: Outcome) -> Iterator[Row]:
    label = {"label": f"{one.label} and {other.label}"}
    if any(scores_by_person_and_time(study, outcome).dropna(how="all").empty for outcome in (one, other)):
        asked = outcome_row(study, one) | label | {"estimand": "spearman", "n": 0}
        yield not_estimable(asked, reason=NOT_BOTH)
        return
    because = one.not_comparable_because or other.not_comparable_because
    said = {"estimand": "statement", "sensitivity": "open", "unit": "", "source_table": "", "note": because}
    yield outcome_row(study, one) | label | said | {"subgroup": "why no change is given"}
    for outcome in (one, other):
        scores = scores_by_person_and_time(study, outcome)
        for point in times_of(study, outcome):
            n_expected = max(expected_at(study, outcome, point), int(scores[point].notna().sum()))
            row = outcome_row(study, outcome) | label | {"outcome": one.id, "time_point": point}
            row |= {"subgroup": outcome.label, "n_expected": n_expected}
            values = scores[point].to_numpy()
            yield row | summaries.mean(values, conf_level=study.plan.conf_level).as_row()
            yield row | summaries.sd(values).as_row()
    yield from _correlations(study, one, other, outcome_row(study, one) | label)


def _correlations(study: Study, one: Outcome, other: Outcome, row: Row) -> Iterator[Row]:
    first, second = scores_by_person_and_time(study, one), scores_by_person_and_time(study, other)
    for earlier, later in _times_beside(study, one, other):
        both = pd.concat([first[earlier], second[later]], axis=1, join="inner", keys=["one", "other"]).dropna()
        asked = row | {"comparison": f"{later} - {earlier}", "time_point": later, "unit": "people", "note": ""}
        asked |= {"direction": "", "subgroup": "people with both"}
        values, level = (both["one"].to_numpy(), both["other"].to_numpy()), study.plan.conf_level
        by_rank = asked | association.spearman(*values, conf_level=level).as_row()
        by_score = asked | association.pearson(*values, conf_level=level).as_row() | {"analysis": "sensitivity"}
        yield by_rank
        yield by_score
        if by_rank["estimable"] and by_score["estimable"]:
            yield method_check(by_rank, HEADLINE, method=by_rank["method"], note=WHY)
            yield method_check(by_rank, ALTERNATIVE, method=by_score["method"], note=INSTEAD)


def _times_beside(study: Study, one: Outcome, other: Outcome) -> list[tuple[str, str]]:
    """Return the times at which the two are set beside each other: (of the one, of the other)."""
    first, second = times_of(study, one), times_of(study, other)
    shared = [point for point in first if point in second]
    if shared:
        return [(point, point) for point in shared]
    order = list(study.time_points)
    before = [point for point in first if second and order.index(point) < order.index(second[0])]
    return [(before[-1], second[0])] if before else []
