"""Later waves of a form whose export holds the earlier ones again: each row counts once."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from earlyeval.registry.whole import Registry
from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.locate import Arrived
from earlyeval.tidy.readers.sheet import Sheet


def earlier_first(sheets: Sequence[Arrived], registry: Registry) -> tuple[Arrived, ...]:
    """Return what arrived with every return after those that it repeats; otherwise in the order given."""
    repeats = {declared.id: declared.repeats for declared in registry.returns if declared.repeats}

    def depth(name: str) -> int:
        return 1 + max((depth(earlier) for earlier in repeats[name]), default=0) if name in repeats else 0

    return tuple(sorted(sheets, key=lambda one: depth(one.name) if one.kind == "declared" else 0))


def repeated_ids(registry: Registry) -> frozenset[str]:
    """Return the returns whose rows another one may hold again."""
    return frozenset(name for declared in registry.returns for name in declared.repeats)


def without_earlier_rows(
    sheet: Sheet, earlier: Mapping[str, Sheet], names: Iterable[str], findings: list[Finding]
) -> Sheet:
    """Return a sheet without the rows that an earlier export holds to the letter, and say how many those were.

    Notes
    -----
    Columns are compared by header, in whatever order; one that only one export has (a question added later) must be
    blank in a row for the row to be the same. A row that differs stays: where it speaks of the same person and time as
    an earlier one, both are refused as contradicting each other.
    """
    for name in names:
        if name not in earlier:
            continue
        before = earlier[name]
        known = set(_rows(before, _headers(before, sheet)))
        again = np.array([row in known for row in _rows(sheet, _headers(sheet, before))], dtype=bool)
        if again.any():
            rows, other = int(again.sum()), len(before) - int(again.sum())
            sentence = f"{counted(rows, 'row')} that {before.file} holds to the letter: counted once."
            if other > 0:
                sentence += f" {counted(other, 'row')} of that file {'is' if other == 1 else 'are'} not here again."
            findings.append(Finding("", sheet.file, 0, "", "repeated_rows", "set_aside", rows, sentence))
            sheet = sheet.of_rows(~again)
    return sheet


def _headers(own: Sheet, other: Sheet) -> list[tuple[str, int]]:
    """Return every header of both, each with its place among those of that name."""
    both: dict[tuple[str, int], None] = {}
    for sheet in sorted((own, other), key=lambda one: one.file):
        for place, header in enumerate(sheet.headers):
            both[header, sheet.headers[:place].count(header)] = None
    return list(both)


def _rows(sheet: Sheet, headers: Sequence[tuple[str, int]]) -> list[tuple[str, ...]]:
    named = {(header, sheet.headers[:place].count(header)): place for place, header in enumerate(sheet.headers)}
    blank = pd.Series([""] * len(sheet))
    return list(zip(*(sheet.columns[named[one]] if one in named else blank for one in headers), strict=True))
