"""Tell of a notebook that failed: one line for the screen, everything for a private log.

The text of an exception may hold a person's data. Only errors of our own tree, whose texts are made without, are
shown in words; of any other the screen gets the name alone.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from earlyeval.foundations.errors import EarlyevalError, NotebookFailedError

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def our_errors() -> set[str]:
    """Return the names of all our own errors."""

    def tree(kind: type[EarlyevalError]) -> Iterator[str]:
        yield kind.__name__
        for below in kind.__subclasses__():
            yield from tree(below)

    return set(tree(EarlyevalError))


def cause_in_words(name: str, text: str) -> str:
    """Return the cause of a failure for the screen: our own error's first line, or the exception's name alone."""
    first = _ANSI.sub("", text).strip().splitlines()[:1]
    if name in our_errors() and first:
        return first[0]
    return f"{name} (its text may hold data and stands in the log only)"


def failed(notebook: str, *, section: str, cause: str, log: Path) -> NotebookFailedError:
    """Return the error that names notebook, section, cause and log."""
    where = f", section '{section}'" if section else ""
    return NotebookFailedError(f"Notebook {notebook}{where}: {cause.rstrip('.')}. The full log: {log}")


def write_private(path: Path, text: str) -> None:
    """Write a text that may hold data: file 0600 in folders 0700."""
    for folder in reversed(path.parents):
        if not folder.exists():
            folder.mkdir(mode=0o700)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(_ANSI.sub("", text))
