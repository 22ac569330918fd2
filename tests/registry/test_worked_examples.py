"""Every worked example of every shipped instrument, scored by the code that scores returns."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from earlyeval.foundations.paths import CLONE, study_paths
from earlyeval.registry.instruments import Instrument, Subscale, Version, WorkedExample
from earlyeval.registry.load import MODELS, load_registry
from earlyeval.registry.reading import read_yaml
from earlyeval.score.scales import score_answers

pytestmark = pytest.mark.registry


def instruments() -> list[Instrument]:
    """The shipped instruments, and those of the studies that tests run on."""
    of_studies: list[Path] = sorted((CLONE / "tests" / "studies").glob("*/registry/instruments/*.yaml"))
    shipped = load_registry(study_paths(CLONE)).instruments.values()
    return [*shipped, *(MODELS["instruments"].model_validate_json(json.dumps(read_yaml(path))) for path in of_studies)]


def examples() -> Iterator[object]:
    for instrument in instruments():
        for version in instrument.versions:
            for number, example in enumerate(version.worked_examples, start=1):
                yield pytest.param(version, example, id=f"{instrument.id}-{version.id}-{number}")


@pytest.mark.parametrize(("version", "example"), list(examples()))
def test_a_worked_example_gives_its_scores(version: Version, example: WorkedExample) -> None:
    scores = score_answers(version, example.answers)
    assert set(scores) == set(example.scores)
    for name, expected in example.scores.items():
        assert scores[name] == (None if expected is None else pytest.approx(expected, rel=1e-12)), example.about


def test_the_examples_show_how_many_items_may_be_missing() -> None:
    """Each subscale is scored with as many missing as its rule allows, and not scored with one more."""
    for instrument in instruments():
        for version in instrument.versions:
            for subscale in version.subscales:
                if subscale.missing is None or subscale.method in ("sum_of_scores", "algorithm"):
                    continue
                scores = {
                    lacking(version, subscale, example): example.scores[subscale.id]
                    for example in version.worked_examples
                }
                most = subscale.missing.at_most_missing
                assert scores[most] is not None, (instrument.id, subscale.id)
                assert scores[most + 1] is None, (instrument.id, subscale.id)
                assert scores[0] is not None, (instrument.id, subscale.id)


def test_a_sum_of_scores_is_shown_with_all_its_parts_and_with_one_lacking() -> None:
    for instrument, version, subscale in scored_by("sum_of_scores"):
        for example in version.worked_examples:
            parts = [example.scores[name] for name in subscale.subscales]
            expected = None if None in parts else pytest.approx(sum(parts), rel=1e-12)
            assert example.scores[subscale.id] == expected, (instrument.id, subscale.id)
        lacking_parts = {
            sum(example.scores[name] is None for name in subscale.subscales) for example in version.worked_examples
        }
        assert {0, 1} <= lacking_parts, (instrument.id, subscale.id)


def test_an_algorithm_is_shown_met_not_met_and_left_open() -> None:
    for instrument, version, subscale in scored_by("algorithm"):
        shown = {example.scores[subscale.id] for example in version.worked_examples}
        assert shown == {0, 1, None}, (instrument.id, subscale.id)


def scored_by(method: str) -> Iterator[tuple[Instrument, Version, Subscale]]:
    for instrument in instruments():
        for version in instrument.versions:
            for subscale in version.subscales:
                if subscale.method == method:
                    yield instrument, version, subscale


def lacking(version: Version, subscale: Subscale, example: WorkedExample) -> int:
    """How many of a subscale's items have no score in an example."""
    counts = {item.id: item.not_applicable_scores for item in version.items}
    answers = {item: example.answers.get(item) for item in subscale.items}
    return sum(answer is None or (answer == "na" and counts[item] is None) for item, answer in answers.items())
