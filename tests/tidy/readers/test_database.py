"""Databases: an SQLite file and a PostgreSQL server, read only, in an order of their own, without echoing anything."""

import os
import shutil
import sqlite3

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError, SurroundingsError
from earlyeval.tidy.arrive import read_returns
from earlyeval.tidy.from_database import ask_databases
from earlyeval.tidy.problems import Problems
from earlyeval.tidy.readers.database import read_sqlite, read_table, server, sqlite_tables

pytestmark = pytest.mark.unit

ROWS = [("B2", 1.0, "2024-01-05", None), ("007", 2.5, "2024-01-04", "two\nlines"), ("1e5", None, None, "")]


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "returns.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE forms (person_id TEXT, q1 REAL, completed_on TEXT, note TEXT)")
        connection.executemany("INSERT INTO forms VALUES (?, ?, ?, ?)", ROWS)
        connection.execute("CREATE VIEW few AS SELECT person_id FROM forms WHERE q1 IS NOT NULL")
    connection.close()
    return path


def test_rows_come_as_text_in_an_order_of_their_own(database):
    sheet = read_sqlite(database, "forms", name="returns.sqlite [forms]", problems=Problems())
    assert sheet.headers == ("person_id", "q1", "completed_on", "note")
    assert [list(column) for column in sheet.columns] == [
        ["007", "1e5", "B2"], ["2.5", "", "1"], ["2024-01-04", "", "2024-01-05"], ["two\nlines", "", ""],
    ]  # fmt: skip
    assert sheet.rows.tolist() == [1, 2, 3]
    assert sqlite_tables(database) == ("few", "forms")
    assert read_sqlite(database, "few", name="x", problems=Problems()).columns[0].tolist() == ["007", "B2"]


def test_nothing_is_written_to_the_file(database):
    before = database.read_bytes()
    os.chmod(database, 0o400)
    assert len(read_sqlite(database, "forms", name="x", problems=Problems())) == 3
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir()] == ["returns.sqlite"]


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "the file is empty, and no SQLite"), (b"a,b\n1,2\n", "the file is text, and no SQLite"),
     (b"SQLite format 3\x00" + b"\xff" * 500, "cannot be read")],
)  # fmt: skip
def test_what_is_no_database_is_refused(tmp_path, content, words):
    path, problems = tmp_path / "returns.sqlite", Problems()
    path.write_bytes(content)
    assert read_sqlite(path, "forms", name="returns.sqlite", problems=problems) is None
    assert words in problems.told()[0].sentence()
    assert sqlite_tables(path) == ()


def test_a_table_that_is_not_there_and_one_of_bytes_are_refused(database, arrive, valid):
    problems = Problems()
    assert read_sqlite(database, "former", name="returns.sqlite", problems=problems) is None
    assert "the table 'former' cannot be read" in problems.told()[0].sentence()
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE mood (person_id TEXT, time_point TEXT, q1 BLOB)")
        connection.execute("INSERT INTO mood VALUES ('A1', 'before', X'00FF')")
    connection.close()
    others = {name: content for name, content in valid.items() if name != "mood.csv"}
    with pytest.raises(ReturnsRefusedError, match=r"returns\.sqlite \[mood\], row 1, column 'q1': found a control"):
        arrive(others | {"returns.sqlite": database.read_bytes()})


def test_the_tables_of_a_file_are_known_by_their_names(arrive, valid, tmp_path):
    path = tmp_path / "made.db"
    with sqlite3.connect(path) as connection:
        for name, text in valid.items():
            header, *rows = [line.split(",") for line in text.splitlines()]
            table = name.removesuffix(".csv").replace("-", "_")
            connection.execute(f"CREATE TABLE {table} ({', '.join(f'{column} TEXT' for column in header)})")
            connection.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(header))})", rows)
    connection.close()
    from_files = arrive(valid)
    shutil.rmtree(tmp_path / "raw")
    from_database = arrive({"returns.db": path.read_bytes()})
    for name, table in from_files.tables.items():
        same = from_database.tables[name]
        columns = list(table.columns)
        ordered = [frame.sort_values(columns).reset_index(drop=True) for frame in (table, same)]
        assert ordered[0].equals(ordered[1]), name


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("", "is not set"),
        ("no address", "no address that can be used"),
        ("oracle+nothing://user:secret@host/name", "no address that can be used"),
        ("postgresql+psycopg://user:secret@127.0.0.1:1/name", "cannot be reached"),
        ("sqlite:////no/such/folder/secret.sqlite", "cannot be reached"),
    ],
)
def test_a_database_that_cannot_be_asked_is_one_sentence_without_its_address(monkeypatch, url, words):
    monkeypatch.setenv("STUDY_DATABASE", url)
    with pytest.raises(SurroundingsError) as told, server("STUDY_DATABASE"):
        pass
    assert words in str(told.value)
    assert "STUDY_DATABASE" in str(told.value)
    assert "secret" not in str(told.value)


