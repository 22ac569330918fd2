"""Families in several programmes of a place: numbers that can be subtracted from one another, protected as one table.

Families of a programme less families in it alone are families in several; families in any less those of one are
families of the others alone. Where any of the parts is small, none of what it could be worked out from is shown.
"""

from dataclasses import dataclass

import pandas as pd

from earlyeval.foundations.errors import ProtectionError
from earlyeval.protect.primary import is_small
from earlyeval.registry.profiles import Profile

PARTS = ("several-programmes", "one-programme-alone")
WHOLE = "any-programme"
REASON = (
    "The overlap is not given: too few families are in several programmes, or in some programme alone, and the number "
    "could be worked out from the others."
)


@dataclass(frozen=True)
class OverlapClosed:
    """That a judge saw nothing of a small overlap in so many rows."""

    rows: int


def overlap_closed(true_rows: pd.DataFrame, shown: pd.DataFrame, profile: Profile) -> OverlapClosed:
    """Judge the rows of a place as they will be seen: of an overlap of which a part is small, no number is there.

    It knows the true rows and shares nothing with what withheld them.

    Raises
    ------
    ProtectionError
        A number is there that would give a small part away, or the rows are not the same ones.
    """
    linked = [*PARTS, WHOLE]
    if list(true_rows["outcome"]) != list(shown["outcome"]):
        raise ProtectionError("The rows of a place are not those that were asked for, so nothing of them is shown.")
    counts = zip(true_rows["outcome"], true_rows["n"], true_rows["estimable"], strict=True)
    small = [is_small(n, profile) for outcome, n, estimable in counts if estimable and outcome in PARTS]
    told = shown.loc[shown["outcome"].isin(linked), ["n", "n_expected", "n_smallest", "estimate"]]
    if any(small) and told.notna().to_numpy().any():
        raise ProtectionError("A number of families in several programmes could be worked out, so nothing is shown.")
    return OverlapClosed(len(shown))


def overlap_withheld(rows: pd.DataFrame, profile: Profile) -> pd.DataFrame:
    """Return the rows of a place with the overlap taken out where any part of it is small; others as they are.

    Parameters
    ----------
    rows : DataFrame, result rows with true counts
        Those of families in any programme, in several and in one alone are one linked table.
    profile : Profile
        What counts as small; under a profile that hides nothing nothing is withheld.

    Raises
    ------
    ProtectionError
        A part of the overlap without a count: it cannot be judged, so nothing of it is shown.
    """
    is_part = rows["outcome"].isin(PARTS) & rows["estimable"]
    parts = rows.loc[is_part, "n"]
    if parts.isna().any():
        raise ProtectionError("A part of the overlap of programmes has no count, so it cannot be judged.")
    if not any(is_small(count, profile) for count in parts):
        return rows
    gone = is_part | ((rows["outcome"] == WHOLE) & rows["estimable"])
    kept = rows.copy()
    kept.loc[gone, ["n", "n_expected", "n_smallest", "estimate"]] = float("nan")
    kept.loc[gone, "estimable"] = False
    kept.loc[gone, "reason"] = REASON
    return kept
