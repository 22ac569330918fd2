"""Rows of registers and counts that do not fit each other: days far away, presence where nothing was held, sums."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.forms import Tables
from earlyeval.tidy.lists import Lists

_PRESENT = ("attended", "late", "left_early")
# Days that belong to the time in which a programme runs; a year on either side may still be honest.
_DAYS = (
    ("sessions", "held_on"),
    ("people", "started_on"),
    ("people", "ended_on"),
    ("totals", "completed_on"),
)
MARGIN_DAYS = 366


def odd_rows(tables: Tables, lists: Lists) -> Iterator[Finding]:
    """Yield findings about rows that contradict each other without being impossible. Counts only."""
    yield from _far_days(tables, lists)
    yield from _unsaid_consent(tables["people"])
    yield from _present_at_nothing(tables)
    yield from _longer_than_session(tables)
    yield from sums_that_differ(tables["contact_counts"])


def _far_days(tables: Tables, lists: Lists) -> Iterator[Finding]:
    """Yield days more than a year before the programme began at the site, or after it ended."""
    delivery = lists.registry.site(lists.site).delivery(lists.programme.id)
    first = pd.Timestamp(f"{delivery.start}-01") - pd.Timedelta(days=MARGIN_DAYS)
    last = pd.Timestamp(f"{delivery.end}-01") + pd.offsets.MonthEnd(1) + pd.Timedelta(days=MARGIN_DAYS)
    days = [(table, column, tables[table][column]) for table, column in _DAYS if column in tables[table]]
    days += (
        [("responses", "completed_on", part.head["completed_on"]) for part in tables.forms.parts]
        if tables.forms
        else []
    )
    far: dict[tuple[str, str], int] = {}
    for table, column, values in days:
        n_far = int(((values < first) | (values > last)).sum())
        far[table, column] = far.get((table, column), 0) + n_far
    for (table, column), n_far in far.items():
        if n_far:
            sentence = f"{counted(n_far, 'day')} more than a year before the programme began here, or after it ended."
            yield Finding(table, "", 0, column, "far_days", "note", n_far, sentence)


def _unsaid_consent(people: pd.DataFrame) -> Iterator[Finding]:
    """Yield people whose consent is not said where that of others is; where it is said of nobody, the flow tells."""
    unsaid = int(people["consented"].isna().sum())
    if 0 < unsaid < len(people):
        whose = "1 person whose consent is" if unsaid == 1 else f"{unsaid} people whose consent is"
        sentence = f'{whose} not said: their answers are used, as only a "no" sets them aside. Say yes or no.'
        yield Finding("people", "", 0, "consented", "consent_unsaid", "note", unsaid, sentence)


def _present_at_nothing(tables: Tables) -> Iterator[Finding]:
    attendance, sessions = tables["attendance"], tables["sessions"]
    if not len(attendance) or not len(sessions):
        return
    not_held = sessions.loc[~sessions["delivered"].fillna(True).astype("bool"), "session_id"]
    odd = int((attendance["status"].isin(_PRESENT) & attendance["session_id"].isin(not_held)).sum())
    if odd:
        sentence = f"{counted(odd, 'visit')} to sessions that were not held, by the list of sessions."
        yield Finding("attendance", "", 0, "status", "present_at_nothing", "note", odd, sentence)


def _longer_than_session(tables: Tables) -> Iterator[Finding]:
    attendance, sessions = tables["attendance"], tables["sessions"]
    if not len(attendance) or not len(sessions):
        return
    whole = attendance["session_id"].map(sessions.drop_duplicates("session_id").set_index("session_id")["minutes"])
    odd = int((attendance["minutes"] > whole).sum())
    if odd:
        sentence = f"{counted(odd, 'visit')} longer than the session itself, by the list of sessions."
        yield Finding("attendance", "", 0, "minutes", "longer_than_session", "note", odd, sentence)


def sums_that_differ(counts: pd.DataFrame) -> Iterator[Finding]:
    """Yield quarters whose numbers for the whole site are not the sums of its teams."""
    if not len(counts) or counts["cluster"].notna().sum() == 0:
        return
    key, numbers = ["contact", "quarter"], ["due", "in_time", "late"]
    whole = counts[counts["cluster"].isna()].set_index(key)[numbers]
    teams = counts[counts["cluster"].notna()].groupby(key)[numbers].sum(min_count=1)
    both = whole.join(teams.add_suffix("_of_teams"), how="inner")
    differs = pd.Series(False, index=both.index)
    for name in numbers:
        differs |= (both[name] != both[f"{name}_of_teams"]) & both[name].notna() & both[f"{name}_of_teams"].notna()
    odd = int(differs.sum())
    if odd:
        sentence = (
            f"{counted(odd, 'quarter')} of a contact whose numbers are not the sums of the teams: both were kept."
        )
        yield Finding("contact_counts", "", 0, "", "sums_differ", "note", odd, sentence)
