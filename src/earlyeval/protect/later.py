"""Two releases of one study, some people more or fewer in the second: what both tell of a hidden count."""

import math
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from earlyeval.foundations.results import records
from earlyeval.protect.audit import Finding, Hidden, audited
from earlyeval.protect.cells import Cell, Cells, Row, cells_of
from earlyeval.protect.entrance import as_row
from earlyeval.protect.families import as_one, components
from earlyeval.protect.linked import Link
from earlyeval.protect.plan import row_key
from earlyeval.protect.primary import is_small
from earlyeval.protect.sums import sums_of
from earlyeval.registry.profiles import Profile

Seen = float | Hidden | None


def told_by_both(now: pd.DataFrame, true_rows: pd.DataFrame, before: pd.DataFrame, profile: Profile) -> int:
    """Return how many hidden counts have fewer possible values than the profile asks for, once both releases are read.

    Parameters
    ----------
    now, true_rows : DataFrames, the same rows in the same order
        As they would be released, and with their true counts.
    before : DataFrame
        The rows of an earlier release, as released.
    profile : Profile
        The rules, which the reader knows.

    Notes
    -----
    The reader takes nobody to have left, so that no count was larger then than now; or nobody to have come, so that
    none was smaller; and every sum of now to have held then. Where what was released contradicts that he cannot have it
    so, and is taken to use the sums of now alone. Of the counts that were hidden then he supposes that those were small
    which are small now, or which are no more than a few larger, or he supposes nothing. What he finds counts where the
    numbers do not contradict what he supposes, and where one was small at all: else nothing would have been hidden.
    """
    rows, shown = [as_row(row) for row in records(true_rows)], records(now)
    cells = cells_of(rows)
    cells, links = as_one(cells, sums_of(rows, cells))
    last = {row_key(row): row for row in records(before)}
    # What was hidden does not say by which method it was made.
    keys = [key if (key := row_key(row)) in last else row_key({**row, "method": ""}) for row in rows]
    found = 0
    for places, own in components(links):
        seen_now = [_seen_now(cells.cells[place], shown, profile) for place in places]
        seen_then = [_seen_then(cells.cells[place], keys, last) for place in places]
        if any(isinstance(one, Hidden) for one in (*seen_now, *seen_then)):
            seen = seen_now, seen_then
            found += max(len(_findings(cells, places, own, seen, profile, came=came)) for came in (True, False))
    return found


def _findings(
    cells: Cells,
    places: Sequence[int],
    links: Sequence[Link],
    seen: tuple[list[Seen], list[Seen]],
    profile: Profile,
    *,
    came: bool,
) -> list[Finding]:
    at_now = {place: position for position, place in enumerate(places)}
    at_then = {place: position for position, place in enumerate(places, start=len(places))}
    of_now, of_then = (
        [Link(tuple((at[place], sign) for place, sign in link.terms)) for link in links] for at in (at_now, at_then)
    )
    fewer, more = (at_then, at_now) if came else (at_now, at_then)
    grown = [Link(((fewer[place], 1), (more[place], -1)), at_most=True) for place in places]
    thens = []
    for most, is_gone in _supposed([cells.cells[place].value for place in places], seen[1], profile, came=came):
        then = list(_as_taken(cells, places, seen[1], most=most, is_gone=is_gone))
        if most is None or Hidden.SMALL in then:
            thens.append(then)
    for sums in ([*of_now, *of_then], of_now):
        found = [audited([*seen[0], *then], [*sums, *grown], profile) for then in thens]
        believed = [findings for findings in found if all(finding.possible for finding in findings)]
        if believed:
            told = [[one for one in findings if [*seen[0], *seen[1]][one.place] is not None] for findings in believed]
            return max(told, key=len)
    return []


def _supposed(
    values: Sequence[int], seen: Sequence[Seen], profile: Profile, *, came: bool
) -> list[tuple[int | None, bool]]:
    """Return up to which number of now a reader may suppose that what was hidden then was small; None: he does not.

    And whether he supposes that those who are none now were a few then. Where nobody came, what is larger now than
    small was no smaller then: if nothing else was hidden, it was hidden for something that he does not see.
    """
    small = profile.count.hide_to
    hidden = {value for value, one in zip(values, seen, strict=True) if one is Hidden.DROPPED}
    if came:
        few_more = sorted(value for value in hidden if small < value <= small + profile.release_change.min_people)
        return [(most, False) for most in (small, *few_more, None)]
    if min(hidden, default=0) > small:
        return []
    return [(small, True), (small, False), (None, False)] if 0 in hidden else [(small, False), (None, False)]


def _seen_now(cell: Cell, shown: Sequence[Row], profile: Profile) -> float | Hidden:
    told = [shown[number][column] for number, column in cell.members if not math.isnan(shown[number][column])]
    if told:
        return float(told[0])
    if is_small(cell.value, profile):
        return Hidden.SMALL
    return Hidden.FOR_ANOTHER if cell.value > profile.count.hide_to else Hidden.DROPPED


def _seen_then(cell: Cell, keys: Sequence[str], last: Mapping[str, Row]) -> Seen:
    """Return how a count of now was told then; None where it was not, or where it was several numbers then."""
    there = [(last[keys[number]], column) for number, column in cell.members if keys[number] in last]
    told = {row[column] for row, column in there if not math.isnan(row[column])}
    was_hidden = any(column in row["hidden"].split() for row, column in there)
    return told.pop() if len(told) == 1 else Hidden.DROPPED if was_hidden and not told else None


def _as_taken(
    cells: Cells, places: Sequence[int], seen: Sequence[Seen], *, most: int | None, is_gone: bool = False
) -> Iterator[float | Hidden]:
    """Yield how each count of then is taken: hidden as small where it is no larger than that now, else for another."""
    for place, one in zip(places, seen, strict=True):
        value = cells.cells[place].value
        if one is not Hidden.DROPPED or most is None or (value == 0 and not is_gone):
            yield Hidden.DROPPED if one is None else one
        else:
            yield Hidden.SMALL if value <= most else Hidden.FOR_ANOTHER
