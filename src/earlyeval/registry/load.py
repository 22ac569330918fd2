"""The registry of a study, read and validated as a whole: either all of it holds, or every problem is told."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from earlyeval.foundations.errors import RegistryError
from earlyeval.foundations.paths import StudyPaths
from earlyeval.foundations.suggest import shown
from earlyeval.registry.checklists import Answers, Checklist
from earlyeval.registry.checks import check_places, check_registry
from earlyeval.registry.criteria import Criteria
from earlyeval.registry.draft import Draft
from earlyeval.registry.entry import Entry
from earlyeval.registry.files import (
    FOLDERS,
    NAMED_BY_PROGRAMME,
    REFERENCES_FILE,
    STUDY_FILE,
    contents_of,
    folder_files,
    misplaced,
    place_of,
    reference_files,
)  # fmt: skip
from earlyeval.registry.instruments import Instrument
from earlyeval.registry.load_glossary import read_glossary
from earlyeval.registry.messages import schema_problems
from earlyeval.registry.outcomes import Outcomes
from earlyeval.registry.plan import Plan, StudyFacts
from earlyeval.registry.problems import registry_error
from earlyeval.registry.profiles import Profile
from earlyeval.registry.programmes import Programme
from earlyeval.registry.reading import UnreadableYamlError, read_yaml
from earlyeval.registry.returns import Return
from earlyeval.registry.sites import Site
from earlyeval.registry.whole import Registry

MODELS: dict[str, type[Entry]] = {
    "programmes": Programme,
    "sites": Site,
    "outcomes": Outcomes,
    "plan": Plan,
    "criteria": Criteria,
    "instruments": Instrument,
    "profiles": Profile,
    "returns": Return,
    "checklists": Checklist,
    "answers": Answers,
}
AnEntry = TypeVar("AnEntry", bound=Entry)
# A national study has hundreds of files, and every report of it asks for all of them. By their content, never by date.
_READ: dict[str, Registry] = {}
MOST_KEPT = 4


def load_registry(paths: StudyPaths) -> Registry:
    """Return the whole registry of a study, with what it inherits from the shipped one.

    A process that asks again, the files being the same byte for byte, gets the registry it read before.

    Raises
    ------
    RegistryError
        One error with every problem: file, key, what was found, what is allowed.
    """
    _check_folder(paths)
    contents = contents_of(paths)
    if contents not in _READ:
        registry = _read_registry(paths)
        if contents_of(paths) != contents:
            return registry  # something changed while it was read: which of the two was read, nobody knows
        if len(_READ) >= MOST_KEPT:
            _READ.clear()
        _READ[contents] = registry
    return _READ[contents]


def _read_registry(paths: StudyPaths) -> Registry:
    draft = Draft()
    for path, sentence in misplaced(paths):
        draft.add_problem(place_of(path, paths), "", sentence)
    _read_references(paths, draft)
    facts = _read_study_file(paths, draft)
    for folder in FOLDERS:
        _read_folder(paths, folder, draft)
    glossary = read_glossary(paths, draft, _read_entry)
    draft.problems.extend(check_registry(draft, facts, study_file=place_of(paths.registry / STUDY_FILE, paths)))
    if draft.problems or facts is None:
        raise registry_error(draft.problems)
    kept = draft.entries
    return Registry(
        facts=facts,
        programmes=kept["programmes"],
        sites=kept["sites"],
        instruments=kept["instruments"],
        outcomes={name: entry.outcomes for name, entry in kept["outcomes"].items()},
        plans=kept["plan"],
        criteria={name: entry.criteria for name, entry in kept["criteria"].items()},
        profiles=kept["profiles"],
        returns=tuple(kept["returns"].values()),
        references=draft.references,
        glossary=glossary,
        checklists=kept["checklists"],
        answers={name: entry.answers for name, entry in kept["answers"].items()},
    )


def load_places(paths: StudyPaths) -> tuple[Mapping[str, Programme], Mapping[str, Site]]:
    """Return programmes and sites alone, by id: the light door for lists and for checking names.

    Raises
    ------
    RegistryError
        One error with every problem of these two folders.
    """
    _check_folder(paths)
    draft = Draft()
    for folder in ("programmes", "sites"):
        _read_folder(paths, folder, draft)
    draft.problems.extend(check_places(draft))
    if draft.problems:
        raise registry_error(draft.problems)
    return draft.entries["programmes"], draft.entries["sites"]


def _check_folder(paths: StudyPaths) -> None:
    if not paths.registry.is_dir():
        raise RegistryError(
            f"{shown(paths.root.name)} is no study folder: it holds no folder 'registry'. "
            "Lay out an example with: earlyeval new-study FOLDER"
        )


def _read_folder(paths: StudyPaths, folder: str, draft: Draft) -> None:
    for path in folder_files(paths, folder):
        place = place_of(path, paths)
        entry = _read_entry(path, MODELS[folder], place, draft)
        if entry is None:
            draft.broken[folder].add(path.stem)
            continue
        key = "programme" if folder in NAMED_BY_PROGRAMME else "id"
        name = getattr(entry, key)
        if name != path.stem:
            sentence = f"found {shown(name)}, but the file is called {shown(path.name)}. Give both the same name."
            draft.add_problem(place, key, sentence)
        if name in draft.entries[folder]:
            sentence = f"{shown(name)} is already declared in {draft.places[folder, name]}. Choose another id."
            draft.add_problem(place, key, sentence)
            continue
        draft.add_entry(folder, name, entry, place)


def _read_study_file(paths: StudyPaths, draft: Draft) -> StudyFacts | None:
    path = paths.registry / STUDY_FILE
    if path.is_file():
        return _read_entry(path, StudyFacts, place_of(path, paths), draft)
    draft.add_problem(place_of(path, paths), "", "is missing. It holds the study's id, title and seed.")
    return None


def _read_references(paths: StudyPaths, draft: Draft) -> None:
    for path in reference_files(paths):
        place = place_of(path, paths)
        data = _read_plain(path, place, draft)
        if data is None:
            draft.broken[REFERENCES_FILE].add(path.name)
            continue
        for key, text in data.items():
            if not isinstance(text, str) or not text.strip():
                draft.add_problem(place, shown(key)[1:-1], "must be the text of a citation.")
            if key in draft.references:
                sentence = "is already declared in the shipped registry. Use that one, or another key."
                draft.add_problem(place, shown(key)[1:-1], sentence)
            draft.references[key] = str(text)


def _read_plain(path: Path, place: str, draft: Draft) -> dict[str, Any] | None:
    try:
        data = read_yaml(path)
    except UnreadableYamlError as error:
        draft.add_problem(place, error.key, error.sentence)
        return None
    except OSError:
        draft.add_problem(place, "", "cannot be read. Check who may read it.")
        return None
    if not isinstance(data, dict):
        draft.add_problem(place, "", "must hold a mapping (lines of 'key: value').")
        return None
    return data


def _read_entry(path: Path, model: type[AnEntry], place: str, draft: Draft) -> AnEntry | None:
    data = _read_plain(path, place, draft)
    if data is None:
        return None
    try:
        # Through JSON: strict about types, yet a list may be a tuple and a whole number a float.
        return model.model_validate_json(json.dumps(data))
    except ValidationError as error:
        for key, sentence in schema_problems(error, model, data):
            draft.add_problem(place, key, sentence)
        return None
