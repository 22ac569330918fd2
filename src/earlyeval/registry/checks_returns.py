"""Checks of declared returns: what a file is said to hold must exist in the registry."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath

from earlyeval.foundations.suggest import shown
from earlyeval.registry.checks_forms import check_cells
from earlyeval.registry.checks_items import Finding
from earlyeval.registry.checks_outcomes import version_of
from earlyeval.registry.draft import Draft, not_declared
from earlyeval.registry.instruments import Version
from earlyeval.registry.programmes import Programme
from earlyeval.registry.returns import MeasureColumns, PersonColumns, Return


def check_return(declared: Return, draft: Draft) -> Iterator[Finding]:
    """Yield what a return's declaration names that nobody declared, and columns that are named twice."""
    yield from _check_source(declared)
    path = declared.path.replace("\\", "/")
    if PurePosixPath(path).is_absolute() or PureWindowsPath(path).is_absolute() or ".." in path.split("/"):
        yield "path", "must lie inside the study's raw folder: no leading '/', no '..'."
    yield from _check_places(declared, draft)
    if sentence := draft.unknown("programmes", declared.programme):
        yield "programme", sentence
    if declared.id_pattern:
        try:
            re.compile(declared.id_pattern)
        except re.error:
            yield "id_pattern", "is not a regular expression that can be read."
    if declared.format in ("delimited", "parquet", "spss") and declared.sheet:
        yield "sheet", f"a {declared.format} file has no sheets. Leave it out, or say 'format: workbook'."
    yield from _check_coded(declared)
    yield from _check_columns_once(declared)
    yield from check_cells(declared, draft)
    programme = draft.entries["programmes"].get(declared.programme)
    for number, measure in enumerate(declared.measures, start=1):
        yield from _check_time_point(measure, declared, f"measures[{number}]")
        yield from _check_measure(measure, programme, draft, f"measures[{number}]")
    if declared.time_points and programme is not None:
        points = [point.id for point in programme.time_points]
        for name in declared.time_points.values():
            if sentence := not_declared(name, points):
                yield "time_points", sentence
    if declared.people is not None and programme is not None:
        yield from _check_people(declared.people, programme)


def _check_source(declared: Return) -> Iterator[Finding]:
    """Yield what is wrong with where the rows come from: a file, or a database."""
    if declared.format == "database":
        if not re.fullmatch(r"[A-Z][A-Z0-9_]*", declared.url_from):
            yield "url_from", "names the environment variable that holds the database's address, in capitals."
        if not declared.sheet:
            yield "sheet", "names the table or view that is read."
        if declared.path:
            yield "path", "a database has an address and no path. Leave it out."
        if declared.is_of_many_places:
            yield "site_column", "a database is asked for one place at a time. Declare a view for each place."
    elif not declared.path:
        yield "path", "is missing: where the file lies below the folder of returns."
    elif declared.url_from:
        yield "url_from", "is for databases. Leave it out, or say 'format: database'."
    if declared.format == "sqlite" and not declared.sheet:
        yield "sheet", "names the table or view that is read."
    if declared.person_id is None and (declared.people or declared.measures):
        yield "person_id", "is needed where a return describes or measures people."


def _check_coded(declared: Return) -> Iterator[Finding]:
    """Yield what is wrong with the declaration of a coded project."""
    is_coded = declared.format == "coded_project"
    if declared.coded is None:
        return
    if not is_coded:
        yield "coded", "is for projects of coding programs. Say 'format: coded_project', or leave it out."
    if declared.people or declared.tables or declared.measures or declared.is_of_many_places:
        yield "coded", "a coded project holds no people, tables or measures, and is of one place. Leave them out."
    for name in ("codebooks", "transcripts"):
        folder = getattr(declared.coded, name).replace("\\", "/")
        if PurePosixPath(folder).is_absolute() or PureWindowsPath(folder).is_absolute() or ".." in folder.split("/"):
            yield f"coded.{name}", "must lie beside the project: no leading '/', no '..'."
    for name in ("participant_pattern", "order_pattern", "coder_pattern"):
        try:
            groups = re.compile(getattr(declared.coded, name)).groups
        except re.error:
            yield f"coded.{name}", "is not a regular expression that can be read."
            continue
        if name == "coder_pattern" and declared.coded.coder_pattern and groups != 2:  # coder, code
            yield f"coded.{name}", "needs two groups: the coder, then the code."
    columns = declared.coded.columns
    if columns is not None and (columns.code is None) == (not columns.code_columns):
        yield "coded.columns", "name the column of the code, or code_columns for a column of each code: one of the two."


