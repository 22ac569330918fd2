"""The notes below a table: what the mark means, how counts are rounded, what was left out and why."""

import pandas as pd

from earlyeval.present.rows import records
from earlyeval.present.setting import Setting

# Who rated, by the beginning of ``respondent``: whoever reads a table must know that a rating was not blind.
RATED_BY = {
    "practitioner about": "Rated or coded by the worker who delivers the service, not by somebody independent.",
    "independent rater about": "Rated or coded by somebody who does not deliver the service.",
}


def notes_for(rows: pd.DataFrame, setting: Setting, *more: str) -> tuple[str, ...]:
    """Return the notes that these released rows call for, after ``more``; each once."""
    notes = [*rated_by(rows), *(note for note in more if note)]
    if (rows["mark"] != "").any():
        notes.append(setting.symbol_note)
    if (rows["n"].notna() & (rows["status"] != "shown")).any() and setting.rounding_note:
        notes.append(setting.rounding_note)
    notes.extend(reasons(rows))
    return tuple(dict.fromkeys(notes))


def reasons(rows: pd.DataFrame) -> list[str]:
    """Return why rows could not be estimated, each reason once with what it is about."""
    told = []
    for row in records(rows[rows["status"] == "not_estimable"]):
        named = f"{row['label']}: " if row["label"] else ""
        told.append(f"{named}{row['reason'] or 'not estimable.'}")
    return list(dict.fromkeys(told))


def rated_by(rows: pd.DataFrame) -> list[str]:
    """Return who rated what these rows are about, where somebody rated others."""
    return [
        words for begins, words in RATED_BY.items() if rows["respondent"].astype("str").str.startswith(begins).any()
    ]
