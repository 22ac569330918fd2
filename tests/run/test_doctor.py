"""The doctor: each finding with what to do."""

import json
import sys

import pytest

from earlyeval.run import doctor
from earlyeval.run.request import Request

pytestmark = pytest.mark.unit


def test_a_package_that_differs_from_the_lock_is_named(tmp_path, monkeypatch):
    lock = tmp_path / "requirements.lock"
    monkeypatch.setattr(doctor, "LOCK", lock)
    monkeypatch.setattr(doctor, "package_versions", lambda: {"pandas": "3.1.1", "other-one": "1"})
    lock.write_text(
        "pandas==3.1.1 \\\n    --hash=sha256:0\nother_one==1 ; python_version < '2' \\\n    --hash=sha256:0\n"
    )
    assert doctor.packages(Request()).advice == ""
    lock.write_text("pandas==3.1.2 \\\n    --hash=sha256:0\n")
    assert doctor.packages(Request()) == doctor.Finding("packages differ from requirements.lock: pandas", doctor.SET_UP)


def test_the_kernel_must_be_here_and_be_this_python(tmp_path, monkeypatch):
    monkeypatch.setattr(doctor.sys, "prefix", str(tmp_path))
    assert doctor.kernel(Request()).advice == doctor.SET_UP
    folder = tmp_path / "share" / "jupyter" / "kernels" / "earlyeval"
    folder.mkdir(parents=True)
    for command, advice in ((sys.executable, ""), ("/elsewhere/python", doctor.SET_UP)):
        (folder / "kernel.json").write_text(json.dumps({"argv": [command]}))
        assert doctor.kernel(Request()).advice == advice


def test_a_folder_that_cannot_be_written_is_named(monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "no")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    assert doctor.writable(Request()).advice == "permission denied"


def test_a_full_disk_is_said(monkeypatch):
    from types import SimpleNamespace

    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: SimpleNamespace(free=1))
    assert "make room" in doctor.space(Request()).advice


@pytest.mark.parametrize(("advice", "code"), [("", 0), ("do this", 6)])
def test_one_line_each_and_an_exit_code(monkeypatch, capsys, advice, code):
    for name in ("python", "packages", "kernel", "places", "writable", "space"):
        monkeypatch.setattr(doctor, name, lambda _: doctor.Finding("a thing", advice))
    assert doctor.examine(Request()) == code
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 6
    assert lines[0] == ("✗ a thing -> do this" if advice else "✓ a thing")