def _check_places(declared: Return, draft: Draft) -> Iterator[Finding]:
    """Yield what is wrong with the place of a file, or with the places in one of its columns."""
    if (declared.site is None) == (declared.site_column is None):
        yield "site", "say of which place the file is, or under site_column which column says it: one of the two."
    if declared.sites and declared.site_column is None:
        yield "sites", "names of places are only read where site_column names a column."
    if declared.is_of_many_places and declared.orientation == "people_in_columns":
        yield "site_column", "a sheet with people in columns is of one place. Send one for each place."
    for name in dict.fromkeys(filter(None, [declared.site, *declared.sites.values()])):
        if sentence := draft.unknown("sites", name):
            yield "site" if declared.site else "sites", sentence
        site = draft.entries["sites"].get(name)
        if site is not None and declared.programme not in [delivery.programme for delivery in site.programmes]:
            yield "programme", f"{shown(declared.programme)} does not run at {name}. Add it to the site's file."


def _check_time_point(measure: MeasureColumns, declared: Return, key: str) -> Iterator[Finding]:
    if (measure.time_point is None) == (not declared.time_point_columns):
        yield f"{key}.time_point", "name a time point here, or a time_point_column for the file: one of the two."
    if measure.own_items and measure.items:
        yield f"{key}.items", "with own_items no column of an item is named."


def _check_columns_once(declared: Return) -> Iterator[Finding]:
    used: dict[str | int, str] = {}
    groups: list[tuple[str, list[str | int]]] = []
    if declared.person_id is not None:
        groups.append(("person_id", [declared.person_id]))
    groups.append(("time_point_column", list(declared.time_point_columns)))
    for key in ("site_column", "completed_on"):
        if getattr(declared, key) is not None:
            groups.append((key, [getattr(declared, key)]))
    for number, measure in enumerate(declared.measures, start=1):
        for name in ("items", "subscales", "comments"):
            groups.append((f"measures[{number}].{name}", list(getattr(measure, name).values())))
    if declared.people is not None:
        groups.append(("people.columns", list(declared.people.columns.values())))
    groups += [("ticks", list(boxes.sources)) for boxes in declared.ticks]
    groups.append(("ignore", list(declared.ignore)))
    for key, columns in groups:
        for column in columns:
            if column in used:
                yield key, f"the column {shown(column)} is already read by {used[column]}. Each is read once."
            used.setdefault(column, key)
            if isinstance(column, int) and column < 1:
                yield key, f"found the column {column}. Columns are counted from 1."


def _check_measure(measure: MeasureColumns, programme: Programme | None, draft: Draft, key: str) -> Iterator[Finding]:
    if programme is not None and measure.time_point is not None:
        points = [point.id for point in programme.time_points]
        if sentence := not_declared(measure.time_point, points):
            yield f"{key}.time_point", sentence
    version, wrong, sentence = version_of(draft, measure.instrument, measure.version)
    if version is None:
        if sentence:
            yield f"{key}.{wrong}", sentence
        return
    yield from _check_codes(measure, version, key)
    for item in measure.items:
        if sentence := not_declared(item, [declared.id for declared in version.items]):
            yield f"{key}.items", sentence
    for subscale in measure.subscales:
        if sentence := not_declared(subscale, [scale.id for scale in version.subscales]):
            yield f"{key}.subscales", sentence


def _check_codes(measure: MeasureColumns, version: Version, key: str) -> Iterator[Finding]:
    """Yield codes for their words that no answer can be."""
    asked = [item for item in version.items if item.id in measure.items or measure.own_items]
    for word, code in measure.codes.items():
        for item in asked:
            response = item.response or version.response
            if response is not None and not response.lowest <= code <= response.highest:
                sentence = f"gives {shown(word)} the number {code:g}; {item.id} goes from {response.lowest:g} "
                yield f"{key}.codes", f"{sentence}to {response.highest:g}."
                break


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
