"""A release: signed by two people, whole, checked from its folder alone; refused in every other case."""

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from earlyeval.foundations.paths import CLONE

pytestmark = pytest.mark.end_to_end

_LEAVING = importlib.util.spec_from_file_location("leaving", CLONE / "tests" / "battery" / "leaving.py")
leaving = importlib.util.module_from_spec(_LEAVING)
_LEAVING.loader.exec_module(leaving)
MOMENT = "1774000000"  # 2026-03-20
DAY = "2026-03-20"


@pytest.fixture(scope="module")
def study_to_release(built, study_folder, tmp_path_factory):
    """A copy of the reported study: what is changed here is seen by no other module of this folder."""
    assert built[0].returncode == 0
    return shutil.copytree(study_folder, tmp_path_factory.mktemp("release") / "study", symlinks=True)


@pytest.fixture(scope="module")
def release(study_to_release, command):
    """Return a function that releases Wandsworth at a fixed moment."""

    def run(*more, moment=MOMENT):
        return command("release", "wandsworth", "--study", str(study_to_release), *more, SOURCE_DATE_EPOCH=moment)

    return run


@pytest.fixture(scope="module")
def sign(study_to_release):
    def signed(first, second):
        path = study_to_release / "releases" / "sign-off" / "wandsworth.yaml"
        kept = [line for line in path.read_text().splitlines() if "_reader:" not in line]
        path.write_text("\n".join([*kept, f'first_reader: "{first}"', f'second_reader: "{second}"', ""]))

    return signed


@pytest.fixture(scope="module")
def released(release, sign, study_to_release):
    """The folder of a release that two people signed for."""
    release()
    sign("Ada Reader", "Ben Reader")
    done = release()
    assert done.returncode == 0, done.stderr
    return study_to_release / "releases" / DAY / "wandsworth"


@pytest.fixture
def copy(released, tmp_path):
    """A copy of the release that a test may spoil."""
    return shutil.copytree(released, tmp_path / "release")


