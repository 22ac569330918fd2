"""Scores from case reviews: what the main rater gave at the first review is the baseline, at the last the endpoint."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from earlyeval.registry.load import Registry
from earlyeval.registry.programmes import Programme
from earlyeval.score.reading import with_readings
from earlyeval.score.scales import COLUMNS, KEY
from earlyeval.tidy.texts import in_order

OF_REVIEW = ["case_id", "review_number"]
_SCALE = ["instrument", "version", "subscale"]


def main_ratings(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the main rater's scores with whose they are and when, in the order of the reviews.

    Returns
    -------
    DataFrame
        One row per case, review, instrument version and subscale with a score: case_id, person_id, review_number,
        reviewed_on, instrument, version, subscale, score. Where two raters are marked as the main one, the first by id
        counts.
    """
    ratings = tables["review_ratings"]
    is_main = ratings["is_main_rater"].astype("boolean").fillna(value=False).astype(bool)
    ratings = ratings[is_main & ratings["score"].notna()].sort_values("rater_id", kind="stable")
    ratings = ratings.drop_duplicates([*OF_REVIEW, *_SCALE])
    placed = ratings.merge(tables["cases"][["case_id", "person_id"]], on="case_id", how="inner")
    dated = placed.merge(tables["reviews"][[*OF_REVIEW, "reviewed_on"]], on=OF_REVIEW, how="left")
    named = [*OF_REVIEW[:1], "person_id", "review_number", "reviewed_on", *_SCALE, "score"]
    return dated.sort_values([*_SCALE, *OF_REVIEW], kind="stable", ignore_index=True)[named]


def with_reviews(
    scores: pd.DataFrame, registry: Registry, tables: Mapping[str, pd.DataFrame], programme: Programme
) -> pd.DataFrame:
    """Return the scores with those of case reviews: the first review as the baseline, the last as the endpoint.

    Parameters
    ----------
    scores : DataFrame, one row per person, instrument version, subscale and time point
    tables : mapping
        Tidy tables: cases, reviews and review_ratings are read.

    Notes
    -----
    A case with one review has a baseline only. A child with several cases is scored on the first of them that was
    opened; every case counts in the analyses of reviews themselves. Without a declared baseline and endpoint nothing
    is added.
    """
    points = {point.role: point.id for point in programme.time_points}
    ratings = main_ratings(tables)
    if ratings.empty or not {"baseline", "endpoint"} <= set(points):
        return scores
    own = ratings[ratings["case_id"].isin(_first_cases(tables["cases"]))]
    by_case = own.groupby(["case_id", *_SCALE], sort=False)
    first = own[by_case.cumcount() == 0].assign(time_point=points["baseline"])
    last = own[(by_case.cumcount(ascending=False) == 0) & (by_case.cumcount() > 0)].assign(
        time_point=points["endpoint"]
    )
    found = pd.concat([first, last], ignore_index=True).rename(columns={"reviewed_on": "completed_on"})
    filled = found.assign(
        n_answered=np.nan, n_items=np.nan, is_prorated=False, is_supplied=True, is_scorable=True
    ).reindex(columns=list(COLUMNS))
    added = with_readings(registry, filled.astype(COLUMNS))
    kept = scores[~_keys(scores).isin(_keys(added))]
    return in_order(pd.concat([kept, added], ignore_index=True) if len(kept) else added, KEY)[list(COLUMNS)]


def _first_cases(cases: pd.DataFrame) -> pd.Series:
    """Return the case of each person that was opened first; those without a date come last, then by id."""
    ordered = cases.sort_values(["opened_on", "case_id"], kind="stable", na_position="last")
    return ordered.drop_duplicates("person_id")["case_id"]


def _keys(frame: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(frame[KEY])
