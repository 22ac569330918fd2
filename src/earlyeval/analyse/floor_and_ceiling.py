"""How many people stood at the very end of a scale, where it can show no further change."""

from collections.abc import Iterator

from earlyeval.analyse.groups import scores_by_person_and_time
from earlyeval.analyse.outcome_row import outcome_row, subscale_of
from earlyeval.analyse.questions import Row, question
from earlyeval.statistics import proportions
from earlyeval.study import Study


@question("floor-and-ceiling")
def floor_and_ceiling(study: Study) -> Iterator[Row]:
    """Return, per outcome and time point, the share at the lowest and at the highest possible score."""
    for outcome in study.outcomes:
        if not outcome.is_averaged:
            continue
        scale = subscale_of(study, outcome)
        scores = scores_by_person_and_time(study, outcome)
        for time_point in scores.columns:
            answered = scores[time_point].dropna()
            for end, bound in (("floor", scale.lowest), ("ceiling", scale.highest)):
                share = proportions.wilson(
                    int((answered == bound).sum()), len(answered), conf_level=study.plan.conf_level
                )
                row = outcome_row(study, outcome) | {"time_point": time_point, "subgroup": end, "unit": "people"}
                yield row | share.as_row()
