"""What is withheld from result rows so that nothing hidden can be worked out from the rest, and the proof of it."""

import hashlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.foundations.results import TAIL_TEXT_COLUMNS, TEXT_COLUMNS
from earlyeval.protect.answers import answers_withheld
from earlyeval.protect.audit import Hidden, audited
from earlyeval.protect.audit_of_answers import answers_audited
from earlyeval.protect.audit_of_means import means_audited
from earlyeval.protect.cells import Cell, Cells, Row, has_counts
from earlyeval.protect.differences import means_withheld
from earlyeval.protect.families import Families, Family, families_of
from earlyeval.protect.judging import judged_alone
from earlyeval.protect.pattern_search import PatternSearch
from earlyeval.protect.primary import is_small, judged_with
from earlyeval.protect.told_by_width import ANY, between, together
from earlyeval.registry.profiles import Profile

# Row key to the columns that are withheld: "n", "n_expected"; "estimate", and all that is made with it.
Withheld = Mapping[str, frozenset[str]]
NOTHING: Withheld = {}
_KEY_COLUMNS = (*TEXT_COLUMNS, *(name for name in TAIL_TEXT_COLUMNS if name in ("method", "analysis")))
_KEY_BYTES = 12
_MOST_PASSES = 5


def row_key(row: Row) -> str:
    """Return what a row is called in a plan: a hash of the texts that say what it is about, never the texts."""
    words = "\x1f".join(str(row[name]) for name in _KEY_COLUMNS)
    return hashlib.blake2b(words.encode(), digest_size=_KEY_BYTES).hexdigest()


def withheld_of(rows: Sequence[Row], profile: Profile, *, before: Withheld = NOTHING) -> Withheld:
    """Return what has to be withheld of result rows beside what each row's own rule hides.

    Parameters
    ----------
    rows : sequence of result rows
        With true counts, missing texts as "" and missing numbers as NaN. All rows that a reader can put together: best
        those of a whole place.
    profile : Profile
        The data provider's policy.
    before : mapping of row key to columns, optional
        What is withheld already.

    Notes
    -----
    A count that is told again by another question is withheld there too: n and denominator in the same unit.
    """
    keys = [row_key(row) for row in rows]
    withheld: Withheld = {key: frozenset(columns) for key, columns in before.items()}
    search = PatternSearch(rows, profile)
    # Many an interval goes with a count or a mean; only those that are left tell how many they rest on.
    for solving in (False, True):
        withheld = _with_means(rows, keys, _with_counts(search, keys, withheld, solving=solving), profile)
    return withheld


def _with_counts(search: PatternSearch, keys: Sequence[str], withheld: Withheld, *, solving: bool) -> Withheld:
    """Return a plan with the counts withheld from which a hidden one would follow."""
    for _ in range(_MOST_PASSES):
        of_rows = [withheld.get(key, ()) for key in keys]
        hanging = search.families(of_rows, solving=solving)
        found = {key: set(columns) for key, columns in withheld.items()}
        for number, column in _chosen(hanging, search):
            found.setdefault(keys[number], set()).add(column)
        _tell_nowhere(search.rows, keys, found)
        now = {key: frozenset(columns) for key, columns in found.items() if columns}
        if now == withheld:
            break
        withheld = now
    return withheld


def _with_means(
    rows: Sequence[Row], keys: Sequence[str], withheld: Withheld, profile: Profile
) -> dict[str, frozenset[str]]:
    """Return a plan with the means withheld that would tell those of a few people."""
    is_shown = [
        bool(row["estimable"])
        and has_counts(row)
        and not judged_with(
            judged_alone(row, profile), withheld.get(key, ()), kind=ESTIMANDS[row["estimand"]].kind, n=row["n"]
        ).hide_estimate
        for row, key in zip(rows, keys, strict=True)
    ]
    found, gone = dict(withheld), answers_withheld(rows, is_shown, profile)
    gone |= means_withheld(rows, [own and number not in gone for number, own in enumerate(is_shown)], profile)
    for number in sorted(gone):
        if is_shown[number]:
            found[keys[number]] = found.get(keys[number], frozenset()) | {"estimate"}
    return found


