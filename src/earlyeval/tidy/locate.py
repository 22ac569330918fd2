"""Which files a site sent for one programme, and what each of them is. Light: nothing is opened but lists of sheets."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.foundations.paths import StudyPaths
from earlyeval.foundations.terms import DataKind
from earlyeval.registry.load import Registry
from earlyeval.registry.returns import Return
from earlyeval.tidy import codebook_names
from earlyeval.tidy.by_place import own_part
from earlyeval.tidy.coded.sniff import project_file, texts_in
from earlyeval.tidy.containers import DATABASES, WORKBOOKS, is_closed, names_in
from earlyeval.tidy.readers.openers import sheet_names
from earlyeval.tidy.shown_files import opened_file, shown_file, shown_sheet
from earlyeval.tidy.tables import TABLES

DELIMITED = (".csv", ".tsv", ".txt")
COLUMNAR = ".parquet"
SPSS = (".sav", ".zsav")
QUALITATIVE = "qual"
TRANSCRIPTS = "transcripts"  # in the folder above: what documents.csv points at
_NO_FORMS = ("read me", "readme", "lists")  # sheets of our own templates that hold no rows
_NO_RETURNS = ("unread", "transcript")  # nothing can be said of a place by these alone
_NOT_RETURNS = ("thumbs.db", "desktop.ini", "readme.md", "readme.txt", "readme")


@dataclass(frozen=True)
class Arrived:
    """One sheet that a site sent. ``name`` is the table's, the instrument's or the declaration's.

    ``unread`` is also what is no file at all, ``broken`` a link to nowhere, or a file that may not be opened, which
    carries the name of a table or instrument. ``coded`` is a coded project, ``transcript`` a text that it or
    documents.csv points at: read with what points at it. ``divided`` is the return of many places of which the file at
    ``path`` holds this place's rows.
    """

    path: Path
    shown: str
    kind: Literal["table", "instrument", "declared", "coded", "transcript", "unread", "broken"]
    name: str = ""
    sheet: str = ""
    divided: Path | None = None

    @property
    def is_workbook(self) -> bool:
        """Whether the file is a workbook by its name."""
        return self.path.suffix.lower() in WORKBOOKS

    @property
    def is_database_file(self) -> bool:
        """Whether the file is an SQLite database by its name."""
        return self.path.suffix.lower() in DATABASES


@dataclass(frozen=True)
class Arrivals:
    """What arrived for one programme at one site, and whether it is real."""

    data: DataKind
    sheets: tuple[Arrived, ...]
    missing: tuple[Return, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that is read, once, in order."""
        return tuple(dict.fromkeys(sheet.path for sheet in self.sheets if sheet.kind != "unread"))


def snapshot_of(declared: Return, paths: StudyPaths) -> Path:
    """Return where the rows of a database are kept as they were when they were last asked for."""
    return paths.data / "tidy" / ".from-database" / f"{declared.id}{COLUMNAR}"


def raw_folder(registry: Registry, paths: StudyPaths) -> Path:
    """Return the folder of returns: the one that study.yaml names, relative to the study's data folder."""
    return (paths.data / registry.facts.raw).resolve()


def find_returns(registry: Registry, paths: StudyPaths, *, site: str, programme: str, data: str) -> Arrivals:
    """Return what arrived: real returns where there are any, else synthetic ones ("auto"), or the kind asked for.

    Raises
    ------
    ReturnsRefusedError
        Nothing arrived; the message names the folder in which returns are expected.
    """
    raw, native = raw_folder(registry, paths), ()
    real_kind: DataKind = "synthetic" if registry.facts.synthetic else "real"
    if data in ("auto", "real") or registry.facts.synthetic:
        native = tuple(_native(raw / site / programme, raw, registry))
        declared = [entry for entry in registry.returns if entry.is_of(site, programme)]
        mapped, missing = _declared(declared, raw, registry, paths, site=site)
        if any(sheet.kind not in _NO_RETURNS for sheet in (*native, *mapped)):
            return Arrivals(real_kind, (*_without(native, mapped), *mapped), missing)
    if data in ("auto", "synthetic"):
        made_up = tuple(_native(paths.synthetic / site / programme, paths.synthetic, registry))
        if any(sheet.kind not in _NO_RETURNS for sheet in made_up):
            # What was sent and could not be told is still told of, beside the synthetic returns.
            return Arrivals("synthetic", (*native, *made_up))
    raise ReturnsRefusedError(_nothing_arrived(registry, paths, site=site, programme=programme, data=data))


def _native(folder: Path, base: Path, registry: Registry) -> Iterator[Arrived]:
    for place, tables in ((folder, ""), (folder / QUALITATIVE, QUALITATIVE)):
        for path in sorted(place.iterdir()) if place.is_dir() else []:
            if tables and path.name == codebook_names.FOLDER and path.is_dir():
                yield from _codebooks(path, base)
                continue
            if tables and path.name == TRANSCRIPTS and path.is_dir():
                yield from (Arrived(text, shown_file(text, base), "transcript") for text in texts_in(path))
                continue
            if opened := opened_file(path):
                yield Arrived(opened, shown_file(opened, base), "unread", "open")
            project = _project(path) if tables and not path.name.startswith((".", "~$")) else None
            if project is not None:
                yield Arrived(project, shown_file(path, base), "coded")
                continue
            is_known_folder = not tables and path.name == QUALITATIVE and path.is_dir()
            if is_known_folder or path.name.startswith((".", "~$")) or path.name.lower() in _NOT_RETURNS:
                continue
            name = shown_file(path, base)
            if is_readable_file(path):
                yield from _sheets_of(path, name, tables, registry)
            else:
                yield _no_file(path, name, tables, registry)