@pytest.fixture
def filled(postgres, monkeypatch):
    from sqlalchemy import create_engine, text

    monkeypatch.setenv("STUDY_DATABASE", postgres)
    engine = create_engine(postgres)

    def send(*statements):
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))

    send(
        "DROP TABLE IF EXISTS forms",
        'CREATE TABLE forms ("Code" text, at text, q1 smallint, q2 numeric(3,1), q3 boolean, "When" date)',
        "INSERT INTO forms VALUES ('007', 'before', 1, 2.0, null, '2024-02-01'), ('007', 'after', 2, null, null, null),"
        " ('1e5', 'before', 3, 0, null, '2024-02-03')",
    )
    yield send
    engine.dispose()


DECLARED = {
    "id": "server", "site": "town", "programme": "play", "format": "database", "url_from": "STUDY_DATABASE",
    "sheet": "forms", "person_id": "Code", "time_point_column": "at", "completed_on": "When", "ignore": ["q3"],
    "people": {"columns": {}, "constants": {"role": "mother"}},
    "measures": [{"instrument": "mood", "version": "mood", "items": {"q1": "q1", "q2": "q2"}}],
}  # fmt: skip


def test_a_server_is_asked_and_what_it_said_is_kept(filled, paths, make_registry):
    registry, pair = make_registry(returns=[DECLARED]), [("town", "play")]
    with pytest.raises(ReturnsRefusedError, match="database STUDY_DATABASE"):
        read_returns(registry, paths, site="town", programme="play", data="real")
    assert [path.name for path in ask_databases(registry, paths, pair)] == ["server.parquet"]
    assert ask_databases(registry, paths, pair) == (), "the same rows are written once"
    returns = read_returns(registry, paths, site="town", programme="play")
    assert returns.data == "real"
    assert returns.tables["people"]["person_id"].tolist() == ["007", "1e5"]
    values = returns.tables["responses"].pivot(index=["person_id", "time_point"], columns="item", values="value")
    assert values.fillna(-1).to_numpy().tolist() == [[2, -1], [1, 2], [3, 0]]
    filled("UPDATE forms SET q1 = 0 WHERE \"Code\" = '1e5'")
    assert read_returns(registry, paths, site="town", programme="play").tables["responses"]["value"].max() == 3
    assert len(ask_databases(registry, paths, pair)) == 1
    assert read_returns(registry, paths, site="town", programme="play").tables["responses"]["value"].max() == 2


def test_a_server_s_rows_pass_the_same_checks(filled, paths, make_registry):
    filled("INSERT INTO forms VALUES ('jane.doe@example.org', 'before', 9, 1, null, null)")
    registry = make_registry(returns=[DECLARED])
    ask_databases(registry, paths, [("town", "play")])
    with pytest.raises(ReturnsRefusedError) as refusal:
        read_returns(registry, paths, site="town", programme="play")
    assert "database STUDY_DATABASE [forms], row 4, column q1: found '9'" in str(refusal.value)
    assert "what looks like an e-mail address" in str(refusal.value)
    assert "jane" not in str(refusal.value)


def test_a_table_of_a_server_that_is_not_there_is_refused(filled, paths, make_registry):
    registry = make_registry(returns=[{**DECLARED, "sheet": "former"}])
    with pytest.raises(ReturnsRefusedError, match="the table 'former' cannot be read"):
        ask_databases(registry, paths, [("town", "play")])


def test_no_statement_can_change_a_table(filled, postgres):
    with server("STUDY_DATABASE") as connection:
        assert len(read_table(connection, "forms", name="x", problems=Problems())) == 3
        assert read_table(connection, 'forms"; DROP TABLE forms; --', name="x", problems=Problems()) is None
    with server("STUDY_DATABASE") as connection:
        assert len(read_table(connection, "forms", name="x", problems=Problems())) == 3
