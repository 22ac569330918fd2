"""Where scores stand when a study measured once: no change can be said, only the level."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.change import outcomes_that_change
from earlyeval.analyse.groups import scores_by_person_and_time, with_person
from earlyeval.analyse.members import expected_of
from earlyeval.analyse.method_checks import (
    ALTERNATIVE,
    FEW_PAIRS,
    HEADLINE,
    MARKED_SKEW,
    method_check,
)
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import summaries
from earlyeval.study import Study

EVEN = "The mean leads because the scores show no marked tail to one side."
SKEWED = (
    "The mean leads because norms are published as means; but the scores have a marked tail, so read the median too."
)
INSTEAD = "half of the people lie below it, whatever the shape of the scores"


@question("levels")
def levels(study: Study) -> Iterator[Row]:
    """Return mean, SD and median of each outcome that was measured once, over all and in each cluster."""
    changing = {outcome.id for strand in ("family", "staff") for outcome in outcomes_that_change(study, strand)}
    for outcome in study.outcomes:
        if outcome.id not in changing and outcome.is_averaged:
            yield from _levels_of_outcome(study, outcome)


def _levels_of_outcome(study: Study, outcome: Outcome) -> Iterator[Row]:
    scores = scores_by_person_and_time(study, outcome)
    people = with_person(scores, study, columns=("cluster",))
    expected = expected_of(study, outcome).union(scores.index, sort=False)
    started = with_person(pd.DataFrame(index=expected), study, columns=("cluster",))
    for time_point in scores.columns:
        row = outcome_row(study, outcome) | {"time_point": time_point}
        yield from _summary_rows(people[time_point], row | {"subgroup": "all", "n_expected": len(started)}, study)
        for cluster in study.delivery.clusters:
            here = people.loc[people["cluster"] == cluster.id, time_point]
            expected = int((started["cluster"] == cluster.id).sum())
            named = row | {"cluster": cluster.id, "subgroup": cluster.label, "n_expected": expected}
            yield from _summary_rows(here, named, study)


def _summary_rows(scores: pd.Series, row: Row, study: Study) -> Iterator[Row]:
    values = scores.to_numpy()
    mean = row | summaries.mean(values, conf_level=study.plan.conf_level).as_row()
    median = row | summaries.median(values).as_row()
    yield mean
    yield row | summaries.sd(values).as_row()
    yield median
    if not row.get("cluster") and mean["estimable"]:
        skew = summaries.skewness(values)
        marked = len(scores.dropna()) >= FEW_PAIRS and skew.estimable and abs(skew.estimate) > MARKED_SKEW
        yield method_check(mean, HEADLINE, method=mean["method"], note=SKEWED if marked else EVEN)
        yield method_check(mean, ALTERNATIVE, method=median["method"], note=INSTEAD)
