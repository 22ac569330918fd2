"""Everything that arrived into the tidy tables: read, type, put together, check, in one pass over all files."""

from collections.abc import Mapping

import pandas as pd

from earlyeval.registry.load import Registry
from earlyeval.registry.returns import Return
from earlyeval.tidy.age_forms import check_forms
from earlyeval.tidy.bounds import check_bounds
from earlyeval.tidy.by_place import places_of
from earlyeval.tidy.codebook_files import version_sheet
from earlyeval.tidy.codebook_names import is_version_file
from earlyeval.tidy.coded_material import with_coded_material
from earlyeval.tidy.contact_checks import check_contact_counts
from earlyeval.tidy.divide import own_rows, read_own, unknown_site_finding
from earlyeval.tidy.findings import Finding, counted, empty_sheets_together, findings_frame
from earlyeval.tidy.forms import FormsPart, FormsWhole, Tables, forms_whole
from earlyeval.tidy.identifiers import certain_detail_in
from earlyeval.tidy.keys import check_keys, check_order, check_references, people_from_others
from earlyeval.tidy.links import check_links, unknown_participants
from earlyeval.tidy.lists import Lists, lists_of
from earlyeval.tidy.locate import Arrivals, Arrived
from earlyeval.tidy.mapped import mapped_parts
from earlyeval.tidy.merge import without_repeated_people
from earlyeval.tidy.native import native_part
from earlyeval.tidy.parts import Part, Whole, whole_table
from earlyeval.tidy.positions import positions_of
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.any_format import read_sheet
from earlyeval.tidy.readers.sheet import Sheet
from earlyeval.tidy.repeated_forms import without_repeated_forms
from earlyeval.tidy.repeats import earlier_first, repeated_ids, without_earlier_rows
from earlyeval.tidy.tables import TABLES
from earlyeval.tidy.texts import one_text
from earlyeval.tidy.ticks import with_ticks
from earlyeval.tidy.unread import broken_problem, note_unread
from earlyeval.tidy.wide import wide_parts
from earlyeval.tidy.worth_knowing import worth_knowing
from earlyeval.tidy.wrong_encoding import wrong_encoding

NO_ROWS_HERE = "The file has no row of this place."


def read_arrivals(arrivals: Arrivals, registry: Registry, *, site: str, programme: str) -> tuple[Tables, pd.DataFrame]:
    """Return every tidy table by name, and the findings.

    Raises
    ------
    ReturnsRefusedError
        Every problem of every file, at once.
    """
    lists, problems = lists_of(registry, site=site, programme=programme), Problems()
    findings: list[Finding] = []
    parts: list[Part | FormsPart] = []
    _note_missing(arrivals, problems)
    _note_twice(arrivals, problems)
    earlier: dict[str, Sheet] = {}
    for arrived in earlier_first(arrivals.sheets, registry):
        parts.extend(_parts_of(arrived, arrivals, lists, problems, findings, earlier))
    parts = with_coded_material(parts, arrivals, lists, problems, findings)
    findings = empty_sheets_together(findings)
    wholes = _wholes(parts, lists, problems)
    for whole in wholes.values():
        if isinstance(whole, FormsWhole):  # no form came twice, and every answer was checked as it was read
            continue
        check_keys(whole, problems)
        check_order(whole, problems)
        check_bounds(whole, lists, problems)
        check_forms(whole, lists, problems, findings)
    if not len(wholes["people"]) and "people" not in problems.not_whole:
        wholes["people"] = _people(wholes, lists, findings)
    tables = _of_known(wholes, problems, findings)
    if not problems.not_whole:
        check_links(wholes, lists, problems)
    check_contact_counts(wholes["contact_counts"], problems)
    findings.extend(unknown_participants(wholes) if "people" not in problems.not_whole else [])
    if not problems.not_whole:
        findings.extend(worth_knowing(tables, lists))
    if len(problems):
        raise problems.refusal(findings_frame(findings))
    return tables, findings_frame(findings)


def _wholes(parts: list[Part | FormsPart], lists: Lists, problems: Problems) -> dict[str, Whole | FormsWhole]:
    forms = forms_whole(parts, lists)
    if forms is None:
        parts = without_repeated_forms(parts, lists, problems)
        forms = forms_whole(parts, lists)
    wholes = {
        name: whole_table(name, parts, lists) if name != "responses" or forms is None else forms for name in TABLES
    }
    wholes["people"] = without_repeated_people(wholes["people"])
    return wholes


def _of_known(wholes: Mapping[str, Whole | FormsWhole], problems: Problems, findings: list[Finding]) -> Tables:
    """Return the tables without rows of people who are not known; other references into nothing are noted."""
    frames, forms = {}, None
    for name, whole in wholes.items():
        if isinstance(whole, FormsWhole):
            is_known = "people" not in problems.not_whole and not wholes["people"].frame["person_id"].isna().any()
            forms = whole.of_people(wholes["people"].frame["person_id"], findings) if is_known else whole
            continue
        stays = check_references(whole, wholes, problems, findings)
        frames[name] = whole.frame if stays.all() else whole.kept(stays).frame
    if forms is None:
        flags = frames["responses"]["is_not_applicable"].fillna(False).astype("bool")
        frames["responses"] = frames["responses"].assign(is_not_applicable=flags)
    return Tables(frames, forms)


