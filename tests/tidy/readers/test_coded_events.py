"""Files of coded video as returns: tiers and behaviours become ours by a declaration."""

import json

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError

pytestmark = pytest.mark.spec

KINDS = {"0": {"code": "Smile!", "type": "State event"}, "1": {"code": "Touch", "type": "Point event"}}
LENGTH = {"file": {"1": ["v"]}, "media_info": {"length": {"v": 60}}}
PROJECT = {
    "behaviors_conf": KINDS,
    "observations": {
        "film 1 by Ann": {"events": [[1, "kid", "Smile!", "", ""], [3, "kid", "Smile!", "", ""]], **LENGTH},
        "film 1 by Bea": {"events": [[2, "", "Touch", "", ""]], **LENGTH},
        "film 2 by Ann": {"events": [], **LENGTH},
    },
}
CLIP = {"film 1 by Ann": "clip-1", "film 1 by Bea": "clip-1", "film 2 by Ann": "clip-2"}
CODER = {"film 1 by Ann": "first", "film 1 by Bea": "second", "film 2 by Ann": "first"}
MAIN = {"film 1 by Ann": "yes", "film 1 by Bea": "no", "film 2 by Ann": "yes"}
DECLARED = {
    "id": "films", "site": "town", "programme": "play", "path": "films.boris", "format": "boris", "person_id": None,
    "tables": [
        {
            "table": "events",
            "columns": {
                "event_id": "event_id", "clip_id": "observation", "coder": "observation",
                "is_main_coder": "observation", "subject": "subject", "behaviour": "behaviour", "kind": "kind",
                "begin_ms": "begin_ms", "end_ms": "end_ms",
            },
            "codes": {
                "clip_id": CLIP, "coder": CODER, "is_main_coder": MAIN, "subject": {"kid": "child"},
                "behaviour": {"Smile!": "smiling", "Touch": "touching"},
            },
            "unless_blank": ["behaviour"],
        },
        {
            "table": "clips", "columns": {"clip_id": "observation", "length_s": "length_s"},
            "codes": {"clip_id": {"film 1 by Ann": "clip-1", "film 2 by Ann": "clip-2"}},
            "unless_blank": ["length_s"],
        },
    ],
    "only_rows": {},
}  # fmt: skip


@pytest.fixture
def films(arrive, make_registry):
    def send(project, **facts):
        declared = {**DECLARED, **facts}
        return arrive({"../../films.boris": json.dumps(project)}, registry=make_registry(returns=[declared]))

    return send


def without_second_film(project):
    kept = {name: about for name, about in project["observations"].items() if "Bea" not in name}
    return {**project, "observations": kept}


def test_behaviours_clips_and_coders_are_those_of_the_declaration(films):
    events = films(PROJECT, tables=DECLARED["tables"][:1]).tables["events"]
    told = events[["clip_id", "coder", "subject", "behaviour", "kind", "begin_ms", "end_ms"]].fillna("-")
    assert told.to_numpy().tolist() == [
        ["clip-1", "first", "child", "smiling", "state", 1000, 3000],
        ["clip-1", "second", "-", "touching", "point", 2000, 2000],
    ]
    assert events["is_main_coder"].tolist() == [True, False]


def test_a_sitting_in_which_nothing_happened_is_a_clip(films):
    returns = films(without_second_film(PROJECT))
    assert returns.tables["clips"][["clip_id", "length_s"]].to_numpy().tolist() == [["clip-1", 60], ["clip-2", 60]]


def test_a_behaviour_that_the_declaration_does_not_name_is_refused(films):
    tables = [
        {**DECLARED["tables"][0], "codes": {**DECLARED["tables"][0]["codes"], "behaviour": {"Touch": "touching"}}}
    ]
    with pytest.raises(ReturnsRefusedError, match="behaviour"):
        films(PROJECT, tables=tables)


def test_a_damaged_file_is_told_among_the_other_problems(films):
    with pytest.raises(ReturnsRefusedError, match="no BORIS project"):
        films([])


def test_what_was_not_carried_is_a_finding(films):
    project = json.loads(json.dumps(PROJECT))
    project["observations"]["film 1 by Ann"]["events"].append([9, "kid", "Smile!", "", ""])
    findings = films(project, tables=DECLARED["tables"][:1]).findings
    assert (findings["rule"] == "not_carried").any()
