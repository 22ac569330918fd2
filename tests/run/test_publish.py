"""Publication: as a whole or not at all, whatever happens on the way."""

import hashlib
import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from earlyeval.foundations.errors import SurroundingsError
from earlyeval.run import publish
from earlyeval.run.publish import publish_file, recover, staged

pytestmark = pytest.mark.unit
KILLS = 200 if os.environ.get("EARLYEVAL_FULL") else 20

WRITER = """
import hashlib, json, sys
from pathlib import Path
from earlyeval.run import publish
if sys.argv[2] == "pair":
    publish.exchanged = lambda one, other: False
target, number = Path(sys.argv[1]), int(sys.argv[3])
print("started", flush=True)
while True:
    number += 1
    with publish.staged(target) as stage:
        sums = {}
        for name in ("index.html", "tables.xlsx", "notebooks/a.ipynb"):
            path = stage / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"{number}\\n" * 20_000)
            sums[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        (stage / "manifest.json").write_text(json.dumps(sums))
"""


def verified(target: Path) -> int:
    """Return which publication lies there, having verified every file of it."""
    sums = json.loads((target / "manifest.json").read_text())
    assert len(sums) == 3
    for name, expected in sums.items():
        assert hashlib.sha256((target / name).read_bytes()).hexdigest() == expected, name
    return int((target / "index.html").read_text().split()[0])


