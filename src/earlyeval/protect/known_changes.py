"""The judges of two releases are tried on releases whose answers are known before any others are laid side by side.

As with ``known_answers``: a judge that fails shows itself, and one that answers wrongly, or not at all, may not.
"""

from collections.abc import Iterator

import pandas as pd

from earlyeval.foundations.results import results_frame
from earlyeval.protect.gate import release
from earlyeval.protect.known_rows import EXACT, ROUNDED
from earlyeval.protect.later import told_by_both
from earlyeval.protect.ledger import Ledger, held
from earlyeval.registry.profiles import Profile

OTHERWISE = "Two releases whose answer is known are judged otherwise than they should be, so nothing is released"
# Parts of a whole then and now, whether of the same people, how many are held and how many hidden ones are told.
CHANGES: tuple[tuple[tuple[int, ...], tuple[int, ...], Profile, bool, int, int], ...] = (
    ((4, 25, 3), (4, 25, 11), EXACT, False, 0, 2),  # nothing has to be held here, and yet few values are left
    ((9, 6, 1), (10, 7, 9), ROUNDED, False, 0, 2),
    ((5, 25), (30, 60), ROUNDED, False, 0, 0),
    ((40, 60), (43, 60), EXACT, False, 2, 0),  # three came, and every number says so
    ((40, 60), (41, 60), EXACT, True, 2, 0),
    ((40, 60), (3, 97), ROUNDED, True, 2, 0),  # what is hidden now was shown of the same people
    ((40, 60), (40, 60), EXACT, True, 0, 0),
)


def changes_wrong() -> Iterator[str]:
    """Yield what the judges of two releases answer otherwise than they should."""
    for number, (then, now, profile, is_same, held_back, told) in enumerate(CHANGES, start=1):
        before, true_rows = release(_parts(then), profile).rows, _parts(now)
        shown = release(true_rows, profile).rows
        keys = held(shown, true_rows, [Ledger("then", before)], profile, freeze="then" if is_same else "now")
        if not isinstance(keys, frozenset) or len(keys) != held_back:
            yield f"{OTHERWISE}: what is held, {number}."
        found = told_by_both(shown, true_rows, before, profile)
        if not isinstance(found, int) or found != told:
            yield f"{OTHERWISE}: what both tell, {number}."


def _parts(counts: tuple[int, ...]) -> pd.DataFrame:
    shared = {"estimand": "proportion", "question": "known", "unit": "people", "n_expected": sum(counts)}
    return results_frame(
        shared | {"subgroup": str(place), "n": n, "estimate": n / sum(counts)} for place, n in enumerate(counts)
    )
