"""What a coded project held, what was taken and what could not be, in plain words. No name, id, date or quotation."""

from collections.abc import Iterable
from typing import Any

from earlyeval.tidy.coded.anchor import Anchored, Anchoring, anchored
from earlyeval.tidy.coded.project import CodedProject, Loss
from earlyeval.tidy.findings import counted

TOOLS = {
    "refi-qda": "REFI-QDA",
    "qualcoder": "QualCoder",
    "taguette": "Taguette",
    "segments": "a sheet of coded segments",
    "contract": "a folder in our own shape",
}
# What became of quotations, in words that follow their number.
ANCHORED: dict[Anchoring, str] = {
    "same": "hold the very words of the transcript at their place",
    "folded": "hold them but for blanks, line ends or the way accents are written",
    "beginning": "were cut short by the program and begin with the words at their place",
    "found": "came without a place and stand once in the transcript",
    "moved": "did not stand at their place and were found once elsewhere",
    "several": "stand at several places of the transcript, so that theirs is not known",
    "absent": "stand nowhere in the transcript",
    "unkept": "were kept without words, so that there is nothing to compare",
    "textless": "are of documents whose text is not there",
}
# The same of a single one.
ONE_ANCHORED: dict[Anchoring, str] = {
    "same": "holds the very words of the transcript at its place",
    "folded": "holds them but for blanks, line ends or the way accents are written",
    "beginning": "was cut short by the program and begins with the words at its place",
    "found": "came without a place and stands once in the transcript",
    "moved": "did not stand at its place and was found once elsewhere",
    "several": "stands at several places of the transcript, so that its own is not known",
    "absent": "stands nowhere in the transcript",
    "unkept": "was kept without words, so that there is nothing to compare",
    "textless": "is of a document whose text is not there",
}


# The same, as the name of an element of the import; the words above say why.
VERIFIED_QUOTATIONS = "quotations compared with their transcript"
ELEMENTS: dict[Anchoring, str] = {
    "folded": "quotations that differ in blanks or accents",
    "beginning": "quotations that were cut short",
    "found": "quotations found by their words",
    "moved": "quotations moved to where they stand",
    "several": "quotations of which the place is open",
    "absent": "quotations that stand nowhere",
    "unkept": "codings without words",
    "textless": "quotations without a transcript",
}
_PLACELESS: tuple[Anchoring, ...] = ("several", "absent", "textless")


def quotation_losses(found: Anchored) -> tuple[Loss, ...]:
    """Return what became of quotations as elements of the import: how many were compared and how many are true."""
    losses = [Loss(VERIFIED_QUOTATIONS, found.n_checked, found.n_verified)]
    losses += [
        Loss(element, number, 0 if kind in _PLACELESS else number, f"they {ANCHORED[kind]}")
        for kind, element in ELEMENTS.items()
        if (number := found.counts[kind])
    ]
    return tuple(losses)


def elements_of(losses: Iterable[Loss], file: str, tool: str) -> list[dict[str, Any]]:
    """Return losses as rows of the table ``coded_elements``, one for each element of a file."""
    merged: dict[str, dict[str, Any]] = {}
    for loss in losses:
        known = {"file": file, "element": loss.element, "held": 0, "taken": 0, "tool": tool}
        row = merged.setdefault(loss.element, known)
        row["held"], row["taken"] = row["held"] + loss.held, row["taken"] + loss.taken
        row["why"] = row.get("why") or loss.why or None
    return list(merged.values())


def told(project: CodedProject) -> tuple[str, ...]:
    """Return the report of a project, line by line.

    Raises
    ------
    ReturnsRefusedError
        A coding lies outside its document.
    """
    return tuple(_lines(project, anchored(project)))


def verified_words(found: Anchored) -> str:
    """Return how many quotations hold the words that stand at their place."""
    if not found.n_checked:
        return "No quotation could be compared with a transcript."
    if found.n_checked == 1:
        holds = "holds" if found.n_verified else "does not hold"
        return f"The one quotation {holds} the words that stand at its place in the transcript."
    share = f"{found.n_verified:,} of {found.n_checked:,}"
    return f"{share} quotations hold the words that stand at their place in the transcript."


def anchored_words(kind: Anchoring, number: int) -> str:
    """Return what became of so many quotations, in words that follow their number."""
    return ONE_ANCHORED[kind] if number == 1 else ANCHORED[kind]


def many(number: int, word: str) -> str:
    """Return a number with its word, thousands marked as in the lines above it."""
    return f"{number:,} {counted(number, word).partition(' ')[2]}"


def _lines(project: CodedProject, found: Anchored) -> list[str]:
    made_by = f" ({project.made_by})" if project.made_by else ""
    width = max((len(loss.element) for loss in project.losses), default=0)
    lines = [f"Read as {TOOLS[project.tool]}{made_by}.", "", "What the file held, and what was taken:"]
    lines += [loss_line(loss, width) for loss in project.losses]
    lines += ["", verified_words(found)]
    lines += [
        f"  {number:,} {anchored_words(kind, number)}"
        for kind in ANCHORED
        if (number := found.counts[kind]) and kind != "same"
    ]
    lines += ["", *_coders(project)]
    return lines


def loss_line(loss: Loss, width: int) -> str:
    """Return one kind of element as a line of a report: how many there were, how many were taken, and why not all."""
    numbers = f"{loss.taken:,} of {loss.held:,}"
    return f"  {loss.element:<{width}}  {numbers}" + (f"  ({loss.why})" if loss.why else "")


def _coders(project: CodedProject) -> list[str]:
    codings = project.frame("codings")
    by_machine = codings["is_by_machine"].fillna(False).astype("bool")
    people = codings[~by_machine]
    n_coders, n_unknown = people["coder"].nunique(), int(people["coder"].isna().sum())
    lines = [f"Coders named: {n_coders}." + (f" {many(n_unknown, 'coding')} without one." if n_unknown else "")]
    if by_machine.any():
        lines.append(f"{many(int(by_machine.sum()), 'coding')} by a program: kept apart, never counted with people's.")
    placed = people[people["code_id"].notna() & (people["start"].notna() | people["begin_ms"].notna())]
    again = int(placed.duplicated(["doc_id", "start", "end", "begin_ms", "end_ms", "code_id", "coder"]).sum())
    if again:
        lines.append(f"{many(again, 'coding')} given twice by the same coder to the same passage: counted once.")
    return lines
