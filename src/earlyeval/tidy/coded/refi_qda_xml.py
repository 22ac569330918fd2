"""The XML of a REFI-QDA project or codebook as a tree of plain names, each element numbered among its like.

Nothing is resolved, nothing is fetched, and a tree that would fill the machine is refused while it grows.
"""

import re
from collections import Counter
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded.archives import refused

LARGEST_XML = 64 * 2**20
AT_MOST_ELEMENTS = 250_000  # some eighty thousand codings
AT_MOST_ATTRIBUTES = 1_250_000
AT_MOST_DEPTH = 200
# Attribute that holds the element's number; the name is one that no document can have.
NUMBER = "{}number"
# 1.0 is the standard of 2019. ATLAS.ti 9 writes codebook:0:4, NVivo 12 for Mac codebook:1:0, Transana project:0:10.
_NAMESPACE = re.compile(r"urn:QDA-XML:(project|codebook):(0[.:]\d{1,2}|1[.:]0|1[.:]5)")
STANDARD_VERSION = "1.0"
_EXPORT_AGAIN = "Export it again from the program in which it was coded"


@dataclass(frozen=True)
class Tree:
    """A parsed file: its root, how many elements of each name it held, and the version that its namespace names."""

    root: Element
    counts: Counter[str]
    version: str


class _StopError(Exception):
    """The tree grew beyond what an honest file holds, or is not of this standard."""


class _Growing(TreeBuilder):
    """Builds the tree with plain names, numbers its elements and stops when it grows too large."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.counts: Counter[str] = Counter()
        self.version = ""
        self._kind, self._depth, self._elements, self._attributes = kind, 0, 0, 0

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        if not self.version:
            self._recognise(tag)
        self._depth += 1
        self._elements += 1
        self._attributes += len(attributes)
        if self._depth > AT_MOST_DEPTH:
            raise _StopError(f"nests elements more than {AT_MOST_DEPTH} deep")
        if self._elements > AT_MOST_ELEMENTS or self._attributes > AT_MOST_ATTRIBUTES:
            raise _StopError(f"holds more than {AT_MOST_ELEMENTS} elements or {AT_MOST_ATTRIBUTES} attributes")
        name = self._plain(tag)
        self.counts[name] += 1
        attributes[NUMBER] = str(self.counts[name])
        return super().start(name, attributes)

    def end(self, tag: str) -> Element:
        self._depth -= 1
        return super().end(self._plain(tag))

    def _plain(self, tag: str) -> str:
        """Return a tag without the standard's namespace; a codebook in a project may stand in one of its own."""
        space, mark, name = tag.removeprefix("{").rpartition("}")
        return name if mark and _NAMESPACE.fullmatch(space) else tag

    def _recognise(self, tag: str) -> None:
        space, _, name = tag.removeprefix("{").rpartition("}")
        known = _NAMESPACE.fullmatch(space)
        wanted = {"project": "Project", "codebook": "CodeBook"}[self._kind]
        # A codebook may stand in the namespace of projects: QualCoder's importer has met such.
        if not known or known[1] not in (self._kind, "project") or name != wanted:
            raise _StopError(
                f"is no REFI-QDA {self._kind}: its root is not {wanted} in the namespace urn:QDA-XML:{self._kind}:1.0"
            )
        self.version = known[2].replace(":", ".")


def parsed(data: bytes, *, kind: str, file: str, place: str = "") -> Tree:
    """Return the tree of a REFI-QDA file.

    Parameters
    ----------
    data : bytes
        The file's bytes; its own declaration says whether they are UTF-8 or UTF-16.
    kind : str
        "project" or "codebook": which root and which namespace are asked for.
    file, place : str
        What messages call it.

    Raises
    ------
    ReturnsRefusedError
        It is not well-formed, declares a document type or entities, is of another namespace, or grows too large.
    """
    if len(data) > LARGEST_XML:
        raise refused(file, place, f"has more than {LARGEST_XML // 2**20} MB of XML", "Divide the project")
    tree = _Growing(kind)
    parser = DefusedXMLParser(target=tree, forbid_dtd=True)
    try:
        parser.feed(data)
        root = parser.close()
    except _StopError as stop:
        raise refused(file, place, str(stop), _EXPORT_AGAIN) from None
    except ParseError as error:
        raise _not_well_formed(error, file, place) from None
    except DefusedXmlException:
        found = "declares a document type or entities, which no REFI-QDA file needs"
        raise refused(file, place, found, _EXPORT_AGAIN) from None
    except (ValueError, LookupError):  # an encoding that nobody knows, or bytes that are not of it
        raise refused(file, place, "is not in the encoding that it declares", _EXPORT_AGAIN) from None
    return Tree(root, tree.counts, tree.version)


def _not_well_formed(error: ParseError, file: str, place: str) -> ReturnsRefusedError:
    line, column = error.position
    return refused(file, place, f"is no well-formed XML at line {line}, column {column + 1}", _EXPORT_AGAIN)


def number_of(element: Element) -> int:
    """Return which element of its name in the file this is, counted from 1 in the file's order."""
    return int(element.get(NUMBER, "0"))
