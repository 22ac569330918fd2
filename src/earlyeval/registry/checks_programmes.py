"""Checks of programmes and of the sites that deliver them."""

import itertools
import re
from collections.abc import Iterable, Iterator

from earlyeval.foundations.suggest import shown
from earlyeval.registry.checks_births import check_birth_comparators
from earlyeval.registry.checks_contacts import check_contacts, check_service_change
from earlyeval.registry.checks_items import Finding, twice
from earlyeval.registry.checks_qualitative import check_event_rule, check_saturation_rule
from earlyeval.registry.draft import not_declared
from earlyeval.registry.programmes import Definition, Programme, StageDefinition
from earlyeval.registry.sites import PROGRAMMES, Delivery, Site

MONTH = r"[0-9]{4}-(0[1-9]|1[0-2])"
RESERVED_IDS = ("all", "pairs")
DAY = MONTH + r"-(0[1-9]|[12][0-9]|3[01])"


def check_day(text: str, key: str) -> Iterator[Finding]:
    """Yield a finding when a day is given and is not YYYY-MM-DD."""
    if text and not re.fullmatch(DAY, text):
        yield key, f"found {shown(text)}. Allowed: a day as YYYY-MM-DD, or nothing."


def reserved(names: Iterable[str], key: str) -> Iterator[Finding]:
    """Yield a finding for every id that the results keep for people of all groups together."""
    for name in names:
        if name in RESERVED_IDS:
            yield f"{key}[{name}].id", f"found {shown(name)}, which is reserved for the whole. Choose another."


def check_programme(programme: Programme) -> Iterator[Finding]:
    """Yield everything in one programme that contradicts the rest of it: key and sentence."""
    for name in ("time_points", "arms", "session_kinds", "definitions", "components", "characteristics"):
        yield from twice((part.id for part in getattr(programme, name)), name)
    yield from twice(programme.strands, "strands")
    yield from reserved((arm.id for arm in programme.arms), "arms")
    yield from _check_time_points(programme)
    references = [arm.id for arm in programme.arms if arm.reference]
    if len(programme.arms) == 1:
        yield "arms", "found one arm. Two or more are compared; leave arms out when there is one group."
    elif programme.arms and len(references) != 1:
        yield (
            "arms",
            f"found {len(references)} with 'reference: true'. Exactly one is what the others are compared with.",
        )
    for kind in programme.session_kinds:
        if sentence := not_declared(kind.strand, programme.strands):
            yield f"session_kinds[{kind.id}].strand", sentence
        if kind.drop_in and kind.one_to_one:
            yield f"session_kinds[{kind.id}].one_to_one", "found true for a drop-in. A kind is one or the other."
        if kind.planned is not None and kind.planned < 1:
            yield f"session_kinds[{kind.id}].planned", f"found {kind.planned}. Allowed: 1 or more, or nothing."
        if kind.only_for is not None:
            declared = {known.id: known.values for known in programme.characteristics if known.strand == kind.strand}
            name, value = kind.only_for.characteristic, kind.only_for.value
            if sentence := not_declared(name, declared) or not_declared(value, declared.get(name, ())):
                yield f"session_kinds[{kind.id}].only_for", sentence
    yield from _check_definitions(programme)
    yield from check_saturation_rule(programme.qualitative.saturation)
    yield from check_event_rule(programme.event_agreement)
    yield from _check_cases(programme)
    yield from check_contacts(programme)
    for characteristic in programme.characteristics:
        if not characteristic.values:
            yield f"characteristics[{characteristic.id}].values", "is empty. Give each code and its label."
    if programme.fidelity_scale[0] >= programme.fidelity_scale[1]:
        lowest, highest = programme.fidelity_scale
        yield "fidelity_scale", f"found {lowest} to {highest}. The first must be below the second."


def check_site(site: Site, programmes: dict[str, Programme]) -> Iterator[Finding]:
    """Yield what one site says that its programmes do not know. Unknown programmes are told elsewhere."""
    yield from twice((delivery.programme for delivery in site.programmes), "programmes")
    if site.id == PROGRAMMES:
        yield "id", f"found {shown(site.id)}, where programmes across sites lie. Choose another."
    if not site.programmes:
        yield "programmes", "is empty. Name at least one programme that runs here."
    for delivery in site.programmes:
        place = f"programmes[{delivery.programme}]"
        yield from _check_months(delivery, place)
        yield from check_service_change(delivery, place)
        yield from twice((cluster.id for cluster in delivery.clusters), f"{place}.clusters")
        yield from reserved((cluster.id for cluster in delivery.clusters), f"{place}.clusters")
        if delivery.programme in programmes:
            yield from _check_population(delivery, programmes[delivery.programme], place)
            yield from check_birth_comparators(delivery, programmes[delivery.programme], place)


