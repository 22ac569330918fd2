"""A drop-in has no cohort: visits, families, and who is new, month by month and cluster by cluster."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.counted import clusters_with_all, count_row, unanswered
from earlyeval.analyse.givers import shares_of_visits
from earlyeval.analyse.members import attendance_by_visit
from earlyeval.analyse.questions import Row, question
from earlyeval.study import Study


@question("visits")
def visits(study: Study) -> Iterator[Row]:
    """Return how many visits and families each drop-in had, overall, by cluster and month by month.

    Rows
    ----
    Counts by ``unit``: visits and families overall and by cluster; then per month (``subgroup`` "2026-04") visits,
    families, new families (whose first visit falls in that month) and returning ones. A family is a ``family_id``;
    a person without one is a family of their own. A visit is a family at a session that was held, whoever of it
    came, children included; staff who are listed at it are no family. Nobody is expected at a drop-in, so there is
    no share.
    """
    by_visit = attendance_by_visit(study)
    for kind in study.programme.session_kinds:
        if not kind.drop_in:
            continue
        base = {"strand": kind.strand, "outcome": kind.id, "label": kind.label, "source_table": "attendance"}
        listed = by_visit[(by_visit["kind"] == kind.id) & ((by_visit["role"] == "staff") == (kind.strand == "staff"))]
        if listed.empty:
            yield unanswered(base | {"unit": "visits"}, "No attendance was returned.")
        else:
            yield from _rows_of_kind(study, listed, base)


def _rows_of_kind(study: Study, listed: pd.DataFrame, base: Row) -> Iterator[Row]:
    came = listed[listed["came"]]
    came = came.assign(family=came["family_id"].fillna(came["person_id"]))
    made = came.drop_duplicates(["session_id", "family"])
    for cluster, is_here in clusters_with_all(study, made["cluster"]):
        here = made[is_here]
        row = base | {"cluster": cluster}
        yield count_row(row | {"unit": "visits"} | shares_of_visits(here["family"]), len(here))
        yield count_row(row | {"unit": "families"}, here["family"].nunique())
    yield from _rows_by_month(made.dropna(subset=["held_on"]), base)


def _rows_by_month(made: pd.DataFrame, base: Row) -> Iterator[Row]:
    month = made["held_on"].dt.to_period("M")
    first_month = month.groupby(made["family"]).min()
    for period in pd.period_range(month.min(), month.max(), freq="M") if len(made) else []:
        of_month = made[month == period]
        families = pd.Index(of_month["family"].unique())
        new = int((first_month.reindex(families) == period).sum())
        row = base | {"subgroup": str(period), "label": period.strftime("%B %Y")}
        yield count_row(row | {"unit": "visits"} | shares_of_visits(of_month["family"]), len(of_month))
        yield count_row(row | {"unit": "families"}, len(families))
        yield count_row(row | {"unit": "new families"}, new)
        yield count_row(row | {"unit": "returning families"}, len(families) - new)
