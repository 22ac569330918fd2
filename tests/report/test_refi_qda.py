"""What we write as REFI-QDA is valid, loses nothing that it has room for, and is the same file each time."""

import os
import stat
import uuid
import zipfile
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earlyeval.foundations.errors import UnusableArgumentError
from earlyeval.foundations.paths import CLONE
from earlyeval.report.refi_qda import write_qdpx
from earlyeval.report.refi_qda_codebook import write_qdc
from earlyeval.tidy.coded.project import FRAMES, project_of
from earlyeval.tidy.coded.refi_qda import read_qdc, read_qdpx

pytestmark = pytest.mark.spec

SCHEMAS = Path(os.environ.get("EARLYEVAL_REFI_QDA") or CLONE.parent / "shared" / "refi-qda")
NO_SCHEMA = "the REFI-QDA schemas are not here; EARLYEVAL_REFI_QDA names the folder that holds them"
# Where the file lay is another place after writing.
NOT_THE_SAME = {"documents": ["path"]}

words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
names = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\t\n\r\N{WINE GLASS}"),
    min_size=1,
    max_size=12,
).filter(str.strip)
moments = st.none() | st.datetimes().map(lambda when: when.replace(microsecond=0).isoformat() + "Z")
coders = st.none() | st.sampled_from(["A. Coder", "second & coder", "\N{WINE GLASS}"])


def a_guid(kind: str, *parts: object) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{kind} {parts}"))


@st.composite
def coded_projects(draw):
    """Any project that the standard has room for, its ids being GUIDs."""
    n_codes, n_documents = draw(st.integers(1, 6)), draw(st.integers(0, 3))
    codes = [
        {
            "code_id": a_guid("code", number), "code": draw(names), "definition": draw(st.none() | names),
            "parent_id": a_guid("code", draw(st.integers(0, number - 1))) if number and draw(st.booleans()) else None,
            "is_category": draw(st.booleans()),
        }
        for number in range(n_codes)
    ]  # fmt: skip
    documents = [
        {"doc_id": a_guid("doc", number), "name": draw(st.none() | names), "text": draw(words),
         "kind": draw(st.sampled_from(["text", "pdf", "picture", "audio", "video"]))}
        for number in range(n_documents)
    ]  # fmt: skip
    codings, spans, memos, attributes = [], [], [], []
    cases = [{"case_id": a_guid("case", number), "case": draw(names)} for number in range(draw(st.integers(0, 2)))]
    for document in documents:
        for passage in range(draw(st.integers(0, 4))):
            codings += draw(passages(document, passage, n_codes))
        for case in cases:
            if draw(st.booleans()):
                spans.append(
                    {"case_id": case["case_id"], "doc_id": document["doc_id"], **draw(places(document["text"]))}
                )
        memos.append({"subject": "document", "subject_id": document["doc_id"]})
        memos.append({"subject": "span", "doc_id": document["doc_id"], **draw(places(document["text"]))})
        attributes.append({"subject": "document", "subject_id": document["doc_id"], "value": draw(st.none() | names)})
    memos += [{"subject": "project"}, {"subject": "code", "subject_id": codes[0]["code_id"]}]
    memos += [{"subject": "case", "subject_id": case["case_id"]} for case in cases]
    for number, memo in enumerate(memos):
        memo |= {"memo_id": a_guid("memo", number), "name": draw(st.none() | names), "text": draw(words)}
        memo |= {"written_by": draw(coders), "written_at": draw(moments)}
    attributes += [
        {"subject": "case", "subject_id": case["case_id"], "value": draw(words.filter(fits))} for case in cases
    ]
    for attribute in attributes:
        attribute |= {"attribute": "role", "type": "text"}
    groups = [
        {"group_id": a_guid("group"), "group": "G", "member": "document", "member_id": document["doc_id"]}
        for document in documents
    ]
    rows = {"codes": codes, "documents": documents, "codings": codings, "cases": cases, "case_spans": spans,
            "memos": memos, "attributes": attributes, "groups": groups}  # fmt: skip
    return project_of("contract", "", rows, ())


