"""Files made to exhaust a machine: each is refused or read in seconds and in little memory. All of it in test-full."""

import gzip
import io
import os
import random
import sqlite3
import struct
import subprocess
import sys
import zipfile

import openpyxl
import pandas as pd
import pyarrow as pa
import pyreadstat
import pytest
from pyarrow import parquet

from earlyeval.registry.new_study import lay_out

pytestmark = pytest.mark.end_to_end

MOST_SECONDS, MOST_MEGABYTES = 10, 500
MEGABYTE = 1024 * 1024
# The system counts the peak of the process that starts another as the other's: the program says its own.
MEASURED = """
import sys
from earlyeval.run.command_line import main
code = 0
try:
    code = main() or 0
except SystemExit as end:
    code = end.code or 0
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
sys.exit(code)
"""
ITEMS = "interest,low-mood,sleep,energy,appetite,self-worth,concentration,movement,self-harm"
HEADERS = f"person_id,time_point,completed_on,{ITEMS}"
HEAD, ROW = f"{HEADERS}\n".encode(), b"A1,before,2025-09-01,0,1,2,3,0,1,2,3,0\n"
COMMENTS = b"comment_id,person_id,time_point,question,comment\n"
SHEET = (
    b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<dimension ref="A1:XFD1048576"/><sheetData>'
)
END = b"</sheetData></worksheet>"
HEADER_CELL = b'<row r="1"><c r="A1" t="inlineStr"><is><t>person_id</t></is></c></row>'
LAUGHS = b"<!DOCTYPE x [<!ENTITY a 'ha'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + step, b"&%c;" % (97 + step) * 10) for step in range(9)
)


def workbook(parts, *, sheets=1):
    """Return a workbook some of whose parts are others; each is yielded piece by piece."""
    book, made = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "phq-9"
    for number in range(1, sheets):
        book.create_sheet(f"s{number}")
    book.save(made)
    target = io.BytesIO()
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in dict.fromkeys([*source.namelist(), *parts]):
            with archive.open(name, "w", force_zip64=True) as member:
                for piece in parts.get(name, [source.read(name)] if name in source.namelist() else []):
                    member.write(piece)
    return target.getvalue()


def sheet(pieces):
    return workbook({"xl/worksheets/sheet1.xml": [SHEET, *pieces, END]})


