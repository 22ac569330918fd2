"""What a file or folder of coded material is, by what is in it and never by its name. Light: nothing is read whole."""

from pathlib import Path
from typing import Literal

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded import qualcoder, taguette
from earlyeval.tidy.coded.project_database import is_sqlite, project_database

Kind = Literal["taguette", "qualcoder", "refi-project", "refi-codebook", "contract", "sheet", ""]
_ZIP = b"PK\x03\x04"
_FIRST_BYTES = 4096
_CODEBOOK = b"urn:QDA-XML:codebook"
CONTRACT = ("codings.csv", "codes.csv", "codebook.csv", "documents.csv")


def kind_of(path: Path) -> Kind:
    """Return what a file or folder is; "" where it is nothing that is known. Any sheet is a "sheet".

    Raises
    ------
    ReturnsRefusedError
        It is a database that cannot be opened.
    """
    if path.is_dir():
        if (path / qualcoder.DATABASE).is_file():
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
    if head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        return "refi-codebook" if _CODEBOOK in head else ""
    return "sheet" if b"\x00" not in beginning and beginning.strip() else ""


def is_project(path: Path) -> bool:
    """Say whether a file or folder is a whole coded project; what cannot be opened is one if its name says so."""
    try:
        return kind_of(path) in ("taguette", "qualcoder", "refi-project")
    except ReturnsRefusedError:
        return path.name.lower() == qualcoder.DATABASE
    except OSError:
        return False


def _of_database(path: Path) -> Kind:
    with project_database(path) as database:
        for kind, needed in (("taguette", taguette.NEEDED), ("qualcoder", qualcoder.NEEDED)):
            # A project that lacks a table is one all the same: its reader says what is missing.
            if 2 * sum(database.has(table) for table in needed) > len(needed):
                return kind  # type: ignore[return-value]  # both are kinds
    return ""


def _of_archive(path: Path) -> Kind:
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(path) as archive:
            names = [name.lower() for name in archive.namelist()[:10_000]]
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return "refi-project" if path.suffix.lower() == ".qdpx" else "sheet"
    if any(name.endswith(".qde") for name in names) or path.suffix.lower() == ".qdpx":
        return "refi-project"
    return "sheet"
