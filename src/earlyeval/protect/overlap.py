"""Families in several programmes of a place: numbers that can be subtracted from one another, protected as one table.

Families of a programme less families in it alone are families in several; families in any less those of one are
families of the others alone. Where any of the parts is small, none of what it could be worked out from is shown.
"""

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
