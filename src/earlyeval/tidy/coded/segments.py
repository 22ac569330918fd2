"""Plain sheets of coded segments: one row for each segment, or for each segment and code."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path, PurePath
from typing import Any

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded.project import AT_MOST_CODINGS, CodedProject, Loss, project_of
from earlyeval.tidy.coded.qualcoder import MACHINE, SPEAKERS
from earlyeval.tidy.coded.segment_shapes import SegmentShape, shape_of
from earlyeval.tidy.coded.tag_paths import codes_of_paths
from earlyeval.tidy.problems import Problems
from earlyeval.tidy.readers.delimited import read_delimited
from earlyeval.tidy.readers.sheet import Sheet
from earlyeval.tidy.readers.workbook import read_workbook

Row = dict[str, Any]
_YES = ("true", "1", "yes", "x")
_NO = ("", "false", "0", "no")
_MEDIA = {"imid:": "picture", "avid:": "time"}
_BLANKS_AND_BULLETS = " \t\r\n\N{NO-BREAK SPACE}\N{BLACK CIRCLE}\N{WHITE CIRCLE}\N{BULLET}"
_ZIP = b"PK\x03\x04"
_PLACES = "the sheet says in which paragraph or page, or nothing; the words are looked for in the transcripts"
_NO_CODE = "kept as a quotation that nobody coded"
_SPEAKER = "marks of who is speaking are no themes; read the project itself to have them as turns"
_EMPTY = "a row without words is no quotation"
_COLUMNS = "columns of weights, sizes and settings are not analysed"


def read_segments(
    path: Path, *, shape: SegmentShape | None = None, texts: Mapping[str, str] | None = None
) -> CodedProject:
    """Return the segments of a sheet in CSV or a workbook.

    Parameters
    ----------
    path : Path
        The sheet; of a workbook the first that is not empty.
    shape : SegmentShape, optional
        Where everything stands; left out, the headers must be those of a known export.
    texts : mapping, optional
        The transcripts by the name of their document. Without them quotations cannot be verified.

    Raises
    ------
    ReturnsRefusedError
        The sheet cannot be read, its headers are not known, or a cell that says yes or no says something else.
    """
    sheet = sheet_of(path)
    shape = shape or shape_of(sheet.headers)
    if shape is None:
        raise ReturnsRefusedError(
            f"{path.name}: its headers are those of no export that is known. Declare in registry/returns, under "
            "'format: coded_project' and 'columns', which column holds the document, the text and the code."
        )
    for wanted in ("document", "text", "code"):
        if shape.place(wanted, sheet.headers) is None and not (wanted == "code" and shape.code_columns):
            raise ReturnsRefusedError(f"{path.name}: no column holds the {wanted}. Correct the declaration.")
    codings = list(islice(_codings(sheet, shape, path.name), AT_MOST_CODINGS + 1))
    if len(codings) > AT_MOST_CODINGS:
        raise ReturnsRefusedError(f"{path.name}: it holds more than {AT_MOST_CODINGS} segments. Divide it.")
    rows = {
        "documents": _documents(codings, texts or {}),
        "codes": codes_of_paths(
            [{"id": code, "path": code, "description": ""} for code in _different(codings, "code_id")],
            separator=_separator(codings, shape),
        ),
        "codings": [{name: cell for name, cell in row.items() if name not in ("group", "name")} for row in codings],
        "groups": _groups(codings),
    }
    return project_of("segments", shape.name, rows, _losses(sheet, shape, rows))


def sheet_of(path: Path) -> Sheet:
    """Return the cells of a sheet in CSV or a workbook, whatever the file is called.

    Raises
    ------
    ReturnsRefusedError
        It cannot be read.
    """
    problems = Problems()
    with path.open("rb") as file:
        is_workbook = file.read(len(_ZIP)) == _ZIP
    read = read_workbook if is_workbook else read_delimited
    sheet = read(path, name=path.name, problems=problems)
    problems.raise_if_any()
    if sheet is None:
        raise ReturnsRefusedError(f"{path.name}: the sheet cannot be read. Export it again as CSV UTF-8.")
    return sheet


def _codings(sheet: Sheet, shape: SegmentShape, name: str) -> Iterator[Row]:
    """Give one coding for each row and code; the rows of marked speakers and rows without words are left out."""
    by_column = shape.codes_by_column(sheet.headers)
    for number, cells in enumerate(zip(*sheet.columns, strict=True)):
        row = _segment(cells, sheet, shape, number)
        if row["coder"] == SPEAKERS or (row["medium"] == "text" and not row["text"]):
            continue
        codes = _codes(cells, shape, sheet.headers, by_column, name) or [None]
        for place, code in enumerate(codes, start=1):
            ending = f"-{place}" if len(codes) > 1 else ""
            yield row | {"coding_id": f"{number + 1}{ending}", "code_id": code}


def _segment(cells: tuple[str, ...], sheet: Sheet, shape: SegmentShape, number: int) -> Row:
    def cell(wanted: str) -> str | None:
        place = shape.place(wanted, sheet.headers)
        return (cells[place] or None) if place is not None else None

    own, group, document = cell("coding_id"), cell("group"), cell("document") or ""
    medium = next((kind for mark, kind in _MEDIA.items() if (own or "").startswith(mark)), "text")
    return {
        # Two documents of different groups may have one name.
        "doc_id": f"{group}/{document}" if group else document, "name": document, "group": group, "medium": medium,
        "text": cell("text") if medium == "text" else None, "coder": cell("coder"), "coded_at": cell("coded_at"),
        "memo": cell("memo"), "is_by_machine": cell("coder") == MACHINE, "segment_id": own or f"row-{number + 1}",
        "start": _whole(cell("start"), sheet), "end": _whole(cell("end"), sheet),
    }  # fmt: skip


def _whole(text: str | None, sheet: Sheet) -> int | None:
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise ReturnsRefusedError(f"{sheet.file}: a place is no whole number. Correct the sheet or its declaration.")
    return int(text)


def _codes(
    cells: tuple[str, ...], shape: SegmentShape, headers: tuple[str, ...], by_column: Mapping[int, str], name: str
) -> list[str]:
    if by_column:
        said = {place: cells[place].strip().lower() for place in by_column}
        if not set(said.values()) <= {*_YES, *_NO}:
            raise ReturnsRefusedError(f"{name}: a column of a code holds something else than True and False.")
        return [code for place, code in by_column.items() if said[place] in _YES]
    place = shape.place("code", headers)
    codes = [cells[place]] if place is not None else []
    for mark in shape.between:
        codes = [part for code in codes for part in code.split(mark)]
    named = (code.strip(_BLANKS_AND_BULLETS) for code in codes)  # ATLAS.ti may write a bullet in a code's colour
    return list(dict.fromkeys(code for code in named if code))


def _separator(codings: list[Row], shape: SegmentShape) -> str:
    """Return what divides the levels of codes: what is declared, else the mark that MAXQDA writes, where it does."""
    if shape.separator or not shape.name.startswith("MAXQDA"):
        return shape.separator
    codes = _different(codings, "code_id")
    return next((mark for mark in (" > ", "\\") if any(mark in code for code in codes)), "")


def _documents(codings: list[Row], texts: Mapping[str, str]) -> list[Row]:
    known = {PurePath(name).stem: text for name, text in texts.items()} | dict(texts)
    names = {row["doc_id"]: row["name"] for row in codings}
    return [
        {"doc_id": doc_id, "name": name, "kind": "text", "text": known.get(name, known.get(PurePath(name).stem))}
        for doc_id, name in names.items()
    ]


def _groups(codings: list[Row]) -> list[Row]:
    pairs = dict.fromkeys((row["group"], row["doc_id"]) for row in codings if row["group"])
    return [{"group_id": group, "group": group, "member": "document", "member_id": doc} for group, doc in pairs]


def _different(codings: list[Row], column: str) -> list[str]:
    return [cell for cell in dict.fromkeys(row[column] for row in codings) if cell is not None]


def _losses(sheet: Sheet, shape: SegmentShape, rows: Mapping[str, list[Row]]) -> list[Loss]:
    codings = rows["codings"]
    n_segments = len(_different(codings, "segment_id"))
    uncoded = sum(row["code_id"] is None for row in codings)
    known = [getattr(shape, wanted) for wanted in ("document", "text", "code", "group", "coder", "coded_at", "memo")]
    read = {header for headers in (*known, shape.coding_id, shape.start, shape.end) for header in headers}
    by_column = shape.codes_by_column(sheet.headers)
    others = [head for place, head in enumerate(sheet.headers) if head not in read and place not in by_column]
    speakers = sum(coder == SPEAKERS for coder in sheet.columns[place]) if (
        place := shape.place("coder", sheet.headers)
    ) is not None else 0  # fmt: skip
    placed = sum(row["start"] is not None for row in codings)
    words = shape.place("text", sheet.headers)
    empty = int((sheet.columns[words] == "").sum()) if words is not None else 0
    why = "; ".join(filter(None, [_SPEAKER if speakers else "", _EMPTY if empty else ""]))
    told = [
        Loss("documents", len(rows["documents"]), len(rows["documents"])),
        Loss("rows of the sheet", len(sheet), len(sheet) - speakers - empty, why),
        Loss("segments", n_segments, n_segments),
        Loss("segments without a code", uncoded, uncoded, _NO_CODE),
        Loss("codings", len(codings) - uncoded, len(codings) - uncoded),
        Loss("places in the text", len(codings), placed, _PLACES if placed < len(codings) else ""),
        Loss("further columns", len(others), 0, _COLUMNS),
    ]
    return [loss for loss in told if loss.held]