def checked(folder):
    """Run the checker as somebody who has nothing but the folder and Python."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(CLONE / "tools" / "check_release.py"), str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def spoil(folder, name, change):
    """Change a file and its checksum in the manifest, as somebody would who does not want to be found out."""
    import hashlib

    path, manifest = folder / name, folder / "manifest.json"
    path.write_text(change(path.read_text()))
    told = json.loads(manifest.read_text())
    told["files"][name] = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(told))


def test_a_report_alone_writes_no_release(study_to_release):
    assert not list((study_to_release / "releases").glob("2*"))


def test_nothing_is_released_before_two_different_people_have_signed(release, sign, study_to_release):
    first = release()
    assert first.returncode == 4
    assert "two people have to read these reports" in " ".join(first.stderr.split())
    for names in (("", ""), ("Ada Reader", ""), ("Ada Reader", "  ada  READER ")):
        sign(*names)
        again = release()
        assert again.returncode == 4
        assert "two different people" in " ".join(again.stderr.split())
    assert not (study_to_release / "releases" / DAY).exists()


def test_a_signed_release_is_whole_by_a_checker_that_shares_no_code(released):
    done = checked(released)
    assert done.returncode == 0, done.stdout
    assert "keeps to the profile that it names" in done.stdout


def test_the_record_says_what_a_reviewer_asks(released):
    told = json.loads((released / "manifest.json").read_text())
    assert told["profile"]["id"] == "nhs-hes-child"
    assert told["profile"]["count"]["round_to"] == 5
    assert told["released_at"].startswith(DAY)
    assert told["reports"]["think-baby"]["quotations_checked_by"]
    assert told["reports"]["think-baby"]["seed"] == 20240909, "a page says it where something was drawn by chance"
    assert {"commit", "lock", "code", "python", "packages"} <= set(told)
    bill = json.loads((released / "sbom.cdx.json").read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert {"pandas", "papermill"} <= {part["name"] for part in bill["components"]}
    assert "://" not in "".join(str(part) for part in bill["components"])
    assert "pandas" in (released / "licences.txt").read_text()


# Names of forms of files, which nobody fetches.
NAMESPACES = ("www.w3.org", "purl.org", "schemas.openxmlformats.org", "cyclonedx.org")
PLACES = re.compile(rb"(?<![\w.:/<])(?:/(?:home|root|tmp|usr|var|opt|work|mnt|srv|Users)/|[A-Z]:\\\\)[^\s\"'<>]*")


def test_no_address_and_no_place_of_this_machine_is_in_any_file(released, study_to_release):
    foreign = [str(CLONE), str(study_to_release), str(Path.home()), sys.prefix, "site-packages", "ipykernel_launcher"]
    found, kinds = [], set()
    for path in sorted(path for path in released.rglob("*") if path.is_file()):
        for name, content in leaving.unpacked(path.relative_to(released).as_posix(), path.read_bytes()):
            kinds.add(Path(name).suffix)
            hosts = {host.decode() for host in re.findall(rb"[a-zA-Z]{2,}://([\w.-]+)", content)}
            found += [f"{name}: {host}" for host in sorted(hosts - set(NAMESPACES))]
            found += [f"{name}: {word}" for word in foreign if len(word) > 4 and word.encode() in content]
            found += [f"{name}: {place[:40]}" for place in PLACES.findall(content)]
    assert found == []
    assert {".html", ".xlsx", ".xml", ".ipynb", ".csv", ".qdc", ".json", ".txt", ".yaml"} <= kinds
    assert any("base64" in name for name, _ in leaving.unpacked("x", (released / "think-baby/index.html").read_bytes()))


def test_the_same_day_again_changes_nothing(release, released):
    before = sorted((path.name, path.stat().st_mtime_ns) for path in released.rglob("*"))
    assert release().returncode == 0
    assert sorted((path.name, path.stat().st_mtime_ns) for path in released.rglob("*")) == before


def test_another_day_gives_the_same_ledger(release, released):
    assert release(moment="1774100000").returncode == 0
    later = released.parents[1] / "2026-03-21" / "wandsworth"
    assert (later / "ledger.csv").read_bytes() == (released / "ledger.csv").read_bytes()


def test_a_number_that_was_released_and_would_change_for_the_same_people_refuses_the_release(release, released):
    ledger = released / "ledger.csv"
    kept = ledger.read_bytes()
    try:
        ledger.write_bytes(kept.replace(b",105.0,", b",110.0,").replace(b",105,", b",110,"))
        done = release(moment="1774300000")
        assert done.returncode == 4, done.stdout
        assert "put beside an earlier release" in " ".join(done.stderr.split())
    finally:
        ledger.write_bytes(kept)


def test_an_earlier_release_that_cannot_be_read_refuses_the_next(release, released):
    manifest = released / "manifest.json"
    kept = manifest.read_bytes()
    try:
        manifest.write_bytes(b"{")
        done = release(moment="1774400000")
        assert done.returncode == 4
        assert f"The release of {DAY} cannot be read" in " ".join(done.stderr.split())
    finally:
        manifest.write_bytes(kept)


def test_a_changed_missing_or_further_file_is_found(copy):
    (copy / "licences.txt").write_text("none")
    (copy / "think-baby" / "tables.xlsx").unlink()
    (copy / "people.csv").write_text("P1")
    said = checked(copy).stdout
    for line in ("licences.txt: changed", "think-baby/tables.xlsx: missing", "people.csv: not in the manifest"):
        assert line in said


def test_a_release_that_one_person_signed_is_found(copy):
    path = copy / "SIGNOFF.yaml"
    path.write_text(path.read_text().replace("Ben", "Ada"))
    assert "not signed by two different people" in checked(copy).stdout


def test_a_number_on_a_page_that_is_in_no_ledger_is_found(copy):
    spoil(copy, "think-baby/index.html", lambda page: page.replace("</main>", "<p>She scored 918273.</p></main>"))
    assert "think-baby/index.html: not in the ledger: 918273" in checked(copy).stdout


@pytest.mark.parametrize(
    ("cell", "value", "said"),
    [
        ("n", "3", "n is a small number"),
        ("n", "41", "n is not rounded"),
        ("df", "12", "degrees of freedom"),
        ("status", "seen", "its status is unknown"),
    ],
)
def test_a_row_that_breaks_the_profile_is_found(copy, cell, value, said):
    import csv
    import io

    def change(text):
        rows = list(csv.DictReader(io.StringIO(text)))
        one = next(row for row in rows if row["sensitivity"] == "personal" and row["status"] == "rounded")
        one[cell] = value
        out = io.StringIO()
        writer = csv.DictWriter(out, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()

    spoil(copy, "ledger.csv", change)
    assert said in checked(copy).stdout


def test_reports_that_changed_have_to_be_read_again(released, release, study_to_release):
    folder = study_to_release / "synthetic" / "wandsworth" / "think-baby"
    comments = folder / "comments.csv"
    kept = comments.read_bytes()
    try:
        comments.write_bytes(b"".join(kept.splitlines(keepends=True)[:-1]))
        done = release(moment="1774200000")
        assert done.returncode == 4
        assert "changed since they were read" in " ".join(done.stderr.split())
    finally:
        comments.write_bytes(kept)
