"""Coded video as a sheet: the columns of ``tidy.coded.event_file``, to be mapped to ours by a declaration."""

from collections.abc import Callable

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded.boris import read_boris
from earlyeval.tidy.coded.elan import read_elan
from earlyeval.tidy.coded.event_file import EventFile
from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.locate import Arrived
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.sheet import Sheet, made_sheet, text_series

READERS: dict[str, Callable[..., EventFile]] = {"elan": read_elan, "boris": read_boris}


def read_events(arrived: Arrived, tool: str, problems: Problems, findings: list[Finding]) -> Sheet | None:
    """Return a file of ELAN or BORIS as a sheet, or None after noting why it cannot be read; losses are findings."""
    try:
        file = READERS[tool](arrived.path)
    except ReturnsRefusedError as refusal:
        found = str(refusal).removeprefix(f"{arrived.path.name}: ")
        problems.add(Problem(arrived.shown, 0, "", "format", found))
        return None
    for loss in file.losses:
        if loss.lost:
            sentence = f"{counted(loss.lost, 'element')} not carried over ({loss.element}). {loss.why}"
            findings.append(Finding("events", arrived.shown, 0, "", "not_carried", "note", loss.lost, sentence))
    columns = [text_series(file.rows[name].astype("str").where(file.rows[name].notna(), "")) for name in file.rows]
    return made_sheet(arrived.shown, tuple(file.rows), columns, range(1, len(file.rows) + 1), row_word="event")
