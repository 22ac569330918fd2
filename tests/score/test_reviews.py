"""The first review of a case is the baseline, the last the endpoint; one case a child, one rater a review."""

import pandas as pd
import pytest

from earlyeval.foundations.paths import SHIPPED_REGISTRY, StudyPaths
from earlyeval.registry.load import load_registry
from earlyeval.score.reviews import main_ratings, with_reviews
from earlyeval.score.scales import COLUMNS
from earlyeval.study.consent import with_consent
from earlyeval.tidy.columns import DTYPES
from earlyeval.tidy.findings import findings_frame
from earlyeval.tidy.forms import Tables
from earlyeval.tidy.tables import TABLES

pytestmark = pytest.mark.spec
TOOL = "afc-assessment-tool"


def table(name, *rows):
    columns = {column.name: DTYPES[column.type] for column in TABLES[name].columns}
    frame = pd.DataFrame(list(rows), columns=list(columns) if not rows else None)
    return frame.reindex(columns=list(columns)).astype(columns)


def rating(case, review, score, rater="w1", main=True):
    named = {"case_id": case, "review_number": review, "instrument": TOOL, "version": TOOL, "subscale": "total"}
    return named | {"rater_id": rater, "score": score, "is_main_rater": main}


@pytest.fixture
def tables():
    made = {name: table(name) for name in TABLES}
    made["people"] = table(
        "people", {"person_id": "ann", "role": "child", "consented": True}, {"person_id": "bea", "role": "child",
                                                                              "consented": False},
    )  # fmt: skip
    made["cases"] = table(
        "cases",
        {"case_id": "k1", "person_id": "ann", "opened_on": "2022-05-01"},
        {"case_id": "k0", "person_id": "ann", "opened_on": "2021-05-01"},  # the first case of the same child
        {"case_id": "k2", "person_id": "bea", "opened_on": "2022-05-01"},
    )
    made["reviews"] = table("reviews", {"case_id": "k0", "review_number": 1, "reviewed_on": "2021-05-09"})
    made["review_ratings"] = table(
        "review_ratings",
        rating("k0", 3, 30),
        rating("k0", 1, 50),
        rating("k0", 1, 60, rater="a0", main=False),
        rating("k0", 2, 44),
        rating("k1", 1, 70),
        rating("k2", 1, 20),
        rating("k9", 1, 99),  # of no case that is known
    )
    return made


@pytest.fixture(scope="module")
def registry():
    return load_registry(StudyPaths(root=SHIPPED_REGISTRY.parents[1], data=SHIPPED_REGISTRY.parent))


def scored(registry, tables):
    nothing = pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    rows = with_reviews(nothing, registry, tables, registry.programme("intensive-family-support"))
    return {(row["person_id"], row["time_point"]): row["score"] for row in rows.to_dict("records")}


def test_first_and_last_review_of_the_first_case(registry, tables):
    assert scored(registry, tables) == {
        ("ann", "first-review"): 50, ("ann", "last-review"): 30, ("bea", "first-review"): 20,
    }  # fmt: skip


def test_a_second_raters_scores_are_not_analysed(tables):
    assert main_ratings(tables)["score"].tolist() == [50, 44, 30, 70, 20]


def test_what_was_rated_about_a_child_goes_with_its_consent_and_the_case_stays(registry, tables):
    kept, findings = with_consent(Tables(tables), findings_frame(()))
    assert ("bea", "first-review") not in scored(registry, kept)
    assert kept["cases"]["case_id"].tolist() == ["k1", "k0", "k2"]
    assert findings["rows"].sum() == 1
