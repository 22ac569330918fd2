"""Who can be followed from one time point to another: the linkage report."""

from collections.abc import Sequence
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
            people = {
                point: set(of_version.loc[of_version["time_point"] == point, "person_id"]) for point in time_points
            }
            for before, after in combinations([point for point in time_points if people[point]], 2):
                at_either = doubled[doubled["time_point"].isin([before, after])]
                rows.append(
                    (
                        instrument, version, before, after,
                        len(people[before] & people[after]),
                        len(people[before] - people[after]),
                        len(people[after] - people[before]),
                        at_either["person_id"].nunique(),
                    )
                )  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({name: "str" if name in COLUMNS[:4] else "int64" for name in COLUMNS})
