"""Letters that were read in the wrong alphabet before the file was sent: told, never repaired."""

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from earlyeval.foundations.suggest import shown
from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.readers.sheet import Sheet
from earlyeval.tidy.texts import arrow_text

# What is left of UTF-8 that was read as Windows-1252 or Latin-1: the first byte of a letter, then one that goes on.
# Only such pairs as no language writes: capital A with tilde before a sign, capital A with circumflex before a sign of
# Latin-1, small a with circumflex before the euro, the trade mark or a fraction, and what is left of a byte order mark.
_GOES_ON = r"\x{A0}-\x{BF}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
WRONG = rf"Ã[{_GOES_ON}]|Â[\x{{A0}}-\x{{BF}}]|â€[{_GOES_ON}]|â(?:„¢|‚¬|†[’“”])|ðŸ[{_GOES_ON}]|ï»¿|ï¿½"


def wrong_encoding(sheet: Sheet, table: str) -> Iterator[Finding]:
    """Yield each column that holds such letters, with how many of its cells do; and the headers that do."""
    for header, column in zip(sheet.headers, sheet.columns, strict=True):
        cells = arrow_text(column)
        if pc.all(pc.string_is_ascii(cells), min_count=0).as_py():
            continue
        n_wrong = pc.sum(pc.match_substring_regex(cells, WRONG)).as_py() or 0
        if n_wrong:
            yield _finding(sheet, table, "" if _is_wrong(header) else header, counted(n_wrong, "cell"), n_wrong)
    n_headers = sum(_is_wrong(header) for header in sheet.headers)
    if n_headers:
        yield _finding(sheet, table, "", counted(n_headers, "header"), n_headers)


def _is_wrong(text: str) -> bool:
    return not text.isascii() and pc.match_substring_regex(pa.array([text]), WRONG)[0].as_py()


def _finding(sheet: Sheet, table: str, column: str, words: str, count: int) -> Finding:
    sentence = (
        f"{words} with letters such as stand where UTF-8 was read in another encoding: the file was once saved in "
        "the wrong one. Nothing was repaired: export it again at its source as UTF-8."
    )
    return Finding(
        table, sheet.file, 0, shown(column)[1:-1] if column else "", "wrong_encoding", "note", count, sentence
    )
