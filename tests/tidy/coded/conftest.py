"""Projects as coding programs write them: their own CREATE TABLE statements, filled with made-up words."""

import json
import sqlite3
from pathlib import Path

import pytest

# Taguette 1.5.2, database/models.py: what SQLAlchemy writes for it, without the tables that nobody reads.
TAGUETTE = """
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
CREATE TABLE users (login VARCHAR(30) NOT NULL, created DATETIME NOT NULL, hashed_password VARCHAR(192),
  email VARCHAR(256), CONSTRAINT pk_users PRIMARY KEY (login));
CREATE TABLE projects (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
  description TEXT NOT NULL, created DATETIME NOT NULL);
CREATE TABLE documents (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL,
  description TEXT NOT NULL, filename VARCHAR(200) NOT NULL, created DATETIME NOT NULL, project_id INTEGER NOT NULL,
  text_direction VARCHAR(13) NOT NULL, contents TEXT NOT NULL);
CREATE TABLE commands (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, date DATETIME NOT NULL,
  user_login VARCHAR(30) NOT NULL, project_id INTEGER NOT NULL, document_id INTEGER, payload TEXT NOT NULL);
CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, project_id INTEGER NOT NULL,
  path VARCHAR(200) NOT NULL, description TEXT NOT NULL, CONSTRAINT uq_tags_project_id UNIQUE (project_id, path));
CREATE TABLE highlights (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, document_id INTEGER NOT NULL,
  start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, snippet TEXT NOT NULL);
CREATE TABLE highlight_tags (highlight_id INTEGER NOT NULL, tag_id INTEGER NOT NULL,
  CONSTRAINT pk_highlight_tags PRIMARY KEY (highlight_id, tag_id));
"""
CONTENTS = "<p>I: Sut wyt ti? \N{WINE GLASS}</p>\n<p>P1: Caf\u00e9 <b>&amp; cake</b>, ma\u2019e\u2019n iawn.</p>"


def rows_into(connection, table, *rows):
    for row in rows:
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(row.values()))


def command(number, payload, *, document=None, by="admin"):
    at = f"2026-03-01 10:{number:02d}:00.000000"
    return {"id": number, "date": at, "user_login": by, "project_id": 1, "document_id": document,
            "payload": json.dumps(payload)}  # fmt: skip


def highlight(number, start, end, snippet, *, document=1):
    return {"id": number, "document_id": document, "start_offset": start, "end_offset": end, "snippet": snippet}


def tag(number, path, description="", *, project=1):
    return {"id": number, "project_id": project, "path": path, "description": description}


def document(number, contents, *, project=1, name="talk.txt", description=""):
    return {"id": number, "name": name, "description": description, "filename": name, "created": "2026-03-01",
            "project_id": project, "text_direction": "LEFT_TO_RIGHT", "contents": contents}  # fmt: skip


@pytest.fixture
def taguette_file(tmp_path):
    """Return a function that writes a little Taguette project; what it is given is added or put in place."""

    def written(*, after=None, name="project.sqlite3", **tables) -> Path:
        rows = {
            "alembic_version": [{"version_num": "09c662cd9483"}],
            "users": [{"login": "admin", "created": "2026-03-01", "email": "somebody@example.org"}],
            "projects": [{"id": 1, "name": "Talks", "description": "Made up.", "created": "2026-03-01"}],
            "documents": [document(1, CONTENTS)],
            "tags": [tag(1, "food"), tag(2, "food.cake", "Cake of any kind.")],
            # The bytes of "Sut wyt ti? (glass)" and of "Cafe & cake".
            "highlights": [highlight(1, 3, 19, "<p>Sut wyt ti? \N{WINE GLASS}</p>"),
                           highlight(2, 24, 36, "<p>Caf\u00e9 <b>&amp; cake</b></p>")],
            "highlight_tags": [{"highlight_id": 2, "tag_id": 1}, {"highlight_id": 2, "tag_id": 2},
                               {"highlight_id": 1, "tag_id": 1}],
            "commands": [],
        } | tables  # fmt: skip
        path = tmp_path / name
        connection = sqlite3.connect(path)
        connection.executescript(TAGUETTE)
        for table, own in rows.items():
            rows_into(connection, table, *own)
        if after:
            connection.executescript(after)
        connection.commit()
        connection.close()
        return path

    written.command, written.highlight, written.tag, written.document = command, highlight, tag, document
    return written


