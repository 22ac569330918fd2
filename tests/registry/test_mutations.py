"""A slip in any instrument's file is seen: each reversal, recode, missing rule and bound is changed, one at a time.

What decides a score must be caught by the checks of the registry or by the instrument's own worked examples. Numbers
that only read a score (cut-offs, bands, thresholds, conversions) must stand in ``facts.csv``, typed from the sources.
"""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from earlyeval.foundations.paths import CLONE, study_paths
from earlyeval.registry.checks_scales import check_instrument
from earlyeval.registry.instruments import Instrument, Item, Subscale, Version
from earlyeval.registry.load import MODELS, load_registry
from earlyeval.registry.reading import read_yaml
from earlyeval.score.scales import score_answers

pytestmark = pytest.mark.registry

FACTS = Path(__file__).with_name("facts.csv")
SHIPPED = load_registry(study_paths(CLONE)).instruments
OF_STUDIES = {
    path.stem: MODELS["instruments"].model_validate_json(json.dumps(read_yaml(path)))
    for path in sorted((CLONE / "tests" / "studies").glob("*/registry/instruments/*.yaml"))
}
EVERY = {**SHIPPED, **OF_STUDIES}
STEP = 1


def replaced(whole: tuple[Any, ...], at: int, part: Any) -> tuple[Any, ...]:
    return (*whole[:at], part, *whole[at + 1 :])


def changed_items(version: Version) -> Iterator[tuple[str, Version]]:
    counted = {name for scale in version.subscales for name in scale.items}
    for at, item in enumerate(version.items):
        if item.id not in counted:
            continue
        for words, other in _other_items(item):
            yield f"{item.id}: {words}", version.model_copy(update={"items": replaced(version.items, at, other)})


def _other_items(item: Item) -> Iterator[tuple[str, Item]]:
    yield "turned the other way round", item.model_copy(update={"reversed": not item.reversed})
    for code, score in item.recode.items():
        yield (
            f"code {code} recoded to another score",
            item.model_copy(update={"recode": {**item.recode, code: score + STEP}}),
        )
    if item.not_applicable_scores is not None:
        other = item.not_applicable_scores + STEP
        yield "'not applicable' counts another score", item.model_copy(update={"not_applicable_scores": other})


def changed_scales(version: Version) -> Iterator[tuple[str, Version]]:
    for at, scale in enumerate(version.subscales):
        for words, other in (*_other_items_of(scale), *_other_rules(scale), *_other_conditions(scale)):
            yield (
                f"{scale.id}: {words}",
                version.model_copy(update={"subscales": replaced(version.subscales, at, other)}),
            )


def _other_items_of(scale: Subscale) -> Iterator[tuple[str, Subscale]]:
    for key in ("items", "subscales"):
        for name in getattr(scale, key):
            left = tuple(known for known in getattr(scale, key) if known != name)
            yield f"without {name}", scale.model_copy(update={key: left})
    if scale.method in ("sum", "mean") and len(scale.items) > 1:  # of one item they are the same
        other = "mean" if scale.method == "sum" else "sum"
        yield f"a {other}", scale.model_copy(update={"method": other})
        yield "multiplied", scale.model_copy(update={"multiplied_by": scale.multiplied_by + STEP})


def _other_rules(scale: Subscale) -> Iterator[tuple[str, Subscale]]:
    rule = scale.missing
    if rule is None or scale.method == "sum_of_scores":
        return
    others = [("no rule", None)]
    if scale.method == "algorithm":
        name = "all" if rule.rule == "decided" else "decided"
        others.append((f"rule {name}", rule.model_copy(update={"rule": name})))
    else:
        made_up = "prorate" if scale.method == "sum" else "mean"
        for most in (rule.at_most_missing - STEP, rule.at_most_missing + STEP):
            if 0 <= most < len(scale.items):
                name = made_up if most else "all"
                other = rule.model_copy(update={"rule": name, "at_most_missing": most, "rounded": False})
                others.append((f"{most} may be missing", other))
        if rule.rule == "prorate":
            others.append(("rounded otherwise", rule.model_copy(update={"rounded": not rule.rounded})))
    for words, other in others:
        yield words, scale.model_copy(update={"missing": other})


