"""How well independent raters of the same video agree, before any of their ratings is believed."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import agreement, proportions
from earlyeval.study import Study


@question("rating-agreement")
def rating_agreement(study: Study) -> Iterator[Row]:
    """Return the share of clips rated twice, ICC(A,1) with its interval, and how often ratings were a point apart.

    A clip's score is the mean of its rated items. ICC(A,1) (also called ICC(2,1)) is the headline because a
    single rater's scores are analysed; ICC(A,k) and ICC(C,1) stand beside it. Agreement within one point is
    counted over items.
    """
    for outcome in study.outcomes:
        if outcome.source == "ratings":
            yield from _agreement_on_outcome(study, outcome)


def _agreement_on_outcome(study: Study, outcome: Outcome) -> Iterator[Row]:
    ratings = study.table("ratings")
    ratings = ratings[(ratings["instrument"] == outcome.instrument) & (ratings["version"] == outcome.version)]
    row = outcome_row(study, outcome) | {"unit": "clips", "source_table": "ratings"}
    scores = ratings.groupby(["clip_id", "is_main_rater"], sort=True)["score"].mean().unstack("is_main_rater")
    scores = scores.reindex(columns=[True, False])
    double = scores.dropna()
    share = proportions.wilson(len(double), len(scores), conf_level=study.plan.conf_level)
    yield row | {"subgroup": "rated twice"} | share.as_row()
    yield row | {"subgroup": "rated without knowing before or after"} | _blind_share(ratings).as_row()
    for estimate in agreement.intraclass_correlations(double.to_numpy(), conf_level=study.plan.conf_level).values():
        yield row | {"n_expected": len(scores)} | estimate.as_row()
    yield row | {"unit": "item ratings"} | _within_one(ratings).as_row() | {"estimand": "within_one"}


def _blind_share(ratings: pd.DataFrame):
    by_clip = ratings.dropna(subset=["blind_to_time_point"]).groupby("clip_id")["blind_to_time_point"].all()
    return proportions.wilson(int(by_clip.sum()), int(ratings["clip_id"].nunique()))


def _within_one(ratings: pd.DataFrame):
    by_item = ratings.pivot_table(index=["clip_id", "item"], columns="is_main_rater", values="score", aggfunc="mean")
    double = by_item.reindex(columns=[True, False]).dropna()
    gap = (double[True] - double[False]).abs()
    return proportions.wilson(int((gap <= 1).sum()), len(double))
