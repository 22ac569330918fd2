"""One number told by several questions: a reader who sees it twice takes it for one, so it is one to the gate.

Which counts these can be follows from the rows: the same place, strand, cluster and arm, no group within, the same
unit, and the same true number. Where two counts are equal by chance he is taken to know more than anybody does.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from earlyeval.protect.cells import Cells, Row, is_counted

WHOLE = ("", "all", "total")  # a row of nobody in particular
SCOPE = ("programme", "site", "strand", "cluster", "arm")
# Among smaller counts sums and likeness hold by chance, and no reader could know which. A whole is another matter: how
# many there were, and how many those were of whom the parts are told.
FEWEST_OF_SOME = 8


def told_again(rows: Sequence[Row], cells: Cells) -> Iterator[list[tuple[int, int]]]:
    """Yield pairs of counts that are one number told twice, as the terms of a sum.

    Parameters
    ----------
    rows : sequence of result rows
        With their true counts.
    cells : Cells
        The counts of these rows.

    Notes
    -----
    Denominators, plain counts (of whom, and of how many of them) and the numbers of people behind averages. The unit of
    an average is that of its scale, so its people are equal to counts of any unit.
    """
    counted: dict[tuple[object, ...], list[int]] = defaultdict(list)
    behind: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number in sorted(cells.n):
        row = rows[number]
        scope = tuple(row[name] for name in SCOPE)
        is_part, has_whole = row["subgroup"] not in WHOLE, number in cells.whole
        if is_counted(row):
            if has_whole:
                counted[*scope, row["n_expected"], row["unit"]].append(cells.whole[number])
            if not is_part and (not has_whole or row["n"] >= FEWEST_OF_SOME):
                counted[*scope, row["n"], row["unit"]].append(cells.n[number])
        elif not is_part:
            for column, place in cells.of_row(number):
                behind[*scope, row[column]].append(place)
    for key, places in counted.items():
        yield from _pairs(places)
        yield from _pairs([places[0], *behind.get(key[:-1], ())])


def _pairs(places: Sequence[int]) -> Iterator[list[tuple[int, int]]]:
    yield from ([(places[0], 1), (place, -1)] for place in dict.fromkeys(places) if place != places[0])
