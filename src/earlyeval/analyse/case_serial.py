"""Every review counts: mean scores review by review, and the average change from one review to the next."""

from collections.abc import Iterator

import numpy as np

from earlyeval.analyse.case_members import outcomes_of_reviews, ratings_of, row_of_outcome
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import mixed_models, summaries
from earlyeval.study import Study

NOT_TWICE = "Nobody was reviewed twice, so no course over reviews can be estimated."


@question("case-serial")
def case_serial(study: Study) -> Iterator[Row]:
    """Return, per total read from reviews, its mean at each review and the slope over review numbers.

    Rows
    ----
    ``mean`` and ``sd`` at each review number (``subgroup`` "review 3") among the cases still reviewed then;
    ``change_per_review`` by a mixed model (review number; random intercept of the case), which uses every review of
    every case. Cases that go badly or well may be reviewed more often, and then the means of later reviews are of
    other cases than those of the first.
    """
    for outcome in outcomes_of_reviews(study):
        if outcome.is_averaged:
            yield from _course(study, outcome)


def _course(study: Study, outcome: Outcome) -> Iterator[Row]:
    ratings, level = ratings_of(study, outcome), study.plan.conf_level
    row = row_of_outcome(study, outcome)
    n_cases = ratings["case_id"].nunique()
    for number in sorted(ratings["review_number"].unique()):
        scores = ratings.loc[ratings["review_number"] == number, "score"].to_numpy()
        named = row | {"subgroup": f"review {number:g}", "n_expected": n_cases}
        yield named | summaries.mean(scores, conf_level=level).as_row()
        yield named | summaries.sd(scores).as_row()
    slope = row | {"estimand": "change_per_review", "comparison": "each review against the one before"}
    if not ratings["case_id"].duplicated().any():
        yield not_estimable(slope | {"n": n_cases}, reason=NOT_TWICE)
        return
    design = np.column_stack([np.ones(len(ratings)), ratings["review_number"].to_numpy(dtype="float64")])
    fit = mixed_models.random_intercept(
        ratings["score"].to_numpy(), design, ratings["case_id"].to_numpy(), names=("intercept", "review"),
        conf_level=level,
    )  # fmt: skip
    yield slope | fit.coefficients["review"].as_row() | {"estimand": "change_per_review", "n": n_cases}
