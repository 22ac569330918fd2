"""Who gave how much to a sum: what the gate needs to know so that the sum of many is not nearly that of one."""

import pandas as pd

from earlyeval.analyse.questions import Row

# Of what is planned or said in a group, no single person gave any part.
NOBODYS: Row = {"share_largest": 0.0, "share_second": 0.0}


def shares_of(amounts: pd.Series) -> Row:
    """Return which share of a sum they hold who gave most and second most to it, as columns for the gate.

    Parameters
    ----------
    amounts : Series of numbers from 0 up, one per person, family or voice
        How much each gave. With nothing given, no share.
    """
    given = amounts[amounts > 0].sort_values(ascending=False).astype("float64")
    total = float(given.sum())
    if not total:
        return {}
    second = float(given.iloc[1]) / total if len(given) > 1 else 0.0
    return {"share_largest": float(given.iloc[0]) / total, "share_second": second}


def shares_of_visits(givers: pd.Series) -> Row:
    """Return the same of visits: one row per visit, with whose it was; a visit of nobody known is somebody's own."""
    known = givers.dropna()
    alone = pd.Series(1, index=range(int(givers.isna().sum())))
    return shares_of(pd.concat([known.value_counts(), alone], ignore_index=True))
