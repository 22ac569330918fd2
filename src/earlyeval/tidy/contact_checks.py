"""What must hold within a row of counted contacts, and between rows that are not of any one team."""

import numpy as np

from earlyeval.tidy.parts import Whole
from earlyeval.tidy.problems import Problem, Problems


def check_contact_counts(counts: Whole, problems: Problems) -> None:
    """Note quarters with more children seen than were due, and quarters that were counted twice for the whole site."""
    if not len(counts):
        return
    frame = counts.frame
    seen = frame["in_time"].fillna(0) + frame["late"].fillna(0)
    for row in np.flatnonzero((seen > frame["due"]).to_numpy(dtype=bool)):
        _note(
            problems,
            counts,
            int(row),
            "in_time",
            "found more children seen, in time or late, than were due",
            "at most all due",
        )
    # The key of the table holds the team, which is blank here, so that the check of keys passes over these rows.
    whole_site = frame["cluster"].isna()
    again = frame[whole_site].duplicated(["contact", "quarter"], keep="first")
    for row in again.index[again.to_numpy()]:
        found = "found a quarter of a contact that another row of the whole site has already"
        _note(problems, counts, int(row), "quarter", found, "one row for each contact, quarter and team")


def _note(problems: Problems, counts: Whole, row: int, column: str, found: str, allowed: str) -> None:
    part = counts.parts[counts.origin[row]]
    place, letter = int(counts.rows[row]), part.letter(column)
    problems.add(Problem(part.file, place, column, "contact_counts", found, allowed, "", part.row_word, letter))
