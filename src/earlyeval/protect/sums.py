"""Which sums hold between published counts: parts and whole, groups and all, a table's totals, stages and what is left.

No declaration says so of every analysis that is to come, so the sums are found: the columns of the results table say
which rows could be the parts of what, and the true counts whether they are. What does not add up no reader can use.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice

from earlyeval.protect.cells import ABOUT, Cells, Row, is_counted, place_of
from earlyeval.protect.elsewhere import told_elsewhere
from earlyeval.protect.linked import Link
from earlyeval.protect.told_again import FEWEST_OF_SOME, WHOLE, told_again

# Along which columns rows may be parts of one whole: each by itself, and a label with its code.
AXES = (("subgroup",), ("label",), ("label", "subgroup"), ("outcome", "label"), ("cluster",), ("arm",))
_MOST_PARTS = 60
_MOST_IN_A_RUN = 4
_MOST_UNITS = 6
_MOST_LEFT_OUT = 2  # rows that stand beside the parts of a whole and are none of them, such as "recovered or better"


def sums_of(rows: Sequence[Row], cells: Cells) -> tuple[Link, ...]:
    """Return the sums that hold between the counts of rows, each once.

    Parameters
    ----------
    rows : sequence of result rows
        With their true counts.
    cells : Cells
        The counts of these rows.

    Notes
    -----
    Looked for, within one question and strand: parts of a denominator; groups, clusters or arms of a total; the columns
    of a table of moves; units of which one is the sum of two others; a count that is the sum of neighbouring parts of a
    whole; and across questions about the same outcome a count that is the sum of groups without a whole of their own.
    A total with one part only is that part, and one number may be told by several questions (``told_again``).
    Sums of nothing but zeros are left out: each count of them says the same.
    """
    found: dict[tuple[tuple[int, int], ...], Link] = {}
    for terms in _all_terms(rows, cells):
        ordered = added(terms)
        if any(cells.cells[place].value for place, _ in ordered):
            found.setdefault(ordered, Link(ordered))
    return tuple(found.values())


def _all_terms(rows: Sequence[Row], cells: Cells) -> Iterator[list[tuple[int, int]]]:
    numbers = sorted(cells.n)
    blocks: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number in numbers:
        row = rows[number]
        kind = row["unit"] if is_counted(row) else row["estimand"] + row["comparison"]
        blocks[(*place_of(row), is_counted(row), kind)].append(number)
    by_question: dict[tuple[object, ...], list[int]] = defaultdict(list)
    by_outcome: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number in numbers:
        row = rows[number]
        by_question[place_of(row)].append(number)
        by_outcome[(row["programme"], row["site"], row["strand"], row["outcome"])].append(number)
    for block in blocks.values():
        yield from _of_block(rows, cells, block, by_question[place_of(rows[block[0]])], by_outcome)
    for question in by_question.values():
        yield from _units(rows, cells, question)
    yield from told_again(rows, cells)
    yield from told_elsewhere(rows, cells)


def _of_block(
    rows: Sequence[Row], cells: Cells, block: list[int], question: list[int], by_outcome: Mapping[tuple, list[int]]
) -> Iterator[list[tuple[int, int]]]:
    for axis in AXES:
        for group in _groups(rows, block, axis):
            parts = [number for number in group if rows[number][axis[-1]] not in WHOLE]
            yield from _to_total(rows, cells, parts, question, axis)
            if axis == ("subgroup",):
                yield from _runs(rows, cells, parts, by_outcome)
    if is_counted(rows[block[0]]):
        yield from _of_wholes(rows, cells, block)
        yield from _columns(rows, cells, block)


def _of_wholes(rows: Sequence[Row], cells: Cells, block: list[int]) -> Iterator[list[tuple[int, int]]]:
    """Yield the parts of each denominator, and what else is counted of it that is a sum of neighbouring parts."""
    wholes = list(_wholes(rows, cells, block))
    taken = {number for parts in wholes for number in parts}
    for parts in wholes:
        whole = cells.whole[parts[0]]
        yield [*((cells.n[number], 1) for number in parts), (whole, -1)]
        others = [number for number in block if cells.whole.get(number) == whole and number not in taken]
        yield from _neighbours(rows, cells, parts, others)


def _groups(rows: Sequence[Row], block: list[int], axis: tuple[str, ...]) -> Iterator[list[int]]:
    """Yield rows that differ along an axis only, each count once; one alone may be all there is of a total."""
    groups: dict[tuple[object, ...], dict[tuple[object, ...], int]] = defaultdict(dict)
    for number in block:
        row = rows[number]
        same = tuple(row[name] for name in ABOUT if name not in axis)
        groups[same].setdefault(tuple(row[name] for name in axis), number)
    for members in groups.values():
        group = list(members.values())
        if len(group) <= _MOST_PARTS:
            yield group


def _wholes(rows: Sequence[Row], cells: Cells, block: list[int]) -> Iterator[list[int]]:
    """Yield the rows that are the parts of a common denominator, up to two rows of the group left out."""
    for axis in AXES:
        for group in _groups(rows, block, axis):
            # Beside the parts of those assessed stands the number of those who were not, of another denominator.
            by_whole: dict[int, list[int]] = defaultdict(list)
            for number in group:
                if number in cells.whole:
                    by_whole[cells.whole[number]].append(number)
            for whole, members in by_whole.items():
                yield from _parts_of_whole(rows, members, cells.cells[whole].value)


def _parts_of_whole(rows: Sequence[Row], group: list[int], total: int) -> Iterator[list[int]]:
    for left_out in range(min(_MOST_LEFT_OUT, len(group) - 2) + 1):
        for without in combinations(group, left_out):
            parts = [number for number in group if number not in without]
            if sum(rows[number]["n"] for number in parts) == total:
                yield parts
                return


def _neighbours(rows: Sequence[Row], cells: Cells, parts: list[int], others: list[int]) -> Iterator[list]:
    """Yield rows with the same denominator that are the sum of neighbouring parts: "six or more" of bands of visits."""
    by_value = defaultdict(list)
    for number in others:
        by_value[rows[number]["n"]].append(number)
    for first, end in combinations(range(len(parts) + 1), 2):
        run = parts[first:end]
        total = sum(rows[part]["n"] for part in run)
        if len(run) < len(parts) and total >= FEWEST_OF_SOME:
            yield from ([*((cells.n[part], 1) for part in run), (cells.n[number], -1)] for number in by_value[total])


def _to_total(
    rows: Sequence[Row], cells: Cells, parts: list[int], question: list[int], axis: tuple[str, ...]
) -> Iterator[list]:
    """Yield groups of a total, for n and for the denominators."""
    if not parts:
        return
    first = rows[parts[0]]
    fixed = [name for name in ("outcome", "cluster", "arm", "time_point", "instrument", "subscale") if name not in axis]
    for number in question:
        row = rows[number]
        if row[axis[-1]] not in WHOLE or any(row[name] != first[name] for name in fixed):
            continue
        if is_counted(row) != is_counted(first):
            continue
        if sum(rows[part]["n"] for part in parts) == row["n"]:
            yield [*((cells.n[part], 1) for part in parts), (cells.n[number], -1)]
        if sum(rows[part]["n_expected"] for part in parts) == row["n_expected"]:  # a missing one is equal to nothing
            yield [*((cells.whole[part], 1) for part in parts), (cells.whole[number], -1)]


def _columns(rows: Sequence[Row], cells: Cells, block: list[int]) -> Iterator[list]:
    """Yield the columns of tables of moves: over all rows, those who end in a state are those who are in it after."""
    tables: dict[tuple[object, ...], dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for number in block:
        row = rows[number]
        if row["subgroup"]:
            same = tuple(row[name] for name in ABOUT if name not in ("label", "subgroup"))
            tables[same][row["label"]][row["subgroup"]] = number
    margins = [parts for lines in tables.values() for parts in lines.values()]
    for lines in tables.values():
        columns = set.intersection(*(set(line) for line in lines.values()))
        if len(lines) < 2 or len(columns) < 2:
            continue
        sums = {name: sum(rows[line[name]]["n"] for line in lines.values()) for name in columns}
        for parts in margins:  # a line of its own table is none: what would be left of that sum are zeros
            if columns <= set(parts) and all(rows[parts[name]]["n"] == sums[name] for name in columns):
                for name in sorted(columns):
                    yield [*((cells.n[line[name]], 1) for line in lines.values()), (cells.n[parts[name]], -1)]


def _units(rows: Sequence[Row], cells: Cells, question: list[int]) -> Iterator[list]:
    """Yield counts of one thing in several units of which one is the sum of two: families, new and returning ones."""
    things: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number in question:
        if is_counted(rows[number]):
            things[tuple(rows[number][name] for name in ABOUT)].append(number)
    for members in things.values():
        distinct = list({cells.n[number]: number for number in members}.values())
        if len(distinct) <= _MOST_UNITS and len({rows[number]["unit"] for number in distinct}) > 2:
            sums = (
                [*((cells.n[part], 1) for part in pair), (cells.n[total], -1)]
                for total in distinct
                for pair in combinations([number for number in distinct if number != total], 2)
                if sum(rows[part]["n"] for part in pair) == rows[total]["n"]
            )
            yield from islice(sums, 1)  # where a part is zero several hold, and the whole stands before its parts


def _runs(rows: Sequence[Row], cells: Cells, parts: list[int], by_outcome: Mapping[tuple, list[int]]) -> Iterator[list]:
    """Yield counts elsewhere about the same outcome that are the sum of groups which have no whole of their own."""
    if not 2 <= len(parts) <= _MOST_IN_A_RUN or not is_counted(rows[parts[0]]):
        return
    if any(part in cells.whole for part in parts):
        return
    row = rows[parts[0]]
    about_it = by_outcome[(row["programme"], row["site"], row["strand"], row["outcome"])]
    elsewhere = [
        number
        for number in about_it
        if number not in parts and all(rows[number][name] == row[name] for name in ("instrument", "subscale"))
    ]
    taken: set[int] = set()  # a run that is longer by a zero says the same of the same count
    for length in range(2, len(parts) + 1):
        for first in range(len(parts) - length + 1):
            run = parts[first : first + length]
            total = sum(rows[part]["n"] for part in run)
            same = _of_value(rows, cells, elsewhere, total) if total >= FEWEST_OF_SOME else ()
            places = [place for place in dict.fromkeys(same) if place not in taken]
            taken |= set(places)
            if places:
                yield [*((cells.n[part], 1) for part in run), (places[0], -1)]
            yield from ([(places[0], 1), (place, -1)] for place in places[1:])  # the same count, told again


def _of_value(rows: Sequence[Row], cells: Cells, numbers: list[int], value: float) -> Iterator[int]:
    """Yield the counts of some rows that have this value, n or denominator."""
    for number in numbers:
        for column, place in cells.of_row(number):
            if rows[number][column] == value:
                yield place


def added(terms: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the terms of a sum in order, each count once, without those that cancel out."""
    signs: dict[int, int] = defaultdict(int)
    for place, sign in terms:
        signs[place] += sign
    return tuple(sorted((place, sign) for place, sign in signs.items() if sign))
