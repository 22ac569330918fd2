"""``earlyeval safeguarding``: the internal list of answers that a person at the service must see.

It is written only when asked for, under restricted/ and for its owner alone, and says nothing on the screen but
where it lies: not whether anybody is on it. It is made from what the site sent, whatever was consented to for the
evaluation, since it goes back to the service that asked the questions.
"""

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from earlyeval.foundations.errors import EarlyevalError, SurroundingsError
from earlyeval.foundations.paths import StudyPaths
from earlyeval.registry.load import Registry, load_registry
from earlyeval.run.ending import say
from earlyeval.run.publish import PRIVATE, PRIVATE_FILE
from earlyeval.run.request import Request
from earlyeval.run.screen import Screen

FOLDER = "safeguarding"
NO_LIST = "none of the questionnaires that arrived has an item that is declared for safeguarding: no list"
WRITTEN = (
    "  Open it: the list is written whether or not anybody is on it. Hand it to the person at the service who answers",
    "  for safeguarding, then delete it. It is in no report, no workbook and no release.",
)


def write_lists(request: Request, pairs: Sequence[tuple[str, str]]) -> int:
    """Write the list of some (site, programme) pairs; return the exit code of the first that was refused."""
    data = request.checked_data
    registry, screen, code = load_registry(request.paths), Screen(), 0
    for site, programme in pairs:
        try:
            kind, written = _write_one(registry, request.paths, site=site, programme=programme, data=data)
        except EarlyevalError as error:
            screen.line(f"{site} · {programme}")
            say(str(error))
            code = code or error.exit_code
            continue
        screen.line(f"{site} · {programme} · {kind} data")
        screen.line(f"  {NO_LIST}" if written is None else f"  {written.relative_to(request.paths.root)}")
        if written is not None:
            for line in WRITTEN:
                screen.line(line)
    return code


def _write_one(
    registry: Registry, paths: StudyPaths, *, site: str, programme: str, data: str
) -> tuple[str, Path | None]:
    from earlyeval.score.safeguarding import asks, to_be_seen
    from earlyeval.tidy.arrive import read_returns

    returns = read_returns(registry, paths, site=site, programme=programme, data=data)
    if not asks(registry, returns.tables):
        return returns.data, None
    answers = to_be_seen(registry, returns.tables).assign(site=site, programme=programme, data=returns.data)
    return returns.data, write_private(answers, paths.restricted / FOLDER / site / f"{programme}.csv", paths)


def write_private(answers: Any, target: Path, paths: StudyPaths) -> Path:
    """Write a table that its owner alone can read, in folders that its owner alone can open; return where it lies.

    Raises
    ------
    SurroundingsError
        The place cannot be written.
    """
    waiting = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        for folder in (paths.restricted, paths.restricted / FOLDER, target.parent):
            folder.mkdir(mode=PRIVATE, exist_ok=True)
            folder.chmod(PRIVATE)
        waiting.unlink(missing_ok=True)
        descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
        with open(descriptor, "w", encoding="utf-8", newline="") as file:
            answers.to_csv(file, index=False, lineterminator="\n", date_format="%Y-%m-%d")
        waiting.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            waiting.unlink(missing_ok=True)
        raise SurroundingsError("The folder restricted/ cannot be written. Check who may write there.") from None
    return target
