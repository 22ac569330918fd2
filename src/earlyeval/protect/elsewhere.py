"""Groups in one question whose whole is told in another: inside and outside are those measured twice, whoever says so.

Both are about one outcome by the same measure at the same time, and the whole is of nobody in particular, or goes by
the very name of the groups. Groups may stand in any order, and one or two may be left out: those measured both times
and those after only are all who were measured after.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from earlyeval.protect.cells import ABOUT, Cells, Row, is_counted
from earlyeval.protect.told_again import FEWEST_OF_SOME

MEASURE = ("programme", "site", "strand", "cluster", "arm", "outcome", "instrument", "subscale")
# What a group is called that is everybody of whom there is such a number.
EVERYBODY = ("", "all", "total", "pairs", "change", "both", "returned", "scorable", "baseline", "inside and outside")
# One number under two names: how many were measured both times, and whose scores before and after are averaged.
BOTH, PAIRS = "both", "pairs"
_MOST_PARTS = 6
_MOST_LEFT_OUT = 2


def told_elsewhere(rows: Sequence[Row], cells: Cells) -> Iterator[list[tuple[int, int]]]:
    """Yield the sums of groups to a count that another question tells, as terms.

    Parameters
    ----------
    rows : sequence of result rows
        With their true counts.
    cells : Cells
        The counts of these rows.
    """
    wholes: dict[tuple[object, ...], list[tuple[int, int]]] = defaultdict(list)
    sets: dict[tuple[object, ...], dict[str, int]] = defaultdict(dict)
    for number in sorted(cells.n):
        row = rows[number]
        about = tuple(row[name] for name in MEASURE)
        for column, place in cells.of_row(number):
            wholes[*about, row[column]].append((number, place))
        if row["subgroup"]:
            same = tuple(row[name] for name in ABOUT if name != "subgroup")
            kind = row["unit"] if is_counted(row) else row["comparison"]
            key = (row["question"], *about, *same, is_counted(row), kind)
            sets[key].setdefault(row["subgroup"], number)
    for groups in sets.values():
        parts = list(groups.values())
        if len(parts) <= _MOST_PARTS:
            yield from _of_groups(rows, cells, parts, wholes)
    for number in sorted(cells.n):
        about = (*(rows[number][name] for name in MEASURE), rows[number]["n"])
        if rows[number]["subgroup"] == BOTH and is_counted(rows[number]) and rows[number]["n"] >= FEWEST_OF_SOME:
            yield from _same_pairs(rows, cells, cells.n[number], wholes.get(about, ()))


def _same_pairs(
    rows: Sequence[Row], cells: Cells, both: int, told: Sequence[tuple[int, int]]
) -> Iterator[list[tuple[int, int]]]:
    of_pairs = (place for number, place in told if rows[number]["subgroup"] == PAIRS and place == cells.n[number])
    yield from ([(both, 1), (place, -1)] for place in dict.fromkeys(of_pairs) if place != both)


def _of_groups(
    rows: Sequence[Row], cells: Cells, parts: list[int], wholes: dict[tuple[object, ...], list[tuple[int, int]]]
) -> Iterator[list[tuple[int, int]]]:
    first = rows[parts[0]]
    about = tuple(first[name] for name in MEASURE)
    # Where the groups have a whole of their own, or have means, all of them are the parts; of stages some may be.
    are_all = parts[0] in cells.whole or not is_counted(first)
    for left_out in range(min(_MOST_LEFT_OUT, len(parts) - 2) + 1):
        for kept in combinations(parts, len(parts) - left_out):
            total = sum(rows[part]["n"] for part in kept)
            if total < FEWEST_OF_SOME or len({cells.n[part] for part in kept}) < len(kept):
                continue
            own = {cells.n[part] for part in kept}
            by_name = are_all and left_out > 0
            named = (place for number, place in wholes.get((*about, total), ())
                     if _may_be_whole(first, rows[number], by_name=by_name))  # fmt: skip
            place = next((place for place in named if place not in own), None)
            if place is not None:
                yield [*((cells.n[part], 1) for part in kept), (place, -1)]


def _may_be_whole(part: Row, whole: Row, *, by_name: bool) -> bool:
    of_its_own = whole["question"] == part["question"] and whole["estimand"] == part["estimand"]
    is_everybody = whole["subgroup"] in EVERYBODY and not by_name
    goes_by_name = bool(part["label"]) and whole["label"] == part["label"] and not is_counted(whole)
    times = [(part[name], whole[name]) for name in ("time_point", "comparison")]
    at_one_time = all(one == other or not one or not other for one, other in times)
    return not of_its_own and (is_everybody or goes_by_name) and at_one_time
