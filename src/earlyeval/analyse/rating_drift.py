"""Do raters of video become stricter or kinder as they go on? Ratings against the date on which they were given."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from earlyeval.analyse.members import is_yes
from earlyeval.analyse.method_checks import ALTERNATIVE, HEADLINE, method_check
from earlyeval.analyse.mixed_change import df_method
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import mixed_models, regression
from earlyeval.study import Study

DAYS = 30.0
NO_DATES = "The dates of rating were not returned, or all ratings have the same date."
NO_MAIN = "No rating is marked as the main rater's."
WHY = (
    "Clips of before and after are each compared among themselves, so that a true change is not taken for drift; clips "
    "of one person go together."
)
INSTEAD = "it looks only at clips that were rated twice, where what was seen is the same for both raters"


@question("rating-drift")
def rating_drift(study: Study) -> Iterator[Row]:
    """Return, per outcome from video, how the main ratings moved with the date of rating, in points per thirty days.

    Rows
    ----
    ``rating_drift`` of the main rater's clip means (mixed model: time point + date, random intercept of the person),
    and of the second rater's difference from the main one (least squares on the date of the second rating; subgroup
    "second rater less main"). A clip's date is the earliest on which any of its items was rated.
    """
    for outcome in study.outcomes:
        if outcome.source == "ratings":
            yield from _drift_of_outcome(study, outcome)


def _drift_of_outcome(study: Study, outcome: Outcome) -> Iterator[Row]:
    ratings = study.table("ratings")
    ratings = ratings[(ratings["instrument"] == outcome.instrument) & (ratings["version"] == outcome.version)]
    row = outcome_row(study, outcome) | {"estimand": "rating_drift", "source_table": "ratings", "unit": "points"}
    main_rows = is_yes(ratings["is_main_rater"])
    if len(ratings) and not main_rows.any():
        yield not_estimable(row | {"subgroup": "main rater", "n": 0}, reason=NO_MAIN)
        return
    main = _by_clip(ratings[main_rows])
    main = main[main["time_point"].isin(outcome.time_points)]
    first = row | {"subgroup": "main rater"} | _of_main(study, main)
    yield first
    others = ratings[~main_rows]
    second = _by_clip(others[others["rater_id"] == others.groupby("clip_id")["rater_id"].transform("min")])
    other = row | {"subgroup": "second rater less main", "analysis": "sensitivity"} | _of_second(study, main, second)
    yield other
    if first["estimable"]:
        yield method_check(first, HEADLINE, method=first["method"], note=WHY)
        if other["estimable"]:
            yield method_check(first, ALTERNATIVE, method=other["method"], note=INSTEAD)


def _by_clip(ratings: pd.DataFrame) -> pd.DataFrame:
    """Return one row per clip: person_id, time_point, score (mean of its items), rated_on."""
    by_clip = ratings.groupby("clip_id", sort=True).agg(
        person_id=("person_id", "first"), time_point=("time_point", "first"), score=("score", "mean"),
        rated_on=("rated_on", "min"),
    )  # fmt: skip
    return by_clip.dropna(subset=["score", "rated_on"])


def _months(dates: pd.Series) -> np.ndarray:
    return ((dates - dates.min()).dt.days / DAYS).to_numpy(dtype="float64")


def _of_main(study: Study, clips: pd.DataFrame) -> Row:
    if clips["rated_on"].nunique() < 2:
        return not_estimable({"n": clips["person_id"].nunique()}, reason=NO_DATES)
    points = list(dict.fromkeys(clips["time_point"]))
    columns = [(clips["time_point"] == point).to_numpy(dtype="float64") for point in points]
    names = (*(f"at {point}" for point in points), "drift")
    people = clips["person_id"].to_numpy()
    fit = mixed_models.random_intercept(
        clips["score"].to_numpy(), np.column_stack([*columns, _months(clips["rated_on"])]), people, names=names,
        conf_level=study.plan.conf_level, df_method=df_method(len(set(people))),
    )  # fmt: skip
    return fit.coefficients["drift"].as_row() | {"estimand": "rating_drift"}


def _of_second(study: Study, main: pd.DataFrame, second: pd.DataFrame) -> Row:
    beside = second[["score", "rated_on"]].add_suffix("_of_second")
    both = main.join(beside, how="inner")
    if both["rated_on_of_second"].nunique() < 2:
        return not_estimable({"n": len(both)}, reason=NO_DATES)
    design = np.column_stack([np.ones(len(both)), _months(both["rated_on_of_second"])])
    apart = (both["score_of_second"] - both["score"]).to_numpy()
    fit = regression.linear(apart, design, names=("level", "drift"), conf_level=study.plan.conf_level)
    answer = fit.coefficients["drift"].as_row()
    method = "difference of the two raters on the date of rating, least squares"
    return answer | {"estimand": "rating_drift", "method": method}
