"""Write the made-up Taguette project of docs/tutorial-mixed-methods.md into a study of `earlyeval new-study`.

It stands for what a researcher exports from Taguette. Planted: parents who score worse afterwards speak more often of
what stood in their way, and less often of being less alone.

    python tools/tutorial_project.py my-study
"""

import csv
import sqlite3
import sys
from html import escape
from pathlib import Path

import numpy as np

from earlyeval.tidy.synthetic.conversation import BOY, GIRL, Conversation, Deck

SEED = 20260301
INTERVIEWS = 18
MOST = 4  # passages of one code in one interview
# Code of the word file, the tag, what it stands for, and whether those who score worse speak of it more.
TAGS = (
    ("hard-to-reach", "Hard to come", "Time, distance or cost stood in the way.", 1),
    ("less-alone", "Less alone", "Company of other parents, in the room or between the weeks.", -1),
    ("surer-as-parent", "Surer as a parent", "The parent trusts their own judgement more.", 0),
)
# Taguette 1.5.2, database/models.py, without the tables and columns that hold nothing here.
SCHEMA = """
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
CREATE TABLE users (login VARCHAR(30) NOT NULL PRIMARY KEY, created DATETIME NOT NULL);
CREATE TABLE projects (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(200) NOT NULL, description TEXT NOT NULL,
  created DATETIME NOT NULL);
CREATE TABLE documents (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(200) NOT NULL, description TEXT NOT NULL,
  filename VARCHAR(200) NOT NULL, created DATETIME NOT NULL, project_id INTEGER NOT NULL,
  text_direction VARCHAR(13) NOT NULL, contents TEXT NOT NULL);
CREATE TABLE commands (id INTEGER NOT NULL PRIMARY KEY, date DATETIME NOT NULL, user_login VARCHAR(30) NOT NULL,
  project_id INTEGER NOT NULL, document_id INTEGER, payload TEXT NOT NULL);
CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY, project_id INTEGER NOT NULL, path VARCHAR(200) NOT NULL,
  description TEXT NOT NULL);
CREATE TABLE highlights (id INTEGER NOT NULL PRIMARY KEY, document_id INTEGER NOT NULL, start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL, snippet TEXT NOT NULL);
CREATE TABLE highlight_tags (highlight_id INTEGER NOT NULL, tag_id INTEGER NOT NULL,
  PRIMARY KEY (highlight_id, tag_id));
"""


def scores_afterwards(path: Path) -> dict[str, int]:
    """Return the total of the last PHQ-9 of each person, highest id last; items that are missing count nothing."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["time_point"] == "after"]
    beside = ("person_id", "time_point", "completed_on", "is_synthetic")
    return {row["person_id"]: sum(int(value or 0) for name, value in row.items() if name not in beside) for row in rows}


def conversations(scores: dict[str, int]) -> list[tuple[str, Conversation]]:
    """Return one interview a person, in which each tag is spoken of so many times."""
    random = np.random.default_rng(SEED)
    people = sorted(scores)[:INTERVIEWS]
    ranks = np.argsort(np.argsort([scores[person] for person in people])) / (len(people) - 1)
    deck, talks = Deck(random), []
    for person, burden in zip(people, ranks, strict=True):
        talk = Conversation(GIRL if random.random() < 0.5 else BOY)
        talk.turn("I", (deck.next("parents", "start/ask"), ""))
        talk.turn("P", (deck.next("parents", "start/answer"), ""))
        for code, _, _, sign in TAGS:
            level = 0.5 + sign * (burden - 0.5) + random.normal(0, 0.12)
            for _ in range(int(np.clip(round(level * MOST), 0, MOST))):
                talk.turn("I", (deck.next("parents", f"{code}/ask"), ""))
                passage = f"{deck.next('parents', f'{code}/open')} {deck.next('parents', f'{code}/more')}"
                talk.turn("P", (passage, code))
        talk.turn("I", (deck.next("parents", "end/ask"), ""))
        talk.turn("P", (deck.next("parents", "end/answer"), ""))
        talks.append((person, talk))
    return talks


def write_project(path: Path, talks: list[tuple[str, Conversation]]) -> None:
    """Write the interviews as a Taguette project: texts as HTML, places in bytes."""
    path.unlink(missing_ok=True)
    tag_ids = {code: number for number, (code, _, _, _) in enumerate(TAGS, start=1)}
    day = "2026-03-01 10:00:00.000000"
    with sqlite3.connect(path) as database:
        database.executescript(SCHEMA)
        database.execute("INSERT INTO users VALUES ('admin', ?)", (day,))
        database.execute("INSERT INTO projects VALUES (1, 'Tutorial', 'Made up: nobody said these words.', ?)", (day,))
        tags = [(tag_ids[code], 1, name, words) for code, name, words, _ in TAGS]
        database.executemany("INSERT INTO tags VALUES (?, ?, ?, ?)", tags)
        highlight = 0
        for number, (person, talk) in enumerate(talks, start=1):
            name, contents = f"{person} interview.txt", f"<p>{escape(talk.text, quote=False)}</p>"
            row = (number, name, "", name, day, 1, "LEFT_TO_RIGHT", contents)
            database.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            for start, end, code in talk.spans:
                highlight += 1
                places = tuple(len(talk.text[:place].encode()) for place in (start, end))
                snippet = escape(talk.text[start:end], quote=False)
                database.execute("INSERT INTO highlights VALUES (?, ?, ?, ?, ?)", (highlight, number, *places, snippet))
                database.execute("INSERT INTO highlight_tags VALUES (?, ?)", (highlight, tag_ids[code]))


def main(study: str) -> None:
    """Write raw/interviews.sqlite3 of a study."""
    raw = Path(study) / "raw"
    talks = conversations(scores_afterwards(raw / "riverside" / "parent-group" / "phq-9.csv"))
    write_project(raw / "interviews.sqlite3", talks)
    sys.stdout.write(f"{len(talks)} made-up interviews in {raw / 'interviews.sqlite3'}\n")


if __name__ == "__main__":
    main(sys.argv[1])
