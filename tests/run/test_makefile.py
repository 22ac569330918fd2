"""make: what comes from outside reaches Python as data. Run in a copy, where a planted file would be seen."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from earlyeval.foundations.paths import CLONE

pytestmark = pytest.mark.end_to_end

PAYLOADS = [
    "$(shell touch pwned)",
    "${shell touch pwned}",
    "x;touch pwned",
    "`touch pwned`",
    "$$(touch pwned)",
    "x && touch pwned #",
    "$(info pwned)$(eval pwned := 1)",
    "'; touch pwned; '",
    '" ; touch pwned ; "',
    "wandsworth\ntouch pwned",
    "--help",
    "-",
    "../../x",
    "%0a touch pwned",
    "wandsworth\u200b\u00e9\U0001f600",
    "*",
    "x" * 5000,
]


@pytest.fixture
def place(tmp_path):
    """A folder with the Makefile, this environment as its .venv, and a set-up that has nothing to do."""
    shutil.copy(CLONE / "Makefile", tmp_path)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "set_up.py").write_text("")
    return tmp_path


def make(place: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    surroundings = {
        name: value for name, value in os.environ.items() if not name.startswith(("EVAL_", "MAKE", "MFLAGS"))
    }
    surroundings["PYTHONPATH"] = str(CLONE / "src")
    command = ["make", *arguments]
    return subprocess.run(command, cwd=place, env={**surroundings, **environment}, capture_output=True, text=True)


def nothing_happened(place: Path) -> bool:
    return sorted(path.name for path in place.iterdir()) == [".venv", "Makefile", "tools"]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("way", ["argument", "environment"])
def test_a_hostile_site_does_nothing_and_is_answered_with_the_names(place, payload, way):
    done = make(place, "report", f"SITE={payload}") if way == "argument" else make(place, "report", SITE=payload)
    assert done.returncode == 2
    assert "wandsworth" in done.stderr
    assert "Traceback" not in done.stderr
    assert "pwned" not in done.stdout
    assert len(done.stderr) < 600
    assert nothing_happened(place)


@pytest.mark.parametrize("name", ["PROGRAMME", "STUDY", "LEVEL", "DATA", "JOBS"])
@pytest.mark.parametrize("payload", ["$(shell touch pwned)", "x;touch pwned", "--help"])
def test_a_hostile_option_does_nothing(place, name, payload):
    done = make(place, "report", "SITE=wandsworth", f"{name}={payload}")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert nothing_happened(place)


@pytest.mark.parametrize("payload", ["$(shell touch pwned)", "x;touch pwned", "`touch pwned`", "--help", "a\nb", ""])
def test_a_hostile_folder_is_not_laid_out(place, payload):
    done = make(place, "new-study", f"FOLDER={payload}")
    assert done.returncode == 2
    assert nothing_happened(place)


def test_no_site_lists_the_sites(place):
    done = make(place, "report")
    assert done.returncode == 2
    assert "Which place?" in done.stderr
    assert "wandsworth" in done.stderr


def test_a_misspelt_site_is_answered_with_a_suggestion(place):
    done = make(place, "report", "SITE=wandswoth")
    assert done.returncode == 2
    assert "Did you mean 'wandsworth'?" in done.stderr


def test_help_is_the_default_and_knows_every_target(place):
    done = make(place)
    assert done.returncode == 0
    assert done.stdout == make(place, "help").stdout
    phony = re.search(r"^\.PHONY: (.+)$", (CLONE / "Makefile").read_text(), flags=re.MULTILINE)[1].split()
    listed = re.findall(r"^  ([a-z-]+) +\S", done.stdout, flags=re.MULTILINE)
    assert sorted([*listed, "set-up"]) == sorted(phony)


def test_a_failing_set_up_stops_before_anything_else(place):
    (place / "tools" / "set_up.py").write_text("import sys; sys.exit(6)")
    assert make(place, "sites").returncode == 2


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        *(("FAMILIES", payload) for payload in PAYLOADS),
        *(
            (name, payload)
            for name in ("SITES", "PROGRAMMES", "SEED", "FORMAT", "ONE_FILE")
            for payload in ("$(shell touch pwned)", "x;touch pwned", "--help")
        ),
    ],
)
def test_a_hostile_number_or_name_of_a_made_up_study_does_nothing(place, name, payload):
    given = {"FAMILIES": "100", "SITES": "2", "FOLDER": "study", name: payload}
    done = make(place, "synthesise", *(f"{key}={value}" for key, value in given.items()))
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert len(done.stderr) < 600
    assert nothing_happened(place)


def test_a_made_up_study_is_laid_out_by_make(place):
    done = make(place, "synthesise", "FAMILIES=100", "SITES=2", "PROGRAMMES=two-waves", "FOLDER=study", "SEED=7")
    assert done.returncode == 0
    assert (place / "study" / "registry" / "sites" / "site-002.yaml").is_file()
