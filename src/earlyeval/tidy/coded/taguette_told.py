"""What a Taguette project held, and what of it could not be carried."""

from collections.abc import Mapping, Sequence
from typing import Any

from earlyeval.tidy.coded.project import Loss
from earlyeval.tidy.coded.taguette_log import Command, Merges

_UNTAGGED = "a highlight without a tag is kept as a quotation that nobody coded"
_INSIDE = "a boundary stood inside a character; it was moved to the next one, as Taguette does"
_PICTURES = "Taguette keeps a mark in the place of a picture, and no picture"
_CODERS = "the log of an exported project names one user for everybody"
_MERGES = "the export does not renumber the target of a merge; the order of the log leaves it open"
_DEDUCED = "the number of the target is an old one; the order of the log leaves one possibility only"
_LOG = "settings of the project and entries of a kind that is not known say nothing about codes"
_TAKEN = ("tag_add", "tag_delete", "tag_merge", "highlight_add", "highlight_delete", "document_add", "document_delete")


def losses_of(
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    n_highlights: int,
    n_untagged: int,
    n_pictures: int,
    n_moved: int,
    commands: Sequence[Command],
    merges: Merges,
) -> list[Loss]:
    """Return every kind of element of a project, with how many of it were taken."""
    codings, n_tags = rows["codings"], sum(not code["is_category"] for code in rows["codes"])
    n_coders = sum(coding["coder"] is not None for coding in codings)
    n_merges, n_found = len(merges.targets), merges.n_said + merges.n_deduced
    why_merges = _MERGES if n_found < n_merges else _DEDUCED if merges.n_deduced else ""
    log = sum(command.kind in _TAKEN for command in commands)
    told = [
        Loss("documents", len(rows["documents"]), len(rows["documents"])),
        Loss("tags", n_tags, n_tags),
        Loss("highlights", n_highlights, n_highlights),
        Loss("highlights without a tag", n_untagged, n_untagged, _UNTAGGED),
        Loss("tags of highlights", len(codings) - n_untagged, len(codings) - n_untagged),
        Loss("boundaries inside a character", n_moved, n_moved, _INSIDE if n_moved else ""),
        Loss("coders of highlights", len(codings), n_coders, _CODERS if n_coders < len(codings) else ""),
        Loss("pictures in documents", n_pictures, 0, _PICTURES if n_pictures else ""),
        Loss("descriptions of project and documents", len(rows["memos"]), len(rows["memos"])),
        Loss("entries of the log", len(commands), log, _LOG if log < len(commands) else ""),
        Loss("targets of merges", n_merges, n_found, why_merges),
    ]
    return [loss for loss in told if loss.held]