def fits(text: str) -> bool:
    return all(letter in "\t\n\r" or letter >= " " for letter in text) and "\ufffe" not in text and "\uffff" not in text


@st.composite
def places(draw, text):
    start = draw(st.integers(0, len(text)))
    return {"start": start, "end": draw(st.integers(start, len(text)))}


@st.composite
def passages(draw, document, passage, n_codes):
    """One passage with codings of several coders, in time where the document is a recording, or in its text."""
    segment = a_guid("segment", document["doc_id"], passage)
    place = {"medium": "text", "begin_ms": None, "end_ms": None, **draw(places(document["text"]))}
    quoted = document["text"][place["start"] : place["end"]]
    if document["kind"] in ("audio", "video") and draw(st.booleans()):
        place, quoted = {"medium": "time", "begin_ms": 5, "end_ms": draw(st.integers(5, 10**7))}, ""
    common = {
        "doc_id": document["doc_id"], "segment_id": segment, **place, "memo": draw(st.none() | names),
        "text": quoted if quoted and fits(quoted) and draw(st.booleans()) else None,
    }  # fmt: skip
    return [
        {
            **common, "coding_id": a_guid("coding", segment, number), "coder": draw(coders), "coded_at": draw(moments),
            "code_id": a_guid("code", draw(st.integers(0, n_codes - 1))), "is_by_machine": False,
        }
        for number in range(draw(st.integers(1, 3)))
    ]  # fmt: skip


def frames_of(project, *, leave_out=NOT_THE_SAME):
    """Every frame as rows in an order that no writing changes."""
    found = {}
    for name in FRAMES:
        frame = project.frame(name).drop(columns=leave_out.get(name, []))
        rows = [tuple(None if pd.isna(cell) else cell for cell in row) for row in frame.astype(object).values]
        found[name] = sorted(rows, key=repr)
    return found


@cache
def schema(kind: str):
    import xmlschema

    return xmlschema.XMLSchema10(SCHEMAS / f"{kind}.xsd")


def validated(kind: str, xml: str) -> list[object]:
    if not (SCHEMAS / f"{kind}.xsd").is_file():
        pytest.skip(NO_SCHEMA)
    return list(schema(kind).iter_errors(xml))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(project=coded_projects())
def test_what_is_written_reads_back_the_same(project, tmp_path_factory):
    path = tmp_path_factory.mktemp("qdpx") / "study.qdpx"
    losses = write_qdpx(project, path)
    assert not [line for line in losses if line.lost]
    assert frames_of(read_qdpx(path)) == frames_of(project)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(project=coded_projects())
def test_what_is_written_is_valid(project, tmp_path_factory):
    path = tmp_path_factory.mktemp("qdpx") / "study.qdpx"
    write_qdpx(project, path)
    with zipfile.ZipFile(path) as archive:
        assert validated("Project", archive.read("project.qde").decode()) == []
    write_qdc(project, path.with_suffix(".qdc"))
    assert validated("Codebook", path.with_suffix(".qdc").read_text("utf-8")) == []


@settings(max_examples=50, deadline=None, derandomize=True)
@given(project=coded_projects())
def test_a_codebook_reads_back_the_same(project, tmp_path_factory):
    path = tmp_path_factory.mktemp("qdc") / "study.qdc"
    write_qdc(project, path)
    assert frames_of(read_qdc(path))["codes"] == frames_of(project)["codes"]


