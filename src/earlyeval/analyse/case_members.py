"""Cases, their reviews and what was rated at them: the frames that every question about case work begins with."""

import pandas as pd

from earlyeval.analyse.kept import once
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row
from earlyeval.registry.case_work import CaseWork
from earlyeval.registry.outcomes import Outcome
from earlyeval.score.reviews import OF_REVIEW, main_ratings
from earlyeval.study import Study
from earlyeval.tidy.case_tables import CLOSURES, CONCERNS, ENGAGEMENT

NO_CASES = "No cases were returned."
RATERS = {"practitioner": "practitioner about the case", "independent": "independent rater about the case"}
CONCERN_WORDS = dict(zip(CONCERNS, ("no concern", "low concern", "medium concern", "high concern"), strict=True))
ENGAGEMENT_WORDS = dict(
    zip(ENGAGEMENT, ("parents engaged fully", "parents engaged in part", "parents did not engage"), strict=True)
)
CLOSURE_WORDS = dict(
    zip(
        CLOSURES,
        ("concern removed", "improved, concern remains", "no change", "concern grew", "child came into care"),
        strict=True,
    )
)


def case_work(study: Study) -> CaseWork | None:
    """Return what the programme declares about its cases, or None where it has no case work."""
    return study.programme.cases


def row_of_cases(study: Study, table: str) -> Row:
    """Return what every row about cases carries: that it counts cases, and who rated them."""
    declared = case_work(study)
    respondent = RATERS[declared.rated_by] if declared else ""
    return {"strand": "family", "unit": "cases", "respondent": respondent, "source_table": table}


def outcomes_of_reviews(study: Study) -> list[Outcome]:
    """Return the outcomes that are read from case reviews, in reporting order."""
    return [outcome for outcome in study.outcomes if outcome.source == "reviews"]


def row_of_outcome(study: Study, outcome: Outcome) -> Row:
    """Return the columns of an outcome that is read from reviews; it counts cases."""
    return outcome_row(study, outcome) | {"unit": "cases", "source_table": "review_ratings"}


@once
def ratings_of(study: Study, outcome: Outcome) -> pd.DataFrame:
    """Return the main rater's scores on an outcome: case_id, review_number, reviewed_on, score, review by review."""
    ratings = main_ratings(study.tables)
    own = ratings[
        (ratings["instrument"] == outcome.instrument)
        & (ratings["version"] == outcome.version)
        & (ratings["subscale"] == outcome.subscale)
    ]
    return own[[*OF_REVIEW, "reviewed_on", "score"]].reset_index(drop=True)


@once
def reviews_in_order(study: Study) -> pd.DataFrame:
    """Return the reviews of known cases, case by case in the order of their numbers."""
    reviews = study.table("reviews")
    known = reviews[reviews["case_id"].isin(study.table("cases")["case_id"])]
    return known.sort_values(OF_REVIEW, kind="stable", ignore_index=True)


def first_and_last(reviews: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the first and the last value of a column by case, for cases with a value at two reviews or more.

    Columns ``first`` and ``last``; index case_id.
    """
    seen = reviews.dropna(subset=[column])
    by_case = seen.groupby("case_id", sort=True)[column]
    ends = pd.DataFrame({"first": by_case.first(), "last": by_case.last(), "n": by_case.size()})
    return ends.loc[ends["n"] > 1, ["first", "last"]]