def _project(path: Path) -> Path | None:
    """Return the file of a coded project, by what is in it; sheets in our own shape are looked at no further."""
    is_sheet = path.suffix.lower() in (*DELIMITED, *WORKBOOKS, COLUMNAR, *SPSS)
    return None if is_sheet else project_file(path)


def _codebooks(folder: Path, base: Path) -> Iterator[Arrived]:
    """Return the dated files of a codebook, one a version."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        name = path.relative_to(base).as_posix()
        if is_readable_file(path) and codebook_names.is_version_file(path):
            yield Arrived(path, name, "table", codebook_names.TABLE)
        elif not path.name.startswith((".", "~$")) and path.name.lower() not in _NOT_RETURNS:
            yield Arrived(path, name, "unread")


def is_readable_file(path: Path) -> bool:
    """Say whether a path leads to a file that may be read: no folder, no pipe, no link to nowhere."""
    return path.is_file() and os.access(path, os.R_OK)


def _no_file(path: Path, name: str, folder: str, registry: Registry) -> Arrived:
    known = _known(path.stem, folder, registry)
    stands_for_file = path.is_file() or not path.exists()
    return Arrived(path, name, "broken", known[1]) if known and stands_for_file else Arrived(path, name, "unread")


def _sheets_of(path: Path, name: str, folder: str, registry: Registry) -> Iterator[Arrived]:
    suffix = path.suffix.lower()
    if suffix in WORKBOOKS or suffix in DATABASES:
        names = names_in(path)
        if not names and not _known(path.stem, folder, registry) and is_closed(path):
            yield Arrived(path, name, "broken")
            return
        found = [(sheet, _known(sheet, folder, registry)) for sheet in names]
        named = [(sheet, known) for sheet, known in found if known]
        if named:
            for sheet, known_as in found:
                if known_as:
                    yield Arrived(path, shown_sheet(name, names, sheet), *known_as, sheet)
                elif sheet.strip().lower() not in _NO_FORMS:
                    yield Arrived(path, shown_sheet(name, names, sheet), "unread", sheet=sheet)
            return
    if suffix in DATABASES:
        yield Arrived(path, name, "unread")
        return
    known = _known(path.stem, folder, registry)
    yield Arrived(path, name, *known) if known else Arrived(path, name, "unread")
    for sheet in sheet_names(path)[1:] if known and suffix in WORKBOOKS else ():
        if sheet.strip().lower() not in _NO_FORMS:  # only the first sheet is read: the others must not be lost silently
            yield Arrived(path, shown_sheet(name, sheet_names(path), sheet), "unread", sheet=sheet)


def _known(stem: str, folder: str, registry: Registry) -> tuple[Literal["table", "instrument"], str] | None:
    """Return what a file or sheet is by its name, which may carry a suffix after two hyphens."""
    spelt = stem.strip().lower().split("--")[0]
    for name in (spelt, spelt.replace("_", "-")):  # a database has underscores where we have hyphens
        if name in TABLES and TABLES[name].folder == folder:
            return "table", name
        if not folder and name in registry.instruments:
            return "instrument", name
    return None


def _declared(
    declared: list[Return], raw: Path, registry: Registry, paths: StudyPaths, *, site: str
) -> tuple[tuple[Arrived, ...], tuple[Return, ...]]:
    sheets, missing = [], []
    for entry in declared:
        path = snapshot_of(entry, paths) if entry.format == "database" else raw / entry.path
        own = own_part(entry, path, registry, paths, site=site) if entry.is_of_many_places and path.is_file() else None
        if entry.format == "coded_project":
            project = _project(path) or path
            if project.is_file():
                sheets.append(Arrived(project, entry.shown, "coded", entry.id))
                sheets.extend(_codebooks(project.parent / entry.coded.codebooks, raw) if _has_codebooks(entry) else ())
            else:
                missing.append(entry)
        elif own is not None:
            sheets.append(Arrived(own, entry.shown, "declared", entry.id, entry.sheet, divided=path))
        elif path.is_file():
            sheets.append(Arrived(path, entry.shown, "declared", entry.id, entry.sheet))
        else:
            missing.append(entry)
    return tuple(sheets), tuple(missing)


def _has_codebooks(entry: Return) -> bool:
    return entry.coded is not None and bool(entry.coded.codebooks)


def _without(native: tuple[Arrived, ...], mapped: tuple[Arrived, ...]) -> tuple[Arrived, ...]:
    """Leave out what a declaration already reads: files of the site's folder, and folders that hold such files."""
    # A link that leads to itself is no error here.
    read = [Path(os.path.realpath(sheet.divided or sheet.path)) for sheet in mapped]
    known = {place for path in read for place in (path, *path.parents)}
    return tuple(sheet for sheet in native if Path(os.path.realpath(sheet.path)) not in known)


def _nothing_arrived(registry: Registry, paths: StudyPaths, *, site: str, programme: str, data: str) -> str:
    declared = [entry.shown for entry in registry.returns if entry.is_of(site, programme)]
    if data == "synthetic":
        place = f"{paths.synthetic.name}/{site}/{programme}/"
        return f"No synthetic returns in {place}. Allowed: people.csv and the other tables. Ask for real data instead."
    place = f"{registry.facts.raw.rstrip('/')}/{site}/{programme}/"
    also = f" The registry also declares {', '.join(declared)}, which did not arrive." if declared else ""
    return (
        f"No returns for {programme} at {site} in {place} of the study folder.{also} Put people.csv (or .xlsx) and one "
        f"sheet per instrument there; `earlyeval template {site}` (make template SITE={site}) makes a workbook to fill "
        "in, and docs/returns.md says how each file looks."
    )
