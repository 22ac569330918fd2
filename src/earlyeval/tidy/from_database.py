"""Rows of a database, kept as they were when they were last asked for, so that a report stands on something that stays.

What is kept lies under ``data/tidy/.from-database``, for its owner alone, and is only replaced when the rows differ.
"""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.foundations.paths import StudyPaths
from earlyeval.registry.returns import Return
from earlyeval.registry.whole import Registry
from earlyeval.tidy.locate import snapshot_of
from earlyeval.tidy.problems import Problems


def databases_of(registry: Registry, pairs: Iterable[tuple[str, str]]) -> tuple[Return, ...]:
    """Return the declared databases of some (site, programme) pairs, each once, in the order of the registry."""
    wanted = list(pairs)
    return tuple(
        declared
        for declared in registry.returns
        if declared.format == "database" and any(declared.is_of(site, programme) for site, programme in wanted)
    )


def ask_databases(registry: Registry, paths: StudyPaths, pairs: Iterable[tuple[str, str]]) -> tuple[Path, ...]:
    """Ask every declared database of some places for its rows; return what was written anew.

    Raises
    ------
    SurroundingsError
        A database cannot be reached, or its address is not set.
    ReturnsRefusedError
        A table cannot be read.
    """
    declared = databases_of(registry, pairs)
    return tuple(path for one in declared if (path := _asked(one, paths)) is not None)


def _asked(declared: Return, paths: StudyPaths) -> Path | None:
    from earlyeval.tidy.readers.controls import without_controls
    from earlyeval.tidy.readers.database import read_table, server

    problems = Problems()
    with server(declared.url_from) as connection:
        sheet = read_table(connection, declared.sheet, name=declared.shown, problems=problems)
    if sheet is not None:
        sheet = without_controls(sheet, problems)
    if sheet is None:
        raise problems.refusal()
    if len(set(sheet.headers)) != len(sheet.headers):
        raise ReturnsRefusedError(f"{declared.shown}: two columns have the same name. Rename one in the view.")
    return _kept(sheet, snapshot_of(declared, paths))


def _kept(sheet: object, target: Path) -> Path | None:
    """Write the rows; None where the same rows are there already."""
    import pandas as pd

    frame = pd.DataFrame(dict(zip(sheet.headers, sheet.columns, strict=True)))  # type: ignore[attr-defined]
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    number, waiting = tempfile.mkstemp(prefix=".stage-", dir=target.parent)
    os.close(number)
    try:
        frame.to_parquet(waiting, index=False)
        if target.is_file() and target.read_bytes() == Path(waiting).read_bytes():
            return None
        os.replace(waiting, target)
        return target
    finally:
        Path(waiting).unlink(missing_ok=True)
