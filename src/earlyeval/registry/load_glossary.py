"""Read the glossaries of a study: the shipped one, then its own, which may add terms and may not change any."""

from collections.abc import Callable
from pathlib import Path

from earlyeval.foundations.paths import StudyPaths
from earlyeval.registry.draft import Draft, not_declared
from earlyeval.registry.files import glossary_files, place_of
from earlyeval.registry.glossary import Glossary, Term

ReadEntry = Callable[[Path, type[Glossary], str, Draft], Glossary | None]


def read_glossary(paths: StudyPaths, draft: Draft, read_entry: ReadEntry) -> tuple[Term, ...]:
    """Return all terms in reading order; what is wrong is noted in the draft. ``read_entry`` reads one file.

    A term's measures may belong to instruments that the study does not have: they are simply not spoken of.
    """
    terms: dict[str, Term] = {}
    for path in glossary_files(paths):
        place = place_of(path, paths)
        glossary = read_entry(path, Glossary, place, draft)
        if glossary is None:
            continue
        for term in glossary.terms:
            if term.id in terms:
                draft.add_problem(place, f"terms[{term.id}]", "is already declared. Use that one, or another id.")
            elif sentence := not_declared(term.source, draft.references):
                draft.add_problem(place, f"terms[{term.id}].source", f"{sentence.split(' Known:')[0]}")
            terms.setdefault(term.id, term)
    return tuple(terms.values())
