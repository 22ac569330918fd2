"""The gate is tried on rows whose answers are known before any others pass: one for each thing that it does.

A function that fails shows itself by failing. One that answers wrongly, or not at all, may not: a rule that calls
nothing small hides nothing, and one that calls everything small hides it all. Either way a known row comes out
otherwise than it is written here, and nothing is shown. Once is enough for the code that is in force; where any of it
is replaced, it is tried again.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import COLUMNS, FLAG_COLUMNS, NUMBER_COLUMNS
from earlyeval.protect.cells import Row
from earlyeval.protect.entrance import as_row
from earlyeval.protect.known_rows import LINKED, NEVER, OF_TWO, ROUNDED, SINGLE, SOLVED
from earlyeval.protect.linked import Link, LinkedCounts
from earlyeval.protect.one_row import protected_row
from earlyeval.protect.plan import proven, row_key, withheld_of
from earlyeval.protect.second_look import Looked, looked_at
from earlyeval.protect.told_by_width import between, together

OTHERWISE = "The gate answers otherwise than it should on a row that it is tried on, so nothing is shown"
_SAID = ("status", "n", "n_expected", "n_smallest", "estimate", "conf_low", "conf_high", "p_value", "direction",
         "label", "note", "reason", "mark", "rule", "hidden")  # fmt: skip
_tried: dict[str, object] = {}


def answers_wrong() -> Iterator[str]:
    """Yield what the gate answers otherwise than it should; nothing where the code in force was tried before."""
    code = _code_in_force()
    if not isinstance(code, tuple) or not code:
        yield f"{OTHERWISE}: which code is in force."
    if _tried.get("code") == code:
        return
    for number, (cells, profile, columns, answer) in enumerate(SINGLE, start=1):
        row = known_row(cells)
        plan = {row_key(row): frozenset(columns)}
        shown = protected_row(row, profile, plan)
        if told(shown) != answer or looked_at([row], [shown], profile, withheld=plan) != Looked(1):
            yield f"{OTHERWISE}: row {number}."
    yield from _solved_wrong()
    yield from _linked_wrong()
    yield from _believed()
    _tried["code"] = code


def _solved_wrong() -> Iterator[str]:
    """Yield where an interval is taken to tell more, or less, than it does of how many it rests on."""
    for number, (cells, ends) in enumerate(SOLVED, start=1):
        if between(known_row(cells), ROUNDED) != ends:
            yield f"{OTHERWISE}: what interval {number} tells."
    if together(ends for _, ends in SOLVED[::2]) != (30, 35):
        yield f"{OTHERWISE}: what intervals tell together."


def _linked_wrong() -> Iterator[str]:
    """Yield where what hangs together is planned, or proven, otherwise than it should be."""
    for hanging, profile, expected, hidden in LINKED:
        rows = [known_row(cells) for cells in hanging]
        plan = withheld_of(rows, profile)
        found = tuple((number, tuple(sorted(plan.get(row_key(row), ())))) for number, row in enumerate(rows))
        if tuple((number, columns) for number, columns in found if columns) != expected:
            yield f"{OTHERWISE}: what is withheld."
        shown = [protected_row(row, profile, plan) for row in rows]
        proof = proven(rows, shown, profile, withheld=plan)
        if proof.hidden + proof.means != hidden:
            yield f"{OTHERWISE}: what is proven."


def _believed() -> Iterator[str]:
    """Yield each thing that a judge should have refused and did not."""
    for number, (cells, profile, changed) in enumerate(NEVER, start=1):
        row = known_row(cells)
        shown = {**protected_row(row, profile, {}), **changed}
        if _is_refused(lambda row=row, shown=shown, of=profile: looked_at([row], [shown], of, withheld={})) is not True:
            yield f"{OTHERWISE}: what it should not believe, {number}."
    for hanging, profile, _, _ in LINKED:
        rows = [known_row(cells) for cells in hanging]
        alone = [protected_row(row, profile, {}) for row in rows]  # each by its own rule, none for another's sake
        asked = partial(proven, rows, alone, profile, withheld={})
        if _is_refused(asked) is not True:
            yield f"{OTHERWISE}: what can be worked out."
    row = known_row(OF_TWO)
    if _is_refused(partial(proven, [row], [{**row, "status": "shown"}], ROUNDED, withheld={})) is not True:
        yield f"{OTHERWISE}: what two people make up."
    if _is_refused(lambda: LinkedCounts((1,), (Link(((0, 1),)),), (1.0,))) is not True:
        yield f"{OTHERWISE}: what does not add up."


def _is_refused(asked: Callable[[], object]) -> bool:
    try:
        asked()
    except ProtectionError:
        return True
    return False


def known_row(cells: Mapping[str, Any]) -> Row:
    """Return a whole row with these cells, as the gate takes one."""
    blank: dict[Any, Any] = {name: None for name in COLUMNS}
    return as_row(blank | dict.fromkeys(FLAG_COLUMNS, True) | {"sensitivity": "personal"} | dict(cells))


def told(row: Row) -> str:
    """Return what is told of a row, in one line."""
    said = (f"{row[name]:.12g}" if name in NUMBER_COLUMNS else row[name] for name in _SAID)
    return "|".join("" if one == "nan" else one for one in said).rstrip("|")


def _code_in_force() -> tuple[object, ...]:
    """Return every function and class of ``protect`` as it is now, with what is in the classes."""
    own = [module for name, module in sorted(sys.modules.items()) if name.startswith("earlyeval.protect.")]
    things = [thing for module in own for thing in vars(module).values() if callable(thing)]
    return (*things, *(part for thing in things if isinstance(thing, type) for part in vars(thing).values()))