@pytest.mark.parametrize("how", ["exchange", "pair"])
def test_a_killed_run_leaves_a_whole_report(tmp_path, how):
    target, chance, number = tmp_path / "wandsworth" / "think-baby", random.Random(7), 0
    for _ in range(KILLS // 2):
        command = [sys.executable, "-c", WRITER, str(target), how, str(number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            process.stdout.readline()
            time.sleep(0.05 + chance.random() * 0.15)
            process.send_signal(signal.SIGKILL)
        if how == "pair":  # for a moment the old one stands aside; the next run puts it back before anything else
            recover(target)
        if target.exists():
            assert verified(target) >= number
            number = verified(target)
        assert len(list(target.parent.glob(".*"))) <= 1
    assert number > 0
    with staged(target) as stage:
        (stage / "index.html").write_text("last")
    assert [path.name for path in target.parent.iterdir()] == ["think-baby"]


def test_a_failing_run_leaves_the_last_report_and_no_stage(tmp_path):
    target = tmp_path / "report"
    with staged(target) as stage:
        (stage / "index.html").write_text("good")

    def half() -> None:
        with staged(target) as stage:
            (stage / "index.html").write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half()
    assert (target / "index.html").read_text() == "good"
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_what_was_there_before_is_gone_afterwards(tmp_path):
    for name in ("old.html", "new.html"):
        with staged(tmp_path / "report") as stage:
            (stage / name).write_text("x")
    assert [path.name for path in (tmp_path / "report").iterdir()] == ["new.html"]


def test_a_private_folder_is_for_its_owner_alone(tmp_path):
    target = tmp_path / "restricted" / "wandsworth" / "think-baby"
    with staged(target, private=True) as stage:
        (stage / "results.csv").write_text("x")
    for folder in (target, target.parent, target.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_stages_of_another_programme_are_left_alone(tmp_path):
    other, own = tmp_path / ".stage-baby-steps-abcdefgh", tmp_path / ".stage-baby-abcdefgh"
    other.mkdir()
    own.mkdir()
    recover(tmp_path / "baby")
    assert other.exists()
    assert not own.exists()


def test_without_an_exchange_the_old_one_comes_back(tmp_path):
    (tmp_path / ".old-baby-abcdefgh").mkdir()
    (tmp_path / ".old-baby-abcdefgh" / "index.html").write_text("good")
    recover(tmp_path / "baby")
    assert (tmp_path / "baby" / "index.html").read_text() == "good"


def test_everything_reaches_the_disk_before_the_swap(tmp_path, monkeypatch):
    order = []
    monkeypatch.setattr(publish, "make_durable", lambda folder: order.append("durable"))
    swap = publish.swap
    monkeypatch.setattr(publish, "swap", lambda *places: (order.append("swap"), swap(*places)))
    with staged(tmp_path / "report"):
        pass
    assert order == ["durable", "swap"]


def test_one_file_is_replaced_whole_and_only_when_it_differs(tmp_path):
    target = tmp_path / "reports" / "index.html"
    publish_file(target, b"one")
    before = target.stat()
    publish_file(target, b"one")
    assert target.stat().st_ino == before.st_ino
    publish_file(target, b"two")
    assert target.read_bytes() == b"two"
    assert [path.name for path in target.parent.iterdir()] == ["index.html"]


def test_a_link_or_a_file_in_the_place_of_a_report_is_refused_before_anything_is_made(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    (tmp_path / "reports").write_text("a file")
    for target in ("link", "nowhere", "reports", "reports/luton/think-baby", "nowhere/luton"):
        with pytest.raises(SurroundingsError) as refused:
            publish.refuse_place(tmp_path / target)
        assert str(refused.value).count(". ") == 1
        with pytest.raises(SurroundingsError), staged(tmp_path / target):
            pytest.fail("the work began")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "link", "nowhere", "reports"]
    publish.refuse_place(tmp_path / "elsewhere")
    publish.refuse_place(tmp_path / "elsewhere" / "new" / "newer")


def test_links_and_files_that_a_killed_run_left_are_swept_and_what_they_lead_to_stays(tmp_path):
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "file").write_text("x")
    for name in (".stage-baby-abcdefgh", ".old-baby-abcdefgh"):
        (tmp_path / name).symlink_to(tmp_path / "kept")
    (tmp_path / ".stage-baby-hgfedcba").write_text("half a page")
    recover(tmp_path / "baby")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert (tmp_path / "kept" / "file").exists()


def test_an_old_report_that_cannot_be_removed_is_no_failure(tmp_path, monkeypatch):
    target = tmp_path / "report"
    with staged(target) as stage:
        (stage / "index.html").write_text("old")

    def refuse(path, ignore_errors=False, **_):
        if not ignore_errors:
            raise PermissionError

    monkeypatch.setattr(publish.shutil, "rmtree", refuse)
    for exchanged in (publish.exchanged, lambda one, other: False):
        monkeypatch.setattr(publish, "exchanged", exchanged)
        with staged(target) as stage:
            (stage / "index.html").write_text("new")
        assert (target / "index.html").read_text() == "new"


def test_everything_in_a_private_report_is_for_its_owner_alone(tmp_path):
    restricted = tmp_path / "restricted"
    restricted.mkdir(mode=0o755)
    with staged(restricted / "report", private=True) as stage:
        (stage / "notebooks").mkdir(mode=0o755)
        (stage / "notebooks" / "a.ipynb").write_text("x")
        (stage / "notebooks" / "a.ipynb").chmod(0o644)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in sorted(restricted.rglob("*"))}
    assert modes == {"report": 0o700, "notebooks": 0o700, "a.ipynb": 0o600}


def test_a_folder_of_private_things_is_closed_every_time(tmp_path):
    publish.keep_private(tmp_path / "restricted")
    assert not (tmp_path / "restricted").exists()
    (tmp_path / "restricted").mkdir(mode=0o755)
    publish.keep_private(tmp_path / "restricted")
    assert stat.S_IMODE((tmp_path / "restricted").stat().st_mode) == 0o700


def test_what_has_served_is_taken_away_and_what_is_not_there_is_no_failure(tmp_path):
    folder = tmp_path / "waiting"
    (folder / "deep").mkdir(parents=True)
    publish.swept(folder)
    publish.swept(folder)
    assert not folder.exists()


def test_a_link_within_a_private_report_is_not_followed(tmp_path):
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text("mine")
    elsewhere.chmod(0o644)
    with staged(tmp_path / "report", private=True) as stage:
        (stage / "link").symlink_to(elsewhere)
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o644


@pytest.mark.parametrize("lacking", ["system", "call"])
def test_a_system_that_cannot_exchange_folders_says_so(tmp_path, monkeypatch, lacking):
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
    if lacking == "system":
        monkeypatch.setattr(publish.sys, "platform", "darwin")
    else:
        monkeypatch.setattr(publish.ctypes, "CDLL", lambda *_, **__: object())
    assert publish.exchanged(tmp_path / "one", tmp_path / "other") is False


def test_a_file_that_cannot_be_written_leaves_the_last_one_and_nothing_beside(tmp_path, monkeypatch):
    target = tmp_path / "plan.json"
    publish_file(target, b"old")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publish.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        publish_file(target, b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]
    assert target.read_bytes() == b"old"
