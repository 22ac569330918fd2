"""Taguette projects: the database that the program works in, and the one that it exports.

Taguette counts places in bytes of UTF-8 of the text that its HTML leaves (its ``extract.py``); here they become
characters. It keeps who made a highlight in its log alone, where an exported project says "admin" for everybody.
Source: Taguette 1.5.2, ``extract.py``, ``database/models.py``, ``database/copy.py``.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from earlyeval.tidy.coded.marked_text import BytePlaces, MarkUpError, text_of_html, text_of_snippet
from earlyeval.tidy.coded.project import CodedProject, project_of
from earlyeval.tidy.coded.project_database import ProjectDatabase, project_database
from earlyeval.tidy.coded.tag_paths import codes_of_paths
from earlyeval.tidy.coded.taguette_log import code_changes, code_uses, commands_of, given_at, removed_documents
from earlyeval.tidy.coded.taguette_merges import merges_of
from earlyeval.tidy.coded.taguette_told import losses_of
from earlyeval.tidy.coded.tool_tables import TAGUETTE

Row = dict[str, Any]
_CHOOSE = "Say which one is meant by its number, from 1 in the order of the file"


def read_taguette(path: Path, *, project: int | None = None, separator: str = "") -> CodedProject:
    """Return one project of a Taguette database.

    Parameters
    ----------
    path : Path
        The exported ``.sqlite3`` or the program's own database, whatever it is called.
    project : int, optional
        Which project, from 1 in the order of the file, where it holds several.
    separator : str
        What divides the levels of a tag's path, where the coders agreed on one. Levels that are no tag of their own
        become headings. Without it a tag has a parent only where another tag is its beginning before ".", "/", "::"
        or " > ".

    Notes
    -----
    Offsets become code points, end-exclusive, in ``documents.text``. A boundary inside a character moves to the next
    one, as in Taguette, and is counted. One coding is one highlight with one tag; a highlight without one has no
    ``code_id``. ``coded_at`` is when the log first
    gives the highlight that tag, else when the highlight was made (its tag came by a merge).

    Raises
    ------
    ReturnsRefusedError
        The file is damaged, hostile or no Taguette project; a highlight lies outside its document or names a document
        or tag that is not there; it holds several projects and none was chosen.
    """
    with project_database(path) as database:
        for table, columns in TAGUETTE.items():
            database.need(table, *columns)
        return _project(database, _chosen(database, project), separator)


def _chosen(database: ProjectDatabase, number: int | None) -> Row:
    projects = database.rows("projects", whole=("id",), maybe_words=("name", "description"))
    if not projects:
        raise database.refused("it holds no project", "Export the project again")
    if number is None and len(projects) > 1:
        raise database.refused(f"it holds {len(projects)} projects", _CHOOSE)
    if number is not None and not 1 <= number <= len(projects):
        raise database.refused(f"it holds {len(projects)} projects, and not that one", _CHOOSE)
    return projects[(number or 1) - 1]


def _project(database: ProjectDatabase, project: Row, separator: str) -> CodedProject:
    read = _Reader(database, project["id"])
    commands = commands_of(database, project["id"])
    merges = merges_of(commands, [tag["id"] for tag in read.tags])
    # An exported project, and one on one's own machine, name one user for whatever anybody did.
    knows_coders = len({command.by for command in commands}) > 1
    first, made = given_at(commands)
    codings = []
    for pair in (*read.pairs, *read.untagged):
        command = first.get(pair, made.get(pair[0]))
        at, by = (command.at, command.by) if command else (None, None)
        codings.append(read.coding(pair) | {"coded_at": at, "coder": by if knows_coders else None})
    rows: dict[str, list[Row]] = {
        "documents": [read.document(document) for document in read.documents],
        "codes": codes_of_paths(read.tags, separator=separator),
        "code_changes": code_changes(commands, merges),
        "code_uses": code_uses(commands),
        "removed_documents": removed_documents(commands, [one["id"] for one in read.documents]),
        "codings": codings,
        "memos": _memos(project, read.documents),
    }
    losses = losses_of(
        rows, n_highlights=len(read.highlights), n_untagged=len(read.untagged), n_pictures=read.n_pictures,
        n_moved=read.n_moved, commands=commands, merges=merges,
    )  # fmt: skip
    return project_of("taguette", _made_by(database), rows, losses)


class _Reader:
    """The rows of one project, checked against each other."""

    def __init__(self, database: ProjectDatabase, project: int) -> None:
        self._database, self.n_pictures, self.n_moved = database, 0, 0
        documents = database.rows(
            "documents", whole=("id", "project_id"), words=("name", "contents"), maybe_words=("description", "filename")
        )
        tags = database.rows("tags", whole=("id", "project_id"), words=("path",), maybe_words=("description",))
        self.documents = [row for row in documents if row["project_id"] == project]
        self.tags = [row for row in tags if row["project_id"] == project]
        self._texts = {row["id"]: self._text(row["contents"]) for row in self.documents}
        rows = database.rows(
            "highlights", whole=("id", "document_id", "start_offset", "end_offset"), words=("snippet",)
        )
        if not {row["document_id"] for row in rows} <= {row["id"] for row in documents}:
            raise database.refused("a highlight names a document that is not there")
        self.highlights = self._placed([row for row in rows if row["document_id"] in self._texts])
        self.pairs = self._pairs({row["id"] for row in rows}, {row["id"] for row in tags})
        tagged = {highlight for highlight, _ in self.pairs}
        self.untagged = [(highlight, None) for highlight in self.highlights if highlight not in tagged]

    def document(self, row: Row) -> Row:
        """Return one document."""
        kept = {"doc_id": str(row["id"]), "name": row["name"], "kind": "text", "path": row["filename"]}
        return kept | {"text": self._texts[row["id"]]}

    def coding(self, pair: tuple[int, int | None]) -> Row:
        """Return one tag of one highlight, but for who gave it and when."""
        highlight, tag = pair
        named = (
            {"coding_id": str(highlight)} if tag is None else {"coding_id": f"{highlight}-{tag}", "code_id": str(tag)}
        )
        return (
            self.highlights[highlight]
            | named
            | {"medium": "text", "is_by_machine": False, "segment_id": str(highlight)}
        )

    def _text(self, contents: str) -> str:
        try:
            text, n_pictures = text_of_html(contents)
        except MarkUpError as error:
            raise self._database.refused(f"a document holds {error}, which Taguette never leaves there") from None
        self.n_pictures += n_pictures
        return text

    def _placed(self, rows: Sequence[Row]) -> dict[int, Row]:
        kept: dict[int, Row] = {}
        of_document: dict[int, list[Row]] = {}
        for row in rows:
            of_document.setdefault(row["document_id"], []).append(row)
        for document, own in of_document.items():
            places = BytePlaces(self._texts[document])
            kept |= {row["id"]: self._span(row, places) for row in own}
        return kept

    def _span(self, row: Row, places: BytePlaces) -> Row:
        start, end = row["start_offset"], row["end_offset"]
        if not 0 <= start < end <= places.n_bytes:
            raise self._database.refused("a highlight lies outside its document, or ends before it begins")
        text = self._texts[row["document_id"]]
        span = {"start": places.character(start), "end": places.character(end)}
        try:
            quoted = text_of_snippet(row["snippet"])
        except MarkUpError as error:
            raise self._database.refused(f"a highlight holds {error}, which Taguette never leaves there") from None
        if places.is_inside(start) or places.is_inside(end):
            self.n_moved += 1
            if quoted != text[span["start"] : span["end"]]:
                raise self._database.refused("a highlight begins or ends inside a character, and holds other words")
        return {"doc_id": str(row["document_id"]), **span, "text": quoted}

    def _pairs(self, highlights: set[int], tags: set[int]) -> list[tuple[int, int]]:
        own, pairs = {tag["id"] for tag in self.tags}, []
        for row in self._database.rows("highlight_tags", whole=("highlight_id", "tag_id"), order="highlight_id"):
            highlight, tag = row["highlight_id"], row["tag_id"]
            if highlight not in highlights or tag not in tags:
                raise self._database.refused("a highlight or a tag that is paired with the other is not there")
            if (highlight in self.highlights) != (tag in own):
                raise self._database.refused("a highlight of one project has a tag of another")
            if highlight in self.highlights:
                pairs.append((highlight, tag))
        if len(set(pairs)) != len(pairs):
            raise self._database.refused("a highlight has the same tag twice")
        return sorted(pairs)


def _memos(project: Row, documents: Sequence[Mapping[str, Any]]) -> list[Row]:
    said = [("project", "", project["description"])]
    said += [("document", str(document["id"]), document["description"]) for document in documents]
    kept = [(subject, number, text) for subject, number, text in said if text and text.strip()]
    return [
        {"memo_id": f"description-{place}", "subject": subject, "subject_id": number, "name": "Description",
         "text": text}
        for place, (subject, number, text) in enumerate(kept, start=1)
    ]  # fmt: skip


def _made_by(database: ProjectDatabase) -> str:
    found = database.rows("alembic_version", maybe_words=("version_num",), order="version_num")
    version = found[0]["version_num"] if found else None
    return f"Taguette, schema {version}" if version and version.isalnum() else "Taguette"