# QualCoder at c320464, __main__.py and app.py: the tables that are read, as database v17 has them.
QUALCODER_17 = """
CREATE TABLE project (databaseversion text, date text, memo text,about text, bookmarkfile integer,
  bookmarkpos integer, codername text, recently_used_codes text, avbookmarkfile integer, avbookmarkmsec integer,
  avbookmarktextpos integer);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text,
  date text, av_text_id integer, risid integer, unique(name));
CREATE TABLE code_image (imid integer primary key,id integer,x1 integer, y1 integer, width integer, height integer,
  cid integer, memo text, date text, owner text, important integer, pdf_page integer);
CREATE TABLE code_av (avid integer primary key,id integer,pos0 integer, pos1 integer, cid integer, memo text,
  date text, owner text, important integer);
CREATE TABLE annotation (anid integer primary key, fid integer,pos0 integer, pos1 integer, memo text, owner text,
  date text, unique(fid,pos0,pos1,owner));
CREATE TABLE attribute_type (name text primary key, date text, owner text, memo text, caseOrFile text,
  valuetype text);
CREATE TABLE attribute (attrid integer primary key, name text, attr_type text, value text, id integer, date text,
  owner text, unique(name,attr_type,id));
CREATE TABLE case_text (id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer, owner text,
  date text, memo text);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text,date text,
  constraint ucm unique(name));
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text, supercatid integer,
  unique(name));
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer,seltext text, pos0 integer, pos1 integer,
  owner text, date text, memo text, avid integer, important integer, unique(cid,fid,pos0,pos1, owner));
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text,date text,
  color text, supercid integer, unique(name));
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text, unique(name));
CREATE TABLE stored_sql (title text, description text, grouper text, ssql text, unique(title));
CREATE TABLE graph (grid integer primary key, name text, description text, date text, scene_width integer,
  scene_height integer, unique(name));
CREATE TABLE ris (risid integer, tag text, longtag text, value text);
CREATE TABLE coder_names (name TEXT UNIQUE NOT NULL, visibility INTEGER NOT NULL DEFAULT 1
  CHECK (visibility IN (0, 1)));
CREATE VIEW code_text_visible AS SELECT t.* FROM code_text t WHERE NOT EXISTS (SELECT 1 FROM coder_names c
  WHERE c.name = t.owner AND c.visibility = 0);
"""
# What each earlier version lacked (the steps by which the program brings a project up to date, backwards).
EARLIER = {
    "v15": "ALTER TABLE code_name DROP COLUMN supercid;",
    "v13": "DROP VIEW code_text_visible; DROP TABLE coder_names;",
    "v7": "DROP TABLE ris; ALTER TABLE source DROP COLUMN risid;",
    "v3": """
      DROP TABLE stored_sql; DROP TABLE graph; ALTER TABLE source DROP COLUMN av_text_id; DROP TABLE code_text;
      CREATE TABLE code_text (cid integer, fid integer,seltext text, pos0 integer, pos1 integer, owner text,
        date text, memo text, avid integer, important integer, unique(cid,fid,pos0,pos1, owner));""",
    "v1": """
      ALTER TABLE code_text DROP COLUMN avid; ALTER TABLE code_text DROP COLUMN important;
      ALTER TABLE code_av DROP COLUMN important; ALTER TABLE code_image DROP COLUMN important;
      ALTER TABLE code_image DROP COLUMN pdf_page; ALTER TABLE project DROP COLUMN codername;""",
}
TALK = "I: How was it? \N{WINE GLASS}\nP1: Caf\u00e9, and cake.\nP2: We slept."


