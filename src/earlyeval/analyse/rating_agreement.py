"""How well independent raters of the same video agree, before any of their ratings is believed."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.agreement_labels import labelled
from earlyeval.analyse.counted import plain_share_row
from earlyeval.analyse.method_checks import ALTERNATIVE, HEADLINE, method_check
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import agreement, proportions
from earlyeval.study import Study

WHY = "The scores of one rater are analysed, and raters who differ in level do not agree: that is what this ICC holds."
INSTEAD = "it makes no model of the raters and asks how much they differ against how much any two ratings would"


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
    ratings = ratings.assign(is_main=ratings["is_main_rater"].astype("boolean").fillna(value=False).astype(bool))
    row = outcome_row(study, outcome) | {"unit": "clips", "source_table": "ratings"}
    if len(ratings) and not ratings["is_main"].any():
        yield not_estimable(row | {"estimand": "icc_a1", "n": 0}, reason="No rating is marked as the main rater's.")
        return
    paired_ratings = main_and_second(ratings)
    scores = paired_ratings.groupby(["clip_id", "is_main"], sort=True)["score"].mean().unstack("is_main")
    scores = scores.reindex(columns=[True, False])
    double = scores.dropna()
    level = study.plan.conf_level
    yield row | {"subgroup": "rated twice"} | proportions.wilson(len(double), len(scores), conf_level=level).as_row()
    yield _blind_row(ratings, row | {"subgroup": "rated without knowing before or after"}, level=level)
    of_clips = row | {"n_expected": len(scores)}
    single = agreement.intraclass_correlations(double.to_numpy(), conf_level=level)
    yield from (labelled(of_clips | estimate.as_row()) for estimate in single.values())
    yield from _krippendorff(study, double, single["icc_a1"].as_row(), of_clips)
    yield _within_one_row(paired_ratings, row | {"unit": "item ratings", "estimand": "within_one"})


def _krippendorff(study: Study, double: pd.DataFrame, main: Row, row: Row) -> Iterator[Row]:
    """Yield Krippendorff's alpha beside the ICC, and why the ICC leads."""
    other = (
        row
        | agreement.krippendorff_alpha(
            double.to_numpy(), "interval", seed=study.registry.facts.seed, conf_level=study.plan.conf_level
        ).as_row()
    )
    yield other | {"analysis": "sensitivity"}
    if main["estimable"]:
        yield method_check(row | main, HEADLINE, method=main["method"], note=WHY)
        if other["estimable"]:
            yield method_check(row | main, ALTERNATIVE, method=other["method"], note=INSTEAD)


def main_and_second(ratings: pd.DataFrame) -> pd.DataFrame:
    """Return the ratings of each clip's main rater and of one second rater: the first other by id.

    ICC(A,1) is about single raters: a mean of several second raters would agree better than any of them.
    """
    others = ratings[~ratings["is_main"]]
    second = others.groupby("clip_id")["rater_id"].transform("min")
    return pd.concat([ratings[ratings["is_main"]], others[others["rater_id"] == second]])


def _blind_row(ratings: pd.DataFrame, row: Row, *, level: float) -> Row:
    """Return the share of clips rated blind, of those for which it was returned: not returned is not no."""
    by_clip = ratings.dropna(subset=["blind_to_time_point"]).groupby("clip_id")["blind_to_time_point"].all()
    if by_clip.empty:
        return not_estimable(row | {"estimand": "proportion", "n": 0, "n_expected": 0}, reason="It was not returned.")
    return row | proportions.wilson(int(by_clip.sum()), len(by_clip), conf_level=level).as_row()


def _within_one_row(ratings: pd.DataFrame, row: Row) -> Row:
    """Return the share of items rated at most one apart; without interval, since items of a clip go together."""
    by_item = ratings.pivot_table(index=["clip_id", "item"], columns="is_main", values="score", aggfunc="mean")
    double = by_item.reindex(columns=[True, False]).dropna()
    near = int(((double[True] - double[False]).abs() <= 1).sum())
    shared = plain_share_row(row, near, len(double), method="items rated twice; items of a clip are not independent")
    return shared | {"estimand": "within_one"}
