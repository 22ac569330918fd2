"""Cases rated by two workers at the same review: how far the two agree, before either rating is believed."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.case_concern import grades_of
from earlyeval.analyse.case_members import outcomes_of_reviews, row_of_outcome
from earlyeval.analyse.members import is_yes
from earlyeval.analyse.outcome_row import subscale_of
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.outcomes import Outcome
from earlyeval.score.reviews import OF_REVIEW
from earlyeval.statistics import agreement
from earlyeval.statistics.kappa import cohen_kappa
from earlyeval.study import Study

NOT_DOUBLE = "No case was rated by a second worker."


@question("case-agreement")
def case_agreement(study: Study) -> Iterator[Row]:
    """Return, per area or total read from reviews, the agreement of two raters of the same review.

    Rows
    ----
    Graded areas: Cohen's kappa with linear weights (a grade apart counts half of two apart) and the share of equal
    grades. Totals: ICC(A,1). Where reviews of one case were rated twice, the first of them counts, so that each pair is
    another case.
    """
    for outcome in outcomes_of_reviews(study):
        yield from _agreement_on(study, outcome)


def double_ratings(study: Study, outcome: Outcome) -> pd.DataFrame:
    """Return the main and a second rater's score of one review of each case: columns ``main`` and ``second``."""
    ratings = study.table("review_ratings")
    own = ratings[
        (ratings["instrument"] == outcome.instrument)
        & (ratings["version"] == outcome.version)
        & (ratings["subscale"] == outcome.subscale)
        & ratings["score"].notna()
        & ratings["case_id"].isin(study.table("cases")["case_id"])
    ].sort_values([*OF_REVIEW, "rater_id"], kind="stable")
    is_main = is_yes(own["is_main_rater"])
    first, others = (own[mask].drop_duplicates(OF_REVIEW).set_index(OF_REVIEW)["score"] for mask in (is_main, ~is_main))
    pairs = pd.DataFrame({"main": first, "second": others}).dropna().reset_index()
    return pairs.drop_duplicates("case_id")[["main", "second"]]


def _agreement_on(study: Study, outcome: Outcome) -> Iterator[Row]:
    pairs, level = double_ratings(study, outcome), study.plan.conf_level
    row = row_of_outcome(study, outcome) | {"note": ""}
    main, second = pairs["main"].to_numpy(), pairs["second"].to_numpy()
    if pairs.empty:
        estimand = "cohen_kappa" if outcome.ordinal else "icc_a1"
        yield not_estimable(row | {"estimand": estimand, "n": 0}, reason=NOT_DOUBLE)
        return
    if outcome.ordinal:
        grades = grades_of(subscale_of(study, outcome))
        yield row | cohen_kappa(main, second, weights="linear", categories=grades, conf_level=level).as_row()
        yield row | agreement.exact_agreement(main, second, conf_level=level).as_row()
        return
    yield row | agreement.intraclass_correlations(pairs.to_numpy(), conf_level=level)["icc_a1"].as_row()
