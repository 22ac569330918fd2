"""Checks of an instrument's items, coding and worked examples."""

from collections.abc import Iterable, Iterator

from earlyeval.foundations.suggest import shown
from earlyeval.registry.draft import not_declared
from earlyeval.registry.instruments import Item, Response, Version, WorkedExample
from earlyeval.registry.ranges import code_number, fits, response_of

Finding = tuple[str, str]  # key, sentence
MOST_LABEL_WORDS = 3
FEWEST_EXAMPLES = 2
RESERVED = ("version", "form")  # columns of a wide sheet


def twice(names: Iterable[str], key: str) -> Iterator[Finding]:
    """Yield a finding for every name that stands twice in a list."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        if seen[name] == 2:
            yield key, f"{shown(name)} stands twice. Each may stand once."


def check_items(version: Version, place: str) -> Iterator[Finding]:
    """Yield what contradicts itself in the items and codes of a version."""
    yield from twice((item.id for item in version.items), f"{place}.items")
    yield from _check_columns(version, place)
    if version.response is not None:
        yield from _check_response(version.response, f"{place}.response")
    for item in version.items:
        yield from _check_item(item, version, f"{place}.items[{item.id}]")
    if (version.items or version.subscales) and version.scoring is None:
        yield f"{place}.scoring", "is missing. Name the source of items and coding: {source: ..., verified: ...}."


def check_examples(version: Version, place: str) -> Iterator[Finding]:
    """Yield what is wrong with the worked examples: too few, unknown names, codes that cannot be given."""
    if not version.subscales:
        return
    key = f"{place}.worked_examples"
    examples = version.worked_examples
    if len(examples) < FEWEST_EXAMPLES:
        yield key, f"found {len(examples)}. Give at least two: one that is scored and one that is not scorable."
    elif not any(score is None for example in examples for score in example.scores.values()):
        yield key, "none shows what is not scorable. Add one with a score of null."
    for number, example in enumerate(examples, start=1):
        yield from _check_example(example, version, f"{key}[{number}]")


def _check_columns(version: Version, place: str) -> Iterator[Finding]:
    # In a wide sheet items and totals are columns side by side, so their names must tell them apart.
    items = [item.id for item in version.items]
    for scale in version.subscales:
        if scale.id in items:
            yield f"{place}.subscales[{scale.id}].id", "is also the id of an item. Give the subscale another id."
    for name in (*items, *(scale.id for scale in version.subscales)):
        if name in RESERVED:
            yield place, f"the id {shown(name)} is a column of every sheet. Choose another."


def _check_item(item: Item, version: Version, place: str) -> Iterator[Finding]:
    words = len(item.label.split())
    if words > MOST_LABEL_WORDS or "?" in item.label:
        yield f"{place}.label", f"found {words} words. Allowed: a topic of at most three words, never the wording."
    response = response_of(item, version)
    if response is None:
        problem = "is reversed but has no response range" if item.reversed else "has no response range"
        yield place, f"the item {problem}. Add 'response: {{lowest: ..., highest: ...}}' to it or to the version."
        return
    if item.response is not None:
        yield from _check_response(item.response, f"{place}.response")
    for code in item.recode:
        number = code_number(code)
        if number is None or not fits(response, number):
            yield f"{place}.recode", f"found the code {shown(code)}. Allowed: {_words(response)}."


def _check_response(response: Response, place: str) -> Iterator[Finding]:
    if response.lowest >= response.highest:
        yield place, f"lowest {response.lowest} is not below highest {response.highest}."
        return
    if response.whole_numbers and not (float(response.lowest).is_integer() and float(response.highest).is_integer()):
        yield place, f"found {_words(response)}. Whole numbers have whole bounds; else say 'whole_numbers: false'."
    for word, code in response.codes.items():
        if not fits(response, code):
            yield f"{place}.codes", f"{shown(word)} is given the code {code}. Allowed: {_words(response)}."


def _check_example(example: WorkedExample, version: Version, place: str) -> Iterator[Finding]:
    items = {item.id: item for item in version.items}
    supplied = {scale.id: scale for scale in version.subscales if scale.method == "supplied"}
    for name, answer in example.answers.items():
        if sentence := not_declared(name, [*items, *supplied]):
            yield f"{place}.answers", sentence
        elif answer != "na" and name in items:
            response = response_of(items[name], version)
            if response is not None and (isinstance(answer, str) or not fits(response, answer)):
                yield f"{place}.answers", f"{name} holds {shown(answer)}. Allowed: {_words(response)}, or na."
    subscales = {scale.id: scale for scale in version.subscales}
    for name, score in example.scores.items():
        if sentence := not_declared(name, subscales):
            yield f"{place}.scores", sentence
        elif score is not None and not subscales[name].lowest <= score <= subscales[name].highest:
            allowed = f"{subscales[name].lowest} to {subscales[name].highest}, or null"
            yield f"{place}.scores", f"{name} is {score:g}. Allowed: {allowed}."
    for name in subscales:
        if name not in example.scores:
            yield f"{place}.scores", f"does not say what {name} must be. Add it (null when it is not scorable)."


def _words(response: Response) -> str:
    kind = "whole numbers " if response.whole_numbers else ""
    return f"{kind}{response.lowest} to {response.highest}"
