"""Checks of what a declared return says of its cells: boxes to be ticked, marks in numbers, days, earlier waves."""

import re
from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from earlyeval.foundations.suggest import shown
from earlyeval.registry.checks_items import Finding
from earlyeval.registry.draft import Draft, not_declared
from earlyeval.registry.returns import Return
from earlyeval.registry.tick_boxes import TickBoxes

_DAYS_OF_EXCEL = ("excel", "excel-1904")


def check_cells(declared: Return, draft: Draft) -> Iterator[Finding]:
    """Yield what contradicts itself in how a return says that its cells are to be read."""
    for number, boxes in enumerate(declared.ticks, start=1):
        yield from _check_ticks(boxes, f"ticks[{number}]")
    for name, count in Counter(name for boxes in declared.ticks for name in boxes.made).items():
        if count > 1:
            yield "ticks", f"the column {shown(name)} is made {count} times. Each is made once."
    yield from _check_numbers_and_days(declared)
    for name in declared.repeats:
        if sentence := draft.unknown("returns", name):
            yield "repeats", sentence
    if declared.id in _earlier(declared, draft):
        yield "repeats", "leads back to this return. Name only returns of earlier waves."
    if declared.repeats and declared.is_of_many_places:
        yield "repeats", "a file of many places is divided on its way. Send what is new, or the whole in its place."
    if (declared.repeats or declared.ticks) and declared.orientation == "people_in_columns":
        yield "orientation", "repeats and ticks are of rows. Send the sheet with a person in each row."
    for number, table in enumerate(declared.tables, start=1):
        for column in table.split:
            if sentence := not_declared(column, table.columns):
                yield f"tables[{number}].split", sentence


def _earlier(declared: Return, draft: Draft) -> set[str]:
    """Return every return that a later wave repeats, also by way of others."""
    found: set[str] = set()
    waiting = list(declared.repeats)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            earlier = draft.entries["returns"].get(name)
            waiting.extend(earlier.repeats if earlier is not None else ())
    return found


def _check_ticks(boxes: TickBoxes, key: str) -> Iterator[Finding]:
    if (boxes.column is None) == (not boxes.columns):
        yield (
            key,
            "say under column where the boxes are joined, or under columns which column is which: one of the two.",
        )
        return
    if boxes.column is not None:
        if not boxes.options:
            yield f"{key}.options", "is missing: the text of each box, and the column that it makes."
        if boxes.in_rows == bool(boxes.separator):
            yield f"{key}.separator", "say what stands between the boxes of a cell, or in_rows: true: one of the two."
        if boxes.ticked or boxes.not_ticked:
            yield f"{key}.ticked", "is for boxes with a column each. Leave it out."
        yield from _check_options(boxes, key)
    elif boxes.options or boxes.separator or boxes.in_rows or boxes.other:
        yield key, "options, separator, in_rows and other are for boxes that share a column. Leave them out."


def _check_options(boxes: TickBoxes, key: str) -> Iterator[Finding]:
    """Yield options that could as well be several others, joined."""
    mark = boxes.separator.strip() or boxes.separator
    others = {" ".join(option.split()).casefold() for option in boxes.options}
    for option in boxes.options if mark else ():
        pieces = [" ".join(piece.split()).casefold() for piece in option.split(mark)]
        if len(pieces) > 1 and all(piece in others for piece in pieces):
            yield f"{key}.options", f"{shown(option)} cannot be told from other options that are ticked together."


def _check_numbers_and_days(declared: Return) -> Iterator[Finding]:
    if declared.thousands == declared.decimal:
        yield "thousands", f"is the mark of the decimals too: {shown(declared.decimal)}. It is one or the other."
    pattern = declared.date_format
    if pattern and pattern not in _DAYS_OF_EXCEL and not re.search(r"%[a-zA-Z]", pattern):
        yield "date_format", "is no form of a date. For example: '%d/%m/%Y' (day first), '%d/%m/%Y %H:%M:%S', excel."
    for name in ("time_zone", "recorded_in"):
        zone = getattr(declared, name)
        if zone and not _is_zone(zone):
            yield name, f"found {shown(zone)}, which is no time zone. For example: Europe/London, UTC."
    if declared.recorded_in and not declared.time_zone:
        yield "recorded_in", "needs a time_zone beside it: where days are counted."


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return False
    return True