def noise(form, count, seed):
    """Yield elements that do not compress: a form with one place for a number, many times over."""
    draw = random.Random(seed)
    for _ in range(count // 10_000):
        yield b"".join(form % draw.getrandbits(62) for _ in range(10_000))


def lines(form, *, count=500_000):
    """Return lines that differ by their number."""
    marks = form.count(b"%d")
    return b"".join(form % ((number,) * marks) for number in range(count))


def archive_of_names(count):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for number in range(count):
            archive.writestr(f"xl/{number}", b"")
    return target.getvalue()


def table(columns, *, times=1, **options):
    target = io.BytesIO()
    rows = pa.table(columns)
    with parquet.ParquetWriter(target, rows.schema, **options) as writer:
        for _ in range(times):
            writer.write_table(rows)
    return target.getvalue()


def database(*statements):
    made = sqlite3.connect(":memory:")
    for statement in statements:
        made.execute(statement)
    made.commit()
    return made.serialize()


def spss(path, cases):
    made = path.with_name("made.sav")
    pyreadstat.write_sav(pd.DataFrame({"person_id": ["A1"], "q1": [1.0]}), made)
    content = bytearray(made.read_bytes())
    made.unlink()
    content[80:84] = struct.pack("<i", cases)  # how many cases the header claims
    return bytes(content)


REPEATED = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS person_id FROM n"
SAME = pa.DictionaryArray.from_arrays(pa.array([0] * 500_000, pa.int32()), pa.array(["x" * 100]))
HOSTILE = {
    "one line of 100 MB": ("phq-9.csv", lambda: b"x" * 100 * MEGABYTE),
    "one line of 100 MB below the headers": ("phq-9.csv", lambda: HEAD + b"x" * 100 * MEGABYTE),
    "a quotation mark before 100 MB of line ends": ("phq-9.csv", lambda: HEAD + b'"' + b"\n" * 100 * MEGABYTE),
    "a quotation mark before a million rows": ("phq-9.csv", lambda: HEAD + b'"' + ROW * 1_000_000),
    "marks that open again and again": ("phq-9.csv", lambda: HEAD + b'"A1,before\nx"y,""\n' * 500_000),
    "cells of line ends": ("phq-9.csv", lambda: HEAD + (b'"' + b"\n" * 100_000 + b'"' + b"," * 11 + b"\n") * 500),
    "a million columns": ("phq-9.csv", lambda: b",".join(b"c%d" % n for n in range(1_000_000)) + b"\n"),
    "twenty million empty cells": ("phq-9.csv", lambda: (b"," * 1999 + b"\n") * 190_000),
    "nothing but commas": ("phq-9.csv", lambda: HEAD + (b"," * 11 + b"\n") * 20_000_000),
    "nothing but line ends": ("phq-9.csv", lambda: HEAD + b"\n" * 380 * MEGABYTE),
    "every line too narrow": ("phq-9.csv", lambda: HEAD + b"A,B\n" * 4_000_000),
    "NUL bytes further down": ("phq-9.csv", lambda: HEAD + ROW * 1000 + b"\x00" * 100 * MEGABYTE),
    "UTF-16": ("phq-9.csv", lambda: (HEAD + ROW * 1_000_000).decode().encode("utf-16")),
    "UTF-16 that does not say so": ("phq-9.csv", lambda: (HEAD + ROW * 1_000_000).decode().encode("utf-16-le")),
    "numbers of ten thousand digits": (
        "phq-9.csv", lambda: HEAD + b"".join(b"A%d,before,," % n + b",".join([b"9" * 10_000] * 9) + b"\n"
                                             for n in range(800))
    ),
    "ids of a hundred thousand letters": (
        "phq-9.csv", lambda: HEAD + b"".join(b"%d" % n + b"a-" * 50_000 + b",before" + b"," * 10 + b"\n"
                                             for n in range(200))
    ),
    "addresses without end": (
        "comments.csv", lambda: COMMENTS + b"".join(b"c%d,A1,before,q,a@" % n + b"a." * 50_000 + b"\n"
                                                   for n in range(200))
    ),
    "a web page of 70 MB": ("phq-9.csv", lambda: b"<table>" + b"<tr><td>1</td></tr>" * 4_000_000),
    "an archive of text": ("phq-9.csv", lambda: gzip.compress(b"a,b\n" * 5_000_000)),
    "a workbook of blanks": ("phq-9.xlsx", lambda: sheet([b" " * MEGABYTE] * 600)),
    "a workbook of 100 MB of cells": ("phq-9.xlsx", lambda: sheet(noise(b"<row><c><v>%d</v></c></row>", 2_400_000, 1))),
    "a cell at the far end": ("phq-9.xlsx", lambda: sheet([b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'])),
    "rows of one far cell": (
        "phq-9.xlsx", lambda: sheet(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(1, 100_000))
    ),
    "elements in elements": ("phq-9.xlsx", lambda: sheet([*noise(b"<a x='%x'>", 1_000_000, 2), b"</a>" * 1_000_000])),
    "a billion laughs": (
        "phq-9.xlsx", lambda: workbook({"xl/worksheets/sheet1.xml": [
            SHEET.replace(b"<worksheet", LAUGHS + b"]><worksheet"), b"<row><c><v>&j;</v></c></row>", END]})
    ),
    "a million styles": (
        "phq-9.xlsx", lambda: workbook({"xl/styles.xml": [
            b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>',
            *noise(b'<xf numFmtId="%d"/>', 1_000_000, 3), b"</cellXfs></styleSheet>"]})
    ),
    "a thousand sheets": ("phq-9.xlsx", lambda: workbook({}, sheets=1000)),
    "one text ten million times": ("phq-9.parquet", lambda: table({"person_id": SAME}, times=20)),
    "nulls without end": (
        "phq-9.parquet",
        lambda: table({name: pa.nulls(500_000, pa.string()) for name in HEADERS.split(",")}, times=20),
    ),
    "one text of 300 MB": ("comments.parquet", lambda: table({"comment": ["y" * 300_000_000]}, compression="zstd")),
    "thousands of columns": ("phq-9.parquet", lambda: table({f"c{n}": [1] for n in range(20_000)})),
    "a view that never ends": ("returns.sqlite", lambda: database(f"CREATE VIEW phq_9 AS {REPEATED}")),
    "a view that never begins": ("returns.sqlite", lambda: database(f"CREATE VIEW phq_9 AS {REPEATED} WHERE x < 0")),
    "a cell of 400 MB": (
        "returns.sqlite", lambda: database("CREATE VIEW phq_9 AS SELECT hex(zeroblob(200000000)) AS person_id")
    ),
    "a table times itself": (
        "returns.sqlite", lambda: database(
            f"CREATE TABLE t AS {REPEATED} LIMIT 2000",
            "CREATE VIEW phq_9 AS SELECT count(*) AS person_id FROM t a, t b, t c")
    ),
    "a million copies of one form": ("phq-9.csv", lambda: HEAD + ROW * 1_000_000),
    "half a million forms twice": ("phq-9.csv", lambda: HEAD + lines(b"A%d,before,2025-09-01,0,1,2,3,0,1,2,3,0\n") * 2),
    "half a million different wrong cells": (
        "phq-9.csv", lambda: HEAD + lines(b"A%d,before,2025-09-01,x%d,1,2,3,0,1,2,3,0\n")
    ),
    "half a million wrong rows twice": (
        "phq-9.csv", lambda: HEAD + lines(b"A%d,befor,2025-19-01,9,x,2,3,0,1,2,3,0\n") * 2
    ),
    "wrong cells in every column": (
        "phq-9.csv", lambda: HEAD + lines(b"A%d,b%d,d%d," + b",".join([b"x%d"] * 9) + b"\n", count=300_000)
    ),
    "ids with letters that nobody sees": (
        "phq-9.csv", lambda: HEAD + lines("A\u200b%d,before,,0,1,2,3,0,1,2,3,0\n".encode()) * 2
    ),
    "a hundred thousand columns": ("phq-9.csv", lambda: b",".join(b"c%d" % n for n in range(100_000)) + b"\n"),
    "more lines than are read": ("phq-9.csv", lambda: HEAD + ROW * 1_500_000),
    "an archive of names": ("phq-9.xlsx", lambda: archive_of_names(400_000)),
    "an archive of names called .csv": ("phq-9.csv", lambda: archive_of_names(400_000)),
    "a text that stands for another, again and again": (
        "phq-9.xlsx", lambda: workbook({"xl/sharedStrings.xml": [
            b"<!DOCTYPE x [<!ENTITY a '" + b"x" * 100_000 + b"'>]><sst><si><t>", b"&a;" * 10_000, b"</t></si></sst>"]})
    ),
    "a text from outside": (
        "phq-9.xlsx", lambda: workbook({"xl/worksheets/sheet1.xml": [
            SHEET.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><worksheet'),
            b"<row><c t='inlineStr'><is><t>&a;</t></is></c></row>", END]})
    ),
    "a billion cases": ("phq-9.sav", lambda path: spss(path, 1_000_000_000)),
    "a million copies of one answer": (
        "responses.csv", lambda: b"person_id,time_point,instrument,version,item,value\n"
                                 + b"A1,before,phq-9,phq-9,interest,1\n" * 1_000_000
    ),
    "a million rows of sessions that nobody held": (
        "attendance.csv", lambda: b"session_id,person_id,status\n" + lines(b"S%d,A1,attended\n", count=1_000_000)
    ),
    "headers of many columns over many lines": (
        "phq-9.csv", lambda: HEADERS.encode() + b"".join(b",interest%d" % n for n in range(1985)) + b"\n"
                             + (b"A1,before,," + b",".join([b"1"] * 1994) + b"\n") * 29_000
    ),
    "formulas without a value": (
        "phq-9.xlsx", lambda: sheet(
            [HEADER_CELL, *(b'<row r="%d"><c r="A%d"><f>A%d+%d</f></c></row>' % (n, n, n - 1, n * 7919 % 100_003)
                            for n in range(2, 700_000))])
    ),
    "a workbook of a quarter of a million forms": (
        "phq-9.xlsx", lambda: sheet(
            [HEADER_CELL[:-6], b'<c t="inlineStr"><is><t>x</t></is></c>' * 11, b"</row>",
             *(b"<row>" + b"".join(b"<c><v>%d</v></c>" % (n * 7919 % 1_000_003 + m) for m in range(12)) + b"</row>"
               for n in range(240_000))])
    ),
    "areas that are merged": (
        "phq-9.xlsx", lambda: workbook({"xl/worksheets/sheet1.xml": [
            SHEET, HEADER_CELL, b"</sheetData><mergeCells>",
            *(b'<mergeCell ref="A%d:XFD%d"/>' % (n, n + 1) for n in range(2, 1_000_000, 2)),
            b"</mergeCells></worksheet>"]})
    ),
    "twelve million different cells": (
        "phq-9.parquet",
        lambda: table({name: [f"x{n}" for n in range(500_000)] for name in HEADERS.split(",")}, times=2),
    ),
    "thousands of groups of rows": (
        "phq-9.parquet", lambda: table({name: ["1"] * 10 for name in HEADERS.split(",")}, times=4_900)
    ),
    "two thousand empty columns": (
        "returns.sqlite", lambda: database(
            f"CREATE TABLE phq_9 ({','.join(f'c{n}' for n in range(1999))})",
            f"INSERT INTO phq_9(c0) {REPEATED} LIMIT 10000")
    ),
    "cases that are not counted": ("phq-9.sav", lambda path: spss(path, -1)),
}  # fmt: skip
SAMPLE = sorted(HOSTILE) if os.environ.get("EARLYEVAL_FULL") else sorted(random.Random(6).sample(sorted(HOSTILE), 3))


@pytest.mark.parametrize("name", SAMPLE)
def test_no_file_costs_more_than_seconds_and_little_memory(tmp_path, name):
    study = tmp_path / "study"
    lay_out(study)
    own = study / "raw" / "riverside" / "parent-group"
    file, content = HOSTILE[name]
    for path in own.glob(f"{file.partition('.')[0]}.*"):
        path.unlink()
    path = own / file
    path.write_bytes(content(path) if file.endswith(".sav") else content())
    command = [sys.executable, "-P", "-c", MEASURED, "check", "riverside", "--study", str(study)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    told = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 3), told
    assert "Traceback" not in told
    assert used.ru_utime + used.ru_stime < MOST_SECONDS, f"seconds of CPU; {told[:300]}"
    megabytes = int(told.rpartition("VmHWM:")[2].split()[0]) / 1024
    assert megabytes < MOST_MEGABYTES, f"megabytes; {told[:300]}"
