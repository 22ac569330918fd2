"""What must hold within a row of counted contacts, and between rows that are not of any one team."""

from earlyeval.tidy.keys import note_rows
from earlyeval.tidy.parts import Whole
from earlyeval.tidy.problems import Problem, Problems


def check_contact_counts(counts: Whole, problems: Problems) -> None:
    """Note quarters with more children seen than were due, and quarters that were counted twice for the whole site."""
    if not len(counts):
        return
    frame = counts.frame
    seen = frame["in_time"].fillna(0) + frame["late"].fillna(0)
    found = "found more children seen, in time or late, than were due"
    is_more = (seen > frame["due"]).to_numpy(dtype=bool)
    note_rows(counts, is_more, Problem("", 0, "in_time", "contact_counts", found, "at most all due"), problems)
    # The key of the table holds the team, which is blank here, so that the check of keys passes over these rows.
    whole_site = frame["cluster"].isna().to_numpy()
    is_again = whole_site.copy()
    is_again[whole_site] = frame[whole_site].duplicated(["contact", "quarter"]).to_numpy()
    found = "found a quarter of a contact that another row of the whole site has already"
    allowed = "one row for each contact, quarter and team"
    note_rows(counts, is_again, Problem("", 0, "quarter", "contact_counts", found, allowed), problems)
