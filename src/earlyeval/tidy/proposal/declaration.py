"""A proposal as the text of a declaration: YAML that a person reads line by line, doubts marked CHECK."""

import json
from collections.abc import Iterator, Mapping

from earlyeval.tidy.proposal.boxes import NOT_READ
from earlyeval.tidy.proposal.instruments import Fit
from earlyeval.tidy.proposal.looks import Look
from earlyeval.tidy.proposal.propose import Proposal

CHECK = "# CHECK:"
UNKNOWN = "CHECK"  # stands where a name of ours is needed; no registry takes it
_WIDTH = 108


def declaration_text(
    proposal: Proposal, *, name: str, path: str, site: str, programme: str, sheet: str = "", has_people: bool = False
) -> str:
    """Return the text of ``registry/returns/NAME.yaml``. It may hold headers and codes, never cells of people.

    ``has_people``: the place sends a list of people, so that a form that says nothing about them need not list them.
    """
    head = _head(proposal, name, path, site, programme, sheet)
    is_said = bool(proposal.people or proposal.boxes) or not has_people
    return "\n".join([*head, *(_people(proposal) if is_said else ()), *_rest(proposal)]) + "\n"


def _head(proposal: Proposal, name: str, path: str, site: str, programme: str, sheet: str) -> Iterator[str]:
    yield "# Proposed by looking at headers and values. Read every line, and correct those marked CHECK."
    for key, value in (("id", name), ("site", site), ("programme", programme), ("path", path)):
        yield _line(key, value, proposal) if value else f"{key}: {UNKNOWN}  {CHECK} name it"
    if proposal.format != "delimited":
        yield f"format: {proposal.format}"
    if sheet:
        yield _line("sheet", sheet, proposal)
    if proposal.is_turned:
        yield "orientation: people_in_columns"
    yield _line("person_id", proposal.name_of(proposal.person_id), proposal)
    if proposal.time_column is not None:
        yield _line("time_point_column", proposal.name_of(proposal.time_column), proposal)
        yield from _mapping("time_points", proposal.time_points, proposal)
    if proposal.day is not None:
        yield _line("completed_on", proposal.name_of(proposal.day), proposal)
        if proposal.date_format:
            yield _line("date_format", proposal.date_format, proposal)
        if proposal.day.has_zones:
            yield f'time_zone: "Europe/London"  {CHECK} times name their own zone: where are days counted?'
    if proposal.decimal != ".":
        yield f"decimal: {_quoted(proposal.decimal)}"
    yield from _ticks(proposal)


def _rest(proposal: Proposal) -> Iterator[str]:
    if proposal.fits:
        yield "measures:"
    for number, (fit, point) in enumerate(proposal.fits, start=1):
        yield from _measure(proposal, number, fit, point)
    if proposal.ignored:
        yield "# Columns that were not recognised are not read. Move a line up if it matters."
        yield "ignore:"
        for look in proposal.ignored:
            yield f"  - {_quoted(proposal.name_of(look))}"


def _ticks(proposal: Proposal) -> Iterator[str]:
    if proposal.boxes:
        yield "# Boxes to be ticked. Each makes a column of yes and no, which is named below."
        yield "ticks:"
    for boxes in proposal.boxes:
        if boxes.column is None:
            yield "  - columns:"
            for name, look in boxes.columns:
                yield f"      {name}: {_quoted(proposal.name_of(look))}"
            continue
        yield f"  - column: {_quoted(proposal.name_of(boxes.column))}"
        yield f"    separator: {_quoted(boxes.separator)}"
        yield "    options:"
        for text, name in boxes.options:
            yield f"      {_quoted(text)}: {name}"
        if boxes.has_others:
            yield f"    other: {NOT_READ}"


def _people(proposal: Proposal) -> Iterator[str]:
    yield "people:"
    made = [name for boxes in proposal.boxes for name in boxes.made]
    if not proposal.people and not made:
        yield "  columns: {}"
    else:
        yield "  columns:"
        yield from (f"    {name}: {name}" for name in made)
        for ours, (look, _) in proposal.people.items():
            yield f"    {ours}: {_quoted(proposal.name_of(look))}"
        coded = {ours: codes for ours, (_, codes) in proposal.people.items() if codes}
        if coded:
            yield "  codes:"
        for ours, codes in coded.items():
            yield from _mapping(ours, codes, proposal, indent="    ", key=f"people.codes.{ours}")


def _measure(proposal: Proposal, number: int, fit: Fit, point: str) -> Iterator[str]:
    key = f"measures[{number}]"
    yield f"  - instrument: {fit.instrument}{_doubt(proposal, f'{key}.instrument')}"
    yield f"    version: {fit.version}"
    if proposal.time_column is None:
        yield f"    time_point: {point or UNKNOWN}{_doubt(proposal, f'{key}.time_point')}"
    yield from _named("items", dict(fit.items), proposal, doubt=_doubt(proposal, f"{key}.items"))
    yield from _named("subscales", dict(fit.subscales), proposal)
    yield from _named("comments", proposal.comments.get(number - 1, {}), proposal)
    if fit.codes:
        yield f"    codes:{_doubt(proposal, f'{key}.codes')}"
        for word in fit.codes:
            yield f"      {_quoted(word)}: {UNKNOWN}"


def _named(key: str, columns: Mapping[str, Look], proposal: Proposal, *, doubt: str = "") -> Iterator[str]:
    if not columns:
        return
    yield f"    {key}: {{{doubt}"
    line = "     "
    for ours, look in columns.items():
        entry = f" {ours}: {_quoted(proposal.name_of(look))},"
        if len(line) + len(entry) > _WIDTH:
            yield line
            line = "     "
        line += entry
    yield line.rstrip(",")
    yield "    }"


def _mapping(
    name: str, values: Mapping[str, str], proposal: Proposal, *, indent: str = "", key: str = ""
) -> Iterator[str]:
    yield f"{indent}{name}:{_doubt(proposal, key or name)}"
    for theirs, ours in values.items():
        yield f"{indent}  {_quoted(theirs)}: {ours or UNKNOWN}"


def _line(key: str, value: str | int, proposal: Proposal) -> str:
    return f"{key}: {_quoted(value)}{_doubt(proposal, key)}"


def _doubt(proposal: Proposal, key: str) -> str:
    return f"  {CHECK} {proposal.doubts[key]}" if key in proposal.doubts else ""


def _quoted(value: str | int) -> str:
    """Return a scalar of YAML: JSON's strings are among its own."""
    return json.dumps(value, ensure_ascii=False)