@pytest.fixture
def qualcoder_folder(tmp_path):
    """Return a function that writes a little QualCoder project of a version; what it is given is put in place."""

    def written(*, version="v17", after="", name="Talks.qda", **tables) -> Path:
        speaker, machine = "\N{PUSHPIN} Speaker coding", "AI Agent"
        rows = {
            "project": [{"databaseversion": version, "memo": "Made up."}],
            "source": [
                {"id": 1, "name": "talk.txt", "fulltext": TALK, "memo": "In the hall."},
                {"id": 2, "name": "film.mp4", "fulltext": "", "mediapath": "/video/film.mp4"},
                {"id": 3, "name": "drawing.png", "mediapath": "/images/drawing.png"},
            ],
            "code_cat": [{"catid": 1, "name": "Day"}, {"catid": 2, "name": "\N{PUSHPIN} Speakers"}],
            "code_name": [
                {"cid": 1, "name": "food", "memo": "Anything eaten.", "catid": 1},
                {"cid": 2, "name": "cake"}, {"cid": 3, "name": "P1", "catid": 2}, {"cid": 4, "name": "P2", "catid": 2},
            ],
            "code_text": [
                {"cid": 1, "fid": 1, "seltext": "Caf\u00e9, and cake", "pos0": 21, "pos1": 35, "owner": "bronwen",
                 "date": "2026-03-01 10:00:00"},
                {"cid": 1, "fid": 1, "seltext": "Caf\u00e9", "pos0": 21, "pos1": 25, "owner": "carys"},
                {"cid": 2, "fid": 1, "seltext": "cake", "pos0": 31, "pos1": 35, "owner": machine, "memo": "Cake."},
                {"cid": 3, "fid": 1, "seltext": "Caf\u00e9, and cake.", "pos0": 21, "pos1": 36, "owner": speaker},
                {"cid": 4, "fid": 1, "seltext": "We slept.", "pos0": 41, "pos1": 50, "owner": speaker},
            ],
            "code_av": [{"avid": 1, "id": 2, "pos0": 1500, "pos1": 4000, "cid": 1, "owner": "bronwen"}],
            "code_image": [{"imid": 1, "id": 3, "x1": 1, "y1": 1, "width": 2, "height": 2, "cid": 2}],
            "cases": [{"caseid": 1, "name": "Person one", "memo": "Came late."}],
            "case_text": [{"caseid": 1, "fid": 1, "pos0": 21, "pos1": 36},
                          {"caseid": 1, "fid": 2, "pos0": 0, "pos1": 0}],
            "attribute_type": [{"name": "role", "caseOrFile": "case", "valuetype": "character"}],
            "attribute": [{"name": "role", "attr_type": "case", "value": "parent", "id": 1},
                          {"name": "role", "attr_type": "case", "value": "", "id": 1 + 1},
                          {"name": "place", "attr_type": "file", "value": "hall", "id": 1}],
            "annotation": [{"fid": 1, "pos0": 0, "pos1": 2, "memo": "Me.", "owner": "bronwen"}],
            "journal": [{"name": "Day one", "jentry": "A start.", "owner": "bronwen"}],
        } | tables  # fmt: skip
        folder = tmp_path / name
        folder.mkdir()
        connection = sqlite3.connect(folder / "data.qda")
        connection.executescript(QUALCODER_17)
        for earlier, steps in EARLIER.items():
            if int(version[1:]) <= int(earlier[1:]):
                connection.executescript(steps)
        if int(version[1:]) >= 16 and "code_name" not in tables:
            rows["code_name"][1]["supercid"] = 1
        for table, own in rows.items():
            rows_into(connection, table, *own)
        connection.executescript(after)
        connection.commit()
        connection.close()
        return folder

    return written
