"""``earlyeval coded FILE``: what a coded project held, what was taken, what could not be; and write it elsewhere."""

from pathlib import Path

from earlyeval.foundations.errors import UnknownNameError, UnusableArgumentError
from earlyeval.foundations.suggest import shown
from earlyeval.run.request import Request
from earlyeval.run.screen import Screen


def tell_coded(request: Request) -> int:
    """Print the report of a coded project; with ``--to`` also write it, as a folder or a file."""
    path = _path(request)
    from earlyeval.tidy.coded.any_events import events_told, read_any_events
    from earlyeval.tidy.coded.any_tool import read_coded
    from earlyeval.tidy.coded.told import told

    video = read_any_events(path)
    project = None if video else read_coded(path, project=_chosen(request), separator=request.separator)
    screen = Screen()
    for line in events_told(video) if video else told(project):
        screen.line(line)
    if request.to:
        target = Path(request.to).expanduser()
        screen.line()
        for line in _events_written(video, target) if video else _written(project, target):
            screen.line(line)
    return 0


def _events_written(video, target: Path) -> list[str]:  # type: ignore[no-untyped-def]  # a heavy import
    from earlyeval.tidy.coded.any_events import write_events

    if not target.parent.is_dir():
        raise UnusableArgumentError(f"There is no folder {shown(target.parent.name)} to write into.")
    files = write_events(video, target)
    return [
        f"{target.name}: {' and '.join(files)} written.",
        "Fill in person_id and time_point in clips.csv, and is_main_coder where two people coded a clip, then put both "
        "into raw/SITE/PROGRAMME/ of a study.",
    ]


def _written(project, target: Path) -> list[str]:  # type: ignore[no-untyped-def]  # a heavy import
    from earlyeval.run.coded_files import is_one_file, write_file
    from earlyeval.tidy.coded.contract import write_contract

    if not target.parent.is_dir():
        raise UnusableArgumentError(f"There is no folder {shown(target.parent.name)} to write into.")
    if is_one_file(target):
        return write_file(project, target)
    files = write_contract(project, target)
    return [
        f"{target.name}: {len(files)} files written.",
        "Fill in kind, participant_id, role and time_point in documents.csv, then put the folder's files into "
        "raw/SITE/PROGRAMME/qual/ of a study.",
    ]


def _chosen(request: Request) -> int | None:
    if not request.project:
        return None
    if not (request.project.isascii() and request.project.isdigit() and len(request.project) <= 6):
        raise UnknownNameError(f"--project is a number from 1 on; found {shown(request.project)}.")
    return int(request.project)


def _path(request: Request) -> Path:
    if not request.file:
        raise UnknownNameError("Which project? For example: earlyeval coded project.sqlite3 (make: FILE=...)")
    path = Path(request.file).expanduser()
    for candidate in (path, request.paths.data / path, request.paths.root / path):
        if candidate.exists():
            return candidate
    raise UnusableArgumentError(f"There is no {shown(path.name)} that can be read, here or in the study folder.")
