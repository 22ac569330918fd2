"""Outcomes measured three times or more: every planned comparison over time, all of them from one mixed model."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.groups import scores_by_person_and_time
from earlyeval.analyse.members import expected_at, expected_of
from earlyeval.analyse.method_checks import ALTERNATIVE, HEADLINE, method_check
from earlyeval.analyse.mixed_change import FIXED, fitted_over_time, scores_by_observation
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import proportions
from earlyeval.statistics.mixed_fit import FittedModel
from earlyeval.statistics.multiplicity import holm
from earlyeval.study import Study

THREE_TIMES = 3
NOT_SEEN = "Nobody was measured at one of the two times."
NOT_TWICE = "Nobody was measured more than once, so no model can be fitted."
WHY = "One model holds all times, so the comparisons fit together and every score counts, also of people measured once."
INSTEAD = "it lets each time have a spread of its own and any correlations"


@question("contrasts")
def contrasts(study: Study) -> Iterator[Row]:
    """Return, per outcome with three times or more, each planned comparison and who was there to be compared.

    Rows
    ----
    Per comparison (``comparison`` "later - earlier"): ``proportion`` measured at both times, of those of whom a form
    is expected at both; ``model_change`` in points from the mixed model with a random intercept of the person; the
    same with an unstructured covariance (sensitivity); ``holm``, its p value adjusted for all comparisons of the
    outcome, where the plan says so. Time points that look back are left out.
    """
    for outcome in study.outcomes:
        points = times_of(study, outcome)
        if len(points) >= THREE_TIMES and not outcome.status_only:
            yield from _contrasts_of_outcome(study, outcome, points)


def times_of(study: Study, outcome: Outcome) -> list[str]:
    """Return the time points at which an outcome was planned, those that look back left out, in their order."""
    return [
        point.id
        for point in study.time_points.values()
        if point.id in outcome.time_points and point.retrospective_of is None
    ]


def planned(study: Study, points: list[str]) -> list[tuple[str, str]]:
    """Return (later, earlier) as the plan has them; without a plan each time and the one before, and the whole way."""
    declared = [(one.later, one.earlier) for one in study.plan.contrasts]
    kept = [pair for pair in declared if set(pair) <= set(points)]
    return kept or [*zip(points[1:], points[:-1], strict=True), (points[-1], points[0])]


def _contrasts_of_outcome(study: Study, outcome: Outcome, points: list[str]) -> Iterator[Row]:
    scores = scores_by_person_and_time(study, outcome)[points]
    long = scores_by_observation(scores, study)
    pairs = planned(study, points)
    row = outcome_row(study, outcome) | {"n": len(scores.dropna(how="all")), "subgroup": "all"}
    for later, earlier in pairs:
        both = int(scores[[later, earlier]].notna().all(axis=1).sum())
        shared = proportions.wilson(
            both, max(expected_at(study, outcome, later, earlier), both), conf_level=study.plan.conf_level
        )
        named = {"comparison": f"{later} - {earlier}", "time_point": later, "unit": "people"}
        yield row | named | shared.as_row()
    row |= {"n_expected": len(expected_of(study, outcome))}
    if not long["person_id"].duplicated().any():
        for later, earlier in pairs:
            asked = row | {"comparison": f"{later} - {earlier}", "time_point": later, "estimand": "model_change"}
            yield not_estimable(asked, reason=NOT_TWICE)
        return
    yield from _from_models(study, long, points, pairs, row=row)


def _from_models(
    study: Study, long: pd.DataFrame, points: list[str], pairs: list[tuple[str, str]], *, row: Row
) -> Iterator[Row]:
    seen = [point for point in points if (long["time_point"] == point).any()]
    found: dict[bool, list[Row]] = {}
    for unstructured in (False, True):
        fit, clusters = fitted_over_time(study, long, before=seen[0], later=seen[1:], unstructured=unstructured)
        words = {"analysis": "sensitivity"} if unstructured else {}
        found[unstructured] = [
            row | _contrast(fit, pair, first=seen[0], seen=seen, fixed=bool(clusters)) | words for pair in pairs
        ]
    yield from found[False]
    yield from (one for one in found[True] if one["estimable"])
    yield from _adjusted(study, found[False])
    for main, other in zip(found[False], found[True], strict=True):
        if main["estimable"]:
            yield method_check(main, HEADLINE, method=main["method"], note=WHY)
            if other["estimable"]:
                yield method_check(main, ALTERNATIVE, method=other["method"], note=INSTEAD)


def _contrast(fit: FittedModel, pair: tuple[str, str], *, first: str, seen: list[str], fixed: bool) -> Row:
    later, earlier = pair
    named = {"comparison": f"{later} - {earlier}", "time_point": later, "estimand": "model_change"}
    if not {later, earlier} <= set(seen):
        return not_estimable(named, reason=NOT_SEEN)
    weights = {f"time:{later}": 1.0} | ({f"time:{earlier}": -1.0} if earlier != first else {})
    answer = fit.contrast([weights.get(name, 0.0) for name in fit.names], estimand="model_change").as_row()
    return answer | named | {"method": answer["method"] + (FIXED if fixed else "")}


def _adjusted(study: Study, rows: list[Row]) -> Iterator[Row]:
    if study.plan.multiplicity == "none" or sum("p_value" in row for row in rows) < 2:
        return
    adjusted = holm([row.get("p_value", float("nan")) for row in rows])
    for row, p_value in zip(rows, adjusted, strict=True):
        if not pd.isna(p_value):
            kept = {name: cell for name, cell in row.items() if name not in ("estimate", "conf_low", "conf_high", "df")}
            yield kept | {
                "estimand": "holm", "p_value": float(p_value), "statistic": float("nan"), "analysis": "sensitivity",
                "method": "Holm over the comparisons of the outcome",
            }  # fmt: skip
