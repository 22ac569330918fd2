"""What we write is read back; a slip of a writer is seen by the reading or by the quotations, one at a time."""

import re
import zipfile

import pandas as pd
import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.report.refi_qda import write_qdpx
from earlyeval.report.taguette_codebook import write_taguette_codebook
from earlyeval.tidy.coded.anchor import anchored
from earlyeval.tidy.coded.any_tool import read_coded
from earlyeval.tidy.coded.project import FRAMES, project_of
from earlyeval.tidy.coded.refi_qda import read_qdpx

pytestmark = pytest.mark.spec


def guid(number):
    return f"{number:08x}-0000-4000-8000-00000000abcd"


TEXT = "I: How was it? \N{WINE GLASS}\nP1: Caf\u00e9, and cake. We slept."
ROWS = {
    "codes": [
        {"code_id": guid(1), "code": "food", "definition": "Anything eaten.", "is_category": False},
        {"code_id": guid(2), "code": "cake", "parent_id": guid(1), "is_category": False},
        {"code_id": guid(3), "code": "sleep", "is_category": False},
    ],
    "documents": [{"doc_id": guid(number), "name": name, "kind": "text", "text": TEXT}
                  for number, name in ((10, "first"), (11, "second"))],
    "codings": [
        {"coding_id": guid(number), "segment_id": guid(30 + number), "doc_id": guid(10), "medium": "text",
         "start": start, "end": end, "text": TEXT[start:end], "code_id": guid(code), "coder": coder,
         "coded_at": f"2026-03-0{number - 19}T10:00:00Z", "is_by_machine": False}
        for number, start, end, code, coder in ((20, 21, 25, 1, "q1"), (21, 31, 35, 2, "q2"), (22, 37, 46, 3, "q1"))
    ],
    "cases": [{"case_id": guid(40), "case": "A1"}],
    "case_spans": [{"case_id": guid(40), "doc_id": guid(10)}],
    "attributes": [{"subject": "case", "subject_id": guid(40), "attribute": "role", "type": "text", "value": "mother"}],
    "memos": [{"memo_id": guid(50), "subject": "code", "subject_id": guid(3), "name": "n", "text": "Nights."}],
}  # fmt: skip
XML = "project.qde"


def swapped(text, one, other):
    return text.replace(one, "\0").replace(other, one).replace("\0", other)


def shifted(name, by):
    return lambda xml: re.sub(rf'{name}="(\d+)"', lambda found: f'{name}="{int(found[1]) + by}"', xml, count=1)


def users(xml):
    return re.findall(r'<User guid="([^"]+)"', xml)


# What a slip of the writer would make of the project's XML.
SLIPS = {
    "a passage begins one later": shifted("startPosition", 1),
    "a passage begins one earlier": shifted("startPosition", -1),
    "a passage ends one later": shifted("endPosition", 1),
    "places counted in bytes": lambda xml: xml.replace('startPosition="31"', 'startPosition="35"').replace(
        'endPosition="35"', 'endPosition="39"', 1),
    "a GUID given twice": lambda xml: xml.replace(guid(21), guid(20)),
    "two codes with one GUID": lambda xml: xml.replace(f'<Code guid="{guid(3)}"', f'<Code guid="{guid(2)}"'),
    "the other user": lambda xml: swapped(xml, *(f'creatingUser="{one}"' for one in users(xml)[:2])),
    "no user": lambda xml: re.sub(r' creatingUser="[^"]+"', "", xml),
    "a user that is not there": lambda xml: re.sub(r'creatingUser="[^"]+"', f'creatingUser="{guid(99)}"', xml),
    "the other code": lambda xml: swapped(xml, f'CodeRef targetGUID="{guid(1)}"', f'CodeRef targetGUID="{guid(3)}"'),
    "a code that is not there": lambda xml: xml.replace(f'CodeRef targetGUID="{guid(1)}"',
                                                        f'CodeRef targetGUID="{guid(98)}"'),
    "the child above its parent": lambda xml: swapped(xml, f'<Code guid="{guid(1)}"', f'<Code guid="{guid(2)}"'),
    "another definition": lambda xml: xml.replace("Anything eaten.", "Anything."),
    "another day": lambda xml: xml.replace("2026-03-01T10", "2026-03-02T10"),
    "the case in the other document": lambda xml: xml.replace(f'SourceRef targetGUID="{guid(10)}"',
                                                              f'SourceRef targetGUID="{guid(11)}"'),
    "another value of the case": lambda xml: xml.replace(">mother<", ">father<"),
    "a memo less": lambda xml: re.sub(r"<Notes>.*</Notes>", "", xml, flags=re.DOTALL),
    "a coding less": lambda xml: re.sub(r"<Coding .*?</Coding>", "", xml, count=1, flags=re.DOTALL),
}  # fmt: skip


def frames_of(project):
    frames = {name: project.frame(name).drop(columns="path", errors="ignore") for name in FRAMES}
    return {
        name: sorted((tuple(None if pd.isna(cell) else cell for cell in row) for row in frame.astype(object).values),
                     key=repr)
        for name, frame in frames.items()
    }  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Return the members of the file that we write, and what they are when read."""
    path = tmp_path_factory.mktemp("written") / "study.qdpx"
    write_qdpx(project_of("contract", "", ROWS, ()), path)
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return members, frames_of(read_qdpx(path))


def is_seen(members, frames, path):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    try:
        project = read_qdpx(path)
    except ReturnsRefusedError:
        return True
    return frames_of(project) != frames or anchored(project).counts["same"] != len(ROWS["codings"])


def test_what_is_not_changed_is_not_seen(written, tmp_path):
    members, frames = written
    assert not is_seen(members, frames, tmp_path / "same.qdpx")
    assert frames == frames_of(project_of("contract", "", ROWS, ()))


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_the_xml_is_seen(written, tmp_path, slip):
    members, frames = written
    xml = members[XML].decode()
    changed = SLIPS[slip](xml)
    assert changed != xml, "the slip changes nothing"
    assert is_seen(members | {XML: changed.encode()}, frames, tmp_path / "slip.qdpx")


@pytest.mark.parametrize(
    "change", [lambda text: text[1:], lambda text: text.replace("\n", "\r\n"), lambda text: text + " "]
)
def test_a_slip_in_a_text_is_seen(written, tmp_path, change):
    members, frames = written
    name = next(name for name in members if guid(10) in name.lower())
    changed = change(members[name].decode("utf-8-sig"))
    assert is_seen(members | {name: changed.encode()}, frames, tmp_path / "slip.qdpx")


@pytest.mark.parametrize(
    ("one", "other"), [("food", "cake"), ("Anything eaten.", "Anything."), ("sleep", "sleep.night")]
)
def test_a_slip_in_the_sheet_of_tags_is_seen(tmp_path, one, other):
    path = tmp_path / "tags.csv"
    write_taguette_codebook(project_of("contract", "", ROWS, ()), path)
    before = read_coded(path).frame("codes").astype(object).to_numpy().tolist()
    path.write_text(swapped(path.read_text(encoding="utf-8"), one, other), encoding="utf-8")
    assert read_coded(path).frame("codes").astype(object).to_numpy().tolist() != before
