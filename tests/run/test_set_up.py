"""Set-up of a fresh machine: what it says, what it writes last, when it does nothing."""

import ast
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from earlyeval.foundations.paths import CLONE

pytestmark = pytest.mark.unit
TOOL = CLONE / "tools" / "set_up.py"


@pytest.fixture
def set_up(tmp_path, monkeypatch):
    """The module, made to believe that a temporary folder is the clone."""
    specification = importlib.util.spec_from_file_location("set_up_under_test", TOOL)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_text(f"# {name}\n")
    environment = tmp_path / ".venv"
    for name, value in {
        "CLONE": str(tmp_path),
        "LOCK": str(tmp_path / "requirements.lock"),
        "PROJECT": str(tmp_path / "pyproject.toml"),
        "ENVIRONMENT": str(environment),
        "PYTHON": str(environment / "bin" / "python"),
        "STAMP": str(environment / "set-up.stamp"),
        "STARTED": str(environment / "set-up.started"),
        "LOG": str(environment / "set-up.log"),
    }.items():
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(sys, "argv", ["set_up.py"])
    return module


@pytest.fixture
def steps_noted(set_up, monkeypatch):
    """The steps replaced by notes of themselves; the environment of this test stands for the new one."""
    done = []

    def environment() -> None:
        os.makedirs(set_up.ENVIRONMENT, exist_ok=True)
        open(set_up.STARTED, "w").close()
        done.append("environment")

    steps = (("one", environment), ("two", lambda: done.append("packages")))
    monkeypatch.setattr(set_up, "STEPS", steps)
    answer = set_up.answer
    monkeypatch.setattr(set_up, "answer", lambda command: answer([sys.executable, *command[1:]]))
    return done


def test_it_uses_nothing_but_the_standard_library_and_old_syntax():
    tree = ast.parse(TOOL.read_text(), feature_version=(3, 8))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported <= set(sys.stdlib_module_names)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]


def test_one_line_a_step_and_the_stamp_comes_last(set_up, steps_noted, capsys):
    set_up.set_up()
    assert steps_noted == ["environment", "packages"]
    assert capsys.readouterr().out.splitlines() == ["1/2 one", "2/2 two"]
    assert os.path.exists(set_up.STAMP)
    assert not os.path.exists(set_up.STARTED)


def test_a_step_that_fails_leaves_no_stamp_and_shows_the_end_of_the_log(set_up, steps_noted, monkeypatch, capsys):
    def break_down() -> None:
        with open(set_up.LOG, "w") as log:
            log.write("\n".join(f"line {number}" for number in range(40)))
        raise set_up.SetUpFailedError("'pip' ended with code 1.")

    monkeypatch.setattr(set_up, "STEPS", (set_up.STEPS[0], ("two", break_down)))
    monkeypatch.setattr(set_up, "answer", lambda command: None)
    assert set_up.main() == 6
    said = capsys.readouterr().err
    assert said.startswith("Set-up stopped: 'pip' ended with code 1.\n")
    assert "line 39" in said
    assert "line 20" not in said
    assert set_up.LOG in said
    assert not os.path.exists(set_up.STAMP)
    assert os.path.exists(set_up.STARTED)


def test_in_force_only_for_this_lock_this_project_this_python_and_this_place(set_up, steps_noted, monkeypatch):
    set_up.set_up()
    monkeypatch.setattr(set_up, "PYTHON", sys.executable)
    assert set_up.in_force()
    for path in (Path(set_up.LOCK), Path(set_up.PROJECT)):
        text = path.read_text()
        path.write_text(f"{text}changed")
        assert not set_up.in_force()
        path.write_text(text)
    assert set_up.in_force()
    with monkeypatch.context() as patch:
        patch.setattr(set_up, "CLONE", "/elsewhere")
        assert not set_up.in_force()
    with monkeypatch.context() as patch:
        patch.setattr(set_up, "PYTHON", "/elsewhere/bin/python")
        assert not set_up.in_force()
    os.remove(set_up.STAMP)
    assert not set_up.in_force()


def test_a_missing_venv_module_is_said_with_the_package_of_debian(set_up, monkeypatch):
    answers = {"import venv, ensurepip": None}
    monkeypatch.setattr(set_up, "answer", lambda command: answers.get(command[2], "3.12\n"))
    with pytest.raises(set_up.SetUpFailedError, match=re.escape("sudo apt install python3.12-venv (or python3-venv)")):
        set_up.check_venv_module("python3")


def test_an_old_python_is_said_in_one_line(set_up, monkeypatch):
    monkeypatch.setattr(set_up.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(set_up.shutil, "which", lambda name: None)
    with pytest.raises(set_up.SetUpFailedError) as caught:
        set_up.suitable_python()
    assert str(caught.value) == "earlyeval needs Python 3.11 or newer; python3 here is 3.9."


def test_beside_an_old_python_a_newer_one_is_taken(set_up, monkeypatch):
    monkeypatch.setattr(set_up.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(set_up.shutil, "which", lambda name: sys.executable if name == "python3.12" else None)
    assert set_up.suitable_python() == sys.executable


def test_where_uv_cannot_be_had_pip_installs_the_same_lock(set_up, monkeypatch, capsys):
    asked = []

    def fail() -> None:
        raise set_up.SetUpFailedError("no")

    monkeypatch.setattr(set_up, "install_by_uv", fail)
    monkeypatch.setattr(set_up, "pip", lambda *arguments: asked.append(arguments))
    set_up.install_packages()
    assert asked == [("install", "--require-hashes", "-r", set_up.LOCK)]
    assert "pip takes a few minutes longer" in capsys.readouterr().out


def test_uv_comes_from_the_lock_with_all_its_hashes(set_up, monkeypatch):
    monkeypatch.setattr(set_up, "LOCK", str(CLONE / "requirements.lock"))
    block = set_up.locked_block("uv")
    lock = (CLONE / "requirements.lock").read_text()
    whole = re.search(r"^uv==.*?(?=^\S)", lock, flags=re.MULTILINE | re.DOTALL)[0]
    assert re.findall(r"sha256:\w{64}", block) == re.findall(r"sha256:\w{64}", whole)
    assert block.count("==") == 1
    assert len(re.findall("sha256", block)) >= 10


def test_a_half_made_environment_is_made_anew(set_up, monkeypatch):
    os.makedirs(set_up.ENVIRONMENT)
    open(set_up.STARTED, "w").close()
    left_over = os.path.join(set_up.ENVIRONMENT, "half")
    open(left_over, "w").close()
    monkeypatch.setattr(set_up, "run", lambda command: None)
    monkeypatch.setattr(set_up, "answer", lambda command: "")
    set_up.make_environment()
    assert not os.path.exists(left_over)
    assert os.path.exists(set_up.STARTED)


def test_doing_nothing_takes_no_time():
    command = [sys.executable, "-I", "-S", str(TOOL), "--in-force"]
    assert subprocess.run(command).returncode in (0, 1)