def _check_time_points(programme: Programme) -> Iterator[Finding]:
    points = programme.time_points
    if not points:
        yield "time_points", "is empty. Declare at least one time point."
    for role in ("baseline", "endpoint"):
        found = [point.id for point in points if point.role == role]
        if len(found) > 1:
            yield "time_points", f"found {len(found)} with the role {role} ({', '.join(found)}). Allowed: one."
    for before, after in itertools.pairwise(points):
        if after.order <= before.order:
            yield f"time_points[{after.id}].order", f"found {after.order} after {before.order}. The order must rise."
    for point in points:
        if point.retrospective_of is None:
            continue
        others = [other.id for other in points if other.id != point.id and other.retrospective_of is None]
        if sentence := not_declared(point.retrospective_of, others):
            yield f"time_points[{point.id}].retrospective_of", sentence
        if point.role != "other":
            yield f"time_points[{point.id}].role", f"found {shown(point.role)}. Allowed when looking back: 'other'."


def _check_definitions(programme: Programme) -> Iterator[Finding]:
    kinds = {kind.id: kind for kind in programme.session_kinds}
    for definition in programme.definitions:
        key = f"definitions[{definition.id}]"
        yield from _check_days(definition, key)
        if sentence := not_declared(definition.session_kind, kinds):
            yield f"{key}.session_kind", sentence
            continue
        planned = kinds[definition.session_kind].planned
        if definition.at_least < 1 or (planned is not None and definition.at_least > planned):
            allowed = "1 or more" if planned is None else f"1 to {planned}, the planned number"
            yield f"{key}.at_least", f"found {definition.at_least}. Allowed: {allowed}."
    main = [
        f"{definition.term} of {definition.session_kind}" for definition in programme.definitions if definition.main
    ]
    yield from twice(main, "definitions")
    for place, staged in enumerate(programme.stage_definitions):
        yield from _check_days(staged, f"stage_definitions[{place}]")
    every = [*programme.definitions, *programme.stage_definitions]
    yield from twice((definition.id for definition in every), "definitions and stage_definitions")


def _check_days(definition: Definition | StageDefinition, key: str) -> Iterator[Finding]:
    for name in ("agreed_on", "in_force_from", "in_force_until"):
        yield from check_day(getattr(definition, name), f"{key}.{name}")
    since, until = definition.in_force_from, definition.in_force_until
    if since and until and since > until:
        yield f"{key}.in_force_until", f"found {shown(until)}. Allowed: a day after in_force_from."


def _check_cases(programme: Programme) -> Iterator[Finding]:
    if programme.cases is None:
        return
    for name in ("needs", "services", "outcomes"):
        yield from twice((code.id for code in getattr(programme.cases, name)), f"cases.{name}")
    needs = [need.id for need in programme.cases.needs]
    for outcome in programme.cases.outcomes:
        if outcome.need is not None and (sentence := not_declared(outcome.need, needs)):
            yield f"cases.outcomes[{outcome.id}].need", sentence


def _check_months(delivery: Delivery, place: str) -> Iterator[Finding]:
    good = True
    for key in ("start", "end"):
        month = getattr(delivery, key)
        if not re.fullmatch(MONTH, month):
            good = False
            yield f"{place}.{key}", f"found {shown(month)}. Allowed: a month as YYYY-MM."
    if good and delivery.end < delivery.start:
        yield f"{place}.end", f"{delivery.end} is before the start, {delivery.start}."


def _check_population(delivery: Delivery, programme: Programme, place: str) -> Iterator[Finding]:
    characteristics = {characteristic.id: characteristic for characteristic in programme.characteristics}
    for number, count in enumerate(delivery.population, start=1):
        key = f"{place}.population[{number}]"
        if sentence := not_declared(count.characteristic, characteristics):
            yield f"{key}.characteristic", sentence
        elif sentence := not_declared(count.value, characteristics[count.characteristic].values):
            yield f"{key}.value", sentence
        if count.n < 0:
            yield f"{key}.n", f"found {count.n}. Allowed: 0 or more."
    yield from twice((f"{count.characteristic}: {count.value}" for count in delivery.population), f"{place}.population")
