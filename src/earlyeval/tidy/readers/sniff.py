"""What a file really is, told from its first bytes before anything parses it."""

from pathlib import Path

LARGEST_FILE = 400 * 1024 * 1024
_FIRST_BYTES = 4096
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
