"""What a file really is, told from its first bytes before anything parses it."""

import re
from pathlib import Path

from earlyeval.tidy.readers.archive_names import archive_kind

LARGEST_FILE = 400 * 1024 * 1024
AT_MOST_CELLS = 21_000_000  # of one file of one place: a million rows of twenty columns
AT_MOST_LINES = 1_050_000  # a few more than a sheet of Excel can have
_FIRST_BYTES = 4096
_LINES_WEIGHED = 20  # a title may stand above the headers
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_SURELY_READ = 4 * 1024 * 1024
_PIECE = 16 * 1024 * 1024
DAMAGED_ARCHIVE, EMPTY_ARCHIVE = "a damaged zip archive", "an empty zip archive"
_EXPORT, _UNPACK, _ITSELF = "Export the data as CSV UTF-8", "Unpack it first", "Send the table itself, as CSV UTF-8"
_ZIP = b"PK\x03\x04"
_MAGIC = (
    (b"PK\x05\x06", EMPTY_ARCHIVE, "Send the file itself"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file or an encrypted one", "Save it as .xlsx without a password"),
    (b"%PDF", "a PDF", _EXPORT),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh91AY&SY", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (b"7z\xbc\xaf", "a 7-Zip archive", _UNPACK),
    (b"Rar!\x1a", "a RAR archive", _UNPACK),
    (b"{\\rtf", "a word-processor document", _EXPORT),
    (b"\xff\xfe", "UTF-16 text", "Save it as CSV UTF-8"),
    (b"\xfe\xff", "UTF-16 text", "Save it as CSV UTF-8"),
    (b"\xff\xd8\xff", "a picture (JPEG)", _ITSELF),
    (b"\x89PNG\r\n", "a picture (PNG)", _ITSELF),
    (b"GIF89a", "a picture (GIF)", _ITSELF),
    (b"II*\x00", "a picture (TIFF)", _ITSELF),
    (b"MM\x00*", "a picture (TIFF)", _ITSELF),
    (b"ID3\x02", "a recording", _ITSELF),
    (b"ID3\x03", "a recording", _ITSELF),
    (b"ID3\x04", "a recording", _ITSELF),
    (b"MZ\x90\x00", "a program", _ITSELF),
    (b"\x7fELF", "a program", _ITSELF),
    (b"SQLite format 3\x00", "an SQLite database", "Give it the ending .sqlite, or export the table as CSV UTF-8"),
    (b"PAR1", "a Parquet file", "Give it the ending .parquet, or export it as CSV UTF-8"),
    (b"$FL2", "an SPSS file", "Give it the ending .sav, or export it as CSV UTF-8"),
    (b"$FL3", "an SPSS file", "Give it the ending .zsav, or export it as CSV UTF-8"),
)  # fmt: skip
_WRITTEN = (
    (re.compile(rb"<[a-z!?]"), "a web page", _EXPORT),
    (re.compile(rb'\{\s*["}]|\[\s*[\[{]'), "JSON", _EXPORT),
    (re.compile(rb"begin:v(?:card|calendar)"), "a card of an address book or a calendar", _ITSELF),
)


def has_too_many_cells(path: Path) -> bool:
    """Tell whether a delimited file has more lines than are read at the width of its first lines.

    A line of commas alone costs as much as one of answers, so weight tells less than lines do.
    """
    if path.stat().st_size < _SURELY_READ:
        return False
    with path.open("rb") as file:
        first = [file.readline(_PIECE) for _ in range(_LINES_WEIGHED)]
        width = max(line.count(mark) for line in first for mark in (b",", b";", b"\t")) + 1
        n_lines = len(first)
        while chunk := file.read(_PIECE):
            n_lines += chunk.count(b"\n")
            if n_lines > AT_MOST_LINES or n_lines * width > AT_MOST_CELLS:
                return True
    return False


def first_bytes(path: Path) -> bytes:
    """Return the beginning of a file."""
    with path.open("rb") as file:
        return file.read(_FIRST_BYTES)


def ends_within_a_line(path: Path) -> bool:
    """Return whether a file of text stops without a line end: a copy that broke off does, and some programs do."""
    with path.open("rb") as file:
        if not file.seek(0, 2):
            return False
        file.seek(-1, 2)
        return file.read(1) not in b"\r\n\x1a"


def not_text(path: Path) -> tuple[str, str]:
    """Return what a file that should be delimited text is instead, and the next step; ("", "") when it may be text."""
    start = first_bytes(path)
    if not start.strip(b"\xef\xbb\xbf \t\r\n"):
        return "the file is empty", "Send the file again, or remove it if nothing was collected"
    known = known_kind(path)
    if known is not None:
        return f"the file is {known[0]}", known[1]
    if b"\x00" in start:
        return "the file holds NUL bytes: it is not text in UTF-8", "Save it as CSV UTF-8"
    if path.stat().st_size > LARGEST_FILE:
        return f"the file is larger than {LARGEST_FILE // 2**20} MB", "Send it in parts, as TABLE--PART.csv"
    return "", ""


def known_kind(path: Path) -> tuple[str, str] | None:
    """Return what a file is that begins like no text of cells, and the next step; None for any other."""
    start = first_bytes(path)
    if start.startswith(_ZIP):
        step = "Save it as .xlsx, or export it as CSV UTF-8"
        return archive_kind(path) or DAMAGED_ARCHIVE, step
    for magic, words, next_step in _MAGIC:
        if start.startswith(magic):
            return words, next_step
    if start[4:8] == b"ftyp" or (start.startswith(b"RIFF") and start[8:12] in (b"WAVE", b"AVI ")):
        return "a film or a recording", _ITSELF
    bare = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return next(((words, step) for beginning, words, step in _WRITTEN if beginning.match(bare)), None)


def whatever_its_name(path: Path) -> tuple[str, str]:
    """Return what a file is that is not what its name says, and the next step; ("", "") where that is not known."""
    start, known = first_bytes(path), known_kind(path)
    if not start:
        return "the file is empty", "Send the file again, or remove it if nothing was collected"
    if known is not None:
        return f"the file is {known[0]}", known[1]
    if CONTROL.search(start):
        return "", ""
    return "the file is text", "If it is a CSV file, give it the ending .csv"
