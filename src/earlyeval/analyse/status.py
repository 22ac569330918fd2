"""Scores that must not be averaged: shares of people in each named status, at each time point.

For age-form instruments (another form at another age) a mean would mix scales; the status against the form's own
cut-off can be compared.
"""

from collections.abc import Iterator

from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.statistics import proportions
from earlyeval.study import Study


@question("status")
def status(study: Study) -> Iterator[Row]:
    """Return the share of people in each band of a score, at each time point, for outcomes reported by status."""
    for outcome in study.outcomes:
        if not outcome.status_only:
            continue
        scores = study.scores
        wanted = scores[
            (scores["instrument"] == outcome.instrument)
            & (scores["version"] == outcome.version)
            & (scores["subscale"] == outcome.subscale)
            & (scores["band"].fillna("") != "")
        ]
        bands = list(dict.fromkeys(wanted.sort_values(["band", "person_id"])["band"]))
        for time_point in outcome.time_points:
            placed = wanted.loc[wanted["time_point"] == time_point, "band"]
            for band in bands or ["any status"]:
                share = proportions.wilson(int((placed == band).sum()), len(placed))
                yield (
                    outcome_row(study, outcome)
                    | {"time_point": time_point, "subgroup": band, "unit": "people", "note": band}
                    | share.as_row()
                )