def _other_conditions(scale: Subscale) -> Iterator[tuple[str, Subscale]]:
    for at, condition in enumerate(scale.conditions):
        others: list[dict[str, Any]] = [{"at_least": condition.at_least + step} for step in (-STEP, STEP)]
        others += [{"counts_from": condition.counts_from + step} for step in (-STEP, STEP)]
        others += [
            {"counts_from_of": {**condition.counts_from_of, name: bound + STEP}}
            for name, bound in condition.counts_from_of.items()
        ]
        if condition.counts_from_of:
            others.append({"counts_from_of": {}})
        if condition.at_most is not None:
            others += [{"at_most": condition.at_most + step} for step in (-STEP, STEP)]
        for update in others:
            other = replaced(scale.conditions, at, condition.model_copy(update=update))
            yield f"condition {at + 1}: {update}", scale.model_copy(update={"conditions": other})


def is_seen(instrument: Instrument, at: int, version: Version) -> bool:
    """Whether the worked examples of the version, or the checks of the whole, tell that something changed."""
    whole = instrument.model_copy(update={"versions": replaced(instrument.versions, at, version)})
    if any(True for _ in check_instrument(whole)):
        return True  # the registry refuses it, so nothing is ever scored by it
    for example in version.worked_examples:
        scores = score_answers(version, example.answers)
        for name, expected in example.scores.items():
            found = scores[name]
            if (found is None) != (expected is None) or (found is not None and abs(found - expected) > 1e-9):
                return True
    return False


@pytest.mark.parametrize("name", list(EVERY))
def test_a_change_of_what_decides_a_score_is_seen(name: str) -> None:
    instrument = EVERY[name]
    unseen = [
        f"{version.id}, {words}"
        for at, version in enumerate(instrument.versions)
        for words, other in (*changed_items(version), *changed_scales(version))
        if not is_seen(instrument, at, other)
    ]
    assert not unseen


def test_what_is_not_changed_is_not_seen() -> None:
    """Else the test above would say nothing."""
    for instrument in EVERY.values():
        for at, version in enumerate(instrument.versions):
            assert not is_seen(instrument, at, version)


def facts(instrument: Instrument) -> Iterator[tuple[str, str, str, str, str]]:
    """Every number that reads a score: instrument, version, subscale, what it is, value."""
    for rule in instrument.safeguarding:
        yield instrument.id, "", "", f"safeguarding {rule.item} at least", number(rule.at_least)
    for version in instrument.versions:
        for scale in version.subscales:
            for what, value in _facts_of(scale):
                yield instrument.id, version.id, scale.id, what, value


def _facts_of(scale: Subscale) -> Iterator[tuple[str, str]]:
    yield "range", f"{number(scale.lowest)} to {number(scale.highest)}, {scale.direction}"
    for band in scale.bands:
        yield f"band {band.label} from", number(band.lowest)
    for cut_off in scale.cut_offs:
        side = "at least" if cut_off.at_least is not None else "at most"
        value = cut_off.at_least if cut_off.at_least is not None else cut_off.at_most
        yield f"cut-off {cut_off.id} {side}", number(value)
    for form in scale.form_cut_offs:
        near = "" if form.monitoring_from is None else f", monitoring from {number(form.monitoring_from)}"
        yield f"form {form.form}", number(form.cut_off) + near
    for at, route in enumerate(scale.reliable_change, start=1):
        parts = [
            f"{key} {number(getattr(route, key))}"
            for key in ("threshold", "sd", "reliability", "sem")
            if getattr(route, key) is not None
        ]
        yield f"reliable change {at}, {route.route}", ", ".join(parts)
    for norm in scale.norms:
        yield f"norm {norm.label}", number(norm.mean) + ("" if norm.sd is None else f" (SD {number(norm.sd)})")
    for found in scale.reliability:
        yield f"{found.kind}, {found.sample}", number(found.value)
    for drift in scale.natural_changes:
        yield f"natural change, {drift.label}", f"{number(drift.lowest)} to {number(drift.highest)}"
    for raw, metric in scale.conversion.items():
        yield f"conversion of {raw}", number(metric)


def number(value: float | None) -> str:
    return f"{value:g}"


def test_every_number_that_reads_a_score_is_typed_a_second_time() -> None:
    with FACTS.open(encoding="utf-8", newline="") as file:
        typed = [tuple(row) for row in csv.reader(file)][1:]
    declared = [fact for name in sorted(SHIPPED) for fact in facts(SHIPPED[name])]
    assert sorted(set(typed) - set(declared)) == []
    assert sorted(set(declared) - set(typed)) == []
    assert len(typed) == len(set(typed))
