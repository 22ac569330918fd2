"""What a site sent, quarter by quarter, so that a site that joined later is never read as one that sent less."""

import re
from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.counted import count_row, unanswered
from earlyeval.analyse.members import is_yes
from earlyeval.analyse.questions import Row, question
from earlyeval.study import Study

# As the registry writes a month; what is written otherwise has no quarter.
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-\d\d)?")
MOST_QUARTERS = 80  # twenty years; a longer period is a slip of the pen


@question("returns-by-quarter")
def returns_by_quarter(study: Study) -> Iterator[Row]:
    """Return how many sessions were held and how many forms were filled in, for each quarter of the declared period.

    Rows
    ----
    One ``count`` per quarter (``time_point`` "2025 Q3"; ``outcome`` "sessions" or "forms"). A form is one instrument
    filled in by one person at one time point; it counts in the quarter of its date. What has no date, or one outside
    the declared period, is in no quarter. Sessions are nobody; forms are people's.
    """
    quarters = quarters_between(study.delivery.start, study.delivery.end)
    base = {"strand": "study", "source_table": "returns"}
    if not quarters:
        yield unanswered(base | {"outcome": "sessions", "label": "Sessions held"}, "No period in months is declared.")
        return
    sessions = study.table("sessions")
    held = sessions.loc[is_yes(sessions["delivered"]), "held_on"]
    scores = study.scores
    forms = scores.drop_duplicates(["person_id", "instrument", "version", "time_point"])["completed_on"]
    for outcome, label, days, sensitivity in (
        ("sessions", "Sessions held", held, "open"),
        ("forms", "Forms filled in", forms, "personal"),
    ):
        if days.isna().all():
            yield unanswered(base | {"outcome": outcome, "label": label}, f"No {outcome} with a date were returned.")
            continue
        counts = quarter_of(days).value_counts()
        for quarter in quarters:
            row = base | {
                "outcome": outcome, "label": label, "unit": outcome, "time_point": quarter, "sensitivity": sensitivity,
            }  # fmt: skip
            yield count_row(row, int(counts.get(quarter, 0)))


def quarters_between(start: str, end: str) -> list[str]:
    """Return the quarters from one ISO month to another, "2024 Q3" first; none where either is no month."""
    first, last = _MONTH.fullmatch(start.strip()), _MONTH.fullmatch(end.strip())
    if not first or not last:
        return []
    begun, done = (int(month[1]) * 4 + (int(month[2]) - 1) // 3 for month in (first, last))
    if not 0 <= done - begun < MOST_QUARTERS:
        return []
    return [f"{place // 4} Q{place % 4 + 1}" for place in range(begun, done + 1)]


def quarter_of(days: pd.Series) -> pd.Series:
    """Return each date's quarter in words, dates that are missing left out."""
    dates = pd.to_datetime(days.dropna())
    return dates.dt.year.astype("str") + " Q" + dates.dt.quarter.astype("str")
