"""How long until the concern was removed, when a child may come into care, or a case may be closed, before that."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from earlyeval.analyse.case_members import NO_CASES, case_work, reviews_in_order, row_of_cases
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.statistics.survival import cumulative_incidence
from earlyeval.study import Study

WEEKS = (13, 26, 39, 52, 78, 104)
DAYS_A_WEEK = 7
# Ways to leave: the code of the event, its words.
EXITS = {
    "concern_removed": (1, "Closed with the concern removed"),
    "care_entry": (2, "Child came into care"),
    "closed_otherwise": (3, "Closed with the concern still there"),
}
NO_TIMES = "No dates of opening were returned, so times cannot be told."
METHOD_NOTE = "open cases count until the last date in the returns"


@question("case-times")
def case_times(study: Study) -> Iterator[Row]:
    """Return the cumulative incidence of each way to leave, at 13, 26, 39, 52, 78 and 104 weeks from opening.

    Rows
    ----
    ``outcome`` the way to leave, ``subgroup`` "by week 26", ``cumulative_incidence`` by Aalen and Johansen. A child
    who came into care, or whose case was closed with the concern still there, can no longer have it removed: these are
    competing ways to leave and not lost sight of. ``n_smallest`` is the number of cases that had left in this way by
    then. Weeks beyond the longest follow-up have no row.
    """
    if case_work(study) is None:
        return
    base = row_of_cases(study, "cases") | {"estimand": "cumulative_incidence"}
    times = times_of_cases(study)
    if times.empty:
        reason = NO_TIMES if study.has("cases") else NO_CASES
        yield not_estimable(base | {"label": "Time until the concern was removed", "n": 0}, reason=reason)
        return
    for name, (cause, label) in EXITS.items():
        curve = cumulative_incidence(
            times["weeks"].to_numpy(), times["event"].to_numpy(), cause=cause, conf_level=study.plan.conf_level
        )
        for week in [week for week in WEEKS if week <= times["weeks"].max()]:
            left = int(((times["event"] == cause) & (times["weeks"] <= week)).sum())
            row = base | {"outcome": name, "label": label, "subgroup": f"by week {week}", "note": METHOD_NOTE}
            yield row | curve.at(week).as_row() | {"n": len(times), "n_smallest": left}


def times_of_cases(study: Study) -> pd.DataFrame:
    """Return weeks from opening to leaving (or to the last date in the returns) and the way each case left.

    Columns ``weeks`` and ``event`` (0 still open); cases without a date of opening are left out.
    """
    cases = study.table("cases").dropna(subset=["opened_on"])
    if cases.empty:
        return pd.DataFrame({"weeks": [], "event": []})
    known = [cases["opened_on"], cases["closed_on"], reviews_in_order(study)["reviewed_on"]]
    last_day = pd.concat(known).max()
    is_closed = cases["closed_on"].notna() & cases["closure_outcome"].notna()
    ended = cases["closed_on"].where(is_closed, last_day)
    weeks = (ended - cases["opened_on"]).dt.days.to_numpy(dtype="float64") / DAYS_A_WEEK
    own = {name: code for name, (code, _) in EXITS.items()}
    event = cases["closure_outcome"].map(own).fillna(EXITS["closed_otherwise"][0]).to_numpy(dtype="int64")
    return pd.DataFrame({"weeks": weeks, "event": np.where(is_closed.to_numpy(), event, 0)})
