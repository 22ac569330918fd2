"""What ``earlyeval coded FILE --to TARGET`` writes: a REFI-QDA project or codebook, or Taguette's sheet of tags."""

from collections.abc import Callable
from pathlib import Path

from earlyeval.foundations.errors import UnusableArgumentError
from earlyeval.foundations.suggest import shown
from earlyeval.report.refi_qda import write_qdpx
from earlyeval.report.refi_qda_codebook import write_qdc
from earlyeval.report.taguette_codebook import write_taguette_codebook
from earlyeval.study.scanned import roster_file
from earlyeval.tidy.coded.anchor import anchored
from earlyeval.tidy.coded.project import FRAMES, CodedProject, Loss
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.scan.open_words import detail_of
from earlyeval.tidy.scan.roster import read_roster

_WRITERS: dict[str, Callable[[CodedProject, Path], tuple[Loss, ...]]] = {
    ".qdpx": write_qdpx,
    ".qdc": write_qdc,
    ".csv": write_taguette_codebook,
}
_WARNING = "It holds what people said: it stays where the transcripts are, and is never part of a release."


def refuse_named(project: CodedProject) -> None:
    """Refuse to write a codebook of which a code, a definition or a group of codes tells who somebody is.

    Raises
    ------
    ReturnsRefusedError
        One does: by its number in the codebook, never by its words.
    """
    path, problems = roster_file(), Problems()
    roster = read_roster(path) if path else None
    groups = project.frame("groups")
    for words, cells, is_heading in (
        ("code", project.frame("codes")["code"], True),
        ("definition of code", project.frame("codes")["definition"], False),
        ("group of codes", groups.loc[groups["member"] == "code", "group"].drop_duplicates(), True),
    ):
        for number, cell in enumerate(cells, start=1):
            found = detail_of(cell, roster, is_heading=is_heading) if isinstance(cell, str) else ""
            if found:
                step = "Rename it in the program, and read the project again"
                problems.add(Problem("the codebook", number, "", "personal_detail", f"holds {found}", "", step, words))
    problems.raise_if_any()


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
    if target.suffix.lower() != ".qdpx":  # which holds what people said, whoever is named in it
        refuse_named(project)
    if target.exists():
        raise UnusableArgumentError(f"There is a {shown(target.name)} already. Name another file, or move this one.")
    verified = {**project.frames, "codings": anchored(project).codings[list(FRAMES["codings"])]}
    losses = _WRITERS[target.suffix.lower()](CodedProject(project.tool, project.made_by, verified), target)
    lines = [f"{target.name}: written."]
    lines += [f"  {loss.element}: {loss.lost:,} of {loss.held:,} left out ({loss.why})" for loss in losses if loss.lost]
    return [*lines, _WARNING] if target.suffix.lower() == ".qdpx" else lines
