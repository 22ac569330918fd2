"""Laws that every shipped version keeps, whatever people answer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.foundations.paths import CLONE, study_paths
from earlyeval.registry.load import load_registry
from earlyeval.registry.ranges import response_of
from earlyeval.score.items import item_scores
from earlyeval.score.scales import score_answers

pytestmark = pytest.mark.registry

VERSIONS = {
    f"{instrument.id}, {version.id}": version
    for instrument in load_registry(study_paths(CLONE)).instruments.values()
    for version in instrument.versions
    if version.items and version.subscales
}
EXAMPLES = 12


def codes(item, version):
    response = response_of(item, version)
    return st.integers(int(response.lowest), int(response.highest))


def forms(version):
    """Forms of people who skip some items and call others not applicable."""
    answers = {item.id: st.one_of(codes(item, version), st.none(), st.just("na")) for item in version.items}
    full = {item.id: codes(item, version) for item in version.items}
    return st.one_of(st.fixed_dictionaries(full), st.fixed_dictionaries(answers))


@pytest.mark.parametrize("name", list(VERSIONS))
@given(data=st.data())
@settings(max_examples=EXAMPLES)
def test_a_score_lies_in_its_range_and_no_order_matters(name, data):
    version = VERSIONS[name]
    answers = data.draw(forms(version))
    scores = score_answers(version, answers)
    for scale in version.subscales:
        score = scores[scale.id]
        assert score is None or scale.lowest - 1e-9 <= score <= scale.highest + 1e-9, scale.id
    shuffled = data.draw(st.permutations(version.items))
    other = version.model_copy(update={"items": tuple(shuffled)})
    again = score_answers(other, dict(reversed(answers.items())))
    for scale_id, score in scores.items():
        assert again[scale_id] == (None if score is None else pytest.approx(score, rel=1e-12)), scale_id


@pytest.mark.parametrize("name", list(VERSIONS))
def test_turned_round_twice_is_as_it_was(name):
    version = VERSIONS[name]
    for item in version.items:
        response = response_of(item, version)
        values = np.arange(response.lowest, response.highest + 1, dtype="float64")
        is_na = np.zeros(len(values), dtype=bool)
        once = item_scores(version, item, values, is_na)
        turned = item.model_copy(update={"reversed": not item.reversed})
        ends = once.min() + once.max()
        np.testing.assert_allclose(item_scores(version, turned, values, is_na), ends - once)


@pytest.mark.parametrize("name", list(VERSIONS))
def test_answers_that_count_more_never_lower_a_score(name):
    """From the answers that count least to those that count most, item by item, each sum and mean only rises."""
    version = VERSIONS[name]
    by_item = {}
    for item in version.items:
        response = response_of(item, version)
        values = np.arange(response.lowest, response.highest + 1, dtype="float64")
        counted = item_scores(version, item, values, np.zeros(len(values), dtype=bool))
        by_item[item.id] = [int(value) for value in values[np.argsort(counted, kind="stable")]]
    answers = {item: order[0] for item, order in by_item.items()}
    before = score_answers(version, answers)
    assert all(before[scale.id] == pytest.approx(scale.lowest) for scale in version.subscales if not scale.conditions)
    for item, order in by_item.items():
        answers[item] = order[-1]
        after = score_answers(version, answers)
        for scale in version.subscales:
            if scale.method in ("sum", "mean", "sum_of_scores"):
                assert after[scale.id] >= before[scale.id] - 1e-9, (scale.id, item)
        before = after
    assert all(before[scale.id] == pytest.approx(scale.highest) for scale in version.subscales if not scale.conditions)
