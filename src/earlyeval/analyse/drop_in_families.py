"""A drop-in family by family: how often each came, whether it came again, and who had been referred."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.counted import count_row, plain_share_row, share_row, unanswered
from earlyeval.analyse.givers import shares_of_visits
from earlyeval.analyse.members import attendance_by_visit
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.programmes import SessionKind
from earlyeval.statistics import summaries
from earlyeval.statistics.gini import gini
from earlyeval.study import Study

AGAIN_AFTER_WEEKS = (1, 4, 8, 13, 26)
NO_REFERRALS = "No referrals were returned, so referred and other families cannot be told apart."
ROUTES = {"referred": "Families who had been referred", "universal": "Families who came of their own accord"}


@question("drop-in-families")
def drop_in_families(study: Study) -> Iterator[Row]:
    """Return, per drop-in, visits per family, how many came again after so many weeks, and by which route they came.

    Rows
    ----
    ``outcome`` the kind of session. Median, quartiles and Gini coefficient of visits per family, of families who came
    at least once. ``subgroup`` "once": the share that came once only. "again-4": of families whose first visit lies
    at least four weeks before the last group, the share that came again four weeks or more after it: the same for 1,
    8, 13 and 26 weeks. "referred" and "universal": share of families, and of visits (``unit``), by whether an accepted
    referral is on record; visits of one family go together, so their share has no interval.
    """
    visits = attendance_by_visit(study)
    for kind in study.programme.session_kinds:
        if not kind.drop_in or kind.strand == "staff":
            continue
        base = {"strand": kind.strand, "outcome": kind.id, "source_table": "attendance", "unit": "families"}
        came = visits[(visits["kind"] == kind.id) & visits["came"] & (visits["role"] != "staff")]
        if came.empty:
            yield unanswered(base | {"label": kind.label}, "No attendance was returned.", estimand="median")
            continue
        family = came["family_id"].fillna(came["person_id"])
        made = came.assign(family=family).drop_duplicates(["session_id", "family"])
        yield from _visits_per_family(study, kind, made, base)
        yield from _came_again(study, kind, made, base)
        yield from _by_route(study, made, base)


def _visits_per_family(study: Study, kind: SessionKind, made: pd.DataFrame, base: Row) -> Iterator[Row]:
    counts = made.groupby("family")["session_id"].nunique().to_numpy(dtype="float64")
    row, level = base | {"label": f"{kind.label}: visits per family"}, study.plan.conf_level
    yield row | summaries.median(counts).as_row()
    yield row | summaries.quartile_1(counts).as_row()
    yield row | summaries.quartile_3(counts).as_row()
    spread = {"label": f"{kind.label}: how unevenly visits are spread over families"}
    yield row | spread | gini(counts, conf_level=level).as_row()
    once = base | {"subgroup": "once", "label": "Came once only"}
    yield share_row(once, int((counts == 1).sum()), len(counts), conf_level=level)


def _came_again(study: Study, kind: SessionKind, made: pd.DataFrame, base: Row) -> Iterator[Row]:
    """Families who began too late to be seen again are in no denominator: their time had not come."""
    held = study.table("sessions")
    held = held[(held["kind"] == kind.id) & held["delivered"].fillna(value=False).astype(bool)]
    last_group = held["held_on"].max()
    dated = made.dropna(subset=["held_on"])
    days = dated.groupby("family")["held_on"].agg(["min", "max"])
    for weeks in AGAIN_AFTER_WEEKS:
        span = pd.Timedelta(weeks=weeks)
        could = days[days["min"] + span <= last_group]
        label = f"Came again {weeks} {'week' if weeks == 1 else 'weeks'} or more after the first visit"
        row = base | {"subgroup": f"again-{weeks}", "label": label}
        if could.empty:
            continue
        again = int((could["max"] - could["min"] >= span).sum())
        yield share_row(row, again, len(could), conf_level=study.plan.conf_level)


def _by_route(study: Study, made: pd.DataFrame, base: Row) -> Iterator[Row]:
    referrals = study.table("referrals")
    if referrals.empty:
        yield unanswered(base | {"subgroup": "referred", "label": ROUTES["referred"]}, NO_REFERRALS)
        return
    accepted = referrals.loc[referrals["decision"] == "accepted", "family_id"]
    is_referred = made["family"].isin(accepted)
    families = made.assign(is_referred=is_referred).drop_duplicates("family")["is_referred"]
    for name, asked in (("referred", True), ("universal", False)):
        row = base | {"subgroup": name, "label": ROUTES[name]}
        n = int((families == asked).sum())
        yield count_row(row, n)
        yield share_row(row, n, len(families), conf_level=study.plan.conf_level)
        of_visits = row | {"unit": "visits", "label": f"Visits of {ROUTES[name].lower()}"}
        of_visits |= shares_of_visits(made.loc[is_referred == asked, "family"])
        method = "share of visits; visits of a family are not independent"
        yield plain_share_row(of_visits, int((is_referred == asked).sum()), len(made), method=method)
