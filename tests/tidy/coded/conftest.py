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
