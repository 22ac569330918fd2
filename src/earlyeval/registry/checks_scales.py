"""Checks of an instrument's subscales: items, range, missing items, bands, cut-offs, reliability, change."""

import itertools
from collections.abc import Iterator

from earlyeval.foundations.suggest import shown
from earlyeval.registry.checks_items import Finding, check_examples, check_items, twice
from earlyeval.registry.checks_safeguarding import check_safeguarding
from earlyeval.registry.checks_scored import check_method
from earlyeval.registry.draft import not_declared
from earlyeval.registry.instruments import Instrument, ReliableChange, Subscale, Version

_ROUTE_NEEDS = {"published": ("threshold",), "jacobson_truax": ("sd", "reliability"), "sem": ("sem",)}


def check_instrument(instrument: Instrument) -> Iterator[Finding]:
    """Yield everything in one instrument that contradicts the rest of it: key and sentence."""
    yield from twice((version.id for version in instrument.versions), "versions")
    if not instrument.versions:
        yield "versions", "is empty. An instrument has at least one version."
    if not instrument.sources:
        yield "sources", "is empty. Name at least one key of references.yaml."
    for version in instrument.versions:
        place = f"versions[{version.id}]"
        if instrument.licence.licence_class == "C":
            yield from _check_totals_only(version, place)
        yield from check_items(version, place)
        yield from twice((scale.id for scale in version.subscales), f"{place}.subscales")
        for scale in version.subscales:
            yield from _check_subscale(scale, version, f"{place}.subscales[{scale.id}]")
        yield from check_examples(version, place)
    yield from check_safeguarding(instrument)
    if bool(instrument.caution) != bool(instrument.caution_source):
        yield "caution_source", "caution and caution_source go together. Give both or neither."


def _check_totals_only(version: Version, place: str) -> Iterator[Finding]:
    if version.items:
        yield f"{place}.items", "found items, but licence class C is for supplied totals only. Take the items out."
    for scale in version.subscales:
        if scale.method != "supplied":
            key = f"{place}.subscales[{scale.id}].method"
            yield key, f"found {shown(scale.method)}. Allowed with licence class C: 'supplied'."


def _check_subscale(scale: Subscale, version: Version, place: str) -> Iterator[Finding]:
    if scale.lowest >= scale.highest:
        yield f"{place}.lowest", f"lowest {scale.lowest} is not below highest {scale.highest}."
        return
    for name in scale.items:
        if sentence := not_declared(name, [item.id for item in version.items]):
            yield f"{place}.items", sentence
    yield from twice(scale.items, f"{place}.items")
    yield from check_method(scale, version, place)
    yield from _check_bands(scale, place)
    yield from _check_cut_offs(scale, place)
    yield from _check_forms(scale, place)
    yield from _check_published(scale, place)
    for number, route in enumerate(scale.reliable_change, start=1):
        yield from _check_route(route, f"{place}.reliable_change[{number}]")


def _check_bands(scale: Subscale, place: str) -> Iterator[Finding]:
    if not scale.bands:
        return
    yield from twice((band.label for band in scale.bands), f"{place}.bands")
    begins = [band.lowest for band in scale.bands]
    if begins[0] != scale.lowest:
        yield f"{place}.bands", f"the first begins at {begins[0]}. It must begin at the lowest score, {scale.lowest}."
    for before, after in itertools.pairwise(begins):
        if after <= before:
            yield f"{place}.bands", f"{after} comes after {before}. Bands must rise."
    if begins[-1] > scale.highest:
        yield f"{place}.bands", f"the last begins at {begins[-1]}, above the highest score, {scale.highest}."


def _check_cut_offs(scale: Subscale, place: str) -> Iterator[Finding]:
    yield from twice((cut_off.id for cut_off in scale.cut_offs), f"{place}.cut_offs")
    for cut_off in scale.cut_offs:
        key = f"{place}.cut_offs[{cut_off.id}]"
        given = [value for value in (cut_off.at_least, cut_off.at_most) if value is not None]
        if len(given) != 1:
            yield key, f"found {len(given)} values. Give exactly one of at_least and at_most."
        for value in given:
            if not scale.lowest <= value <= scale.highest:
                yield key, f"found {value}. Allowed: {scale.lowest} to {scale.highest}."


def _check_forms(scale: Subscale, place: str) -> Iterator[Finding]:
    yield from twice((form.form for form in scale.form_cut_offs), f"{place}.form_cut_offs")
    for number, form in enumerate(scale.form_cut_offs, start=1):
        key = f"{place}.form_cut_offs[{number}]"
        for value in (form.cut_off, form.monitoring_from):
            if value is not None and not scale.lowest <= value <= scale.highest:
                yield key, f"found {value}. Allowed: {scale.lowest} to {scale.highest}."
        if form.monitoring_from is None:
            continue
        better = form.monitoring_from - form.cut_off
        if (scale.direction == "lower_is_better" and better >= 0) or (
            scale.direction == "higher_is_better" and better <= 0
        ):
            yield key, f"monitoring_from {form.monitoring_from} must lie on the better side of {form.cut_off}."


def _check_published(scale: Subscale, place: str) -> Iterator[Finding]:
    for number, reliability in enumerate(scale.reliability, start=1):
        if not 0 < reliability.value <= 1:
            yield f"{place}.reliability[{number}].value", f"found {reliability.value:g}. Allowed: above 0, at most 1."
    for number, norm in enumerate(scale.norms, start=1):
        key = f"{place}.norms[{number}]"
        if not scale.lowest <= norm.mean <= scale.highest:
            yield f"{key}.mean", f"found {norm.mean:g}. Allowed: {scale.lowest} to {scale.highest}."
        if norm.sd is not None and norm.sd <= 0:
            yield f"{key}.sd", f"found {norm.sd:g}. Allowed: above 0."
    width = scale.highest - scale.lowest
    for number, drift in enumerate(scale.natural_changes, start=1):
        key = f"{place}.natural_changes[{number}]"
        if not -width <= drift.lowest <= drift.highest <= width:
            sentence = (
                f"found {drift.lowest:g} to {drift.highest:g}. Allowed: rising, within {width:g} points either way."
            )
            yield f"{key}.lowest", sentence
        if drift.weeks is not None and drift.weeks <= 0:
            yield f"{key}.weeks", f"found {drift.weeks:g}. Allowed: above 0."


def _check_route(route: ReliableChange, place: str) -> Iterator[Finding]:
    for name in _ROUTE_NEEDS[route.route]:
        value = getattr(route, name)
        if value is None:
            yield f"{place}.{name}", f"is missing. The route {route.route} needs it."
        elif value <= 0 or (name == "reliability" and value >= 1):
            allowed = "between 0 and 1" if name == "reliability" else "above 0"
            yield f"{place}.{name}", f"found {value:g}. Allowed: {allowed}."
