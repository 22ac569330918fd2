"""A return of many places: each reads its own rows, once divided; no row is lost without a word."""

import os

import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.registry.sites import Site
from earlyeval.tidy import by_place
from earlyeval.tidy.arrive import read_returns, return_files

pytestmark = pytest.mark.spec

DECLARED = {
    "id": "everybody", "site_column": "where", "programme": "play", "path": "everybody.csv", "person_id": "person_id",
    "time_point_column": "wave", "time_points": {"t0": "before", "t1": "after"},
    "measures": [{"instrument": "mood", "version": "mood", "own_items": True}],
}  # fmt: skip
HEAD = "where,person_id,wave,q1,q2,q3,q4\n"
ROWS = [
    "town,A1,t0,1,2,0,3", "hill,H1,t0,0,0,0,0", "town,A2,t0,1,1,1,1", "hill,H1,t1,3,3,3,3", "town,A1,t1,,1,na,0",
]  # fmt: skip
TEXT = HEAD + "\n".join(ROWS) + "\n"


@pytest.fixture
def national(make_registry, paths):
    """Send one file of two places, and read one of them."""

    def send(content=TEXT, *, site="town", **facts):
        registry = make_registry(returns=[{**DECLARED, **facts}])
        hill = Site.model_validate_json(registry.sites["town"].model_dump_json().replace("town", "hill"))
        registry = registry.__class__(**{**registry.__dict__, "sites": {**registry.sites, "hill": hill}})
        path = paths.data / "raw" / (facts.get("path") or DECLARED["path"])
        path.parent.mkdir(exist_ok=True)
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_returns(registry, paths, site=site, programme="play")

    return send


def rows_of(returns):
    table = returns.tables["responses"]
    return table[["person_id", "time_point", "item", "value"]].fillna(-1).to_numpy().tolist()


def test_each_place_reads_its_own_rows(national):
    assert national().tables["people"]["person_id"].tolist() == ["A1", "A2"]
    assert rows_of(national(site="hill")) == [
        ["H1", point, f"q{item}", value] for point, value in (("before", 0), ("after", 3)) for item in range(1, 5)
    ]


def test_a_problem_stands_where_it_stood_in_the_file_of_all(national):
    with pytest.raises(ReturnsRefusedError, match=r"everybody\.csv, line 5, column q2: found '9'"):
        national(TEXT.replace("H1,t1,3,3", "H1,t1,3,9"), site="hill")
    assert len(national(None).tables["people"]) == 2, "another place's mistake is not this one's"


ODD = {
    "a quotation": lambda text: text.replace("A2", '"A2"'),
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "blanks": lambda text: text.replace("where", " where ").replace("town,", " town ,"),
    "byte order mark": lambda text: "\ufeff" + text,
}


@pytest.mark.parametrize("change", ODD)
def test_both_roads_divide_alike(national, change):
    clean = national()
    odd = national(ODD[change](TEXT))
    for name, table in clean.tables.items():
        pd.testing.assert_frame_equal(odd.tables[name], table)


def test_rows_of_no_declared_place_are_told_by_line_at_every_place(national):
    lost = TEXT + "twon,X1,t0,1,1,1,1\n,X2,t0,1,1,1,1\n,,,,,,\nTown,X3,t0,1,1,1,1\n"
    for site in ("town", "hill"):
        found = national(lost, site=site).findings.query("rule == 'unknown_site'")
        assert found[["file", "row", "rows", "severity"]].to_numpy().tolist() == [["everybody.csv", 7, 3, "set_aside"]]
        assert "lines 7, 8, 10" in found["sentence"].item()
        assert not any(secret in found["sentence"].item() for secret in ("X1", "X2", "X3", "twon"))


def test_names_of_places_may_be_theirs(national):
    theirs = TEXT.replace("town,", "E09000032,").replace("hill,", "E10,")
    found = national(theirs, sites={"E09000032": "town", "E10": "hill"})
    assert found.tables["people"]["person_id"].tolist() == ["A1", "A2"]
    assert len(found.findings.query("rule == 'unknown_site'")) == 0


def test_a_place_without_rows_is_told_so(national):
    only = HEAD + "town,A1,t0,1,1,1,1\n"
    assert national(only, site="hill").findings["rule"].tolist() == ["no_rows"]


def trust_what_was_seen(paths):
    """As if the file had been looked at some seconds after its last change."""
    seen = paths.data / "tidy/.by-place/everybody/seen.json"
    seen.write_text(seen.read_text().replace('"sure": false', '"sure": true'))


