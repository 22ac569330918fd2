"""How many people changed by more than the measure's own error, and how many crossed its cut-off.

The threshold is the first route that the registry declares for the instrument: published, Jacobson-Truax, or from
the standard error of measurement. People without both measurements are "not assessable", and stay in the count.
"""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.applicable import not_applicable_at, without
from earlyeval.analyse.change import outcomes_that_change
from earlyeval.analyse.groups import scores_by_person_and_time
from earlyeval.analyse.method_checks import ALTERNATIVE, HEADLINE, method_check
from earlyeval.analyse.outcome_row import better_sign, outcome_row, subscale_of
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.rating_precision import own_route
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.instruments import CutOff, ReliableChange
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import change, proportions
from earlyeval.study import Study

CLASS_WORDS = {
    "recovered": "moved by more than the measure's error, and across its cut-off, for the better",
    "improved": "moved by more than the measure's error, for the better",
    "unchanged": "moved by no more than the measure's error",
    "deteriorated": "moved by more than the measure's error, for the worse",
}

WHY_SHARES = (
    "The same people stand in both shares; Wilson's interval holds for few people and for shares near none or all."
)
INSTEAD_EXACT = "it asks whether as many people crossed the cut-off one way as the other, however few they are"
WHY_ROUTE = "It is the first route to the measure's error that the registry declares; shares have Wilson intervals."
WHY_OWN = (
    "The registry knows no error of this measure: it is that of two raters of the same clips or reviews of this study."
)
INSTEAD_ROUTE = "it is the next route that the registry declares"
ONE_ROUTE = "No other route to the measure's error is declared"


@question("reliable-change")
def reliable_change(study: Study) -> Iterator[Row]:
    """Return, per outcome, the share of pairs in each class of change, and those that could not be assessed."""
    for strand in ("family", "staff"):
        for outcome in outcomes_that_change(study, strand):
            yield from _classes_of_outcome(study, outcome)


@question("caseness")
def caseness(study: Study) -> Iterator[Row]:
    """Return, per outcome with a cut-off, the share of pairs on the concerning side before and after, and McNemar."""
    for strand in ("family", "staff"):
        for outcome in outcomes_that_change(study, strand):
            cut_off = _cut_off(study, outcome)
            if cut_off is not None:
                yield from _caseness_of_outcome(study, outcome, cut_off)


def threshold_of(study: Study, outcome: Outcome) -> tuple[float, ReliableChange] | None:
    """Return the smallest change that is more than error, in points, and the route to it."""
    routes = routes_of(study, outcome)
    return (_threshold(routes[0]), routes[0]) if routes else None


def routes_of(study: Study, outcome: Outcome) -> tuple[ReliableChange, ...]:
    """Return the registry's routes to reliable change; for what is rated without one, the error of its own raters."""
    declared = tuple(subscale_of(study, outcome).reliable_change)
    own = None if declared else own_route(study, outcome)
    return declared if own is None else (own,)


def _threshold(route: ReliableChange) -> float:
    return change.reliable_change_threshold(
        route.route, threshold=route.threshold, sd=route.sd, reliability=route.reliability, sem=route.sem
    )


def _method(route: ReliableChange) -> str:
    return f"reliable change of {_threshold(route):.2f} points or more ({route.route.replace('_', '-')} route)"


def _classes_of_outcome(study: Study, outcome: Outcome) -> Iterator[Row]:
    row = outcome_row(study, outcome) | {
        "comparison": f"{study.endpoint.id} - {study.baseline.id}",
        "time_point": study.endpoint.id,
        "unit": "people",
        "estimand": "proportion",
    }
    known = threshold_of(study, outcome)
    if known is None:
        yield not_estimable(row, reason="The registry holds no reliable-change threshold for this measure.")
        return
    if subscale_of(study, outcome).direction == "neither":
        yield not_estimable(
            row, reason="Neither end of this scale is better, so no change can be called an improvement."
        )
        return
    route = known[1]
    scores, found = _scores_and_classes(study, outcome)
    classes, assessed = found.to_numpy(), scores.index.isin(found.index)
    method = _method(route)
    # A measure without a cut-off cannot say of anybody that they recovered: not even of none.
    told = [name for name in CLASS_WORDS if name != "recovered" or _cut_off(study, outcome) is not None]
    for name in told:
        share = proportions.wilson(int((classes == name).sum()), int(assessed.sum()), conf_level=study.plan.conf_level)
        yield row | {"subgroup": name, "note": CLASS_WORDS[name]} | share.as_row() | {"method": method}
    better = int(((classes == "recovered") | (classes == "improved")).sum())
    together = proportions.wilson(better, int(assessed.sum()), conf_level=study.plan.conf_level)
    yield (
        row | {"subgroup": "reliably_better", "note": "recovered or improved"} | together.as_row() | {"method": method}
    )
    pairs = scores.loc[found.index, [study.baseline.id, study.endpoint.id]]
    yield from _by_next_route(study, outcome, pairs, row | {"method": method})
    left = int((~assessed).sum())
    yield row | {
        "subgroup": "not_assessable",
        "note": "measured once only",
        "estimand": "count",
        "estimate": left,
        "n": left,
        "n_expected": len(scores),
    }


