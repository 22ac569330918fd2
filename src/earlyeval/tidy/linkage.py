"""Who can be followed from one time point to another: the linkage report."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import pandas as pd

COLUMNS = ("instrument", "version", "before", "after", "both", "before_only", "after_only", "duplicates")


def linkage(returned: pd.DataFrame, time_points: Sequence[str]) -> pd.DataFrame:
    """Count, for each instrument version and each pair of time points, who was measured at both and who at one only.

    Parameters
    ----------
    returned : DataFrame
        One row per thing returned, with person_id, instrument, version and time_point (responses, totals or scores;
        a person may have several rows for one form).
    time_points : sequence of str
        The declared time points, in order.

    Returns
    -------
    DataFrame
        One row per instrument, version and pair of time points at which anything was returned. ``duplicates`` counts
        people with two versions of the instrument at one of the two time points: they are never put together.

    Notes
    -----
    Ids are compared as they were sent; nothing is matched that only looks alike.
    """
    forms = returned[["person_id", "instrument", "version", "time_point"]].drop_duplicates()
    rows = []
    for instrument, of_instrument in forms.groupby("instrument", sort=True):
        doubled = of_instrument[of_instrument.duplicated(["person_id", "time_point"], keep=False)]
        for version, of_version in of_instrument.groupby("version", sort=True):
            rows += [(instrument, version, *counts) for counts in _pairs(of_version, doubled, time_points)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({name: "str" if name in COLUMNS[:4] else "int64" for name in COLUMNS})


def _pairs(forms: pd.DataFrame, doubled: pd.DataFrame, time_points: Sequence[str]) -> Iterator[tuple[str | int, ...]]:
    people = {point: set(forms.loc[forms["time_point"] == point, "person_id"]) for point in time_points}
    for before, after in combinations([point for point in time_points if people[point]], 2):
        first, last = people[before], people[after]
        at_either = doubled[doubled["time_point"].isin([before, after])]
        yield before, after, len(first & last), len(first - last), len(last - first), at_either["person_id"].nunique()
