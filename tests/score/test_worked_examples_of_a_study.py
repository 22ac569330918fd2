"""A study's own instrument must give the scores of its worked examples, or nothing is scored by it."""

import pytest

from earlyeval.foundations.errors import RegistryError
from earlyeval.foundations.paths import CLONE, study_paths
from earlyeval.registry.instruments import WorkedExample
from earlyeval.registry.load import load_registry
from earlyeval.registry.new_study import lay_out
from earlyeval.run.command_line import main
from earlyeval.score.worked_examples import check_own_examples, wrong_examples
from earlyeval.study import load_study

pytestmark = pytest.mark.unit

PLACE = "registry/instruments/feeding-confidence.yaml, versions[feeding-confidence].worked_examples[1].scores"


@pytest.fixture
def study(tmp_path):
    lay_out(tmp_path)
    return tmp_path


def slip(study):
    """Forget that one item is reversed."""
    path = study / "registry" / "instruments" / "feeding-confidence.yaml"
    text = path.read_text(encoding="utf-8")
    assert "reversed: true" in text
    path.write_text(text.replace("reversed: true", "reversed: false"), encoding="utf-8")


def test_examples_that_hold_are_passed(study):
    paths = study_paths(study)
    check_own_examples(load_registry(paths), paths)


def test_an_example_that_does_not_hold_stops_the_study(study):
    slip(study)
    paths = study_paths(study)
    with pytest.raises(RegistryError) as caught:
        check_own_examples(load_registry(paths), paths)
    assert caught.value.exit_code == 2
    assert f"{PLACE}: total is " in str(caught.value)
    assert "by the declared rules, but the example says" in str(caught.value)
    with pytest.raises(RegistryError, match="by the declared rules"):
        load_study("riverside", "parent-group", study=study)


def test_check_tells_it_too(study, capsys):
    slip(study)
    assert main(["check", "riverside", "--study", str(study)]) == 2
    assert "Mend one" in capsys.readouterr().err


def test_a_score_that_should_not_be_is_told(instrument, subscale, made):
    fact = {"source": "made-up", "verified": True}
    version = instrument(subscale(missing={"rule": "prorate", "at_most_missing": 1, **fact})).versions[0]
    example = {"about": "x", "answers": {"q1": 1, "q2": 1, "q3": 1}, "scores": {"total": None}}
    whole = made["instrument"]().model_copy(
        update={"versions": (version.model_copy(update={"worked_examples": (WorkedExample(**example),)}),)}
    )
    assert list(wrong_examples(whole)) == [
        (
            "versions[mood].worked_examples[1].scores",
            "total is 4 by the declared rules, but the example says not scorable. Mend one.",
        )
    ]


def test_those_of_the_shipped_instruments_are_held_elsewhere():
    paths = study_paths(CLONE)
    check_own_examples(load_registry(paths), paths)
