"""Checks of what an outcome is compared by: to whom it applies, roles, subgroups, planned contrasts, likenesses."""

from collections.abc import Iterable, Iterator

from earlyeval.foundations.suggest import shown
from earlyeval.foundations.terms import PERSON_ROLES
from earlyeval.registry.checks_items import Finding, twice
from earlyeval.registry.draft import not_declared
from earlyeval.registry.instruments import Subscale
from earlyeval.registry.outcomes import ROLE, BaselineSubgroup, Outcome
from earlyeval.registry.plan import Association, Contrast
from earlyeval.registry.programmes import Programme


def check_comparisons(
    outcome: Outcome, outcomes: tuple[Outcome, ...], programme: Programme, key: str
) -> Iterator[Finding]:
    """Yield what an outcome says of groups of people and of other outcomes that nobody declared."""
    if outcome.applicable_when is not None:
        yield from _check_applicable(outcome, programme, f"{key}.applicable_when")
    yield from _check_groups(outcome, programme, key)
    others = [other.id for other in outcomes if other.id != outcome.id]
    yield from twice(outcome.not_comparable_with, f"{key}.not_comparable_with")
    for name in outcome.not_comparable_with:
        if sentence := not_declared(name, others):
            yield f"{key}.not_comparable_with", sentence
    if bool(outcome.not_comparable_with) != bool(outcome.not_comparable_because):
        sentence = "goes together with not_comparable_with: which outcomes, and why. Give both or neither."
        yield f"{key}.not_comparable_because", sentence


def check_subgroups(outcome: Outcome, scale: Subscale, key: str) -> Iterator[Finding]:
    """Yield what is wrong with the subgroups that are picked by the score before."""
    yield from twice((group.id for group in outcome.baseline_subgroups), f"{key}.baseline_subgroups")
    for group in outcome.baseline_subgroups:
        yield from _check_subgroup(group, scale, f"{key}.baseline_subgroups[{group.id}]")
    if outcome.baseline_subgroups and outcome.status_only:
        yield f"{key}.baseline_subgroups", "needs a score that is averaged. Take it out, or status_only."


def check_contrasts(contrasts: tuple[Contrast, ...], programme: Programme) -> Iterator[Finding]:
    """Yield what is wrong with the planned comparisons over time."""
    order = {point.id: point.order for point in programme.time_points if point.retrospective_of is None}
    yield from twice((f"{one.later} - {one.earlier}" for one in contrasts), "contrasts")
    for number, one in enumerate(contrasts, start=1):
        wrong = [(name, not_declared(getattr(one, name), order)) for name in ("later", "earlier")]
        yield from ((f"contrasts[{number}].{name}", sentence) for name, sentence in wrong if sentence)
        if not any(sentence for _, sentence in wrong) and order[one.later] <= order[one.earlier]:
            yield f"contrasts[{number}].later", f"found {shown(one.later)}, which does not come after {one.earlier}."


def check_associations(associations: tuple[Association, ...], outcomes: tuple[Outcome, ...]) -> Iterator[Finding]:
    """Yield scores that an expected association names and nobody declared, and associations that stand twice."""
    known = {outcome.id: outcome for outcome in outcomes}
    yield from twice((f"{one.about} and {one.outcome}" for one in associations), "associations")
    for number, one in enumerate(associations, start=1):
        key = f"associations[{number}]"
        if sentence := not_declared(one.outcome, known):
            yield f"{key}.outcome", sentence
        elif one.time_point and (sentence := not_declared(one.time_point, known[one.outcome].time_points)):
            yield f"{key}.time_point", sentence


def _check_applicable(outcome: Outcome, programme: Programme, key: str) -> Iterator[Finding]:
    rule = outcome.applicable_when
    if not rule.values:
        yield f"{key}.values", "is empty. Name the values of those to whom it applies."
    yield from twice(rule.values, f"{key}.values")
    known = _values(rule.characteristic, programme)
    if known is None:
        declared = [ROLE, *(one.id for one in programme.characteristics)]
        yield f"{key}.characteristic", not_declared(rule.characteristic, declared)
        return
    for value in rule.values:
        if sentence := not_declared(value, known):
            yield f"{key}.values", sentence


def _values(characteristic: str, programme: Programme) -> Iterable[str] | None:
    """Return the values a characteristic may have, or None where the programme does not declare it."""
    declared = {one.id: tuple(one.values) for one in programme.characteristics}
    return declared.get(characteristic, PERSON_ROLES if characteristic == ROLE else None)


def _check_groups(outcome: Outcome, programme: Programme, key: str) -> Iterator[Finding]:
    yield from twice(outcome.by_role, f"{key}.by_role")
    for role in outcome.by_role:
        if sentence := not_declared(role, PERSON_ROLES):
            yield f"{key}.by_role", sentence
    if len(outcome.by_role) == 1:
        yield f"{key}.by_role", "found one role. Two or more are told apart; leave it out when there is one."
    yield from twice(outcome.by_characteristic, f"{key}.by_characteristic")
    for name in outcome.by_characteristic:
        if sentence := not_declared(name, [one.id for one in programme.characteristics]):
            yield f"{key}.by_characteristic", sentence


def _check_subgroup(group: BaselineSubgroup, scale: Subscale, key: str) -> Iterator[Finding]:
    given = [name for name in ("cut_off", "lowest_share", "highest_share") if getattr(group, name) is not None]
    if len(given) != 1:
        yield key, f"found {len(given)} rules. Give exactly one of cut_off, lowest_share and highest_share."
    if group.cut_off is not None and (
        sentence := not_declared(group.cut_off, [cut_off.id for cut_off in scale.cut_offs])
    ):
        yield f"{key}.cut_off", sentence
    for name in ("lowest_share", "highest_share"):
        share = getattr(group, name)
        if share is not None and not 0 < share < 1:
            yield f"{key}.{name}", f"found {share:g}. Allowed: between 0 and 1."
