"""REFI-QDA projects (.qdpx) and codebooks (.qdc), as MAXQDA, NVivo, ATLAS.ti, QualCoder and others export them."""

from collections import Counter
from pathlib import Path
from zipfile import is_zipfile

from earlyeval.foundations.suggest import shown
from earlyeval.tidy.coded.archives import Archive, opened, refused
from earlyeval.tidy.coded.project import CodedProject, Loss, project_of
from earlyeval.tidy.coded.refi_qda_book import Book
from earlyeval.tidy.coded.refi_qda_cases import cases_of
from earlyeval.tidy.coded.refi_qda_codes import codes_of, groups_of
from earlyeval.tidy.coded.refi_qda_codings import Codings, coders_of, codings_of
from earlyeval.tidy.coded.refi_qda_notes import memos_of
from earlyeval.tidy.coded.refi_qda_sources import Row, Sources, sources_of
from earlyeval.tidy.coded.refi_qda_texts import Texts
from earlyeval.tidy.coded.refi_qda_xml import LARGEST_XML, parsed
from earlyeval.tidy.coded.sniff import kind_of


def read_qdpx(path: Path) -> CodedProject:
    """Read a REFI-QDA project: texts, codes, codings, cases, variables, groups and memos, and what was lost.

    Parameters
    ----------
    path : Path
        A ``.qdpx`` archive. Recordings, pictures and PDFs in it are not unpacked. The ``.qde`` of one that was
        unpacked is read too; the texts that lay beside it count as lost.

    Notes
    -----
    ``documents.text`` is the text in which the tool counts (line ends included), without a byte order mark. Positions
    are code points from 0, end-exclusive: the standard's own examples are. Texts outside the archive (``relative://``,
    ``absolute://``) are never fetched; they count as lost. ``codings.text`` is the name of a selection where it is a
    quotation, whole or by its beginning, and missing where it is a label.

    Raises
    ------
    ReturnsRefusedError
        The archive or its XML cannot be believed: see ``archives`` and ``refi_qda_xml``; or a reference leads nowhere,
        a GUID stands twice, a selection starts after its end or lies outside its text, or a text cannot be decoded.
        All such places are told at once, by element and number.

    References
    ----------
    REFI-QDA standard 1.5 (2019), https://www.qdasoftware.org
    """
    if _is_bare(path):
        book = Book(parsed(_xml_of(path), kind="project", file=shown(path.name)), file=shown(path.name))
        return _project(book, Texts(book, None))
    with opened(path) as archive:
        name = _project_file(archive)
        tree = parsed(
            archive.read(name, at_most=LARGEST_XML), kind="project", file=archive.file, place="the project's XML"
        )
        book = Book(tree, file=f"{archive.file}, the project's XML")
        return _project(book, Texts(book, archive, name.rpartition("/")[0] + "/" if "/" in name else ""))


def _is_bare(path: Path) -> bool:
    """Say whether a file is the XML of a project without its archive."""
    return path.is_file() and kind_of(path) == "refi-project" and not is_zipfile(path)


def read_qdc(path: Path) -> CodedProject:
    """Read a REFI-QDA codebook (``.qdc``, bare XML): codes with their parents and definitions, and groups of codes.

    Raises
    ------
    ReturnsRefusedError
        Its XML cannot be believed, a reference leads nowhere or a GUID stands twice.
    """
    file = shown(path.name)
    book = Book(parsed(_xml_of(path), kind="codebook", file=file), file=file)
    rows = {"codes": codes_of(book, book.root.find("Codes")), "groups": groups_of(book, {})}
    book.problems.raise_if_any()
    return project_of("refi-qda", (book.root.get("origin") or "").strip(), rows, book.losses())


def _xml_of(path: Path) -> bytes:
    if not path.is_file() or path.stat().st_size > LARGEST_XML:
        raise refused(shown(path.name), "", "is no file, or far too large", "Export it again")
    return path.read_bytes()


def _project(book: Book, texts: Texts) -> CodedProject:
    rows = _rows(book, texts)
    book.problems.raise_if_any()
    return project_of("refi-qda", (book.root.get("origin") or "").strip(), rows, book.losses())


def _project_file(archive: Archive) -> str:
    """Return the member that is the project: ``project.qde`` in any case, or the only ``.qde`` (ATLAS.ti names it so).

    A project that was unpacked and packed again may lie in a folder of the archive.
    """
    found = [name for name in archive.names() if name.lower().endswith(".qde")]
    named = [name for name in found if name.rpartition("/")[2].lower() == "project.qde"]
    candidates = named or found
    highest = min((name.count("/") for name in candidates), default=0)
    candidates = [name for name in candidates if name.count("/") == highest]
    if len(candidates) != 1:
        what = "holds no project (a file ending in .qde)" if not candidates else "holds more than one project"
        raise refused(archive.file, "", what, "Export the project again from the program in which it was coded")
    return candidates[0]


def _rows(book: Book, texts: Texts) -> dict[str, list[Row]]:
    codes = codes_of(book, book.root.find("CodeBook/Codes"))
    coders = coders_of(book)
    sources = sources_of(book, texts)
    codings = codings_of(book, sources, coders)
    cases = cases_of(book, sources, codings)
    memos = memos_of(book, sources, coders, texts)
    groups = groups_of(book, sources.doc_of)
    _take_selections(book, sources, codings, frozenset(cases.selections_used + memos.selections_used))
    for name, count in Counter(graph.tag for graph in book.root.iterfind("Graphs/Graph")).items():
        book.lose(str(name), "drawings are not carried", count)
    return {
        "documents": sources.documents, "turns": sources.turns, "codes": codes, "codings": codings.rows,
        "cases": cases.rows, "case_spans": cases.spans, "attributes": cases.attributes, "memos": memos.rows,
        "groups": groups,
    }  # fmt: skip


def _take_selections(book: Book, sources: Sources, codings: Codings, used: frozenset[str]) -> None:
    """Count the selections: with codings, in use by a case or a note, or else marked and no more."""
    uncoded = 0
    seen = set(used)
    for spot in sources.spots:
        book.take(str(spot.element.tag))
        if spot.element.find("Coding") is None and book.guid(spot.element) not in seen:
            seen.add(book.guid(spot.element))  # ATLAS.ti: the words, and then the area of the page with the same GUID
            codings.of_uncoded(spot)
            uncoded += 1
    if uncoded:
        book.remark(Loss("selections without a code", uncoded, uncoded, "kept as passages that were marked"))
    codings.report_names()
