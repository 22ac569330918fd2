"""What a template for returns asks for: one sheet a form, its columns, what each may hold, and a row as an example."""

from collections.abc import Iterator
from dataclasses import dataclass

from earlyeval.registry.instruments import Instrument, Item, Subscale, Version
from earlyeval.registry.plan import Plan
from earlyeval.registry.programmes import Programme
from earlyeval.registry.ranges import sent_range
from earlyeval.registry.whole import Registry
from earlyeval.tidy.lists import MISSING_CODES, Lists, lists_of, response_of
from earlyeval.tidy.parts import columns_of
from earlyeval.tidy.tables import TABLES, Column, Table

MOST_LISTED = 12  # codes of an answer that are offered one by one; a longer range is only bounded


@dataclass(frozen=True)
class Field:
    """One column of a form. ``choices`` closes a list; ``lowest`` and ``highest`` bound a number; ``kind`` a type."""

    header: str
    kind: str
    about: str
    example: str
    is_required: bool = False
    choices: tuple[str, ...] = ()
    lowest: float | None = None
    highest: float | None = None
    whole_numbers: bool = False


@dataclass(frozen=True)
class Form:
    """One sheet of a template, by the name under which it is read back."""

    name: str
    about: str
    fields: tuple[Field, ...]


def forms_of(registry: Registry, *, site: str, programme: str) -> tuple[Form, ...]:
    """Return every form that a programme at a site may return, as its registry declares it."""
    lists = lists_of(registry, site=site, programme=programme)
    plan = registry.plans.get(programme) or Plan(programme=programme)
    tables = [_form_of_table(TABLES[name], lists) for name in _tables(lists, plan)]
    measures = [_form_of_instrument(registry.instruments[name], lists) for name in _instruments(lists, plan)]
    return (*tables, *measures)


def _tables(lists: Lists, plan: Plan) -> Iterator[str]:
    """Yield the tables that this programme has a use for."""
    course: Programme = lists.programme
    sources = {outcome.source for outcome in lists.registry.outcomes.get(course.id, ())}
    wanted = {
        "referrals": "family" in course.strands,
        "people": True,
        "sessions": bool(course.session_kinds),
        "attendance": bool(course.session_kinds),
        "comments": bool(plan.experience),
        "ratings": "ratings" in sources,
        "fidelity": bool(course.components),
        "cases": course.cases is not None,
        "reviews": course.cases is not None,
        "review_ratings": "reviews" in sources,
        "case_needs": course.cases is not None,
        "case_services": course.cases is not None,
        "case_outcomes": course.cases is not None,
        "observations": "observations" in sources,
        "contacts": bool(course.contacts),
        "contact_counts": bool(course.contacts),
        "standards": bool(course.standards),
        "worker_links": plan.alliance is not None,
        "births": bool(lists.registry.site(lists.site).delivery(course.id).birth_comparators),
        "costs": course.cases is not None,
        "site_figures": True,
    }
    yield from (name for name in TABLES if wanted.get(name))


def _instruments(lists: Lists, plan: Plan) -> Iterator[str]:
    outcomes = lists.registry.outcomes.get(lists.programme.id, ())
    asked = [outcome.instrument for outcome in outcomes if outcome.source == "scores"]
    yield from dict.fromkeys([*asked, *(question.instrument for question in plan.experience)])


def _form_of_table(table: Table, lists: Lists) -> Form:
    fields = tuple(_field(column, lists) for column in columns_of(table, lists).values() if _is_asked(column, lists))
    return Form(table.name, f"One row for each {table.rows}.", fields)


def _is_asked(column: Column, lists: Lists) -> bool:
    """Leave out columns whose list this programme leaves empty: arms where there are none."""
    return column.required or lists.allowed(column) != ()


def _field(column: Column, lists: Lists) -> Field:
    allowed = lists.allowed(column) or ()
    choices = allowed if len(allowed) <= 200 else ()
    if column.type == "yes_no":
        choices = ("yes", "no")
    if choices and not column.required and column.type in ("code", "yes_no"):
        choices = (*choices, *(code for code in MISSING_CODES if code not in choices))
    about = ", ".join(part for part in (column.about, column.unit, _WORDS.get(column.type, "")) if part)
    return Field(
        column.name, column.type, about, choices[0] if choices else _EXAMPLES.get(column.type, ""), column.required,
        choices, column.lowest, column.highest, column.type == "whole_number",
    )  # fmt: skip


_WORDS = {
    "id": "a pseudonym; never a name, a date of birth or an NHS number",
    "date": "a date as 2024-03-31",
    "month": "a month as 2024-03",
    "text": "in their own words, without names",
    "code": "a code",
}
_EXAMPLES = {
    "id": "AB-007",
    "date": "2024-03-31",
    "month": "2024-03",
    "number": "90",
    "whole_number": "1",
    "text": "...",
}


def _form_of_instrument(instrument: Instrument, lists: Lists) -> Form:
    head = [_field(column, lists) for column in TABLES["totals"].columns if column.name in _HEAD]
    if len(instrument.versions) > 1:
        ids = tuple(version.id for version in instrument.versions)
        head.append(Field("version", "code", "which version was used", ids[0], is_required=True, choices=ids))
    answers: dict[str, Field] = {}
    for version in instrument.versions:
        for item in version.items:
            answers.setdefault(item.id, _answer(item, version))
        for scale in version.subscales if not version.items else ():
            answers.setdefault(scale.id, _total(scale))
    if any(not version.items for version in instrument.versions):
        head.append(Field("form", "code", "age form, where the instrument has them", ""))
    return Form(instrument.id, f"{instrument.full_name}: one row for each person and time.", (*head, *answers.values()))


def _total(scale: Subscale) -> Field:
    lowest, highest = sent_range(scale)
    return Field(scale.id, "number", f"{scale.label}: total", f"{lowest:g}", lowest=lowest, highest=highest)


_HEAD = ("person_id", "time_point", "completed_on")


def _answer(item: Item, version: Version) -> Field:
    response = response_of(version, item)
    if response is None:
        return Field(item.id, "number", item.label or "answer", "")
    span = int(response.highest - response.lowest) + 1 if response.whole_numbers else MOST_LISTED + 1
    codes = tuple(f"{response.lowest + step:g}" for step in range(span)) if span <= MOST_LISTED else ()
    about = f"{item.label}: " if item.label else ""
    return Field(
        item.id, "number", f"{about}{response.lowest:g} to {response.highest:g}", f"{response.lowest:g}", False,
        (*codes, *MISSING_CODES) if codes else (), response.lowest, response.highest, response.whole_numbers,
    )  # fmt: skip