def test_a_second_place_does_not_read_the_file_again(national, monkeypatch, paths):
    national()
    trust_what_was_seen(paths)
    monkeypatch.setattr("earlyeval.tidy.divide.divide", lambda *_: pytest.fail("divided again"))
    monkeypatch.setattr(by_place.hashlib, "file_digest", lambda *_: pytest.fail("hashed again"))
    assert len(national(None, site="hill").tables["people"]) == 1


def test_an_edit_that_keeps_the_time_is_seen(national, paths):
    national()
    trust_what_was_seen(paths)
    path = paths.data / "raw/everybody.csv"
    before = path.stat()
    path.write_text(TEXT.replace("A2,t0,1", "A2,t0,2"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [row[3] for row in rows_of(national(None)) if row[0] == "A2"] == [2, 1, 1, 1]
    assert len([one for one in (paths.data / "tidy/.by-place/everybody").iterdir() if one.is_dir()]) == 1


def test_a_change_at_one_place_leaves_the_file_of_another_as_it_was(national, make_registry, paths):
    def own(content):
        national(content, site="hill")
        folder = next(one for one in (paths.data / "tidy/.by-place/everybody").iterdir() if one.is_dir())
        return (folder / "town.parquet").read_bytes(), (folder / "hill.parquet").read_bytes()

    before = own(TEXT)
    after = own(TEXT.replace("hill,H1,t0,0", "hill,H0,t0,1,1,1,1\nhill,H1,t0,3"))
    assert after[0] == before[0], "only where the rows stand has moved"
    assert after[1] != before[1]


def test_the_files_that_are_read_are_the_place_s_own(national, make_registry, paths):
    national()
    registry = make_registry(returns=[DECLARED])
    (file,) = return_files(registry, paths, site="town", programme="play")
    assert file.name == "town.parquet"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (TEXT + "town,A3\n", "line 7: found 2 cells"),
        (TEXT.replace("where", "place"), "found no columns for 'where'"),
        (TEXT.encode() + b"town,\xe9,t0,1,1,1,1\n", "line 7: found a byte that is not UTF-8"),
        (b"", "the file is empty"),
    ],
)
def test_what_cannot_be_divided_is_refused_as_ever(national, content, words):
    for site in ("town", "hill"):
        with pytest.raises(ReturnsRefusedError, match=words):
            national(content, site=site)


def test_where_nothing_can_be_written_the_rows_are_read_all_the_same(national, monkeypatch):
    clean = national(TEXT + "twon,X1,t0,1,1,1,1\n")
    monkeypatch.setattr(by_place, "_divided", lambda *_: (_ for _ in ()).throw(PermissionError()))
    found = national(TEXT + "twon,X1,t0,1,1,1,1\n")
    pd.testing.assert_frame_equal(found.tables["responses"], clean.tables["responses"])
    pd.testing.assert_frame_equal(found.findings, clean.findings)


def test_parquet_and_workbooks_are_divided_too(national, paths, workbook):
    clean = rows_of(national())
    cells = [row.split(",") for row in TEXT.splitlines()]
    (paths.data / "raw").mkdir(exist_ok=True)
    table = pa.table({name: [row[place] for row in cells[1:]] for place, name in enumerate(cells[0])})
    parquet.write_table(table, paths.data / "raw/everybody.parquet")
    assert rows_of(national(None, path="everybody.parquet", format="parquet")) == clean
    content = workbook({"all": [[int(one) if one.isdigit() else one for one in row] for row in cells]})
    assert rows_of(national(content, path="everybody.xlsx", format="workbook")) == clean


def test_people_described_with_each_form_are_one_person_each(national):
    text = TEXT.replace("q4\n", "q4,who\n").replace("\ntown,A1", "\ntown,A1").splitlines()
    text = "\n".join([text[0], *(f"{line},mother" for line in text[1:])]) + "\n"
    people = {"columns": {"role": "who"}}
    assert national(text, people=people).tables["people"][["person_id", "role"]].to_numpy().tolist() == [
        ["A1", "mother"], ["A2", "mother"],
    ]  # fmt: skip
    with pytest.raises(ReturnsRefusedError, match="line 6: found the same person_id as in line 2"):
        national(text.replace("na,0,mother", "na,0,father"), people=people)


def test_the_same_form_twice_is_refused(national):
    with pytest.raises(ReturnsRefusedError, match=r"line 7: found the same .* as in line 2"):
        national(TEXT + "town,A1,t0,1,1,1,1\n")


def test_rows_marked_as_made_up_are_refused_among_real_returns(national):
    marked = "\n".join(f"{line},{'is_synthetic' if not at else 'yes'}" for at, line in enumerate(TEXT.splitlines()))
    with pytest.raises(ReturnsRefusedError, match="3 rows are marked as made up"):
        national(marked + "\n")
