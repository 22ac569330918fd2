"""The law of reading: by columns and cell by cell give the same tables, findings and refusals, whatever arrives."""

import random

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.arrive import read_returns

pytestmark = pytest.mark.spec

WHATEVER = [
    "", " ", "na", "nk", "x", "9", "-1", "1.5", "+2", "1e3", "007", "A1", "B2 ", "SW1A 1AA", "943 476 5919",
    "9434765919", "2024-02-30", "2024-09-02", "01/02/2024", "yes", "YES", "before",
    "Before", "north", "a@b.org", "=1+1", "\u00a0A1",
    "é", "\ufffd", "\x07", "\x00", "\x85", "\u200b", '"', '""', '"a"', '"a,b"', '"a\nb"', ",", ";", "\t", "\n", "\r",
    "\r\n", "A" * 70, "1.23E+12", "Jane Smith", "07700 900123", "never", "always", "A-1", "a.b", "_1", "12345678901234",
]  # fmt: skip
FILES = ["people.csv", "mood.csv", "check-up.csv", "attendance.csv", "sessions.csv", "mood--more.csv"]
DAMAGE = st.tuples(
    st.sampled_from(FILES),
    st.sampled_from(["cell", "insert", "delete", "repeat-line", "drop-line", "bytes", "quote-all", "ends", "bom"]),
    st.floats(0, 1, exclude_max=True),
    st.sampled_from(WHATEVER),
)


def damaged(files, damage):
    files = {**files, "mood--more.csv": "person_id,time_point,q1,q2\nA3,before,1,2\nA3,after,0,\n"}
    for name, kind, where, what in damage:
        files[name] = _damaged(files[name], kind, where, what)
    return files


def _damaged(text, kind, where, what):
    if isinstance(text, bytes):
        return text
    at = int(where * max(len(text), 1))
    lines = text.split("\n")
    line = int(where * len(lines))
    if kind == "cell":
        cells = lines[line].split(",")
        cells[random.Random(at).randrange(len(cells))] = what
        return "\n".join([*lines[:line], ",".join(cells), *lines[line + 1 :]])
    changed = {
        "insert": text[:at] + what + text[at:],
        "delete": text[:at] + text[at + 1 :],
        "repeat-line": "\n".join([*lines[: line + 1], *lines[line:]]),
        "drop-line": "\n".join([*lines[:line], *lines[line + 1 :]]),
        "bytes": text.encode()[:at] + b"\xe9" + text.encode()[at:],
        "quote-all": "\n".join(",".join(f'"{cell}"' for cell in one.split(",")) if one else one for one in lines),
        "ends": text.replace("\n", "\r\n" if where < 0.5 else "\r"),
        "bom": "\ufeff" + text,
    }
    return changed[kind]


def outcome(registry, paths):
    """Everything that reading gives: tables and findings, or the words of the refusal."""
    try:
        returns = read_returns(registry, paths, site="town", programme="play")
    except ReturnsRefusedError as refusal:
        return str(refusal)
    return {**returns.tables}, returns.findings


def same(one, other):
    if isinstance(one, str) or isinstance(other, str):
        assert one == other
        return
    pd.testing.assert_frame_equal(one[1], other[1])
    for name, table in one[0].items():
        pd.testing.assert_frame_equal(table, other[0][name], obj=name)


@pytest.fixture
def exactly(monkeypatch):
    """Return a function that reads cell by cell, and long rows throughout."""

    def read(registry, paths):
        with monkeypatch.context() as patch:
            patch.setattr("earlyeval.tidy.readers.delimited.plain_sheet", lambda *_, **__: None)
            patch.setattr("earlyeval.tidy.columns.PROOFS", {})
            patch.setattr("earlyeval.tidy.assemble.forms_whole", lambda *_: None)
            return outcome(registry, paths)

    return read


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.lists(DAMAGE, max_size=4))
def test_both_roads_lead_to_the_same(registry, paths, valid, exactly, damage):
    folder = paths.data / "raw/town/play"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in damaged(valid, damage).items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    same(outcome(registry, paths), exactly(registry, paths))


def test_the_roads_differ_in_nothing_for_a_file_with_everything_wrong(registry, paths, valid, exactly):
    folder = paths.data / "raw/town/play"
    folder.mkdir(parents=True)
    rows = [f"P{number},before,2024-09-0{number % 10},{what},1,1,1" for number, what in enumerate(WHATEVER[:18])]
    again = ["P1,before,2024-09-01,1,1,1,1", "P1,after,2024-09-01,1,1,1,1", ",after,,1,1,1,1", "P2,later,,1,1,1,1"]
    (folder / "people.csv").write_text(valid["people.csv"])
    (folder / "mood.csv").write_text("\n".join(["person_id,time_point,completed_on,q1,q2,q3,q4", *rows, *again]) + "\n")
    found = outcome(registry, paths)
    assert "problems" in found
    same(found, exactly(registry, paths))


def test_one_form_in_two_files_is_put_together_as_ever(registry, paths, valid, exactly):
    folder = paths.data / "raw/town/play"
    folder.mkdir(parents=True)
    files = {"people.csv": valid["people.csv"], "mood--a.csv": "person_id,time_point,q1,q2\nA1,before,1,2\n",
             "mood--b.csv": "person_id,time_point,q3,q4\nA1,before,0,3\n"}  # fmt: skip
    for name, text in files.items():
        (folder / name).write_text(text)
    found = outcome(registry, paths)
    assert found[0]["responses"]["value"].tolist() == [1, 2, 0, 3]
    same(found, exactly(registry, paths))
