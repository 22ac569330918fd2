"""Damaged and hostile projects: each is refused with a reason, quickly, and without repeating what it holds."""

import time

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded.any_tool import read_coded
from earlyeval.tidy.coded.project import AT_MOST_CODINGS

pytestmark = pytest.mark.spec

SECRET = "Secret words of Gwenllian"
LONGEST_SECONDS = 10.0

# What is done to a good Taguette project: SQL that is run on it.
TAGUETTE = {
    **{f"no table {table}": f"DROP TABLE {table}"
       for table in ("projects", "documents", "tags", "highlights", "highlight_tags")},
    "no column contents": "ALTER TABLE documents DROP COLUMN contents",
    "no column start_offset": "ALTER TABLE highlights DROP COLUMN start_offset",
    "no column tag_id": "DROP TABLE highlight_tags; CREATE TABLE highlight_tags (highlight_id INTEGER)",
    "no project": "DELETE FROM projects",
    "two projects": "INSERT INTO projects VALUES (7, 'Secret words of Gwenllian', '', '')",
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON tags BEGIN DELETE FROM tags; END",
    "a view in the place of a table": "ALTER TABLE documents RENAME TO d; CREATE VIEW documents AS SELECT * FROM d",
    "a view that never ends": """ALTER TABLE tags RENAME TO t; CREATE VIEW tags AS WITH RECURSIVE n(id) AS
        (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id, 1 AS project_id, 'x' AS path, '' AS description FROM n""",
    "views that lead to each other": """ALTER TABLE tags RENAME TO t; CREATE VIEW a AS SELECT * FROM t;
        CREATE VIEW tags AS SELECT * FROM a""",
    "a virtual table": """ALTER TABLE documents RENAME TO d;
        CREATE VIRTUAL TABLE documents USING fts5(id, name, project_id, contents)""",
    "a computed column": """DROP TABLE tags; CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER,
        path TEXT AS (hex(zeroblob(9000000))), description TEXT); INSERT INTO tags (id, project_id) VALUES (1, 1)""",
    "a document that is not there": "UPDATE highlights SET document_id = 99 WHERE id = 1",
    "a tag that is not there": "INSERT INTO highlight_tags VALUES (1, 99)",
    "a highlight that is not there": "INSERT INTO highlight_tags VALUES (99, 1)",
    "past the end": "UPDATE highlights SET end_offset = 100000 WHERE id = 1",
    "far past the end": "UPDATE highlights SET end_offset = 9223372036854775807 WHERE id = 1",
    "before the beginning": "UPDATE highlights SET start_offset = -1 WHERE id = 1",
    "ends before it begins": "UPDATE highlights SET start_offset = 9, end_offset = 3 WHERE id = 1",
    "no length": "UPDATE highlights SET start_offset = 9, end_offset = 9 WHERE id = 1",
    "inside a character": "UPDATE highlights SET end_offset = 17, snippet = 'Secret words of Gwenllian' WHERE id = 1",
    "a place in words": "UPDATE highlights SET start_offset = 'Secret words of Gwenllian' WHERE id = 1",
    "a place with a fraction": "UPDATE highlights SET start_offset = 1.5 WHERE id = 1",
    "no words": """DROP TABLE highlights; CREATE TABLE highlights (id INTEGER, document_id INTEGER,
        start_offset INTEGER, end_offset INTEGER, snippet TEXT); INSERT INTO highlights VALUES (1, 1, 0, 2, NULL)""",
    "bytes for a text": "UPDATE documents SET contents = x'00ff'",
    "no UTF-8": "UPDATE documents SET contents = CAST(x'3c703eff3c2f703e' AS TEXT)",
    "no UTF-8 in a tag": "UPDATE tags SET path = CAST(x'c328' AS TEXT) WHERE id = 1",
    "a huge cell": "UPDATE documents SET contents = hex(zeroblob(9000000))",
    "much text in all": """WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 12)
        INSERT INTO documents SELECT i, 'n', '', 'n', '', 1, 'LEFT_TO_RIGHT', hex(zeroblob(4000000)) FROM n""",
    "a comment": "UPDATE documents SET contents = '<p>one<!-- Secret words of Gwenllian --></p>'",
    "a declaration": "UPDATE documents SET contents = '<!DOCTYPE x [<!ENTITY a \"b\">]><p>&a;</p>'",
    "a processing instruction": "UPDATE documents SET contents = '<?php Secret ?><p>one</p>'",
    "a tag that never ends": "UPDATE documents SET contents = '<p>one<a href=\"Secret words of Gwenllian'",
    "many tags that never end": "UPDATE documents SET contents = replace(hex(zeroblob(2000000)), '00', '<a ')",
    "a character of a million digits": "UPDATE documents SET contents = '&#' || hex(zeroblob(500000)) || ';'",
    "a log that is none": "INSERT INTO commands VALUES (1, '', 'admin', 1, NULL, 'Secret words of Gwenllian')",
    "a log of lists": "INSERT INTO commands VALUES (1, '', 'admin', 1, NULL, '[1]')",
    "a log without end":
        "INSERT INTO commands VALUES (1, '', 'admin', 1, NULL, replace(hex(zeroblob(99999)), '0', '['))",
    "the same pair twice": """DROP TABLE highlight_tags; CREATE TABLE highlight_tags (highlight_id INTEGER,
        tag_id INTEGER); INSERT INTO highlight_tags VALUES (1, 1), (1, 1)""",
}  # fmt: skip
QUALCODER = {
    **{f"no table {table}": f"DROP VIEW code_text_visible; DROP TABLE {table}"
       for table in ("project", "source", "code_name", "code_text")},
    "no column fulltext": "DROP VIEW code_text_visible; ALTER TABLE source DROP COLUMN fulltext",
    "a view in the place of a table": """DROP VIEW code_text_visible; ALTER TABLE code_text RENAME TO c;
        CREATE VIEW code_text AS SELECT * FROM c""",
    "a trigger": "CREATE TRIGGER t AFTER UPDATE ON source BEGIN DELETE FROM source; END",
    "a source that is not there": "UPDATE code_text SET fid = 99 WHERE ctid = 1",
    "a code that is not there": "UPDATE code_text SET cid = 99 WHERE ctid = 1",
    "past the end": "UPDATE code_text SET pos1 = 9999 WHERE ctid = 1",
    "before the beginning": "UPDATE code_text SET pos0 = -3 WHERE ctid = 1",
    "ends before it begins": "UPDATE code_text SET pos1 = 2 WHERE ctid = 1",
    "no place": "UPDATE code_text SET pos0 = NULL WHERE ctid = 1",
    "no words": "UPDATE code_text SET seltext = NULL WHERE ctid = 1",
    "text of a source that has none": "UPDATE code_text SET fid = 2 WHERE ctid = 1",
    "a recording that is not there": "UPDATE code_av SET id = 99",
    "a time that ends before it begins": "UPDATE code_av SET pos1 = 3",
    "a picture that is not there": "UPDATE code_image SET id = 99",
    "codes in a ring": "UPDATE code_name SET supercid = 2 WHERE cid = 1",
    "categories in a ring": "UPDATE code_cat SET supercatid = 1 WHERE catid = 1",
    "a case that is not there": "UPDATE case_text SET caseid = 99",
    "a case outside its text": "UPDATE case_text SET pos1 = 9999 WHERE id = 1",
    "bytes for a text": "UPDATE source SET fulltext = x'00ff', name = x'00' WHERE id = 1",
    "no UTF-8": "UPDATE source SET fulltext = CAST(x'ff' AS TEXT) WHERE id = 1",
}  # fmt: skip
# What is done to the bytes of a good project.
BYTES = {
    "cut in half": lambda whole: whole[: len(whole) // 2],
    "cut after its first page": lambda whole: whole[:4096],
    "cut after its head": lambda whole: whole[:100],
    "nothing but a head": lambda whole: whole[:16],
    "pages of noise": lambda whole: whole[:4096] + bytes(range(256)) * ((len(whole) - 4096) // 256),
    "its schema overwritten": lambda whole: whole[:100] + b"\xff" * 3900 + whole[4000:],
}
SHEETS = {
    "headers of nothing known": b"a,b\n1,2\n",
    "a NUL": b"id,document,tag,content\n1,d\x00,t,c\n",
    "another encoding": "id,document,tag,content\n1,d,t,caf\xe9\n".encode("latin-1"),
    "rows of other lengths": b"id,document,tag,content\n1,d,t\n",
    "a quotation mark that stays open": b'id,document,tag,content\n1,d,t,"Secret words of Gwenllian\n',
    "empty": b"",
    "a web page": b"<html><body>Secret words of Gwenllian</body></html>",
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 64,
    "an archive that is none": b"PK\x03\x04" + b"\x00" * 64,
}


def refused(path):
    began = time.monotonic()
    with pytest.raises(ReturnsRefusedError) as error:
        read_coded(path)
    assert time.monotonic() - began < LONGEST_SECONDS
    assert "Secret" not in str(error.value)
    assert "Gwenllian" not in str(error.value)
    assert path.name in str(error.value) or "data.qda" in str(error.value)
    return str(error.value)


def test_there_are_enough_of_them():
    assert len(TAGUETTE) + len(QUALCODER) + len(BYTES) + len(SHEETS) >= 75


@pytest.mark.parametrize("harm", TAGUETTE.values(), ids=TAGUETTE.keys())
def test_a_taguette_project_that_cannot_be_believed_is_refused(taguette_file, harm):
    refused(taguette_file(after=harm))


@pytest.mark.parametrize("harm", QUALCODER.values(), ids=QUALCODER.keys())
def test_a_qualcoder_project_that_cannot_be_believed_is_refused(qualcoder_folder, harm):
    refused(qualcoder_folder(after=harm))


@pytest.mark.parametrize("harm", BYTES.values(), ids=BYTES.keys())
def test_damaged_bytes_are_refused(taguette_file, harm):
    path = taguette_file()
    path.write_bytes(harm(path.read_bytes()))
    refused(path)


@pytest.mark.parametrize("content", SHEETS.values(), ids=SHEETS.keys())
def test_what_is_no_sheet_of_segments_is_refused(tmp_path, content):
    path = tmp_path / "sheet.csv"
    path.write_bytes(content)
    refused(path)


def test_changes_that_a_program_still_has_open_are_refused(taguette_file):
    path = taguette_file()
    path.with_name(path.name + "-wal").write_bytes(b"changes")
    assert "still has changes open" in refused(path)


def test_reading_changes_nothing_and_leaves_nothing_beside_the_file(taguette_file):
    path = taguette_file()
    before = path.read_bytes()
    read_coded(path)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_users_and_their_addresses_are_never_read(taguette_file):
    project = read_coded(taguette_file(after="UPDATE users SET email = 'secret@example.org', hashed_password = 'hush'"))
    held = "\n".join(frame.to_csv() for frame in project.frames.values())
    assert "secret@" not in held
    assert "hush" not in held


@pytest.mark.parametrize("kind", ["sheet", "taguette"])
def test_more_codings_than_honest_projects_hold_are_refused_before_they_cost_memory(tmp_path, taguette_file, kind):
    if kind == "sheet":
        path = tmp_path / "highlights.csv"
        path.write_text("id,document,tag,content\n" + "1,d,t,w\n" * (AT_MOST_CODINGS + 1), encoding="utf-8")
    else:
        path = taguette_file(
            after=f"""WITH RECURSIVE n(i) AS (SELECT 9 UNION ALL SELECT i + 1 FROM n WHERE
            i < {AT_MOST_CODINGS + 9}) INSERT INTO highlights SELECT i, 1, 0, 3, 'Sut' FROM n"""
        )
    with pytest.raises(ReturnsRefusedError, match=f"more than {AT_MOST_CODINGS}"):
        read_coded(path)
