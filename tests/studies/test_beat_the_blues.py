"""A real trial, read and scored: totals of one questionnaire, two arms, five time points, much dropout."""

import csv
from statistics import fmean

import pytest

from earlyeval.registry.load import load_registry
from earlyeval.score.scales import score_people
from earlyeval.tidy.arrive import read_returns
from earlyeval.tidy.linkage import linkage

pytestmark = pytest.mark.end_to_end

TIME_POINTS = {"pre": "bdi.pre", "month-2": "bdi.2m", "month-3": "bdi.3m", "month-5": "bdi.5m", "month-8": "bdi.8m"}


@pytest.fixture
def registry_and_returns(real_study):
    paths = real_study("beat-the-blues")
    registry = load_registry(paths)
    returns = read_returns(registry, paths, site="uk-primary-care", programme="beat-the-blues", data="auto")
    return registry, returns


@pytest.fixture
def patients(real_studies):
    """Return the published rows as the csv module reads them, by nothing of ours."""
    with (real_studies / "beat-the-blues.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_patient_is_there_with_arm_and_characteristics(registry_and_returns, patients):
    people = registry_and_returns[1].tables["people"]
    arms, lengths = {"TAU": "tau", "BtheB": "bthe-b"}, {"<6m": "up-to-6-months", ">6m": "over-6-months"}
    expected = [[row["id"], arms[row["treatment"]], row["drug"].lower(), lengths[row["length"]]] for row in patients]
    assert people[["person_id", "arm", "antidepressant", "episode-length"]].to_numpy().tolist() == expected
    assert len(people) == 100


def test_the_scores_are_the_published_totals_and_blanks_are_not_returned(registry_and_returns, patients):
    registry, returns = registry_and_returns
    scores = score_people(registry, returns.tables)
    for time_point, column in TIME_POINTS.items():
        ours = scores[scores["time_point"] == time_point].set_index("person_id")["score"]
        published = {row["id"]: float(row[column]) for row in patients if row[column]}
        assert ours.to_dict() == published
        assert ours.mean() == pytest.approx(fmean(published.values()))
    assert scores["time_point"].value_counts().to_dict() == {
        "pre": 100, "month-2": 97, "month-3": 73, "month-5": 58, "month-8": 52,
    }  # fmt: skip


def test_the_returns_are_real_and_nothing_had_to_be_set_aside(registry_and_returns):
    returns = registry_and_returns[1]
    assert returns.data == "real"
    assert [path.name for path in returns.files] == ["beat-the-blues.csv"]
    assert len(returns.findings) == 0


def test_every_pair_of_time_points_is_in_the_linkage_report(registry_and_returns, patients):
    report = linkage(registry_and_returns[1].tables["totals"], list(TIME_POINTS))
    first_to_last = report.query("before == 'pre' and after == 'month-8'").iloc[0]
    at_both = sum(1 for row in patients if row["bdi.pre"] and row["bdi.8m"])
    assert (first_to_last["both"], first_to_last["before_only"]) == (at_both, 100 - at_both)
    assert len(report) == 10