def _parts_of(
    arrived: Arrived,
    arrivals: Arrivals,
    lists: Lists,
    problems: Problems,
    findings: list[Finding],
    earlier: dict[str, Sheet],
) -> list[Part | FormsPart]:
    _note_name(arrived, problems)
    if arrived.kind == "unread":
        note_unread(arrived, lists, problems, findings)
        return []
    if arrived.kind in ("coded", "transcript"):
        return []  # read together, by coded_material
    if arrived.kind == "broken":
        problems.add(broken_problem(arrived))
        problems.not_whole.update(TABLES)
        return []
    is_of_many = _is_of_many(arrived, lists)
    before = len(problems)
    sheet = _of_place(arrived, lists, problems, findings) if is_of_many else _read(arrived, lists, problems, findings)
    if sheet is None or len(problems) > before:
        problems.not_whole.update(_tables_of(arrived))
    if sheet is None:
        return []
    if not len(sheet) and len(problems) == before:
        sentence = NO_ROWS_HERE if _is_of_many(arrived, lists) else "The sheet has headers and no rows."
        findings.append(Finding(arrived.name, arrived.shown, 0, "", "no_rows", "note", 0, sentence))
    findings.extend(wrong_encoding(sheet, "" if arrived.kind == "declared" else arrived.name))
    is_real = arrivals.data == "real"
    if arrived.kind == "declared":
        declared = _declaration(arrived, lists)
        if declared.id in repeated_ids(lists.registry):
            earlier[declared.id] = sheet
        sheet = without_earlier_rows(sheet, earlier, declared.repeats, findings)
        return mapped_parts(declared, sheet, lists, problems, findings, is_real=is_real)
    if arrived.kind == "instrument":
        return wide_parts(arrived.name, sheet, lists, problems, findings, is_real=is_real)
    if is_version_file(arrived.path):
        sheet = version_sheet(arrived.path, sheet, problems)
        if sheet is None:
            return []
    part = native_part(arrived.name, sheet, lists, problems, findings, is_real=is_real)
    if part is None:
        problems.not_whole.add(arrived.name)
    return [part] if part is not None else []


def _tables_of(arrived: Arrived) -> tuple[str, ...]:
    """Return the tables whose rows a file may hold."""
    if arrived.kind == "declared":
        return tuple(TABLES)
    return (arrived.name,) if arrived.kind == "table" else ("responses", "totals", "comments")


def _note_name(arrived: Arrived, problems: Problems) -> None:
    """Refuse a file or sheet whose own name tells who somebody is: names travel further than what is in a file."""
    is_read = arrived.kind not in ("unread", "broken")
    detail = certain_detail_in(arrived.sheet or arrived.path.name) if is_read and arrived.divided is None else ""
    if detail:
        what = "sheet" if arrived.sheet else "file"
        found, step = f"the name of the {what} holds what looks like {detail}", "Rename it"
        problems.add(Problem(arrived.shown, 0, "", "personal_detail", found, "names that tell nobody", step))


def _declaration(arrived: Arrived, lists: Lists) -> Return:
    return next(entry for entry in lists.registry.returns if entry.id == arrived.name)


def _read(arrived: Arrived, lists: Lists, problems: Problems, findings: list[Finding]) -> Sheet | None:
    declared = _declaration(arrived, lists) if arrived.kind == "declared" else None
    return read_sheet(arrived, declared, problems, findings)


def _is_of_many(arrived: Arrived, lists: Lists) -> bool:
    return arrived.kind == "declared" and _declaration(arrived, lists).is_of_many_places


def _of_place(arrived: Arrived, lists: Lists, problems: Problems, findings: list[Finding]) -> Sheet | None:
    """Return this place's rows of a return of many places; rows of no declared place are a finding at every place."""
    declared = _declaration(arrived, lists)
    if arrived.divided is not None:
        sheet, about = read_own(arrived.path, name=arrived.shown)
    else:
        whole = _read(arrived, lists, problems, findings)
        if whole is None:
            return None
        if positions_of(declared, with_ticks(whole, declared, Problems()), lists.registry, problems) is None:
            return None
        sheet, about = own_rows(declared, whole, places_of(declared, lists.registry), site=lists.site)
    if about["n_lost"]:
        findings.append(unknown_site_finding(arrived.shown, about, sheet.row_word))
    return sheet


def _note_missing(arrivals: Arrivals, problems: Problems) -> None:
    for entry in arrivals.missing:
        found, step = "the file did not arrive", "Put it there, or remove its declaration from registry/returns"
        problems.add(Problem(entry.shown, 0, "", "missing_file", found, "", step))


def _note_twice(arrivals: Arrivals, problems: Problems) -> None:
    """Refuse the same table sent as two kinds of file: nobody can say which one counts."""
    seen: dict[tuple[str, str], str] = {}
    for sheet in arrivals.sheets:
        if sheet.kind not in ("table", "instrument"):
            continue
        key = (sheet.path.parent.name, sheet.sheet or sheet.path.stem.lower())
        if key in seen and seen[key] != sheet.shown:
            found = f"the same sheet also arrived as {seen[key]}"
            problems.add(Problem(sheet.shown, 0, "", "twice", found, "one file", "Remove the one that does not count"))
        seen.setdefault(key, sheet.shown)


def _people(wholes: Mapping[str, Whole | FormsWhole], lists: Lists, findings: list[Finding]) -> Whole:
    """Return the people that other tables name, where no list of people arrived at all."""
    ids = people_from_others(wholes)
    if not len(ids):
        return wholes["people"]
    sentence = f"No list of people arrived: {counted(len(ids), 'id')} of other tables stand for participants."
    findings.append(Finding("people", "", 0, "", "no_people", "note", len(ids), sentence))
    frame = pd.DataFrame({"person_id": ids, "role": one_text("participant", len(ids))})
    part = Part("people", "", frame, ids.index.to_numpy())
    return whole_table("people", [part], lists)
