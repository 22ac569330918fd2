"""Cross-checks: what one entry says about another must be true."""

from collections.abc import Iterator

from earlyeval.registry.draft import Draft, not_declared
from earlyeval.registry.plan import StudyFacts
from earlyeval.registry.problems import Problem
from earlyeval.registry.walk import sources


def check_registry(draft: Draft, facts: StudyFacts | None, *, study_file: str) -> Iterator[Problem]:
    """Yield every contradiction of a registry that was read."""
    yield from check_places(draft)
    if facts is not None and (sentence := draft.unknown("profiles", facts.profile)):
        yield Problem(study_file, "profile", sentence)
    yield from _check_sources(draft)


def check_places(draft: Draft) -> Iterator[Problem]:
    """Yield the contradictions between sites and programmes."""
    for name, site in draft.entries["sites"].items():
        for number, delivery in enumerate(site.programmes, start=1):
            if sentence := draft.unknown("programmes", delivery.programme):
                yield Problem(draft.places["sites", name], f"programmes[{number}].programme", sentence)


def _check_sources(draft: Draft) -> Iterator[Problem]:
    if draft.broken["references.yaml"]:
        return
    for folder, name in draft.places:
        for key, source in sources(draft.entries[folder][name]):
            if sentence := not_declared(source, draft.references):
                yield Problem(draft.places[folder, name], key, sentence + " Add it to references.yaml.")
