"""The worked examples of a study's own instruments, scored by the rules beside them before anybody's answers are.

Whoever declares an instrument says twice what a score must be: in its rules, and in examples worked out by hand. Where
the two disagree one of them is a slip, and nothing should be scored until it is mended. Those of the shipped
instruments are held by the package's own tests.
"""

from collections.abc import Iterator

from earlyeval.foundations.paths import StudyPaths
from earlyeval.registry.files import inherits, place_of
from earlyeval.registry.instruments import Instrument
from earlyeval.registry.load import Registry
from earlyeval.registry.problems import Problem, registry_error
from earlyeval.score.scales import score_answers

TOLERANCE = 1e-6  # hand-worked scores are written with a handful of decimals


def check_own_examples(registry: Registry, paths: StudyPaths) -> None:
    """Refuse a study whose own instruments do not give the scores of their worked examples.

    Raises
    ------
    RegistryError
        Every example that disagrees: file, version, number, which score, what the rules give and what it says.
    """
    if not inherits(paths):
        return
    files = {path.stem: path for path in sorted((paths.registry / "instruments").glob("*.yaml"))}
    problems = [
        Problem(place_of(path, paths), key, sentence)
        for name, path in files.items()
        if name in registry.instruments
        for key, sentence in wrong_examples(registry.instruments[name])
    ]
    if problems:
        raise registry_error(problems)


def wrong_examples(instrument: Instrument) -> Iterator[tuple[str, str]]:
    """Yield key and sentence of every score in a worked example that the declared rules do not give."""
    for version in instrument.versions:
        for number, example in enumerate(version.worked_examples, start=1):
            scores = score_answers(version, example.answers)
            for name, expected in example.scores.items():
                if not _agree(scores[name], expected):
                    key = f"versions[{version.id}].worked_examples[{number}].scores"
                    given, said = _words(scores[name]), _words(expected)
                    yield key, f"{name} is {given} by the declared rules, but the example says {said}. Mend one."


def _agree(found: float | None, expected: float | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return abs(found - expected) <= TOLERANCE * max(1.0, abs(expected))


def _words(score: float | None) -> str:
    return "not scorable" if score is None else f"{score:.10g}"
