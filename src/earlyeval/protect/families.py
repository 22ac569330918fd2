"""Families of linked counts among result rows: what has to be protected together because it can be subtracted."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.protect.cells import Cell, Cells, Row, cells_of, has_counts, is_counted
from earlyeval.protect.judging import judged_alone
from earlyeval.protect.linked import COST_OF_TOTAL, Link, LinkedCounts
from earlyeval.protect.primary import Judgement, is_small, judged_with
from earlyeval.protect.sums import added, sums_of
from earlyeval.protect.told_by_width import ANY, between, together
from earlyeval.registry.profiles import Profile

# Hiding the n behind a mean may take the mean with it. A count that is told in many rows is missed in all of them.
_COST_OF_REST = 3.0


@dataclass(frozen=True)
class Family:
    """Linked counts with the cells that they are, in the same order."""

    linked: LinkedCounts
    cells: tuple[int, ...]


@dataclass(frozen=True)
class Families:
    """The counts of some rows, those that any row hides, and what hangs together with them."""

    cells: Cells
    gone: frozenset[int]
    families: tuple[Family, ...]


def tied(rows: Sequence[Row]) -> tuple[Cells, list[Link]]:
    """Return the counts of result rows, each once, and the sums between them: whatever is hidden, the same."""
    cells = cells_of(rows)
    return as_one(cells, sums_of(rows, cells))


def families_of(
    rows: Sequence[Row],
    profile: Profile,
    *,
    withheld: Sequence[Collection[str]] = (),
    solving: bool = True,
    ties: tuple[Cells, list[Link]] | None = None,
) -> Families:
    """Return the counts of result rows, which of them are hidden, and the families in which any is.

    Parameters
    ----------
    rows : sequence of result rows
        With true counts, missing texts as "" and missing numbers as NaN.
    profile : Profile
        What is hidden by itself.
    withheld : sequence of collections of str, optional
        For each row the columns that are hidden beside.
    solving : bool
        Whether the reader solves the intervals that are shown for n (``told_by_width``).
    ties : counts and sums, optional
        What ``tied`` answered for these rows, where it was asked before.

    Notes
    -----
    A family is whatever hangs together by sums. A count that no sum ties to another cannot be worked out. A count that
    one row hides and another shows is hidden: what protects it there must not be told here.
    """
    cells, links = ties or tied(rows)
    judgements = [_judged(row, profile) for row in rows]
    also = withheld or [()] * len(rows)
    hidden = [
        {"n": judgement.hide_n or "n" in columns, "n_expected": judgement.hide_n_expected or "n_expected" in columns}
        for judgement, columns in zip(judgements, also, strict=True)
    ]
    is_shown = [solving and _is_shown(*one) for one in zip(rows, judgements, also, strict=True)]
    told = _told(rows, cells, is_shown, profile)
    of_hidden = [
        place
        for place, cell in enumerate(cells.cells)
        if any(hidden[number][column] for number, column in cell.members)
    ]
    gone = {place: _known(rows, cells, place, dict.fromkeys(of_hidden, ANY) | told, profile) for place in of_hidden}
    found = []
    for places, own in components(links):
        if any(place in gone for place in places):
            within = [*own, *_of_hidden_wholes(cells, places, gone)]
            found.append(_family(rows, cells, places, within, gone, told))
    return Families(cells, frozenset(gone), tuple(found))


def as_one(cells: Cells, links: Sequence[Link]) -> tuple[Cells, list[Link]]:
    """Return the counts with those that a sum of two says to be equal made into one."""
    equal = [link for link in links if [sign for _, sign in link.terms] in ([1, -1], [-1, 1])]
    first = {place: places[0] for places, _ in components(equal) for place in places}
    kept = sorted({first.get(place, place) for place in range(len(cells.cells))})
    number = {place: position for position, place in enumerate(kept)}
    new = [number[first.get(place, place)] for place in range(len(cells.cells))]
    members: list[list[tuple[int, str]]] = [[] for _ in kept]
    for place, cell in enumerate(cells.cells):
        members[new[place]] += cell.members
    joined = tuple(Cell(cells.cells[place].value, tuple(members[number[place]])) for place in kept)
    n = {row: new[place] for row, place in cells.n.items()}
    whole = {row: new[place] for row, place in cells.whole.items()}
    changed = dict.fromkeys(added([(new[place], sign) for place, sign in link.terms]) for link in links)
    return Cells(joined, n, whole), [Link(terms) for terms in changed if terms]


def _judged(row: Row, profile: Profile) -> Judgement:
    return judged_alone(row, profile) if has_counts(row) else Judgement()


def _is_shown(row: Row, judgement: Judgement, also: Collection[str]) -> bool:
    kind = ESTIMANDS[row["estimand"]].kind
    return bool(row["estimable"]) and not judged_with(judgement, also, kind=kind, n=row["n"]).hide_estimate


def _told(rows: Sequence[Row], cells: Cells, is_shown: Sequence[bool], profile: Profile) -> dict[int, Any]:
    """Return what the intervals that are shown tell of the counts that they rest on."""
    found = {
        place: together(between(rows[row], profile) for row, column in cell.members if column == "n" and is_shown[row])
        for place, cell in enumerate(cells.cells)
    }
    return {place: ends for place, ends in found.items() if ends != ANY}


def _known(
    rows: Sequence[Row], cells: Cells, place: int, of_whole: Mapping[int, tuple[float, float]], profile: Profile
) -> tuple[float, float]:
    """Return what a reader knows of a hidden count who can tell the small ones from the others.

    Of a whole that is hidden he knows no more than ``of_whole`` says; any other he is taken to know.
    """
    count, cell = profile.count, cells.cells[place]
    if is_small(cell.value, profile):
        return (0 if count.zero == "hide" else max(1, count.hide_from)), count.hide_to
    if cell.value <= count.hide_to:
        return 0, count.hide_to
    parts = [number for number, column in cell.members if column == "n" and number in cells.whole]
    wholes = [of_whole.get(cells.whole[number], (0, rows[number]["n_expected"]))[1] for number in parts]
    return count.hide_to + 1, min((whole for whole in wholes if whole >= cell.value), default=float("inf"))


def _of_hidden_wholes(cells: Cells, places: Sequence[int], gone: Mapping[int, Any]) -> Iterator[Link]:
    """Yield that a part is no more than its whole, where both are of one family and the whole is hidden."""
    within = set(places)
    pairs = dict.fromkeys((part, cells.whole.get(number, part)) for number, part in cells.n.items() if part in within)
    for part, whole in pairs:
        if part != whole and whole in within and whole in gone:
            yield Link(((part, 1), (whole, -1)), at_most=True)


def components(links: Sequence[Link]) -> list[tuple[list[int], list[Link]]]:
    """Return what hangs together by sums: the counts and the sums between them."""
    parent: dict[int, int] = {}

    def root(place: int) -> int:
        parent.setdefault(place, place)
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    for link in links:
        first = root(link.terms[0][0])
        for place, _ in link.terms[1:]:
            parent[root(place)] = first
    grouped: dict[int, tuple[list[int], list[Link]]] = defaultdict(lambda: ([], []))
    for place in sorted(parent):
        grouped[root(place)][0].append(place)
    for link in links:
        grouped[root(link.terms[0][0])][1].append(link)
    return list(grouped.values())


def _family(
    rows: Sequence[Row],
    cells: Cells,
    places: list[int],
    links: list[Link],
    gone: Mapping[int, Any],
    told: Mapping[int, Any],
) -> Family:
    number = {place: position for position, place in enumerate(places)}
    totals = {place for link in links for place, sign in link.terms if sign < 0}
    costs = tuple(_cost(rows, cells, place, totals) for place in places)
    own = tuple(Link(tuple((number[place], sign) for place, sign in link.terms), link.at_most) for link in links)
    known = {number[place]: gone[place] for place in places if place in gone}
    counts = tuple(cells.cells[place].value for place in places)
    of_these = {number[place]: told[place] for place in places if place in told}
    return Family(LinkedCounts(counts, own, costs, known, gone=frozenset(known), told=of_these), tuple(places))


def _cost(rows: Sequence[Row], cells: Cells, place: int, totals: set[int]) -> float:
    members = cells.cells[place].members
    if place in totals or any(column == "n_expected" for _, column in members):
        return COST_OF_TOTAL * len(members)
    return (1.0 if all(is_counted(rows[row]) for row, _ in members) else _COST_OF_REST) * len(members)
