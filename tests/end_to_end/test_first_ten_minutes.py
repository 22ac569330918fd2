"""A researcher's first ten minutes, played: what is typed, what comes back, in words and in exit codes.

The page that this follows shows ids and texts in its messages; ours never do: rows and kinds stand in their place.
"""

import os
import shutil
import stat
import subprocess
import sys

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from earlyeval.foundations.paths import CLONE
from earlyeval.run import doctor
from earlyeval.run.command_line import main

pytestmark = pytest.mark.end_to_end

PLACE = "raw/riverside/parent-group"
ITEMS = ["interest", "low-mood", "sleep", "energy", "appetite", "self-worth", "concentration", "movement", "self-harm"]


@pytest.fixture
def study(tmp_path):
    """A study of one's own, with the example's made-up returns taken out, and parts of the place."""
    root = tmp_path / "study"
    assert main(["new-study", str(root)]) == 0
    site = root / "registry/sites/riverside.yaml"
    parts = "clusters: [{id: beech-hill, label: Beech Hill}, {id: castle, label: Castle}]"
    site.write_text(site.read_text(encoding="utf-8").replace("clusters: []", parts), encoding="utf-8")
    for path in (root / PLACE).iterdir():
        path.unlink()
    return root


@pytest.fixture
def say(study, capsys):
    """Type a command; return its exit code, and all that it said without the line breaks of the screen."""

    def typed(*words, study=study):
        capsys.readouterr()
        code = main([*words, "--study", str(study)])
        out, err = capsys.readouterr()
        return code, " ".join((out + err).split())

    return typed


def filled(template, *, people, answers):
    """Fill in a template as a person does: row after row, into the columns that its first row names."""
    book = openpyxl.load_workbook(template)

    def fill(name, rows):
        headers = [cell.value for cell in book[name][1]]
        for number, row in enumerate(rows, start=2):
            for header, what in row.items():
                book[name].cell(number, headers.index(header) + 1, what)

    fill("people", people)
    fill("phq-9", answers)
    return book


def form(person, point, answer=1, **changes):
    return {"person_id": person, "time_point": point, **dict.fromkeys(ITEMS, answer), **changes}


def six_pairs():
    people = [
        {"person_id": f"R-{n:03}", "role": "mother", "consented": "yes", "cluster": "castle"} for n in range(1, 9)
    ]
    before = [form(f"R-{n:03}", "before", n % 3) for n in range(1, 7)]
    return people, [*before, *(form(f"R-{n:03}", "after", n % 2) for n in range(1, 9))]


def test_minute_0_the_doctor_says_that_all_is_in_place(say):
    code, said = say("doctor")
    assert code == 0
    for words in (
        "✓ Python 3.",
        "✓ packages match requirements.lock",
        "✓ Jupyter kernel",
        "✓ 1 place configured: riverside",
    ):
        assert words in said


def test_minute_0_an_environment_that_is_out_of_date_and_what_to_type(say, monkeypatch):
    versions = doctor.package_versions() | {"pandas": "1.0.0"}
    monkeypatch.setattr(doctor, "package_versions", lambda: versions)
    code, said = say("doctor")
    assert code == 6
    assert "✗ packages differ from requirements.lock: pandas -> run: make set-up" in said


def test_minute_3_to_8_template_three_errors_mended_and_a_report_with_too_few_pairs(say, study):
    code, said = say("check", "riverside")
    assert code == 3, "nothing arrived yet"
    assert f"No returns for parent-group at riverside in {PLACE}/" in said
    assert "`earlyeval template riverside` (make template SITE=riverside) makes a workbook to fill in" in said

    code, said = say("template", "riverside")
    assert code == 0
    template = study / "templates" / "riverside--parent-group.xlsx"
    assert str(template) in said
    assert f"it comes back into {PLACE}/" in said

    people, answers = six_pairs()
    wrong = filled(template, people=people, answers=[*answers, form("R-001", "before")])
    wrong["phq-9"]["F4"] = 7
    wrong["people"]["D5"] = "Beech hill"
    entry = study / PLACE / "entry.xlsx"
    entry.parent.mkdir(parents=True, exist_ok=True)
    wrong.save(entry)
    stood = entry.read_bytes()
    code, said = say("check", "riverside")
    assert code == 3
    assert "3 problems, they are:" in said
    assert (
        "entry.xlsx [phq-9], row 4, column sleep (cell F4): found '7'. Allowed: whole numbers from 0 to 3; blank"
        in said
    )
    assert "entry.xlsx [phq-9], row 16: found the same person_id and time_point as in row 2" in said
    assert "Keep the right one." in said
    assert "entry.xlsx [people], row 5, column cluster (cell D5): found" in said
    assert "Allowed: beech-hill, castle. Did you mean beech-hill?" in said
    assert "2 forms of phq-9 after the programme from people who have none before." in said
    assert "Nothing was changed. Mend the returns and check again." in said
    assert entry.read_bytes() == stood
    assert not (study / "reports").exists()

    filled(template, people=people, answers=answers).save(entry)
    code, said = say("check", "riverside")
    assert (code, "nothing is refused" in said) == (0, True)

    code, said = say("report", "riverside")
    assert code == 0
    pages = [path.read_text(encoding="utf-8") for path in sorted((study / "reports").rglob("*.html"))]
    assert any("PHQ-9" in page and "too few people" in page.lower() for page in pages)


