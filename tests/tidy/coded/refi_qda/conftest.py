"""Small REFI-QDA projects in the dialects of the programs, with made-up words, and where the standard's schemas lie."""

import os
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from earlyeval.foundations.paths import CLONE

SCHEMAS = Path(os.environ.get("EARLYEVAL_REFI_QDA") or CLONE.parent / "shared" / "refi-qda")
PARTS = ("users", "codes", "variables", "cases", "sources", "notes", "links", "sets", "graphs")
WRAPPED = {"codes": "<CodeBook><Codes>{}</Codes></CodeBook>"}


def guid(number: int | str) -> str:
    """The GUID that stands for a number in these tests."""
    return f"{int(str(number), 16):08x}-0000-4000-8000-00000000abcd"


def element(tag: str, inside: str = "", /, **attributes: object) -> str:
    """An element with its attributes, in which ``g`` stands for ``guid`` made of a number."""
    given = {("guid" if key == "g" else key): guid(value) if key == "g" else value for key, value in attributes.items()}
    written = "".join(f" {key}={quoteattr(str(value))}" for key, value in given.items() if value is not None)
    return f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>"


def refers(name: str, number: int | str) -> str:
    """A reference to the thing of a number."""
    return f'<{name} targetGUID="{guid(number)}"/>'


def coding(number: int | str, code: int | str, *, user: int | str | None = None, notes: str = "") -> str:
    """A coding with a code."""
    return element("Coding", refers("CodeRef", code) + notes, g=number, creatingUser=guid(user) if user else None)


def words(number: int | str, start: int, end: int, name: str | None = None, inside: str = "", **others: object) -> str:
    """A selection of words."""
    return element("PlainTextSelection", inside, g=number, name=name, startPosition=start, endPosition=end, **others)


def project(*, origin: str = "", version: str = "1.0", rest: str = "", **parts: str) -> str:
    """The XML of a project, its parts in the order of the standard."""
    written = ""
    for part in PARTS:
        if parts.get(part):
            tag = part.capitalize()
            written += WRAPPED.get(part, f"<{tag}>{{}}</{tag}>").format(parts[part])
    head = f' origin="{origin}"' if origin else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<Project xmlns="urn:QDA-XML:project:{version}" name="made up"{head}>{written}{rest}</Project>'
    )


class Builder:
    """What the tests write projects with."""

    guid = staticmethod(guid)
    element = staticmethod(element)
    refers = staticmethod(refers)
    coding = staticmethod(coding)
    words = staticmethod(words)
    project = staticmethod(project)
    user = staticmethod(lambda number, name: element("User", g=number, name=name))
    code = staticmethod(lambda number, name, inside="", codable="true": element(
        "Code", inside, g=number, name=name, isCodable=codable))  # fmt: skip

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def pack(self, members: Mapping[str, str | bytes], name: str = "made-up.qdpx") -> Path:
        """An archive of these members."""
        path = self.folder / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                archive.writestr(member, content)
        return path

    def qdpx(self, xml: str, texts: Mapping[str, str | bytes] | None = None, *, member: str = "project.qde") -> Path:
        """A project of this XML and these files of text."""
        return self.pack({member: xml, **(texts or {})})


@pytest.fixture
def refi(tmp_path: Path) -> Builder:
    """A builder of projects that writes into a folder of the test's own."""
    return Builder(tmp_path)


@pytest.fixture(scope="session")
def schema() -> Callable[[str], object]:
    """The standard's schema of a project or a codebook; a test that needs it is skipped where it is not at hand."""
    import xmlschema

    def of(kind: str) -> object:
        path = SCHEMAS / f"{kind}.xsd"
        if not path.is_file():
            pytest.skip("the REFI-QDA schemas are not here; EARLYEVAL_REFI_QDA names the folder that holds them")
        return xmlschema.XMLSchema10(path)

    return of
