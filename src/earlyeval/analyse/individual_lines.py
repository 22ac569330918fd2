"""One line per person from before to after, for the evaluators alone: where few were measured, a line is somebody."""

from collections.abc import Iterator

from earlyeval.analyse.change import outcomes_that_change
from earlyeval.analyse.groups import scores_by_person_and_time
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.study import Study

MOST_LINES = 30


@question("individual-lines")
def individual_lines(study: Study) -> Iterator[Row]:
    """Return both scores of each person, where at most thirty were measured both times.

    Rows of kind "private": they pass at the restricted level only. ``subgroup`` is a running number in the order of
    the scores before, and no id.
    """
    for outcome in outcomes_that_change(study, "family"):
        points = [study.baseline.id, study.endpoint.id]
        pairs = scores_by_person_and_time(study, outcome)[points].dropna().sort_values(points, kind="stable")
        if not 0 < len(pairs) <= MOST_LINES:
            continue
        row = outcome_row(study, outcome) | {"estimand": "individual_score", "n": 1, "analysis": "exploratory"}
        for number, scores in enumerate(pairs.to_numpy().tolist(), start=1):
            for point, score in zip(points, scores, strict=True):
                yield row | {"subgroup": f"person {number}", "time_point": point, "estimate": score}
