"""A drop-in has no cohort: visits, families, and who is new, month by month and cluster by cluster."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.counted import clusters_with_all, count_row
from earlyeval.analyse.questions import Row
from earlyeval.study import Study


def drop_in_rows(study: Study, listed: pd.DataFrame, base: Row) -> Iterator[Row]:
    """Yield the rows of one drop-in kind from its visits.

    Parameters
    ----------
    listed : DataFrame, one row per person at a session
        Of which ``came`` says who was there. A family is a ``family_id``; a person without one is a family of
        their own. A visit is a family at a session, whoever of it came.

    Yields
    ------
    Counts of visits and families overall and by cluster, then per month (``subgroup`` "2026-04") of visits,
    families, new families (whose first visit falls in that month) and returning ones.
    """
    came = listed[listed["came"]]
    came = came.assign(family=came["family_id"].fillna(came["person_id"]))
    visits = came.drop_duplicates(["session_id", "family"])
    for cluster, is_here in clusters_with_all(study, visits["cluster"]):
        here = visits[is_here]
        row = base | {"cluster": cluster}
        yield count_row(row | {"unit": "visits"}, len(here))
        yield count_row(row | {"unit": "families"}, here["family"].nunique())
    yield from _rows_by_month(visits.dropna(subset=["held_on"]), base)


def _rows_by_month(visits: pd.DataFrame, base: Row) -> Iterator[Row]:
    month = visits["held_on"].dt.to_period("M")
    first_month = month.groupby(visits["family"]).min()
    for period in pd.period_range(month.min(), month.max(), freq="M") if len(visits) else []:
        of_month = visits[month == period]
        families = pd.Index(of_month["family"].unique())
        new = int((first_month.reindex(families) == period).sum())
        row = base | {"subgroup": str(period), "label": period.strftime("%B %Y")}
        yield count_row(row | {"unit": "visits"}, len(of_month))
        yield count_row(row | {"unit": "families"}, len(families))
        yield count_row(row | {"unit": "new families"}, new)
        yield count_row(row | {"unit": "returning families"}, len(families) - new)