def _chosen(hanging: Families, search: PatternSearch) -> Iterator[tuple[int, str]]:
    """Yield row and column of each count that is hidden by a rule or for a family's sake, wherever it is told."""
    hidden = set(hanging.gone)
    for family in hanging.families:
        pattern = search.pattern(family)
        hidden |= {family.cells[position] for position in pattern.hidden}
        # Where all of a family goes, intervals go that would tell of it still.
        tell = [family.cells[position] for position in family.linked.told if pattern.dropped]
        yield from ((number, "estimate") for place in tell for number, _ in hanging.cells.cells[place].members)
    for place in sorted(hidden):
        cell = hanging.cells.cells[place]
        if not is_small(cell.value, search.profile):  # a small one is hidden wherever it stands
            yield from cell.members


def _tell_nowhere(rows: Sequence[Row], keys: Sequence[str], withheld: dict[str, set[str]]) -> None:
    told = {
        (row["site"], row["programme"], row["unit"], row["n"], row["n_expected"])
        for row, key in zip(rows, keys, strict=True)
        if "n" in withheld.get(key, ()) and not math.isnan(row["n_expected"])
    }
    for row, key in zip(rows, keys, strict=True):
        if (row["site"], row["programme"], row["unit"], row["n"], row["n_expected"]) in told:
            withheld.setdefault(key, set()).add("n")


@dataclass(frozen=True)
class Proof:
    """How many hidden counts an audit of released rows looked at, in how many families, and how many hidden means."""

    hidden: int
    families: int
    means: int = 0


def proven(rows: Sequence[Row], released: Sequence[Row], profile: Profile, *, withheld: Withheld) -> Proof:
    """Prove of released rows that no hidden count in them can be worked out, or refuse them.

    Parameters
    ----------
    rows, released : sequences of rows, in the same order
        With true counts, and as they are to be shown.
    profile, withheld
        The rules, and what was withheld under them.

    Raises
    ------
    ProtectionError
        A hidden count has fewer possible values than the profile asks for. The message tells of no row.
    """
    hanging = families_of(rows, profile, withheld=[withheld.get(row_key(row), ()) for row in rows])
    looked_at = 0
    for family in hanging.families:
        seen = [_seen(hanging.cells.cells[place], released, profile) for place in family.cells]
        is_dropped = all(isinstance(one, Hidden) for one in seen)
        if is_dropped:
            seen = [Hidden.DROPPED] * len(seen)
        looked_at += sum(isinstance(one, Hidden) for one in seen)
        known = {} if is_dropped else dict(family.linked.known)
        known |= _solved(rows, released, family, hanging.cells, known, profile)
        findings = audited(seen, family.linked.links, profile, known=known)
        if findings != ():  # an audit that answers nothing found nothing, and proves nothing
            raise ProtectionError(
                f"{len(findings)} hidden numbers could be worked out from the numbers beside them, so nothing of these "
                "rows is shown. Show fewer parts of the same whole."
            )
    means = means_audited(rows, released, profile) + answers_audited(rows, released, profile)
    return Proof(looked_at, len(hanging.families), means)


def _seen(cell: Cell, released: Sequence[Row], profile: Profile) -> float | Hidden:
    shown = {released[number][column] for number, column in cell.members if not math.isnan(released[number][column])}
    if len(shown) > 1:
        raise ProtectionError("One and the same count would be shown as two different numbers, so neither is.")
    if shown:
        return float(shown.pop())
    if is_small(cell.value, profile):
        return Hidden.SMALL
    # A zero is hidden where its whole is: what the reader knows of it stands in the family.
    return Hidden.FOR_ANOTHER if cell.value > profile.count.hide_to else Hidden.DROPPED


def _solved(
    rows: Sequence[Row],
    released: Sequence[Row],
    family: Family,
    cells: Cells,
    known: Mapping[int, tuple[float, float]],
    profile: Profile,
) -> dict[int, tuple[float, float]]:
    """Return what the released intervals tell of the counts of a family, beside what is known of them."""
    found = {}
    for position, place in enumerate(family.cells):
        resting = [number for number, column in cells.cells[place].members if column == "n"]
        told = [number for number in resting if not math.isnan(released[number]["conf_low"])]
        ends = together(between(rows[number], profile) for number in told)
        if ends != ANY:
            found[position] = together([ends, known.get(position, ANY)])
    return found
