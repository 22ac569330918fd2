"""How precise a rating of a clip is: by item, by rater, and how large a change must be to be more than error.

Everything rests on clips that were rated twice: by the main rater and by a second one.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from earlyeval.analyse.case_raters import double_ratings
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.rating_agreement import main_and_second
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.instruments import ReliableChange
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import agreement, summaries
from earlyeval.statistics.rating_error import rating_error
from earlyeval.study import Study

BATCH = 10  # clips rated twice in a batch by date
FEWEST = 10  # clips rated twice, before an error found here may judge a change
NO_DATES = "The dates of rating were not returned, or all ratings have the same date."


@question("rating-precision")
def rating_precision(study: Study) -> Iterator[Row]:
    """Return, per outcome from video, the precision of its ratings.

    Rows
    ----
    Per item (subgroup its id): ``cohen_kappa`` with quadratic weights, ``exact_agreement``, ``within_one``. Of clip
    means: ``icc_ck``, ``bias`` (main less second rater) with limits of agreement, ``standard_error_of_measurement``,
    ``smallest_detectable_change``. Per rater (comparison "rater 1"): ``bias``, the rater less the mean of the clip's
    raters. Per batch of ten clips in order of rating (time_point empty, comparison "clips 1 to 10"): ``bias``.
    """
    for outcome in study.outcomes:
        if outcome.source == "ratings":
            yield from _of_outcome(study, outcome)


def double_scores(study: Study, outcome: Outcome) -> pd.DataFrame:
    """Return the mean of the items of each clip rated twice: a row per clip, columns True (main) and False (second)."""
    pairs = main_and_second(_ratings(study, outcome))
    scores = pairs.groupby(["clip_id", "is_main"], sort=True)["score"].mean().unstack("is_main")
    return scores.reindex(columns=[True, False]).dropna()


def own_route(study: Study, outcome: Outcome) -> ReliableChange | None:
    """Return the study's own error of measurement as a route to reliable change, where enough clips were rated twice.

    It serves where the registry knows no route: a scale of coded video, or a total that workers give at reviews, seldom
    has a published error.
    """
    if outcome.source not in _RATED_TWICE:
        return None
    found = rating_error(_RATED_TWICE[outcome.source](study, outcome).to_numpy())["standard_error_of_measurement"]
    if not found.estimable or found.n < FEWEST or found.estimate <= 0:
        return None
    return ReliableChange(route="sem", sem=found.estimate, source="double ratings of this study", verified=True)


# What was rated by two people, by where an outcome is read from: one row each, the main rater first.
_RATED_TWICE = {"ratings": double_scores, "reviews": double_ratings}


def _ratings(study: Study, outcome: Outcome) -> pd.DataFrame:
    ratings = study.table("ratings")
    own = ratings[(ratings["instrument"] == outcome.instrument) & (ratings["version"] == outcome.version)]
    return own.assign(is_main=own["is_main_rater"].astype("boolean").fillna(value=False).astype(bool))


def _of_outcome(study: Study, outcome: Outcome) -> Iterator[Row]:
    ratings, level = _ratings(study, outcome), study.plan.conf_level
    row = outcome_row(study, outcome) | {"unit": "clips", "source_table": "ratings", "note": ""}
    if not len(ratings):
        return
    scores = double_scores(study, outcome)
    yield row | agreement.intraclass_correlation(scores.to_numpy(), "icc_ck", conf_level=level).as_row()
    yield from _apart(scores, row, level=level)
    yield from (row | found.as_row() for found in rating_error(scores.to_numpy(), conf_level=level).values())
    withheld = study.registry.withheld_items(outcome.instrument)
    shown = ratings[~ratings["item"].isin(withheld)]
    yield from _items(main_and_second(shown), row, level=level)
    yield from _leniency(ratings, row, level=level)
    yield from _batches(ratings, scores, row, level=level)


def _apart(scores: pd.DataFrame, row: Row, *, level: float) -> Iterator[Row]:
    limits = agreement.bland_altman(scores[True].to_numpy(), scores[False].to_numpy(), conf_level=level)
    told = {"subgroup": "main rater less second"}
    yield from (row | told | limits[name].as_row() for name in ("bias", "lower_limit", "upper_limit"))


def _items(pairs: pd.DataFrame, row: Row, *, level: float) -> Iterator[Row]:
    by_item = pairs.pivot_table(index=["item", "clip_id"], columns="is_main", values="score", aggfunc="mean")
    double = by_item.reindex(columns=[True, False]).dropna()
    for item, rated in double.groupby(level="item", sort=True):
        one, other = rated[True].to_numpy(), rated[False].to_numpy()
        own = row | {"subgroup": str(item)}
        yield own | agreement.cohen_kappa(one, other, weights="quadratic", conf_level=level).as_row()
        yield own | agreement.exact_agreement(one, other, conf_level=level).as_row()
        yield own | agreement.within_one(one, other, conf_level=level).as_row()


def _leniency(ratings: pd.DataFrame, row: Row, *, level: float) -> Iterator[Row]:
    """Yield how far each rater lies above the mean of all raters of the same clips; names are nobody's business."""
    means = ratings.groupby(["clip_id", "rater_id"], sort=True)["score"].mean().unstack("rater_id")
    means = means[means.notna().sum(axis=1) >= 2]
    for place, rater in enumerate(means.columns, start=1):
        apart = (means[rater] - means.mean(axis=1)).dropna().to_numpy()
        yield row | _mean_apart(apart, level=level) | {"comparison": f"rater {place}"}


def _batches(ratings: pd.DataFrame, scores: pd.DataFrame, row: Row, *, level: float) -> Iterator[Row]:
    days = ratings.groupby("clip_id")["rated_on"].max().reindex(scores.index)
    if days.isna().any() or days.nunique() < 2:
        yield not_estimable(row | {"estimand": "bias", "comparison": "batches", "n": len(scores)}, reason=NO_DATES)
        return
    order = days.sort_values(kind="stable").index
    apart = (scores[True] - scores[False]).reindex(order).to_numpy()
    for first in range(0, len(apart) - BATCH + 1, BATCH):
        found = _mean_apart(apart[first : first + BATCH], level=level)
        yield row | found | {"comparison": f"clips {first + 1} to {first + BATCH}", "analysis": "sensitivity"}


def _mean_apart(apart: np.ndarray, *, level: float) -> Row:
    found = summaries.mean(apart, conf_level=level).as_row()
    return found | {"estimand": "bias", "method": "mean difference, t interval"}
