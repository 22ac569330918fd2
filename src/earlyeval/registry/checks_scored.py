"""Checks of how a subscale is put together: its items, parts or conditions, its range, its missing items."""

from collections.abc import Iterator

from earlyeval.foundations.suggest import shown
from earlyeval.registry.checks_items import Finding, twice
from earlyeval.registry.draft import not_declared
from earlyeval.registry.instruments import Condition, MissingRule, Subscale, Version
from earlyeval.registry.ranges import subscale_range

_RULES_OF_METHOD = {
    "sum": ("all", "prorate"),
    "mean": ("all", "mean"),
    "sum_of_scores": ("all",),
    "algorithm": ("all", "decided"),
}
_NEEDS = {"sum": "items", "mean": "items", "sum_of_scores": "subscales", "algorithm": "conditions"}
_ONLY_OF = {"subscales": "sum_of_scores", "conditions": "algorithm"}


def check_method(scale: Subscale, version: Version, place: str) -> Iterator[Finding]:
    """Yield what does not fit the method of a subscale: what it needs, what it cannot have, its range."""
    for key, method in _ONLY_OF.items():
        if getattr(scale, key) and scale.method != method:
            yield f"{place}.{key}", f"is only for method {method}, but the method is {scale.method}. Take one out."
    if scale.multiplied_by != 1 and scale.method not in ("sum", "mean"):
        yield f"{place}.multiplied_by", "is only for method sum or mean. Take it out."
    elif scale.multiplied_by <= 0:
        yield f"{place}.multiplied_by", f"found {scale.multiplied_by}. Allowed: above 0."
    if scale.method == "supplied":
        yield from _check_supplied(scale, place)
    else:
        yield from _check_scored(scale, version, place)


def _check_supplied(scale: Subscale, place: str) -> Iterator[Finding]:
    if scale.items:
        yield f"{place}.items", "a supplied total has no items. Take them out, or choose method sum or mean."
    if scale.missing is not None:
        yield f"{place}.missing", "a supplied total has no rule for missing items. Take it out."


def _check_scored(scale: Subscale, version: Version, place: str) -> Iterator[Finding]:
    needed = _NEEDS[scale.method]
    if not getattr(scale, needed):
        yield f"{place}.{needed}", f"is empty. Method {scale.method} needs it; a supplied total has method: supplied."
    if scale.method == "sum_of_scores":
        yield from _check_parts(scale, version, place)
    for number, condition in enumerate(scale.conditions, start=1):
        yield from _check_condition(condition, scale, f"{place}.conditions[{number}]")
    if scale.missing is None:
        yield f"{place}.missing", "is missing. Say when it may be scored with items missing (rule: all, if never)."
    else:
        yield from _check_missing(scale.missing, scale, f"{place}.missing")
    possible = subscale_range(scale, version)
    if scale.conversion:
        yield from _check_conversion(scale, possible, place)
    elif possible is not None and not _same(possible, (scale.lowest, scale.highest)):
        sentence = f"found {scale.lowest} to {scale.highest}, but its items give {possible[0]:g} to {possible[1]:g}."
        yield f"{place}.lowest", sentence


def _check_parts(scale: Subscale, version: Version, place: str) -> Iterator[Finding]:
    if scale.items:
        yield f"{place}.items", "a sum of scores has no items of its own. Take them out."
    yield from twice(scale.subscales, f"{place}.subscales")
    parts = {part.id: part for part in version.subscales if part.method in ("sum", "mean")}
    for name in scale.subscales:
        if sentence := not_declared(name, parts):
            yield f"{place}.subscales", sentence
        elif parts[name].direction != scale.direction:
            yield f"{place}.subscales", f"{shown(name)} has another direction. Scores that are added up have one."


def _check_condition(condition: Condition, scale: Subscale, place: str) -> Iterator[Finding]:
    for name in condition.items:
        if sentence := not_declared(name, scale.items):
            yield f"{place}.items", sentence
    for name in condition.counts_from_of:
        if sentence := not_declared(name, condition.items):
            yield f"{place}.counts_from_of", sentence
    yield from twice(condition.items, f"{place}.items")
    most = len(condition.items)
    if not 0 <= condition.at_least <= most:
        yield f"{place}.at_least", f"found {condition.at_least}. Allowed: 0 to {most}, the number of its items."
    if condition.at_most is not None and not condition.at_least <= condition.at_most <= most:
        yield f"{place}.at_most", f"found {condition.at_most}. Allowed: {condition.at_least} to {most}."


def _check_missing(rule: MissingRule, scale: Subscale, place: str) -> Iterator[Finding]:
    allowed = _RULES_OF_METHOD[scale.method]
    if rule.rule not in allowed:
        yield f"{place}.rule", f"found {shown(rule.rule)}. Allowed with method {scale.method}: {' or '.join(allowed)}."
    if rule.rule in ("all", "decided") and rule.at_most_missing != 0:
        yield f"{place}.at_most_missing", f"found {rule.at_most_missing}. Allowed with rule {rule.rule}: 0."
    elif not 0 <= rule.at_most_missing < max(len(scale.items), 1):
        yield f"{place}.at_most_missing", f"found {rule.at_most_missing}. Allowed: 0 to {len(scale.items) - 1}."
    if rule.rounded and rule.rule != "prorate":
        yield f"{place}.rounded", "is only for rule prorate. Take it out."


def _check_conversion(scale: Subscale, possible: tuple[float, float] | None, place: str) -> Iterator[Finding]:
    if not scale.conversion_source:
        yield f"{place}.conversion_source", "is missing. Name where the conversion was read."
    if possible is not None:
        raw = [str(score) for score in range(int(possible[0]), int(possible[1]) + 1)]
        lacking = [score for score in raw if score not in scale.conversion]
        spare = [score for score in scale.conversion if score not in raw]
        if lacking or spare:
            sentence = f"does not give exactly one value for each raw score {raw[0]} to {raw[-1]}."
            yield f"{place}.conversion", sentence
    ends = (min(scale.conversion.values()), max(scale.conversion.values()))
    if not _same(ends, (scale.lowest, scale.highest)):
        sentence = f"found {scale.lowest} to {scale.highest}, but the conversion gives {ends[0]:g} to {ends[1]:g}."
        yield f"{place}.lowest", sentence


def _same(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return all(abs(a - b) < 1e-9 for a, b in zip(one, other, strict=True))
