"""What a file really is, told from its first bytes before anything parses it."""

from itertools import islice
from pathlib import Path

LARGEST_FILE = 400 * 1024 * 1024
AT_MOST_CELLS = 60_000_000
_FIRST_BYTES = 4096
_SURELY_READ = 4 * 1024 * 1024
_PIECE = 16 * 1024 * 1024
_MAGIC = (
    (b"PK\x03\x04", "an Excel workbook or another zip archive", "Save it as .xlsx, or export it as CSV UTF-8"),
    (b"PK\x05\x06", "an empty zip archive", "Send the file itself"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file or an encrypted one", "Save it as .xlsx without a password"),
    (b"%PDF", "a PDF", "Export the data as CSV UTF-8"),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first"),
    (b"{\\rtf", "a word-processor document", "Export the data as CSV UTF-8"),
    (b"\xff\xfe", "UTF-16 text", "Save it as CSV UTF-8"),
    (b"\xfe\xff", "UTF-16 text", "Save it as CSV UTF-8"),
)
_HTML = (b"<!doctype", b"<html", b"<table", b"<head", b"<?xml", b"<body", b"<script")


def has_too_many_cells(path: Path) -> bool:
    """Tell whether a delimited file has more lines than can be read at the width of its first line.

    A line of commas alone costs as much as one of answers, so weight tells less than lines do.
    """
    if path.stat().st_size < _SURELY_READ:
        return False
    with path.open("rb") as file:
        first = b"".join(islice((line for line in iter(lambda: file.readline(_FIRST_BYTES), b"") if line.strip()), 1))
        width = max(first.count(mark) for mark in (b",", b";", b"\t")) + 1
        n_lines = 1
        while chunk := file.read(_PIECE):
            n_lines += chunk.count(b"\n")
            if n_lines * width > AT_MOST_CELLS:
                return True
    return False


def first_bytes(path: Path) -> bytes:
    """Return the beginning of a file."""
    with path.open("rb") as file:
        return file.read(_FIRST_BYTES)


def not_text(path: Path) -> tuple[str, str]:
    """Return what a file that should be delimited text is instead, and the next step; ("", "") when it may be text."""
    start = first_bytes(path)
    if not start.strip(b"\xef\xbb\xbf \t\r\n"):
        return "the file is empty", "Send the file again, or remove it if nothing was collected"
    for magic, words, next_step in _MAGIC:
        if start.startswith(magic):
            return f"the file is {words}", next_step
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_HTML):
        return "the file is a web page", "Export the data as CSV UTF-8"
    if b"\x00" in start:
        return "the file holds NUL bytes: it is not text in UTF-8", "Save it as CSV UTF-8"
    if path.stat().st_size > LARGEST_FILE:
        return f"the file is larger than {LARGEST_FILE // 2**20} MB", "Send it in parts, as TABLE--PART.csv"
    return "", ""
