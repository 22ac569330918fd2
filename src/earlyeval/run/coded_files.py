"""What ``earlyeval coded FILE --to TARGET`` writes: a REFI-QDA project or codebook, or Taguette's sheet of tags."""

from collections.abc import Callable
from pathlib import Path

from earlyeval.foundations.errors import UnusableArgumentError
from earlyeval.foundations.suggest import shown
from earlyeval.report.refi_qda import write_qdpx
from earlyeval.report.refi_qda_codebook import write_qdc
from earlyeval.report.taguette_codebook import write_taguette_codebook
from earlyeval.tidy.coded.anchor import anchored
from earlyeval.tidy.coded.project import FRAMES, CodedProject, Loss

_WRITERS: dict[str, Callable[[CodedProject, Path], tuple[Loss, ...]]] = {
    ".qdpx": write_qdpx,
    ".qdc": write_qdc,
    ".csv": write_taguette_codebook,
}
_WARNING = "It holds what people said: it stays where the transcripts are, and is never part of a release."


def is_one_file(target: Path) -> bool:
    """Whether a target is one of these files; everything else is a folder of CSV files."""
    return target.suffix.lower() in _WRITERS


def write_file(project: CodedProject, target: Path) -> list[str]:
    """Write a project or its codebook and return what was written and what could not be, line by line.

    Quotations are written at the place at which their words stand, as the report above says; those whose place is not
    known are left out, and counted.

    Raises
    ------
    UnusableArgumentError
        Something stands there already, the folder is not there, or there is nothing to write.
    """
    if target.exists():
        raise UnusableArgumentError(f"There is a {shown(target.name)} already. Name another file, or move this one.")
    verified = {**project.frames, "codings": anchored(project).codings[list(FRAMES["codings"])]}
    losses = _WRITERS[target.suffix.lower()](CodedProject(project.tool, project.made_by, verified), target)
    lines = [f"{target.name}: written."]
    lines += [f"  {loss.element}: {loss.lost:,} of {loss.held:,} left out ({loss.why})" for loss in losses if loss.lost]
    return [*lines, _WARNING] if target.suffix.lower() == ".qdpx" else lines
