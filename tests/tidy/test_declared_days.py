"""Days in another form, as numbers, with a time zone: read as a declaration says, refused with its name without one."""

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.registry.returns import Return
from earlyeval.tidy.cells import Fault, read_date
from earlyeval.tidy.declared_days import iso_day

pytestmark = pytest.mark.spec


def day(text, **facts):
    return iso_day(text, Return(id="export", programme="play", **facts))


LONDON = {"time_zone": "Europe/London"}


@pytest.mark.parametrize(
    ("text", "facts", "expected"),
    [
        ("03/04/2025", {"date_format": "%d/%m/%Y"}, "2025-04-03"),
        ("03/04/2025", {"date_format": "%m/%d/%Y"}, "2025-03-04"),
        ("45751", {"date_format": "excel"}, "2025-04-04"),
        ("45751.75", {"date_format": "excel"}, "2025-04-04"),
        ("44289", {"date_format": "excel-1904"}, "2025-04-04"),
        # 23:30 in UTC is past midnight in a British summer, and not in a British winter
        ("2025-06-30T23:30:00Z", LONDON, "2025-07-01"),
        ("2025-01-31T23:30:00Z", LONDON, "2025-01-31"),
        ("2025-01-01 00:10:00+02:00", LONDON, "2024-12-31"),
        ("2025/06/30 11:30:00 PM GMT", {"date_format": "%Y/%m/%d %I:%M:%S %p", **LONDON}, "2025-07-01"),
        ("2025/07/01 12:10:00 AM GMT+1", {"date_format": "%Y/%m/%d %I:%M:%S %p", **LONDON}, "2025-07-01"),
        ("2025-06-30 23:30:00", {"recorded_in": "UTC", **LONDON}, "2025-07-01"),
        ("2025-06-30 18:30:00", {"recorded_in": "America/Denver", **LONDON}, "2025-07-01"),
        ("2025-06-30", {"recorded_in": "America/Denver", **LONDON}, "2025-06-30"),  # a day is a day
        ("2025-06-30 23:30:00", LONDON, "2025-06-30"),
        ("", LONDON, ""),
        ("nk", {"date_format": "excel"}, "nk"),
    ],
)
def test_a_day_is_read_as_declared(text, facts, expected):
    assert day(text, **facts) == expected


@pytest.mark.parametrize(
    ("text", "facts", "words"),
    [
        ("31/12/2025", {"date_format": "%m/%d/%Y"}, "found a date of another form"),
        ("2025-04-04", {"date_format": "excel"}, "found no number of a day"),
        ("45751", {"date_format": "%d/%m/%Y"}, "found a date of another form"),
        ("04/04/2025 10:00 GMT+1", {"date_format": "%d/%m/%Y %H:%M"}, "found a time that names its own zone"),
    ],
)
def test_a_day_that_does_not_fit_is_refused(text, facts, words):
    found = day(text, **facts)
    assert isinstance(found, Fault)
    assert found.found == words


@pytest.mark.parametrize(
    ("text", "named"), [("45751", "date_format: excel"), ("03/04/2025", "date_format: '%d/%m/%Y'"),
                        ("2025-06-30T23:30:00Z", "time_zone: Europe/London")],
)  # fmt: skip
def test_without_a_declaration_the_refusal_names_it(text, named):
    assert named in read_date(text).next_step


def test_a_time_with_a_zone_is_refused_at_its_line(arrive, make_registry):
    declared = {
        "id": "export", "site": "town", "programme": "play", "path": "export.csv", "person_id": "Code",
        "completed_on": "When", "date_format": "%d/%m/%Y %H:%M", "people": {"columns": {}},
        "measures": [{"instrument": "mood", "version": "mood", "time_point": "before", "items": {"q1": "Q"}}],
    }  # fmt: skip
    text = "Code,When,Q\nA,01/03/2025 10:00,1\nB,01/03/2025 10:00 UTC,2\n"
    with pytest.raises(ReturnsRefusedError, match=r"line 3, column When: found a time that names its own zone") as told:
        arrive({"../../export.csv": text}, registry=make_registry(returns=[declared]))
    assert "time_zone: Europe/London" in " ".join(str(told.value).split())
    returns = arrive({"../../export.csv": text}, registry=make_registry(returns=[{**declared, **LONDON}]))
    assert returns.tables["responses"]["completed_on"].dt.strftime("%d").tolist() == ["01"] * len(
        returns.tables["responses"]
    )