def test_no_place_and_a_misspelt_place_list_what_there_is(say):
    for command in ("check", "report", "template"):
        code, said = say(command)
        assert (code, "riverside" in said) == (2, True)
        code, said = say(command, "riversdie")
        assert code == 2
        assert "No site called 'riversdie'. Did you mean 'riverside'?" in said


def test_through_make_every_failure_is_two(study):
    ran = subprocess.run(
        ["make", "-s", "check", "SITE=riversdie", f"STUDY={study}"],
        cwd=CLONE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "Did you mean 'riverside'?" in ran.stderr


@pytest.fixture
def sent(study):
    """Return a folder of returns that holds a valid list of people, and a way to put files beside it."""
    folder = study / PLACE
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "people.csv").write_text("person_id,role\nR-001,mother\n", encoding="utf-8")
    return folder


def test_a_file_that_somebody_has_open_is_read_as_saved_and_said(say, sent):
    book = openpyxl.Workbook()
    book.active.append(["person_id", "time_point", *ITEMS])
    book.active.append(["R-001", "before", *[1] * 9])
    book.save(sent / "phq-9.xlsx")
    (sent / "~$phq-9.xlsx").write_bytes(b"\x04Jo")
    (sent / ".~lock.people.csv#").write_text(",jo,desk,", encoding="utf-8")
    code, said = say("check", "riverside")
    assert code == 0
    assert "phq-9.xlsx: Somebody has this file open: what is not saved yet was not read." in said
    assert "people.csv: Somebody has this file open" in said
    assert "Jo" not in said.replace("Jobs", "")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(say, sent):
    (sent / "sessions.csv").write_text("session_id,kind,delivered\n", encoding="utf-8")
    (sent / "sessions.csv").chmod(0)
    code, said = say("check", "riverside")
    (sent / "sessions.csv").chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert code == 3
    assert "sessions.csv: the link leads nowhere, or the file may not be read" in said


def test_spss_without_labels_is_read_and_said(say, sent):
    frame = pd.DataFrame([["R-001", "before", *[1.0] * 9]], columns=["person_id", "time_point", *ITEMS])
    plain = frame.rename(columns=lambda name: name.replace("-", "_"))
    pyreadstat.write_sav(plain, str(sent / "phq-9.sav"), column_labels=list(frame.columns))
    code, said = say("check", "riverside")
    assert code == 0
    assert "phq-9.sav: The file says of no code what it means: codes were read as they stand" in said


def test_three_header_rows_are_known_for_an_export_of_qualtrics(say, sent, study):
    rows = [
        "ResponseId,Q1",
        "Response ID,Over the last two weeks",
        '"{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}"',
    ]
    (sent / "phq-9.csv").write_text("\n".join([*rows, "R_1,2", ""]), encoding="utf-8")
    code, said = say("check", "riverside")
    assert code == 3
    assert "phq-9.csv: it looks like an export of Qualtrics, with three header rows." in said
    assert "earlyeval map FILE (make map FILE=...)" in said
    code, said = say("map", str(sent / "phq-9.csv"))
    assert code == 0
    assert "format: qualtrics" in (study / "registry/returns/phq-9.yaml").read_text(encoding="utf-8")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_study_that_cannot_be_written_to_says_so_in_a_line(say, study):
    study.chmod(stat.S_IRUSR | stat.S_IXUSR)
    code, said = say("template", "riverside")
    study.chmod(stat.S_IRWXU)
    assert code == 6
    assert "cannot be written. Is the disk full, or read only?" in said


def test_a_full_disk_ends_in_one_line_and_leaves_nothing_behind(study):
    """A file may not grow beyond a few bytes: what a full disk and a quota do to a program."""
    script = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000));"
        "from earlyeval.run.command_line import main;"
        f"raise SystemExit(main(['template', 'riverside', '--study', {str(study)!r}]))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 6, ran.stderr
    assert "Traceback" not in ran.stderr
    assert len(ran.stderr.strip().splitlines()) <= 3
    assert not list((study / "templates").glob("*.xlsx"))


def test_the_page_for_the_site_says_the_same_without_repeating_anybody(say, sent, study):
    (sent / "people.csv").write_text("person_id,role\nR-001,mum\nJo Bloggs,mother\n", encoding="utf-8")
    code, _ = say("check", "riverside", "--html")
    assert code == 3
    page = (study / "checks" / "riverside.html").read_text(encoding="utf-8")
    assert "people.csv, line 2, column role: found &#39;mum&#39;" in page
    assert "people.csv, line 3, column person_id: found what looks like a name" in page
    assert "R-001" not in page
    assert "Bloggs" not in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")
    shutil.rmtree(study / "checks")
