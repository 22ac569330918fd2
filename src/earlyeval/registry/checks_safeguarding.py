"""What is said of safeguarding items, and that nothing which would tell how many reached them can be reported."""

from collections.abc import Iterator

from earlyeval.registry.checks_items import Finding
from earlyeval.registry.draft import Draft, not_declared
from earlyeval.registry.instruments import Instrument, Subscale, Version
from earlyeval.registry.outcomes import Outcome
from earlyeval.registry.plan import ExperienceQuestion
from earlyeval.registry.ranges import item_range

WHY = "An answer to it is for a person at the service (`earlyeval safeguarding`), and is never counted in a report."


def check_safeguarding(instrument: Instrument) -> Iterator[Finding]:
    """Yield safeguarding items that no version has, or with a score that no answer has."""
    items = {item.id: item_range(item, version) for version in instrument.versions for item in version.items}
    for number, rule in enumerate(instrument.safeguarding, start=1):
        key = f"safeguarding[{number}]"
        if sentence := not_declared(rule.item, items):
            yield f"{key}.item", sentence
        elif (ends := items[rule.item]) is not None and not ends[0] < rule.at_least <= ends[1]:
            sentence = f"found {rule.at_least}. Allowed: above {ends[0]:g}, at most {ends[1]:g}."
            yield f"{key}.at_least", sentence


def check_outcome_is_reportable(outcome: Outcome, version: Version, draft: Draft, key: str) -> Iterator[Finding]:
    """Yield an outcome whose score rests on safeguarding items alone: its distribution would be the list's length."""
    scale = next(part for part in version.subscales if part.id == outcome.subscale)
    items = _items_behind(scale, version)
    if items and items <= _safeguarding_items(draft, outcome.instrument):
        yield f"{key}.subscale", f"found {outcome.subscale!r}, which rests on safeguarding items alone. {WHY}"


def check_question_is_reportable(asked: ExperienceQuestion, draft: Draft, key: str) -> Iterator[Finding]:
    """Yield an experience question that asks a safeguarding item: its shares would be shown."""
    if asked.item in _safeguarding_items(draft, asked.instrument):
        yield f"{key}.item", f"found {asked.item!r}, a safeguarding item. {WHY}"


def _safeguarding_items(draft: Draft, instrument: str) -> set[str]:
    declared = draft.entries["instruments"].get(instrument)
    return {rule.item for rule in declared.safeguarding} if declared is not None else set()


def _items_behind(scale: Subscale, version: Version) -> set[str]:
    """Return the items that decide a score, also through the scores it adds up or a condition that it counts."""
    if scale.method == "algorithm":
        return {item for condition in scale.conditions for item in condition.items}
    parts = [part for part in version.subscales if part.id in scale.subscales]
    return {*scale.items, *(item for part in parts for item in part.items)}