def classes_of_people(study: Study, outcome: Outcome) -> pd.Series | None:
    """Return the class of change of each person measured both times; None where the measure has no threshold."""
    if threshold_of(study, outcome) is None or subscale_of(study, outcome).direction == "neither":
        return None
    return _scores_and_classes(study, outcome)[1]


def _scores_and_classes(study: Study, outcome: Outcome) -> tuple[pd.DataFrame, pd.Series]:
    """Return everybody's scores and, of those measured both times, the class of change; indexed by person."""
    scores = scores_by_person_and_time(study, outcome)
    times = [study.baseline.id, study.endpoint.id]
    scores = scores.loc[without(scores.index, not_applicable_at(study, outcome, tuple(times)))]
    pairs = scores[times].dropna()
    classes = change.classify(
        *(pairs[time].to_numpy() for time in times),
        threshold=_threshold(routes_of(study, outcome)[0]),
        better=better_sign(study, outcome),
        cut_off=_criterion(_cut_off(study, outcome)),
    )
    return scores, pd.Series(classes, index=pairs.index, dtype=object)


def _by_next_route(study: Study, outcome: Outcome, pairs: pd.DataFrame, row: Row) -> Iterator[Row]:
    """Yield why the first route leads, and the share reliably better by the next one, where one is declared."""
    declared = subscale_of(study, outcome).reliable_change
    others, why = declared[1:], WHY_ROUTE if declared else WHY_OWN
    note = why if others else f"{why} {ONE_ROUTE}."
    if pairs.empty:
        return
    yield method_check(row, HEADLINE, method=row["method"], note=note)
    for route in others[:1]:
        change_of_each = (pairs.iloc[:, 1] - pairs.iloc[:, 0]) * better_sign(study, outcome)
        better = int((change_of_each >= _threshold(route)).sum())
        share = proportions.wilson(better, len(pairs), conf_level=study.plan.conf_level).as_row()
        named = {"method": _method(route), "analysis": "sensitivity", "note": "recovered or improved"}
        yield row | share | {"subgroup": "reliably_better_by_next_route"} | named
        yield method_check(row, ALTERNATIVE, method=_method(route), note=INSTEAD_ROUTE)


def _cut_off(study: Study, outcome: Outcome) -> CutOff | None:
    cut_offs = subscale_of(study, outcome).cut_offs
    return next((known for known in cut_offs if known.id == outcome.cut_off), None)


def _side_in_words(cut_off: CutOff) -> str:
    """Return which side is meant, with the score: "at or above the cut-off (10 or more)"."""
    if cut_off.at_least is not None:
        return f"{cut_off.label} ({cut_off.at_least:g} or more)"
    return f"{cut_off.label} ({cut_off.at_most:g} or less)"


def _criterion(cut_off: CutOff | None) -> float | None:
    """Return the score that separates the two sides; the side that is a case follows from the direction."""
    if cut_off is None:
        return None
    return float(cut_off.at_least if cut_off.at_least is not None else cut_off.at_most)


def _caseness_of_outcome(study: Study, outcome: Outcome, cut_off: CutOff) -> Iterator[Row]:
    before_id, after_id = study.baseline.id, study.endpoint.id
    pairs = scores_by_person_and_time(study, outcome)[[before_id, after_id]].dropna()
    is_case = pairs >= cut_off.at_least if cut_off.at_least is not None else pairs <= cut_off.at_most
    row = outcome_row(study, outcome) | {"unit": "people", "subgroup": _side_in_words(cut_off)}
    for point in (before_id, after_id):
        share = proportions.wilson(int(is_case[point].sum()), len(pairs), conf_level=study.plan.conf_level)
        yield row | {"time_point": point} | share.as_row()
    gained = int((~is_case[before_id] & is_case[after_id]).sum())
    cleared = int((is_case[before_id] & ~is_case[after_id]).sum())
    compared = row | {"comparison": f"{after_id} - {before_id}", "analysis": "sensitivity", "time_point": after_id}
    # From the p value of so few moves their numbers can be worked out: the smaller one guards it.
    moved = {"n_smallest": min(cleared, gained)}
    exact = compared | proportions.mcnemar_exact(cleared, gained, n=len(pairs)).as_row() | moved
    yield exact
    if len(pairs):
        checked = row | {"time_point": after_id}
        yield method_check(checked, HEADLINE, method=share.method, note=WHY_SHARES)
        if exact["estimable"]:
            named = {"comparison": exact["comparison"]}
            yield method_check(checked, ALTERNATIVE, method=exact["method"], note=INSTEAD_EXACT) | named
