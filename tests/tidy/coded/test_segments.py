"""Sheets of coded segments of several programs, by their headers and by declaration."""

import csv

import openpyxl
import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.registry.coded_returns import SegmentColumns
from earlyeval.tidy.coded.anchor import anchored
from earlyeval.tidy.coded.any_tool import read_coded
from earlyeval.tidy.coded.segment_shapes import declared_shape
from earlyeval.tidy.coded.segments import read_segments

pytestmark = pytest.mark.spec

TEXTS = {"talk.txt": "P1: Caf\u00e9 and cake.\nP2: We slept."}
MAXQDA = (
    ("Color", "Comment", "Document group", "Document name", "Code", "Beginning", "End", "Weight score", "Segment",
     "Author", "Creation date"),
    ("", "", "Parents", "talk", "Day > Food", "1", "1", "0", "Caf\u00e9 and  cake.", "bronwen", "2026-03-01 10:00"),
    ("", "Well.", "Parents", "talk", "Day > Sleep", "2", "2", "0", "We slept.", "carys", "2026-03-02 10:00"),
)  # fmt: skip
DEDOOSE = (
    ("Media Title", "Excerpt Range", "Excerpt Creator", "Excerpt Date", "Excerpt Copy", "Codes Applied Combined",
     "Code: Day Applied", "Code: Day\\Food Applied", "Code: Day\\Food Weight", "Descriptor: Role"),
    ("talk.txt", "4-18", "bronwen", "3/1/2026", "Caf\u00e9 and cake.", "Day, Food", "True", "True", "2", "Mother"),
    ("talk.txt", "23-32", "bronwen", "3/1/2026", "We slept.", "Day", "True", "False", "", "Mother"),
)  # fmt: skip
ATLAS = (
    ("ID", "Quotation Name", "Document", "Document Groups", "Quotation Content", "Codes", "Reference", "Comment",
     "Created by"),
    ("1:1", "Cake", "talk.txt", "", "Caf\u00e9 and cake.", "Food\nDay", "\u00b6 1", "", "bronwen"),
    ("1:2", "Sleep", "talk.txt", "", "We slept.", "", "\u00b6 2", "", "bronwen"),
)  # fmt: skip
QUALCODER = (
    ("File", "Coder", "Coded", "Id", "Codename", "Coded_Memo", "Category", "Category", "FileVar_place"),
    ("talk.txt", "bronwen", "Caf\u00e9 and cake.", "ctid:1", "food", "", "Day", "", "hall"),
    ("talk.txt", "AI Agent", "We slept.", "ctid:2", "sleep", "Sleep.", "", "", "hall"),
    ("talk.txt", "\N{PUSHPIN} Speaker coding", "We slept.", "ctid:3", "P2", "", "", "", "hall"),
    ("film.mp4", "bronwen", "a/v", "avid:1", "food", "", "", "", ""),
)


@pytest.fixture
def sheet_file(tmp_path):
    def written(rows, *, workbook=False):
        path = tmp_path / ("sheet.xlsx" if workbook else "sheet.csv")
        if workbook:
            book = openpyxl.Workbook()
            for row in rows:
                book.active.append(row)
            book.save(path)
        else:
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows(rows)
        return path

    return written


@pytest.mark.parametrize("workbook", [False, True])
@pytest.mark.parametrize(
    ("rows", "codings", "codes"),
    [
        (MAXQDA, [("Day > Food", "found"), ("Day > Sleep", "found")], {"Day > Food": "heading:Day"}),
        (DEDOOSE, [("Day", "found"), ("Day\\Food", "found"), ("Day", "found")], {"Day\\Food": "Day"}),
        (ATLAS, [("Food", "found"), ("Day", "found"), (None, "found")], {}),
    ],
    ids=["MAXQDA", "Dedoose", "ATLAS.ti"],
)
def test_an_export_is_known_by_its_headers(sheet_file, rows, codings, codes, workbook):
    project = read_segments(sheet_file(rows, workbook=workbook), texts=TEXTS)
    found = anchored(project).codings
    assert [(row.code_id if isinstance(row.code_id, str) else None, row.anchoring) for row in found.itertuples()] == (
        codings
    )
    parents = project.frame("codes").set_index("code_id")["parent_id"].dropna().to_dict()
    assert codes.items() <= parents.items()
    assert set(project.frame("codings")["coder"].dropna()) <= {"bronwen", "carys"}


