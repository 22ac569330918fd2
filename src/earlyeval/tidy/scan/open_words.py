"""Words of the team that are printed as they stand, and written for other programs: codes, themes, their history.

They name subjects and no people. One that holds a name of the roster, a number or an address of somebody is refused,
never cleaned; what is only unusual in somebody's own words (a capital, a rare word) is usual in a heading and passes.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from earlyeval.tidy.identifiers import detail_in_label
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.scan.folding import folded, words_of
from earlyeval.tidy.scan.roster import Roster, holds_name
from earlyeval.tidy.scan.unusual import cued_places

NAME_OF_ROSTER = "a name of the roster"
_ALLOWED = "words that tell nobody who somebody is"
_STEP = "Rename it where it was written, and send it again"
# Table to its headings, in which a capital says nothing, and to its sentences.
_HEADINGS = {"codes": ("code_id", "code"), "themes": ("theme_id", "theme"), "codebook_history": ("code_id", "code")}
_SENTENCES = {"codes": ("definition",), "themes": ("central_concept",), "codebook_history": ("why",)}


def note_named(tables: Mapping[str, pd.DataFrame], roster: Roster | None, problems: Problems) -> None:
    """Note every code, theme and definition that tells who somebody is, by table, row and column.

    Parameters
    ----------
    tables : the tidy tables; those that hold no such words are passed over
    roster : Roster, optional
        Without one, names are told by a title before them alone.
    """
    for table, columns in _HEADINGS.items():
        if table not in tables:
            continue
        frame = tables[table]
        for column in (*columns, *_SENTENCES[table]):
            for row, found in _found(frame[column], roster, is_heading=column in columns):
                rule = "personal_detail"
                problems.add(Problem(f"table {table}", row, column, rule, f"holds {found}", _ALLOWED, _STEP, "row"))


def detail_of(text: str, roster: Roster | None = None, *, is_heading: bool) -> str:
    """Return what of somebody stands in a heading or a sentence, in words; "" for nothing that is seen.

    A name of the roster that is also a common word ("hope") counts in a heading only after words such as "my son".
    """
    plain = folded(text.replace("-", " ").lower() if is_heading else text)
    words = words_of(plain)
    if roster and holds_name(words, roster, cued_places(words)):
        return NAME_OF_ROSTER
    return detail_in_label(text)


def _found(cells: pd.Series, roster: Roster | None, *, is_heading: bool) -> Iterator[tuple[int, str]]:
    for row, cell in enumerate(cells, start=1):
        if isinstance(cell, str) and (found := detail_of(cell, roster, is_heading=is_heading)):
            yield row, found
