"""What a workbook holds beside the values of its cells: told of, or allowed for, so that nothing is read by halves."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from defusedxml.ElementTree import fromstring

_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NAMESPACE = re.compile(r"\{.*\}")
_PIECE, _OVERLAP = 1 << 20, 4096
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')
_HIDDEN = (b"1", b"true")
_LARGEST_PART = 16 * 1024 * 1024  # of styles, relations and comments; a larger one is not looked at
_MOST_MERGED = 10_000
_PERCENT = (9, 10)  # the built-in formats 0% and 0.00%


@dataclass(frozen=True)
class Looks:
    """What one sheet shows beyond values: cells by reference ("B7"), rows by number, merged areas as corners.

    ``percents`` show a hundred times what they hold, ``padded`` (reference to width) show zeros that they do not hold.
    """

    percents: frozenset[str] = frozenset()
    padded: dict[str, int] = field(default_factory=dict)
    struck: frozenset[str] = frozenset()
    coloured: frozenset[str] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[tuple[str, int, str, int], ...] = ()
    n_comments: int = 0
    is_hidden: bool = False
    is_linked: bool = False


@dataclass(frozen=True)
class _Styles:
    """Which numbers of a cell's style mean what."""

    percent: frozenset[bytes]
    padded: dict[bytes, int]
    struck: frozenset[bytes]
    coloured: frozenset[bytes]

    def any(self) -> bool:
        return bool(self.percent or self.padded or self.struck or self.coloured)


def looks_of(archive: zipfile.ZipFile, sheet: str) -> Looks:
    """Return what a sheet ("" for the first) shows beyond values; nothing where the archive does not say."""
    found = _member(archive, sheet)
    if found is None:
        return Looks()
    member, state = found
    styles = _styles(archive)
    groups: dict[str, set[str]] = {"percent": set(), "struck": set(), "coloured": set()}
    padded: dict[str, int] = {}
    hidden, merged = set(), {}
    with archive.open(member) as file:
        for piece in _pieces(file):
            hidden.update(_hidden_rows(piece))
            if len(merged) < _MOST_MERGED:
                merged.update(dict.fromkeys(_MERGED.findall(piece)))
            if styles.any():
                _sort_cells(piece, styles, groups, padded)
    names = archive.namelist()
    return Looks(
        frozenset(groups["percent"]), padded, frozenset(groups["struck"]), frozenset(groups["coloured"]),
        frozenset(hidden), tuple((a.decode(), int(b), c.decode(), int(d)) for a, b, c, d in merged),
        _n_comments(archive, member), state in ("hidden", "veryHidden"),
        any(name.startswith("xl/externalLinks/") for name in names),
    )  # fmt: skip


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    tail = b""
    while chunk := file.read(_PIECE):
        yield tail + chunk
        tail = (tail + chunk)[-_OVERLAP:]


def _hidden_rows(piece: bytes) -> Iterator[int]:
    if b"hidden=" not in piece:
        return
    for match in _ROW.finditer(piece):
        said = dict(_ATTRIBUTE.findall(match.group(1)))
        if said.get(b"hidden") in _HIDDEN and said.get(b"r", b"").isdigit():
            yield int(said[b"r"])


def _sort_cells(piece: bytes, styles: _Styles, groups: dict[str, set[str]], padded: dict[str, int]) -> None:
    for match in _CELL.finditer(piece):
        inner = match.group(1)
        if inner.endswith(b"/") or b's="' not in inner:
            continue
        said = dict(_ATTRIBUTE.findall(inner))
        style, place = said.get(b"s", b""), said.get(b"r", b"").decode("ascii", "replace")
        is_number = said.get(b"t", b"n") == b"n"
        if is_number and style in styles.percent:
            groups["percent"].add(place)
        if is_number and style in styles.padded:
            padded[place] = styles.padded[style]
        if style in styles.struck:
            groups["struck"].add(place)
        if style in styles.coloured:
            groups["coloured"].add(place)


def _styles(archive: zipfile.ZipFile) -> _Styles:
    try:
        root = fromstring(_part(archive, "xl/styles.xml"))
    except Exception:  # a workbook without styles, or with broken ones: what is broken is told by the reader
        return _Styles(frozenset(), {}, frozenset(), frozenset())
    formats = {node.get("numFmtId", ""): node.get("formatCode", "") for node in _all(root, "numFmt")}
    fonts = [any(True for _ in _struck(font)) for parent in _all(root, "fonts") for font in parent]
    fills = [_is_coloured(fill) for parent in _all(root, "fills") for fill in parent]
    percent, padded, struck, coloured = set(), {}, set(), set()
    for parent in _all(root, "cellXfs"):
        for number, style in enumerate(parent):
            key, of_number = str(number).encode(), style.get("numFmtId", "0")
            code = formats.get(of_number, "")
            if "%" in code or of_number in map(str, _PERCENT):
                percent.add(key)
            if re.fullmatch(r"0{2,}", code):
                padded[key] = len(code)
            if _at(fonts, style.get("fontId")):
                struck.add(key)
            if _at(fills, style.get("fillId")):
                coloured.add(key)
    return _Styles(frozenset(percent), padded, frozenset(struck), frozenset(coloured))


def _struck(font: Any) -> Iterator[Any]:
    return (node for node in _all(font, "strike") if node.get("val", "1") in ("1", "true"))


def _is_coloured(fill: Any) -> bool:
    patterns = [node for node in _all(fill, "patternFill") if node.get("patternType") == "solid"]
    colours = [colour.get("rgb", "x")[-6:].upper() for node in patterns for colour in _all(node, "fgColor")]
    return any(colour != "FFFFFF" for colour in colours)


def _at(flags: list[bool], place: str | None) -> bool:
    return place is not None and place.isdigit() and int(place) < len(flags) and flags[int(place)]


def _member(archive: zipfile.ZipFile, sheet: str) -> tuple[str, str] | None:
    """Return where a sheet lies in the archive, and its state."""
    try:
        sheets = list(_all(fromstring(_part(archive, "xl/workbook.xml")), "sheet"))
        targets = _targets(archive, "xl/_rels/workbook.xml.rels", "xl")
    except Exception:
        return None
    members = {node.get("name", ""): (targets.get(node.get(_RELATED, ""), ""), node) for node in sheets}
    own = {name: found for name, found in members.items() if "worksheets/" in found[0] or "sheet" in found[0].lower()}
    chosen = own.get(sheet) if sheet else next(iter(own.values()), None)
    if chosen is None or chosen[0] not in archive.namelist():
        return None
    return chosen[0], chosen[1].get("state", "visible")


def _targets(archive: zipfile.ZipFile, rels: str, folder: str) -> dict[str, str]:
    nodes = _all(fromstring(_part(archive, rels)), "Relationship")
    return {node.get("Id", ""): posixpath.normpath(posixpath.join(folder, node.get("Target", ""))).lstrip("/")
            for node in nodes}  # fmt: skip


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > _LARGEST_PART:
        raise ValueError("too large to be looked at")
    return archive.read(name)


def _n_comments(archive: zipfile.ZipFile, member: str) -> int:
    folder, name = posixpath.split(member)
    try:
        parts = _targets(archive, f"{folder}/_rels/{name}.rels", folder).values()
        return sum(
            sum(1 for _ in _all(fromstring(_part(archive, part)), "comment")) for part in parts if "comments" in part
        )
    except Exception:
        return 0


def _all(root: Any, tag: str) -> Iterator[Any]:
    return (node for node in root.iter() if _NAMESPACE.sub("", str(node.tag)) == tag)
