"""Which files make up a registry, and what a study inherits from the shipped one."""

import hashlib
from pathlib import Path

from earlyeval.foundations.paths import CLONE, SHIPPED_REGISTRY, StudyPaths
from earlyeval.foundations.suggest import shown
from earlyeval.registry.reading import MOST_BYTES

# Folder of the registry: one file an entry, named by the id it declares (or by its programme's id).
FOLDERS = (
    "programmes", "sites", "outcomes", "plan", "criteria", "instruments", "profiles", "returns",
    "checklists", "answers",
)  # fmt: skip
INHERITED_FOLDERS = ("instruments", "profiles", "checklists")
NAMED_BY_PROGRAMME = ("outcomes", "plan", "criteria", "answers")
STUDY_FILE = "study.yaml"
REFERENCES_FILE = "references.yaml"
GLOSSARY_FILE = "glossary.yaml"


def inherits(paths: StudyPaths) -> bool:
    """Tell whether a study inherits from the shipped registry: every study but the clone's own."""
    return paths.registry.resolve() != SHIPPED_REGISTRY.resolve()


def folder_files(paths: StudyPaths, folder: str) -> tuple[Path, ...]:
    """Return the files of one registry folder, the inherited ones first, each part in alphabetical order."""
    own = tuple(sorted((paths.registry / folder).glob("*.yaml")))
    if folder in INHERITED_FOLDERS and inherits(paths):
        return (*sorted((SHIPPED_REGISTRY / folder).glob("*.yaml")), *own)
    return own


def reference_files(paths: StudyPaths) -> tuple[Path, ...]:
    """Return the files of references that exist: the shipped one, then the study's own."""
    own = paths.registry / REFERENCES_FILE
    both = (SHIPPED_REGISTRY / REFERENCES_FILE, own) if inherits(paths) else (own,)
    return tuple(path for path in both if path.is_file())


def glossary_files(paths: StudyPaths) -> tuple[Path, ...]:
    """Return the files of terms that exist: the shipped one, then the study's own."""
    own = paths.registry / GLOSSARY_FILE
    both = (SHIPPED_REGISTRY / GLOSSARY_FILE, own) if inherits(paths) else (own,)
    return tuple(path for path in both if path.is_file())


def registry_files(paths: StudyPaths) -> tuple[Path, ...]:
    """Return every file that a study's registry is read from, inherited ones too, in a fixed order.

    A report depends on all of them: they are hashed into its manifest.
    """
    study_file = paths.registry / STUDY_FILE
    single = ((study_file,) if study_file.is_file() else ()) + reference_files(paths) + glossary_files(paths)
    return (*single, *(path for folder in FOLDERS for path in folder_files(paths, folder)))


def files_behind(paths: StudyPaths, *, site: str, programme: str) -> tuple[Path, ...]:
    """Return the registry files that one programme at one site depends on: all but those of others.

    Whoever adds a site, or changes another site's entry, has not changed this one's report.
    """
    own = {"sites": site, "programmes": programme, **dict.fromkeys(NAMED_BY_PROGRAMME, programme)}
    behind = (path for path in registry_files(paths) if own.get(path.parent.name, path.stem) == path.stem)
    return tuple(path for path in behind if path.name != GLOSSARY_FILE)  # its words stand on the pages of places alone


def contents_of(paths: StudyPaths) -> str:
    """Return one sha256 over all that decides what a registry is: each file's place and bytes, and what is misplaced.

    What cannot be read, or is far too large to be a registry file, counts as that.
    """
    digest = hashlib.sha256(f"{paths.root}\0{paths.data}\0{misplaced(paths)}\0".encode())
    for path in registry_files(paths):
        try:
            size = path.stat().st_size if path.is_file() else -1
            content = path.read_bytes() if 0 <= size <= MOST_BYTES else b""
        except OSError:
            size, content = -1, b""
        digest.update(f"{path}\0{size}\0".encode() + content)
    return digest.hexdigest()


def place_of(path: Path, paths: StudyPaths) -> str:
    """Return a file's place for a message: relative to the study, or to the clone for what is inherited."""
    for root in (paths.root, CLONE):
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name


def misplaced(paths: StudyPaths) -> list[tuple[Path, str]]:
    """Return what lies in a registry and would silently not be read, each with a sentence."""
    found: list[tuple[Path, str]] = []
    for folder in FOLDERS:
        for path in sorted((paths.registry / folder).glob("*")):
            if path.suffix.lower() in {".yml", ".yaml", ".json"} and path.suffix != ".yaml":
                found.append((path, "only files that end in '.yaml' are read. Rename it."))
            elif path.is_dir():
                found.append((path, f"folders inside {shown(folder)} are not read. Put its files one folder up."))
    known = (*FOLDERS, STUDY_FILE, REFERENCES_FILE, GLOSSARY_FILE)
    for path in sorted(paths.registry.glob("*")):
        if path.name in known or path.name.startswith(".") or path.name == "README.md":
            continue
        if path.is_dir() or path.suffix.lower() in {".yml", ".yaml"}:
            found.append((path, f"nothing is read from here. Known: {', '.join(known)}."))
    return found
