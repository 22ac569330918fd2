"""Which child was due which contact, in which quarter it counts, and whether it was seen in time: the base of coverage.

Children are counted, never their mothers: twins are two. A child enters the denominator of the quarter in which it
reaches the age that the contact declares (thirty days for a new birth visit), whether it was seen or not.
"""

import numpy as np
import pandas as pd

from earlyeval.analyse.kept import once
from earlyeval.analyse.members import children
from earlyeval.registry.contacts import Contact
from earlyeval.study import Study
from earlyeval.tidy.texts import is_among

MONTHS_OF_A_QUARTER = 3


@once
def contacts_by_child(study: Study) -> pd.DataFrame:
    """Return one row per child and contact due, for children on record whose day of the denominator has come.

    Columns: person_id, contact, cluster, need_level, quarter (period of three months), age_done (days from birth,
    missing where it was not done), age_last_known (days from birth to the last day of the return), in_time, late,
    early (before the window opens), quarter_disagrees (the quarter sent is another than the one worked out).
    """
    rows = study.table("contacts")
    rows = rows[is_among(rows["person_id"], children(study)["person_id"])]
    declared = {contact.id: contact for contact in study.programme.contacts}
    last_day = rows["done_on"].max()
    due_age = rows["contact"].map({name: contact.due_by_days for name, contact in declared.items()})
    enters_age = rows["contact"].map({name: contact.denominator_days for name, contact in declared.items()})
    born = rows["due_by"] - pd.to_timedelta(due_age, unit="D")
    enters = born + pd.to_timedelta(enters_age, unit="D")
    worked_out = quarters_of(enters)
    sent = quarters_of(pd.to_datetime(rows["quarter"], format="%Y-%m"))
    done = rows["done_on"].notna()
    described = pd.DataFrame(
        {
            "person_id": rows["person_id"], "contact": rows["contact"], "cluster": rows["cluster"],
            "need_level": rows["need_level"], "quarter": sent.where(sent.notna(), worked_out),
            "age_done": (rows["done_on"] - born).dt.days.astype("float64"),
            "age_last_known": (last_day - born).dt.days.astype("float64"),
            "in_time": done & (rows["done_on"] <= rows["due_by"]),
            "late": done & (rows["done_on"] > rows["due_by"]),
            "early": done & rows["due_from"].notna() & (rows["done_on"] < rows["due_from"]),
            "quarter_disagrees": sent.notna() & (sent != worked_out),
        }
    )  # fmt: skip
    return described[(enters <= last_day) | done].reset_index(drop=True)


def quarters_of(days: pd.Series) -> pd.Series:
    """Return the quarter of each day; missing where there is no day."""
    return days.dt.to_period("Q")


@once
def counts_by_quarter(study: Study) -> pd.DataFrame:
    """Return one row per contact, quarter and cluster with ``due``, ``in_time`` and ``late``, in the order of time.

    Quarters of children on record are counted from them; other quarters come from the counts that the site sent. A
    quarter that was not over on the last day of the return is left out: its children are not all in it yet.
    """
    by_child = contacts_by_child(study)
    keys = ["contact", "quarter", "cluster"]
    named = by_child.assign(cluster=by_child["cluster"].fillna(""), due=1)
    counted = named.groupby(keys, sort=True)[["due", "in_time", "late"]].sum().reset_index()
    last_day = study.table("contacts")["done_on"].max()
    if len(counted):
        counted = counted[counted["quarter"].dt.end_time.dt.to_period("M") <= last_day.to_period("M")]
    sent = study.table("contact_counts")
    if sent.empty:
        return counted.reset_index(drop=True)
    quarter = quarters_of(pd.to_datetime(sent["quarter"], format="%Y-%m"))
    sent = sent.assign(quarter=quarter, cluster=sent["cluster"].fillna(""))[[*keys, "due", "in_time", "late"]]
    known = pd.MultiIndex.from_frame(counted[["contact", "quarter"]])
    is_known = pd.MultiIndex.from_frame(sent[["contact", "quarter"]]).isin(known)
    both = pd.concat([sent[~is_known], counted], ignore_index=True)
    return both.sort_values(keys, kind="stable", ignore_index=True)


def series_of(study: Study, contact: Contact) -> pd.DataFrame:
    """Return one row per quarter of a contact, all clusters together: quarter, due, in_time."""
    counts = counts_by_quarter(study)
    of_contact = counts[(counts["contact"] == contact.id) & (counts["due"] > 0)]
    return of_contact.groupby("quarter", sort=True)[["due", "in_time"]].sum().reset_index()


def first_quarter(study: Study) -> pd.Period:
    """Return the quarter in which the service became what it is: its change, else the beginning of delivery."""
    changed = study.delivery.service_change
    return pd.Period(changed.month if changed else study.delivery.start, freq="M").asfreq("Q")


def quarter_id(quarter: pd.Period) -> str:
    """Return a quarter as the results name it: its first month."""
    return str(quarter.asfreq("M", how="start"))


def quarter_words(quarter: pd.Period) -> str:
    """Return a quarter in words: "April to June 2018"."""
    first, last = quarter.asfreq("M", how="start"), quarter.asfreq("M", how="end")
    return f"{first.strftime('%B')} to {last.strftime('%B %Y')}"


def not_counted(study: Study) -> int:
    """Return how many rows of contacts are filed under somebody who is no child."""
    rows = study.table("contacts")
    return int((~is_among(rows["person_id"], children(study)["person_id"])).sum())


def whole_numbers(values: pd.Series) -> np.ndarray:
    """Return counts as whole numbers; a missing one is none."""
    return values.fillna(0).to_numpy(dtype="int64")
