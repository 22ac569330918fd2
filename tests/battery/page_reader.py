"""A hostile reader of pages: tables as they are printed, with the same tables of the restricted page as his oracle.

He shares no code with the package. A count is a cell, "of" splits two. In a column the cells of some neighbouring lines
add up to a total beside them, or to what the others are parts of; he is told where that is true. What is printed is a
multiple of the base, a star is small or protects another, and he is told which.
"""

import math
import re
from html.parser import HTMLParser
from itertools import combinations

import numpy as np
from scipy.optimize import linprog

COUNT = re.compile(r"^(\*|\d[\d,]*)(?: of (\*|\d[\d,]*))?(?: \([^)]*\))?$")
FAR = 1e5


class Tables(HTMLParser):
    """The tables of a page: caption to lines of cells, as text."""

    def __init__(self):
        super().__init__()
        self.found, self.line, self.cell, self.inside, self.id = {}, None, None, None, ""

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self.id = dict(attributes).get("id", f"table-{len(self.found)}")
            self.found[self.id] = []
        elif tag == "tr":
            self.line = []
        elif tag in ("td", "th"):
            self.cell = ""

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data

    def handle_endtag(self, tag):
        if tag in ("td", "th") and self.line is not None:
            self.line.append((self.cell or "").strip())
            self.cell = None
        elif tag == "tr" and self.id in self.found:
            self.found[self.id].append(self.line or [])
            self.line = None


def tables_of(page):
    """Return the tables of a page by their id."""
    parser = Tables()
    parser.feed(page)
    return parser.found


def numbers_in(cell):
    """Return the counts that a cell prints, None for a star; nothing where it prints something else."""
    found = COUNT.match(cell)
    return [None if part == "*" else int(part.replace(",", "")) for part in found.groups() if part] if found else []


def pinned(shown, true, rule, *, need):
    """Return what is printed as a star and has fewer than ``need`` values: table, line, column, and between which."""
    found, looked_at = [], 0
    for name, lines in shown.items():
        oracle = true.get(name)
        if oracle is None or [len(line) for line in oracle] != [len(line) for line in lines]:
            continue
        columns = max((len(line) for line in lines), default=0)
        for column in range(1, columns):
            cells = [(number, part, value, own)
                     for number, line in enumerate(lines) if column < len(line)
                     for part, (value, own) in enumerate(_pairs(line[column], oracle[number][column]))]  # fmt: skip
            stars = [place for place, cell in enumerate(cells) if cell[2] is None]
            if not stars or len(cells) > 80:
                continue
            looked_at += len(stars)
            found += [(name, cells[place][0], column, ends) for place, ends in _solved(cells, stars, rule, need)]
    return found, looked_at


def _pairs(shown, true):
    seen, own = numbers_in(shown), numbers_in(true)
    return list(zip(seen, own, strict=True)) if len(seen) == len(own) and None not in own else []


def _solved(cells, stars, rule, need):
    low, high = zip(*(_stands_for(value, own, rule) for _, _, value, own in cells), strict=True)
    sums = _sums(cells)
    tied = {place for line in sums for place, _ in line}
    matrix = np.zeros((len(sums), len(cells)))
    for number, line in enumerate(sums):
        for place, sign in line:
            matrix[number, place] += sign
    for place in stars:
        if place not in tied:
            continue
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(cells))
            aim[place] = sign
            done = linprog(aim, A_eq=matrix, b_eq=np.zeros(len(sums)), bounds=list(zip(low, high, strict=True)))
            ends.append(sign * done.fun if done.status == 0 else math.nan)
        least, most = math.ceil(ends[0] - 1e-6), math.floor(ends[1] + 1e-6)
        if most - least + 1 < need and not least == most == 0:
            yield place, (least, most)


def _stands_for(value, own, rule):
    base, small = rule["round_to"], rule["hide_to"]
    if value is None:
        is_small = rule["hide_from"] <= own <= small or (own == 0 and rule["zero"] == "hide")
        if is_small:
            return (0 if rule["zero"] == "hide" else max(1, rule["hide_from"])), small
        return (0, FAR) if own <= small else (small + 1, FAR)
    if value == own or base == 1 or value == 0:
        return (value, value) if base == 1 or value % base or value == 0 else _rounded(value, base, small)
    return _rounded(value, base, small)


def _rounded(value, base, small):
    kept = [
        n
        for n in range(value - base, value + base + 1)
        if n > small and max(base, base * ((2 * n + base) // (2 * base))) == value
    ]
    return (min(kept), max(kept)) if kept else (value, value)


def _sums(cells):
    """Return the sums that are true: of all lines but two at the most, and of neighbours, to a total or a whole."""
    parts = [place for place, cell in enumerate(cells) if cell[1] == 0]
    wholes = [place for place, cell in enumerate(cells) if cell[1] == 1]
    found = [[(place, 1), (wholes[0], -1)] for place in wholes[1:] if cells[place][3] == cells[wholes[0]][3]]
    for total in (*parts, *wholes[:1]):
        for kept in _runs([place for place in parts if place != total]):
            if sum(cells[place][3] for place in kept) == cells[total][3] >= 8 and _are_parts(cells, kept, total):
                found.append([*((place, 1) for place in kept), (total, -1)])
                break
    return found


def _are_parts(cells, kept, total):
    """Say whether a sum is one that a reader could know of: of parts of one whole, or of groups whose wholes add up.

    That seven of 8 and seven of 17 are as many as fourteen of 18 is chance, and nobody who reads stars sees it.
    """
    whole = {line: own for line, part, _, own in cells if part == 1}
    lines, of_total = [cells[place][0] for place in kept], whole.get(cells[total][0])
    if of_total is None or not all(line in whole for line in lines):
        return True
    wholes = [whole[line] for line in lines]
    return set(wholes) == {of_total} or (cells[total][1] == 0 and sum(wholes) == of_total)


def _runs(places):
    for left_out in range(min(3, len(places) - 1)):
        for without in combinations(places, left_out):
            kept = [place for place in places if place not in without]
            if len(kept) >= 2:
                yield kept
