"""The command line: names, exit codes, speed, what it imports."""

import re
import subprocess
import sys
import time

import pytest

from earlyeval.foundations.paths import CLONE
from earlyeval.run.command_line import COMMANDS, main

pytestmark = pytest.mark.end_to_end
HEAVY = ("pandas", "numpy", "matplotlib", "nbconvert", "nbformat", "papermill", "pingouin", "IPython", "rich")


def earlyeval(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "earlyeval", *arguments]
    return subprocess.run(command, cwd=CLONE, capture_output=True, text=True)


def test_sites_lists_places_and_imports_nothing_heavy():
    code = f"""
import sys
from earlyeval.run.command_line import main
code = main(["sites"])
print([name for name in {HEAVY!r} if name in sys.modules], code)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    *places, last = done.stdout.splitlines()
    assert (
        re.sub(" +", " ", "\n".join(places)).splitlines().count("wandsworth Wandsworth: think-baby (Think Baby)") == 1
    )
    assert last == "[] 0"


@pytest.mark.parametrize("command", ["report", "check"])
def test_a_misspelt_site_is_refused_at_once(command):
    began = time.monotonic()
    done = earlyeval(command, "wandswoth")
    assert time.monotonic() - began < 5  # 0.4 s on an idle machine
    assert done.returncode == 2
    assert done.stdout == ""
    told = " ".join(done.stderr.split())
    assert re.fullmatch(r"No site called 'wandswoth'\. Did you mean 'wandsworth'\? Known: [a-z, -]*wandsworth\.", told)


def test_a_misspelt_programme_is_refused(capsys):
    assert main(["report", "wandsworth", "--programme", "think-babby"]) == 2
    assert "Did you mean 'think-baby'?" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["programme", "level", "data", "jobs", "timeout"])
def test_two_hyphens_are_no_value(option, capsys):
    assert main(["report", "wandsworth", f"--{option}=--"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_no_site_lists_the_sites(capsys):
    assert main(["report"]) == 2
    first, *places = capsys.readouterr().err.splitlines()
    assert first == "Which place?"
    assert [line.split() for line in places].count(["wandsworth", "Wandsworth:", "think-baby", "(Think", "Baby)"]) == 1


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--level", "restrictd", "Did you mean 'restricted'?"),
        ("--data", "sythetic", "Did you mean 'synthetic'?"),
        ("--jobs", "0", "JOBS must be a whole number from 1 to 64; found '0'."),
        ("--jobs", "$(x)", "JOBS must be a whole number"),
        ("--timeout", "-1", "timeout must be a whole number"),
        ("--study", "no/such/folder", "is no study folder"),
        ("--study", "x" * 5000, "No study folder called"),
        ("--study", "~nobody-of-this-name/x", "study folder"),
    ],
)
def test_wrong_options_are_refused_with_what_is_allowed(capsys, option, value, words):
    assert main(["report", "wandsworth", f"{option}={value}"]) == 2
    assert words in " ".join(capsys.readouterr().err.split())


def test_an_unknown_command_ends_with_2():
    assert earlyeval("reprot", "wandsworth").returncode == 2


def test_every_command_has_a_function_and_says_what_it_does():
    from earlyeval.run.command_line import command_function

    for command, (_, words) in COMMANDS.items():
        assert callable(command_function(command))
        assert words[0].islower()


def test_another_study_is_taken_from_the_setting(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("EARLYEVAL_DATA", str(tmp_path))
    assert main(["sites"]) == 2
    assert "is no study folder" in capsys.readouterr().err
