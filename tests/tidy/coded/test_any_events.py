"""Coded video told by ``earlyeval coded FILE``: known by its contents, counted, written in the shape of a study."""

import csv
import json

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError, UnusableArgumentError
from earlyeval.tidy.coded.any_events import events_told, read_any_events, write_events
from earlyeval.tidy.coded.any_tool import read_coded

pytestmark = pytest.mark.unit

EAF = (
    '<?xml version="1.0"?><ANNOTATION_DOCUMENT FORMAT="3.0"><HEADER TIME_UNITS="milliseconds"/><TIME_ORDER>'
    '<TIME_SLOT TIME_SLOT_ID="a" TIME_VALUE="0"/><TIME_SLOT TIME_SLOT_ID="b" TIME_VALUE="900"/></TIME_ORDER>'
    '<TIER TIER_ID="t" ANNOTATOR="Ann Other" PARTICIPANT="Adult"><ANNOTATION>'
    '<ALIGNABLE_ANNOTATION ANNOTATION_ID="x" TIME_SLOT_REF1="a" TIME_SLOT_REF2="b">'
    "<ANNOTATION_VALUE>=Looks at child</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>"
    "</ANNOTATION_DOCUMENT>"
)
BORIS = {
    "time_format": "seconds", "behaviors_conf": {"0": {"code": "smile", "type": "Point event"}},
    "observations": {"film 1": {"events": [[1.5, "", "smile", "", ""], [2.5, "", "frown", "", ""]]}},
}  # fmt: skip
TABLE = "Observation id\tSubject\tBehavior\tBehavior type\tStart (s)\tStop (s)\nfilm 1\tchild\tcry\tSTATE\t1\t2.5\n"


@pytest.mark.parametrize(
    ("text", "tool", "lines"),
    [
        (EAF, "ELAN (EAF 3.0)", ["annotations  1 of 1", "1 sitting, 0 with", "1 event of 1 behaviour"]),
        (json.dumps(BORIS), "BORIS (BORIS project)", ["events                        1 of 2", "0 of 1  (Their"]),
        (TABLE, "BORIS (BORIS aggregated events)", ["1 state, 0 points"]),
    ],
)
def test_coded_video_is_known_by_what_is_in_it_and_told_without_names(tmp_path, text, tool, lines):
    path = tmp_path / "film.data"
    path.write_text(text, encoding="utf-8")
    told = "\n".join(events_told(read_any_events(path)))
    assert told.startswith(f"Read as {tool}.")
    assert [line for line in lines if line not in told] == []
    assert not {"Ann", "Looks"} & set(told.split())


def test_what_is_no_video_is_left_to_others_and_video_is_no_project_of_texts(tmp_path):
    path = tmp_path / "codings.csv"
    path.write_text("Document,Code\na,b\n", encoding="utf-8")
    assert read_any_events(path) is None
    assert read_any_events(tmp_path) is None
    path.write_text(EAF, encoding="utf-8")
    with pytest.raises(ReturnsRefusedError, match="coded video"):
        read_coded(path)


def test_events_are_written_in_the_shape_of_a_study(tmp_path):
    path = tmp_path / "film.eaf"
    path.write_text(EAF, encoding="utf-8")
    assert write_events(read_any_events(path), tmp_path / "made") == ("clips.csv", "events.csv")
    with (tmp_path / "made" / "events.csv").open(encoding="utf-8", newline="") as file:
        (event,) = csv.DictReader(file)
    wanted = {"clip_id": "film", "coder": "coder-1", "subject": "adult", "behaviour": "looks-at-child", "kind": "state",
              "begin_ms": "0", "end_ms": "900"}  # fmt: skip
    assert {name: event[name] for name in wanted} == wanted
    assert (tmp_path / "made" / "clips.csv").read_text(encoding="utf-8").splitlines()[1] == "film,,,"
    with pytest.raises(UnusableArgumentError, match="already"):
        write_events(read_any_events(path), tmp_path / "made")
