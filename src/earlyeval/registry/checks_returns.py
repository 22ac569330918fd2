"""Checks of declared returns: what a file is said to hold must exist in the registry."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath

from earlyeval.foundations.suggest import shown
from earlyeval.registry.checks_items import Finding
from earlyeval.registry.checks_outcomes import version_of
from earlyeval.registry.draft import Draft, not_declared
from earlyeval.registry.programmes import Programme
from earlyeval.registry.returns import MeasureColumns, PersonColumns, Return


def check_return(declared: Return, draft: Draft) -> Iterator[Finding]:
    """Yield what a return's declaration names that nobody declared, and columns that are named twice."""
    path = declared.path.replace("\\", "/")
    if PurePosixPath(path).is_absolute() or PureWindowsPath(path).is_absolute() or ".." in path.split("/"):
        yield "path", "must lie inside the study's raw folder: no leading '/', no '..'."
    if sentence := draft.unknown("sites", declared.site):
        yield "site", sentence
    if sentence := draft.unknown("programmes", declared.programme):
        yield "programme", sentence
    site = draft.entries["sites"].get(declared.site)
    if site is not None and declared.programme not in [delivery.programme for delivery in site.programmes]:
        yield "programme", f"{shown(declared.programme)} does not run at {declared.site}. Add it to the site's file."
    if declared.id_pattern:
        try:
            re.compile(declared.id_pattern)
        except re.error:
            yield "id_pattern", "is not a regular expression that can be read."
    if declared.format == "delimited" and declared.sheet:
        yield "sheet", "a delimited file has no sheets. Leave it out, or say 'format: workbook'."
    yield from _check_columns_once(declared)
    programme = draft.entries["programmes"].get(declared.programme)
    for number, measure in enumerate(declared.measures, start=1):
        yield from _check_measure(measure, programme, draft, f"measures[{number}]")
    if declared.people is not None and programme is not None:
        yield from _check_people(declared.people, programme)


def _check_columns_once(declared: Return) -> Iterator[Finding]:
    used: dict[str | int, str] = {}
    groups: list[tuple[str, list[str | int]]] = [("person_id", [declared.person_id])]
    if declared.completed_on is not None:
        groups.append(("completed_on", [declared.completed_on]))
    for number, measure in enumerate(declared.measures, start=1):
        for name in ("items", "subscales", "comments"):
            groups.append((f"measures[{number}].{name}", list(getattr(measure, name).values())))
    if declared.people is not None:
        groups.append(("people.columns", list(declared.people.columns.values())))
    groups.append(("ignore", list(declared.ignore)))
    for key, columns in groups:
        for column in columns:
            if column in used:
                yield key, f"the column {shown(column)} is already read by {used[column]}. Each is read once."
            used.setdefault(column, key)
            if isinstance(column, int) and column < 1:
                yield key, f"found the column {column}. Columns are counted from 1."


def _check_measure(measure: MeasureColumns, programme: Programme | None, draft: Draft, key: str) -> Iterator[Finding]:
    if programme is not None:
        points = [point.id for point in programme.time_points]
        if sentence := not_declared(measure.time_point, points):
            yield f"{key}.time_point", sentence
    version, wrong, sentence = version_of(draft, measure.instrument, measure.version)
    if version is None:
        if sentence:
            yield f"{key}.{wrong}", sentence
        return
    for item in measure.items:
        if sentence := not_declared(item, [declared.id for declared in version.items]):
            yield f"{key}.items", sentence
    for subscale in measure.subscales:
        if sentence := not_declared(subscale, [scale.id for scale in version.subscales]):
            yield f"{key}.subscales", sentence


def _check_people(people: PersonColumns, programme: Programme) -> Iterator[Finding]:
    characteristics = {characteristic.id: characteristic for characteristic in programme.characteristics}
    for column, codes in people.codes.items():
        if sentence := not_declared(column, people.columns):
            yield "people.codes", sentence
        elif column in characteristics:
            for code in codes.values():
                if sentence := not_declared(code, characteristics[column].values):
                    yield f"people.codes.{column}", sentence
    arms = [arm.id for arm in programme.arms]
    for arm in (*people.codes.get("arm", {}).values(), *filter(None, [people.constants.get("arm")])):
        if sentence := not_declared(arm, arms):
            yield "people.codes.arm", sentence
    for column in people.constants:
        if column in people.columns:
            yield "people.constants", f"{shown(column)} is also read from a column. It is one or the other."