def test_a_document_group_of_maxqda_is_a_group(sheet_file):
    project = read_segments(sheet_file(MAXQDA), texts=TEXTS)
    assert project.frame("groups")[["group", "member_id"]].to_numpy().tolist() == [["Parents", "Parents/talk"]]
    assert project.frame("documents")["name"].tolist() == ["talk"]


def test_a_report_of_qualcoder_keeps_the_agent_apart_and_leaves_marks_of_speakers_out(sheet_file):
    project = read_segments(sheet_file(QUALCODER), texts=TEXTS)
    codings = project.frame("codings")
    assert codings["code_id"].tolist() == ["food", "sleep", "food"]
    assert codings["is_by_machine"].tolist() == [False, True, False]
    assert codings["medium"].tolist() == ["text", "text", "time"]
    assert [(loss.held, loss.taken) for loss in project.losses if loss.element == "rows of the sheet"] == [(4, 3)]


def test_any_other_sheet_is_read_as_declared(sheet_file):
    rows = (("Quelle", "Zitat", "Kode", "von", "bis"), ("talk.txt", "Caf\u00e9 and cake.", "Essen;Tag", "4", "18"))
    with pytest.raises(ReturnsRefusedError, match="no export that is known"):
        read_segments(sheet_file(rows))
    columns = SegmentColumns(document="Quelle", text=2, code="Kode", start="von", end="bis", between=(";",))
    project = read_segments(sheet_file(rows), shape=declared_shape(columns), texts=TEXTS)
    assert anchored(project).codings["anchoring"].tolist() == ["same", "same"]
    assert project.frame("codes")["code"].tolist() == ["Essen", "Tag"]


def test_a_code_column_that_says_neither_yes_nor_no_is_refused(sheet_file):
    rows = (DEDOOSE[0], (*DEDOOSE[1][:6], "perhaps", "True", "2", "Mother"))
    with pytest.raises(ReturnsRefusedError, match="something else than True and False") as refused:
        read_segments(sheet_file(rows))
    assert "perhaps" not in str(refused.value)


def test_transcripts_beside_a_sheet_are_found(tmp_path):
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "transcripts" / "Interview 01.txt").write_text("It was hard to come.\n", encoding="utf-8")
    sheet = tmp_path / "german.csv"
    sheet.write_text(
        "Dokumentgruppe;Dokumentname;Code;Anfang;Ende;Segment;Bearbeitet von;Bearbeitet am\n"
        "A;Interview 01;Wege > Bus;1;1;hard to come;anna;01.03.2026\n", encoding="utf-8",
    )  # fmt: skip
    project = read_coded(sheet)
    assert project.made_by == "MAXQDA retrieved segments, in German"
    assert project.frame("codings")["coder"].tolist() == ["anna"]
    found = anchored(project)
    assert (found.counts["found"], found.n_verified, found.n_checked) == (1, 1, 1)


def test_a_bullet_before_a_code_is_no_part_of_its_name(tmp_path):
    sheet = tmp_path / "atlas.csv"
    sheet.write_text('Document,Quotation Content,Codes\nOne,some words,"\u25cf Help\n\u25cb Time"\n', encoding="utf-8")
    assert read_coded(sheet).frame("codes")["code"].tolist() == ["Help", "Time"]


def test_nvivo_s_references_of_a_code_are_refused_with_the_way_to_do_it(tmp_path):
    text = "<Files\\\\Interview 01> - \u00a7 1 reference coded  [2% Coverage]\n\nReference 1 - 2% Coverage\n\nwords\n"
    path = tmp_path / "Help.txt"
    path.write_text(text, encoding="utf-8-sig")
    with pytest.raises(ReturnsRefusedError, match="Export the project from NVivo as REFI-QDA"):
        read_coded(path)
