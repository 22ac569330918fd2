"""What the mixed model is fitted to: every available score, person by person, in the order of the times."""

import pandas as pd
import pytest

from earlyeval.analyse.groups import scores_by_person_and_time
from earlyeval.analyse.mixed_change import scores_by_observation

pytestmark = pytest.mark.spec


def test_every_score_is_a_row_with_the_persons_cluster_and_arm(make_study):
    study = make_study(
        people="""
            person_id  role    cluster
            bea        mother  north
            ann        mother  -
            cyd        mother  south
        """,
        scores="""
            person_id  outcome  time_point  score
            cyd        mood     endpoint    7
            bea        mood     endpoint    9
            bea        mood     baseline    12
            ann        mood     baseline    15
            cyd        mood     baseline    -
        """,
    )
    scores = scores_by_person_and_time(study, study.outcomes[0])
    long = scores_by_observation(scores, study)
    assert list(long.columns) == ["person_id", "time_point", "score", "cluster", "arm"]
    assert list(long["person_id"]) == ["ann", "bea", "bea", "cyd"]
    assert list(long["time_point"]) == ["baseline", "baseline", "endpoint", "endpoint"]
    assert list(long["score"]) == [15, 12, 9, 7]
    assert [cluster if isinstance(cluster, str) else None for cluster in long["cluster"]] == [
        None,
        "north",
        "north",
        "south",
    ]
    assert long["arm"].isna().all()


def test_nobody_measured_gives_no_rows(make_study):
    study = make_study()
    scores = pd.DataFrame({"baseline": [float("nan")], "endpoint": [float("nan")]}, index=pd.Index(["ann"]))
    assert scores_by_observation(scores, study).empty