def test_ids_of_other_programs_become_guids_that_come_again(tmp_path):
    rows = {
        "codes": [{"code_id": "1", "code": "One"}, {"code_id": "2", "code": "Two", "parent_id": "1"}],
        "documents": [{"doc_id": "1", "name": "A", "kind": "text", "text": "some words"}],
        "codings": [
            {"coding_id": "1", "doc_id": "1", "medium": "text", "start": 5, "end": 10, "code_id": code, "text": "words"}
            for code in ("1", "2")
        ],
    }
    project = project_of("taguette", "", rows, ())
    write_qdpx(project, tmp_path / "study.qdpx")
    first = (tmp_path / "study.qdpx").read_bytes()
    write_qdpx(project, tmp_path / "study.qdpx")
    assert (tmp_path / "study.qdpx").read_bytes() == first
    assert stat.S_IMODE((tmp_path / "study.qdpx").stat().st_mode) == 0o600
    read = read_qdpx(tmp_path / "study.qdpx")
    assert read.frame("codings")["coding_id"].nunique() == 2
    codes = read.frame("codes").set_index("code")
    assert codes.loc["Two", "parent_id"] == codes.loc["One", "code_id"]
    write_qdpx(read, tmp_path / "again.qdpx")
    assert frames_of(read_qdpx(tmp_path / "again.qdpx"), leave_out={}) == frames_of(read, leave_out={})


def test_what_the_standard_has_no_room_for_is_counted(tmp_path):
    rows = {
        "codes": [{"code_id": "a", "code": "A", "parent_id": "b"}, {"code_id": "b", "code": "B", "parent_id": "a"}],
        "documents": [{"doc_id": "1", "kind": "text", "text": "words"}, {"doc_id": "2", "kind": "picture"}],
        "turns": [{"doc_id": "1", "turn": 1, "speaker_id": "P1"}],
        "code_changes": [{"code_id": "a", "change": "add"}],
        "codings": [
            {"coding_id": "1", "doc_id": "1", "medium": "text", "start": 3, "end": 9, "code_id": "a"},
            {"coding_id": "2", "doc_id": "gone", "medium": "text", "start": 0, "end": 1, "code_id": "a"},
            {"coding_id": "3", "doc_id": "1", "medium": "text", "start": 0, "end": 1, "code_id": "unknown"},
            {"coding_id": "4", "doc_id": "1", "medium": "time", "begin_ms": 0, "end_ms": 1, "code_id": "a"},
            {"coding_id": "5", "doc_id": "2", "medium": "picture", "code_id": "b", "coded_at": "soon", "memo": "m"},
        ],
        "attributes": [
            {"subject": "document", "subject_id": "1", "attribute": "age", "type": "integer", "value": "ten"},
        ],
        "memos": [{"memo_id": "1", "subject": "code", "subject_id": "zz", "text": "t"}],
    }  # fmt: skip
    path = tmp_path / "study.qdpx"
    losses = {line.element: line for line in write_qdpx(project_of("contract", "", rows, ()), path)}
    lost = {name: line.lost for name, line in losses.items() if line.lost}
    assert lost == {
        "codings": 4, "turns": 1, "code changes": 1, "places in pictures": 1, "dates of coding": 1, "variables": 1,
        "memos": 1,
    }  # fmt: skip
    assert losses["codes under a heading that is not there"].held == 2
    read = read_qdpx(path)
    assert read.frame("codings")[["medium", "coder"]].fillna("").values.tolist() == [["document", ""]]
    assert read.frame("memos")[["subject", "text"]].values.tolist() == [["coding", "m"]]
    assert read.frame("attributes")[["type", "value"]].values.tolist() == [["text", "ten"]]


def test_a_program_that_coded_stays_a_program(tmp_path):
    coding = {
        "coding_id": "1",
        "doc_id": "1",
        "medium": "document",
        "code_id": "a",
        "coder": "Robot",
        "is_by_machine": True,
    }
    rows = {
        "codes": [{"code_id": "a", "code": "A"}], "documents": [{"doc_id": "1", "kind": "text", "text": ""}],
        "codings": [coding],
    }  # fmt: skip
    write_qdpx(project_of("qualcoder", "", rows, ()), tmp_path / "study.qdpx")
    assert read_qdpx(tmp_path / "study.qdpx").frame("codings")["is_by_machine"].tolist() == [True]


def test_without_a_code_there_is_no_codebook(tmp_path):
    with pytest.raises(UnusableArgumentError, match="at least one"):
        write_qdc(project_of("contract", "", {}, ()), tmp_path / "study.qdc")
