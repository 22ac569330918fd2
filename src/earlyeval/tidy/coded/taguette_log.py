"""Taguette's log of commands: what the codebook was at each time, and which code was given where before it was merged.

An exported project numbers its tags, documents and highlights anew. Those that were deleted before keep their old
number with a minus sign; but the target of a merge keeps its old number without one, whatever became of it. Which tag
that was often follows from the log itself: numbers were given in the order in which tags were made.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from earlyeval.tidy.coded.project_database import ProjectDatabase

Row = dict[str, Any]


@dataclass(frozen=True)
class Command:
    """One entry of the log, checked: who did what to which document, and when."""

    at: str
    by: str | None
    doc_id: int | None
    kind: str
    said: Mapping[str, Any] = field(repr=False)

    def number(self, *names: str) -> int | None:
        """Return the whole number under the first of some names (fields were renamed in 2021)."""
        found = next((self.said[name] for name in names if name in self.said), None)
        return found if isinstance(found, int) and not isinstance(found, bool) else None

    def words(self, *names: str) -> str:
        """Return the text under the first of some names, "" where there is none."""
        found = next((self.said[name] for name in names if name in self.said), "")
        return found if isinstance(found, str) else ""

    @property
    def tags(self) -> tuple[int, ...]:
        """The tags that a highlight had after the command."""
        found = self.said.get("tags")
        whole = [tag for tag in found if isinstance(tag, int)] if isinstance(found, list) else []
        return tuple(whole)

    @property
    def tag(self) -> int | None:
        """The tag that the command is about."""
        return self.number("tag_id", "id")


@dataclass(frozen=True)
class Merges:
    """Where each merge of the log went: the number of the target, or None where nobody can say."""

    targets: tuple[int | None, ...]
    n_said: int
    n_deduced: int


def commands_of(database: ProjectDatabase, project: int) -> list[Command]:
    """Return the log of one project, in order; a database without one has none.

    Raises
    ------
    ReturnsRefusedError
        An entry is no command.
    """
    rows = database.rows(
        "commands", whole=("id", "project_id"), words=("date", "payload"), maybe_words=("user_login",),
        maybe_whole=("document_id",),
    )  # fmt: skip
    own = [row for row in rows if row["project_id"] == project]
    return [
        Command(
            row["date"].replace(" ", "T", 1), row["user_login"], row["document_id"], str(said.get("type", "")), said
        )
        for row, said in ((row, _said(database, row["payload"])) for row in own)
    ]


def _said(database: ProjectDatabase, payload: str) -> Mapping[str, Any]:
    try:
        said = json.loads(payload)
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        raise database.refused("table commands, column payload: an entry is no command")
    return said


def code_changes(commands: Sequence[Command], merges: Merges) -> list[Row]:
    """Return what happened to the codebook, in the order of the log.

    The first time that a tag is told of, it is added; later it is renamed or redefined. ``doc_id`` of an added one is
    the document in which it was first given, where it ever was.
    """
    first_used = _first_used(commands)
    known: dict[int, tuple[str, str]] = {}
    targets, rows = iter(merges.targets), []
    for command in commands:
        tag = command.tag
        if command.kind == "tag_add" and tag is not None:
            path, description = command.words("tag_path", "path"), command.words("description")
            for change in _changes(known.get(tag), path, description):
                where = first_used.get(tag) if change == "add" else None
                rows.append(_row(command, tag, path, change) | {"doc_id": _text(where)})
            known[tag] = (path, description)
        elif command.kind == "tag_delete" and tag is not None:
            rows.append(_row(command, tag, known.get(tag, ("", ""))[0], "retire"))
        elif command.kind == "tag_merge":
            source, target = command.number("src_tag_id", "src"), next(targets)
            if source is not None:
                gone = _row(command, source, known.get(source, ("", ""))[0], "merge")
                rows.append(gone | {"merged_into": _text(target)})
    return rows


def code_uses(commands: Iterable[Command]) -> list[Row]:
    """Return every time that a tag was given to a highlight, each once, whatever became of either."""
    rows, had = [], {}
    for command in commands:
        if command.kind != "highlight_add":
            continue
        highlight = command.number("highlight_id", "id")
        before = had.get(highlight, ())
        had[highlight] = command.tags
        fresh = [tag for tag in command.tags if tag not in before]
        rows += [
            {"used_at": command.at, "code_id": _text(tag), "doc_id": _text(command.doc_id), "used_by": command.by}
            for tag in fresh
        ]
    return rows


def removed_documents(commands: Iterable[Command], kept: Iterable[int]) -> list[Row]:
    """Return the uploads that are in the project no longer."""
    kept, rows = set(kept), {}
    for command in commands:
        if command.doc_id is None or command.doc_id in kept:
            continue
        row = rows.setdefault(command.doc_id, {"doc_id": _text(command.doc_id)})
        if command.kind == "document_add":
            row.setdefault("added_at", command.at)
            row["name"] = command.words("document_name", "name")
        elif command.kind == "document_delete":
            row["removed_at"] = command.at
    return list(rows.values())


def given_at(commands: Iterable[Command]) -> tuple[dict[tuple[int, int], Command], dict[int, Command]]:
    """Return the command by which each highlight first had each tag, and by which it was first made."""
    pairs: dict[tuple[int, int], Command] = {}
    highlights: dict[int, Command] = {}
    for command in commands:
        number = command.number("highlight_id", "id") if command.kind == "highlight_add" else None
        if number is not None:
            highlights.setdefault(number, command)
            for tag in command.tags:
                pairs.setdefault((number, tag), command)
    return pairs, highlights


def _changes(before: tuple[str, str] | None, path: str, description: str) -> list[str]:
    if before is None:
        return ["add"]
    renamed, redefined = before[0] != path, before[1] != description
    return ["rename"] * renamed + ["redefine"] * redefined


def _first_used(commands: Iterable[Command]) -> dict[int, int | None]:
    used: dict[int, int | None] = {}
    for command in commands:
        for tag in command.tags if command.kind == "highlight_add" else ():
            used.setdefault(tag, command.doc_id)
    return used


def _row(command: Command, tag: int, path: str, change: str) -> Row:
    return {
        "changed_at": command.at, "code_id": _text(tag), "code": path, "change": change, "changed_by": command.by,
    }  # fmt: skip


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
