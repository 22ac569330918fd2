"""Checks of reporting checklists and of the answers that authors give to them."""

from collections.abc import Iterator, Mapping

from earlyeval.registry.checklists import Answers, Checklist
from earlyeval.registry.checks_items import Finding, twice
from earlyeval.registry.draft import not_declared


def check_checklist(checklist: Checklist) -> Iterator[Finding]:
    """Yield what contradicts itself in a checklist: key and sentence."""
    yield from twice((item.id for item in checklist.items), "items")
    if not checklist.items:
        yield "items", "found none. A checklist has one item or more."


def check_answers(answers: Answers, checklists: Mapping[str, Checklist]) -> Iterator[Finding]:
    """Yield every answer to a checklist or an item that is not declared."""
    for name, given in answers.answers.items():
        if sentence := not_declared(name, checklists):
            yield f"answers.{name}", sentence
            continue
        items = [item.id for item in checklists[name].items]
        for item in given:
            if sentence := not_declared(item, items):
                yield f"answers.{name}.{item}", sentence
