"""What a file or folder of coded material is, by what is in it and never by its name. Light: nothing is read whole."""

from pathlib import Path
from typing import Literal

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded.project_database import is_sqlite, project_database
from earlyeval.tidy.coded.tool_tables import QUALCODER, QUALCODER_DATABASE, TAGUETTE
from earlyeval.tidy.readers.archive_names import LARGEST_DIRECTORY, directory_size

Kind = Literal["taguette", "qualcoder", "refi-project", "refi-codebook", "contract", "elan", "boris", "sheet", ""]
_ZIP = b"PK\x03\x04"
_FIRST_BYTES = 4096
_CODEBOOK = b"urn:QDA-XML:codebook"
_PROJECT = b"urn:QDA-XML:project"
_ELAN = b"<ANNOTATION_DOCUMENT"
# What the JSON of a BORIS project begins with, in the order of its versions.
_BORIS = (b'"behaviors_conf"', b'"subjects_conf"', b'"time_format"', b'"project_format_version"', b'"observations"')
_NAMED_LIKE_ONE = (".qda", ".qdpx", ".qdc", ".sqlite3", ".sqlite")
CONTRACT = ("codings.csv", "codes.csv", "codebook.csv", "documents.csv")


def kind_of(path: Path) -> Kind:
    """Return what a file or folder is; "" where it is nothing that is known. Any sheet is a "sheet".

    Raises
    ------
    ReturnsRefusedError
        It is a database that cannot be opened.
    """
    if path.is_dir():
        if (path / QUALCODER_DATABASE).is_file():
            return "qualcoder"
        return "contract" if any((path / name).is_file() for name in CONTRACT) else ""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        beginning = file.read(_FIRST_BYTES)
    if is_sqlite(path):
        return _of_database(path)
    if beginning.startswith(_ZIP):
        return _of_archive(path)
    head = beginning.replace(b"\x00", b"")  # XML in UTF-16 has one beside each letter
    first = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if first.startswith(b"<"):
        return _of_xml(head)
    if first.startswith(b"{") and any(key in head for key in _BORIS):
        return "boris"
    return "sheet" if b"\x00" not in beginning and beginning.strip() else ""


def project_file(path: Path) -> Path | None:
    """Return the file of a coded project or codebook that a file or folder is; None where it is none.

    What cannot be opened is one if its name says so: its reader then says what is wrong.
    """
    file = path / QUALCODER_DATABASE if path.is_dir() else path
    try:
        return file if kind_of(file) in ("taguette", "qualcoder", "refi-project", "refi-codebook") else None
    except ReturnsRefusedError:
        return file if file.suffix.lower() in _NAMED_LIKE_ONE else None
    except OSError:
        return None


def texts_in(folder: Path) -> tuple[Path, ...]:
    """Return the files of a folder of transcripts, those in folders of it too, in order."""
    return tuple(path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith((".", "~$")))


def _of_xml(head: bytes) -> Kind:
    """Return what XML is by its root, which stands in its first bytes: a project may hold a codebook of its own."""
    if _ELAN in head:
        return "elan"
    places = {kind: head.find(space) for kind, space in (("refi-project", _PROJECT), ("refi-codebook", _CODEBOOK))}
    found = sorted((place, kind) for kind, place in places.items() if place >= 0)
    return found[0][1] if found else ""  # type: ignore[return-value]  # both are kinds


def _of_database(path: Path) -> Kind:
    with project_database(path) as database:
        for kind, needed in (("taguette", TAGUETTE), ("qualcoder", QUALCODER)):
            # A project that lacks a table is one all the same: its reader says what is missing.
            if 2 * sum(database.has(table) for table in needed) > len(needed):
                return kind  # type: ignore[return-value]  # both are kinds
    return ""


def _of_archive(path: Path) -> Kind:
    from zipfile import BadZipFile, ZipFile

    if directory_size(path) > LARGEST_DIRECTORY:  # its reader says so
        return "refi-project" if path.suffix.lower() == ".qdpx" else "sheet"
    try:
        with ZipFile(path) as archive:
            names = [name.lower() for name in archive.namelist()[:10_000]]
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return "refi-project" if path.suffix.lower() == ".qdpx" else "sheet"
    if any(name.endswith(".qde") for name in names) or path.suffix.lower() == ".qdpx":
        return "refi-project"
    return "sheet"
