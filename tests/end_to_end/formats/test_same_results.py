"""The same returns in every format give the same results.csv, to the last byte."""

import csv
import datetime
import os
import random

import pytest

from earlyeval.foundations.paths import CLONE

pytestmark = pytest.mark.end_to_end

FORMATS = (
    "workbook", "parquet", "sqlite", "spss", "spss of codes", "postgresql", "qualtrics", "redcap", "redcap labels",
)  # fmt: skip
REASONS = ("na", "nk", "refused", "not_asked", "", "")
COMMENTS = ('"Warm", she said', "first line\nsecond line", "=1+1 is no sum", "été; ça va", "a, b; c\td", "-99")
# What programs like to turn into something else.
IDS = ("007", "7", "1e5", "100000", "NA", "nan", "null", "TRUE", "0x1F", "1.0", "-5", "12:30", "00", "a b7", "é1")


def hilltop(folder):
    """Write a made-up study of sixty people with awkward ids as our own CSV files."""
    draw = random.Random(11)
    ids = [*(one for one in IDS if one[0] not in "-="), *(f"P{number:03d}" for number in range(46))]
    first = datetime.date(2025, 1, 6)
    people, calm, totals, comments = [], [], [], []
    for number, person in enumerate(ids):
        role = ("mother", "father", "carer")[number % 3]
        started = first + datetime.timedelta(days=draw.randrange(40))
        people.append(
            [person, f"F{number // 2}", role, draw.choice(["upper", "lower"]), draw.choice(["waiting", "circle"]),
             draw.choice(["yes", "yes", "yes", ""]), "nk" if number == 5 else started.isoformat(),
             draw.choice(["completed", "moved", "nk", ""]), draw.choice(["first", "later", "refused", ""]),
             draw.choice(["yes", "no"]), draw.choice(["yes", "no"])]
        )  # fmt: skip
        for wave, time_point in enumerate(("start", "midway", "end")):
            if draw.random() < 0.25:
                continue
            day = (started + datetime.timedelta(weeks=6 * wave)).isoformat() if draw.random() < 0.9 else ""
            answers = [draw.choice(REASONS) if draw.random() < 0.12 else str(draw.randrange(5)) for _ in range(4)]
            if any(answers):
                calm.append([person, time_point, day, *answers])
            if time_point != "midway":
                totals.append([person, time_point, day, draw.choice(["2-month", "6-month"]), str(draw.randrange(61))])
        if number < len(COMMENTS):
            comments.append([f"C{number}", person, "end", "what-helped", COMMENTS[number]])
    sessions, attendance = [], []
    for number in range(1, 13):
        held = (first + datetime.timedelta(weeks=number)).isoformat()
        delivered = "no" if number == 4 else "yes"
        reason = "weather" if number == 4 else ""
        sessions.append([f"S{number:02d}", "afternoon", str(number), held, "upper", delivered, "90.5", reason])
        for person in ids if delivered == "yes" else []:
            if draw.random() < 0.5:
                status = draw.choice(["attended", "late", "absent", "absent_notified"])
                attendance.append([f"S{number:02d}", person, status, draw.choice(["", "80", "62.25"])])
    files = {
        "people": ("person_id,family_id,role,cluster,arm,consented,started_on,end_status,parity,"
                   "needs-housing,needs-money", people),
        "calm": ("person_id,time_point,completed_on,at-night,by-day,with-others,alone", calm),
        "check-list": ("person_id,time_point,completed_on,form,total", totals),
        "comments": ("comment_id,person_id,time_point,question,comment", comments),
        "sessions": ("session_id,kind,number,held_on,cluster,delivered,minutes,cancelled_reason", sessions),
        "attendance": ("session_id,person_id,status,minutes", attendance),
    }  # fmt: skip
    folder.mkdir(parents=True)
    for name, (header, rows) in files.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header.split(","), *rows])
    return folder


STUDIES = {
    "think-baby": (CLONE / "data" / "registry", "wandsworth", "think-baby"),
    "made-up": (CLONE / "tests" / "studies" / "any-format" / "registry", "hilltop", "circle"),
}


@pytest.fixture(scope="module", params=STUDIES)
def study(request, tmp_path_factory, lay_out):
    """Return a function that lays out a fresh folder of one study, and the results of its CSV files."""
    registry, site, programme = STUDIES[request.param]
    source = CLONE / "data" / "synthetic" / site / programme
    if request.param == "made-up":
        source = hilltop(tmp_path_factory.mktemp("source") / "csv")

    def fresh(name):
        return lay_out(tmp_path_factory.mktemp(name), registry, source, site=site, programme=programme)

    returns = fresh("csv")
    returns.send("csv")
    return fresh, *returns.results()


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_the_results_of_the_csv_files(study, form, request, monkeypatch):
    fresh, expected, of_csv = study
    returns = fresh("other")
    url = request.getfixturevalue("postgres") if form == "postgresql" else ""
    monkeypatch.setenv("STUDY_DATABASE", url)
    returns.send(form, url=url)
    found, of_form = returns.results()
    theirs, ours = found.decode().splitlines(), expected.decode().splitlines()
    assert [line for line in theirs if line not in ours] == []
    assert found == expected
    for name in ("people", "responses", "attendance", "comments"):
        ids = ["person_id"] if "person_id" in of_csv.table(name) else []
        assert sorted(of_form.table(name)[ids[0]]) == sorted(of_csv.table(name)[ids[0]])
    assert sorted(of_form.table("comments")["comment"]) == sorted(of_csv.table("comments")["comment"])


@pytest.mark.skipif(not os.environ.get("EARLYEVAL_FULL"), reason="test-full: two whole reports")
@pytest.mark.parametrize("form", ["redcap labels"])
def test_a_whole_report_writes_the_same_results(study, form, command):
    fresh, expected, _ = study
    returns = fresh("report")
    returns.send(form)
    done = command("report", returns.site, "--study", str(returns.folder), "--level", "restricted")
    assert done.returncode == 0, done.stderr
    folder = returns.folder / "restricted"
    (written,) = folder.rglob("results.csv")
    assert written.read_bytes() == expected
