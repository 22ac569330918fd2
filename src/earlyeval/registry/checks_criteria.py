"""Checks of progression criteria: their bounds, and the row of the results that each reads."""

from collections.abc import Iterable, Iterator

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.foundations.terms import INDICATOR_QUESTIONS
from earlyeval.registry.checks_items import Finding, twice
from earlyeval.registry.checks_programmes import check_day
from earlyeval.registry.criteria import Criterion, Indicator
from earlyeval.registry.draft import Draft, not_declared
from earlyeval.registry.programmes import Programme

ABOUT_OUTCOMES = ("missingness", "retention", "caseness", "reliable-change", "rating-agreement")


def check_criteria(criteria: tuple[Criterion, ...], programme: Programme, draft: Draft) -> Iterator[Finding]:
    """Yield bounds that leave gaps and indicators that cannot be read: key and sentence."""
    yield from twice((criterion.id for criterion in criteria), "criteria")
    for criterion in criteria:
        key = f"criteria[{criterion.id}]"
        better = criterion.amend_from > criterion.go_from
        if criterion.go_from == criterion.amend_from or better != criterion.lower_is_better:
            order = "below" if criterion.lower_is_better else "above"
            sentence = f"found {criterion.go_from:g} and amend_from {criterion.amend_from:g}. It must lie {order} it."
            yield f"{key}.go_from", sentence
        indicator = criterion.indicator
        estimand = ESTIMANDS.get(indicator.estimand)
        if estimand is None:
            yield f"{key}.indicator.estimand", not_declared(indicator.estimand, ESTIMANDS)
        elif estimand.kind == "share":
            for name in ("go_from", "amend_from"):
                if not 0 <= getattr(criterion, name) <= 1:
                    yield f"{key}.{name}", f"found {getattr(criterion, name):g}. Allowed for a share: 0 to 1."
        if indicator.time_point:
            points = [point.id for point in programme.time_points]
            if sentence := not_declared(indicator.time_point, points):
                yield f"{key}.indicator.time_point", sentence
        yield from _check_question(indicator, programme, draft, f"{key}.indicator")
        yield from check_day(criterion.agreed_on, f"{key}.agreed_on")


def _check_question(indicator: Indicator, programme: Programme, draft: Draft, key: str) -> Iterator[Finding]:
    if sentence := not_declared(indicator.question, INDICATOR_QUESTIONS):
        yield f"{key}.question", sentence
        return
    allowed = _named_by(indicator, programme, draft)
    if allowed is not None and (sentence := not_declared(indicator.outcome, allowed)):
        yield f"{key}.outcome", sentence


def _named_by(indicator: Indicator, programme: Programme, draft: Draft) -> Iterable[str] | None:
    """Return what the ``outcome`` of an indicator may name; None where anything, or where that file is broken."""
    if indicator.question in ABOUT_OUTCOMES:
        declared = draft.entries["outcomes"].get(programme.id)
        return None if declared is None else [outcome.id for outcome in declared.outcomes]
    if indicator.question == "experience":
        plan = draft.entries["plan"].get(programme.id)
        return None if plan is None else [asked.id for asked in plan.experience]
    if indicator.question == "dose":
        # Shares without a subgroup are of definitions; medians, and shares in bands, are of kinds of session.
        is_of_definition = indicator.estimand == "proportion" and not indicator.subgroup
        return [part.id for part in (programme.definitions if is_of_definition else programme.session_kinds)]
    return None
