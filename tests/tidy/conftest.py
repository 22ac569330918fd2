"""A little study for the tests of tidy, and a way to send it returns."""

import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import settings

from earlyeval.foundations.paths import StudyPaths
from earlyeval.registry.instruments import Instrument
from earlyeval.registry.plan import StudyFacts
from earlyeval.registry.programmes import Programme
from earlyeval.registry.returns import Return
from earlyeval.registry.sites import Site
from earlyeval.registry.whole import Registry
from earlyeval.tidy.arrive import read_returns

FACT = {"source": "made-up", "verified": True}

# A law holds on a slow machine too, and a failure must come again.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

PROGRAMME = {
    "id": "play",
    "name": "Play",
    "kind": "drop_in_group",
    "summary": "A made-up programme.",
    "strands": ["family", "delivery"],
    "time_points": [
        {"id": "before", "label": "Before", "order": 1, "weeks": 0, "role": "baseline"},
        {"id": "after", "label": "After", "order": 2, "weeks": 26, "role": "endpoint"},
    ],
    "arms": [
        {"id": "control", "label": "Control", "reference": True},
        {"id": "programme", "label": "Programme"},
    ],
    "session_kinds": [{"id": "play-group", "label": "Play group", "strand": "family", "drop_in": True}],
    "components": [{"id": "greeting", "label": "Greeting"}],
    "characteristics": [
        {"id": "ethnicity", "label": "Ethnic group", "values": {"asian": "Asian", "white": "White", "other": "Other"}}
    ],
}

MOOD = {
    "id": "mood",
    "name": "Mood",
    "full_name": "Made-up mood scale",
    "construct_measured": "Mood",
    "respondents": ["parent"],
    "licence": {"licence_class": "A", "terms": "Made up.", **FACT},
    "versions": [
        {
            "id": "mood",
            "response": {"lowest": 0, "highest": 3, "codes": {"never": 0, "always": 3}},
            "items": [
                {"id": "q1"},
                {"id": "q2"},
                {"id": "q3", "not_applicable_scores": 2},
                {"id": "q4", "reversed": True},
            ],
            "subscales": [
                {
                    "id": "total",
                    "label": "Total",
                    "items": ["q1", "q2", "q3", "q4"],
                    "method": "sum",
                    "direction": "lower_is_better",
                    "lowest": 0,
                    "highest": 12,
                    "missing": {"rule": "prorate", "at_most_missing": 1, **FACT},
                }
            ],
            "worked_examples": [],
        }
    ],
    "sources": ["made-up"],
}

CHECK_UP = {
    **MOOD,
    "id": "check-up",
    "versions": [
        {
            "id": "check-up",
            "subscales": [
                {
                    "id": "total",
                    "label": "Total",
                    "method": "supplied",
                    "direction": "lower_is_better",
                    "lowest": 0,
                    "highest": 100,
                    "form_cut_offs": [{"form": "6-month", "cut_off": 45, "monitoring_from": 30, **FACT}],
                }
            ],
            "worked_examples": [],
        }
    ],
}

TWO_FORMS = {
    **MOOD,
    "id": "two-forms",
    "versions": [
        {**MOOD["versions"][0], "id": "long"},
        {
            **MOOD["versions"][0],
            "id": "short",
            "items": [{"id": "q1"}, {"id": "q2"}],
            "subscales": [{**MOOD["versions"][0]["subscales"][0], "items": ["q1", "q2"], "highest": 6}],
        },
    ],
}

SITE = {
    "id": "town",
    "name": "Town",
    "programmes": [
        {
            "programme": "play",
            "start": "2024-09",
            "end": "2025-08",
            "clusters": [{"id": "north", "label": "North"}, {"id": "south", "label": "South"}],
        }
    ],
}

VALID = {
    "people.csv": (
        "person_id,family_id,role,cluster,arm,consented,started_on,ended_on,end_status,ethnicity\n"
        "A1,F1,mother,north,control,yes,2024-09-01,2025-03-01,completed,white\n"
        "A2,F2,father,south,programme,no,2024-09-08,,still_open,asian\n"
        "A3,F3,mother,north,control,,2024-09-15,,,\n"
    ),
    "sessions.csv": (
        "session_id,kind,number,held_on,cluster,delivered,minutes\n"
        "S1,play-group,1,2024-09-02,north,yes,90\n"
        "S2,play-group,2,2024-09-09,south,no,\n"
    ),
    "attendance.csv": "session_id,person_id,status,minutes\nS1,A1,attended,80\nS1,A2,late,60.5\nS2,A1,absent,\n",
    "mood.csv": (
        "person_id,time_point,completed_on,q1,q2,q3,q4\n"
        "A1,before,2024-09-02,1,2,0,3\n"
        "A2,before,2024-09-09,0,0,na,1\n"
        "A1,after,2025-03-02,1,1,,0\n"
    ),
    "check-up.csv": "person_id,time_point,form,total\nA1,before,6-month,30\nA2,before,6-month,\n",
}


def _entry(model, data):
    """Make a registry entry through JSON, as loading a YAML file does."""
    import json

    return model.model_validate_json(json.dumps(data))


def made_registry(*, returns=(), synthetic=False, raw="raw"):
    instruments = [_entry(Instrument, data) for data in (MOOD, CHECK_UP, TWO_FORMS)]
    return Registry(
        facts=StudyFacts(id="little", title="A little study", seed=1, raw=raw, synthetic=synthetic),
        programmes={"play": _entry(Programme, PROGRAMME)},
        sites={"town": _entry(Site, SITE)},
        instruments={instrument.id: instrument for instrument in instruments},
        outcomes={},
        plans={},
        criteria={},
        profiles={},
        returns=tuple(_entry(Return, data) for data in returns),
        references={},
    )


def write_files(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def workbook_bytes(sheets: dict[str, list[list]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.fixture
def registry():
    return made_registry()


@pytest.fixture
def make_registry():
    return made_registry


@pytest.fixture
def valid():
    return dict(VALID)


@pytest.fixture
def workbook():
    return workbook_bytes


@pytest.fixture
def paths(tmp_path):
    return StudyPaths(root=tmp_path, data=tmp_path)


@pytest.fixture
def arrive(registry, paths):
    """Send files as the site's returns and read them."""

    def send(files, *, registry=registry, place="raw/town/play", data="auto"):
        write_files(paths.data / place, files)
        return read_returns(registry, paths, site="town", programme="play", data=data)

    return send


@pytest.fixture
def found(arrive, valid):
    """Send files; return how many rows a rule found, and its sentence, which names nobody and no day."""

    def finding(files, rule):
        findings = arrive(valid | files).findings
        own = findings[findings["rule"] == rule]
        assert len(own) <= 1
        assert not findings["sentence"].str.contains("A1|A2|A3|2024").any()
        return None if own.empty else (int(own["rows"].iloc[0]), own["sentence"].iloc[0])

    return finding
