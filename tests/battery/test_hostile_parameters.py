"""A parameter is a name, not a program: sixty hostile values through every door do nothing and are refused.

One trial is one value, through all doors: by make as an argument and in make's environment, on the command line as each
option that takes a name, as name and value of a notebook's parameter, and as a name in a study's own YAML.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from earlyeval.foundations.errors import EarlyevalError, UnknownNameError
from earlyeval.foundations.paths import CLONE, study_paths
from earlyeval.registry.load import load_registry
from earlyeval.report.notebooks import read_notebook
from earlyeval.run.command_line import main
from earlyeval.run.parameters import checked_parameters

from .conftest import CELLS, written

pytestmark = pytest.mark.end_to_end

TOUCH = "touch pwned"
VALUES = (
    # make
    f"$(shell {TOUCH})", f"${{shell {TOUCH}}}", f"$$({TOUCH})", "$(info pwned)$(eval pwned := 1)",
    f"$(eval $(shell {TOUCH}))", "$(file >pwned,x)",
    f"$(call shell,{TOUCH})", "$(foreach x,a b,$(shell touch pwned))", f"x\n\t{TOUCH}",
    f"x\nall: ; {TOUCH}",
    "$(MAKEFILE_LIST)", "$(error pwned)", "$(value SHELL)", "$(origin HOME)", "SHELL=/bin/false", "$@", "$<",
    # shells
    f"x;{TOUCH}", f"`{TOUCH}`", f"x && {TOUCH} #", f"x || {TOUCH}", f"x | {TOUCH}", f"x & {TOUCH}", f"'; {TOUCH}; '",
    f'" ; {TOUCH} ; "', f"x\n{TOUCH}", f"x\r\n{TOUCH}", "x > pwned",
    "< /etc/passwd", "$HOME", "${IFS}", "{a,b}", "*", "?", "[a-z]*",
    "~root", "!!",
    # options and paths
    "--help", "-", "--", "-h", "--study=/", "-c import os", "../../x", "/etc/passwd", "..\\..\\x",
    "wandsworth/../luton", ".", "..",
    "wandsworth\tx", "file:///etc/passwd",
    # Python, papermill, YAML, templates, tables
    "__import__('os').system('touch pwned')", "'); import os; os.system('touch pwned') #", '"""\nimport os\n"""',
    "!!python/object/apply:os.system ['touch pwned']", "{{ 7*7 }}", "=HYPERLINK(\"x\")", "%(x)s{0}",
    # characters
    "wandsworth\u200b\u00e9\U0001f600", "%0a touch pwned", "wandsw\u043erth", "\u202ehtrowsdnaw", "x" * 5000,
)  # fmt: skip
NAMES = ("site", "programme", "level", "data", "jobs", "timeout")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with the Makefile, this environment as its .venv, and a set-up that has nothing to do."""
    there = tmp_path / "clone"
    (there / "tools").mkdir(parents=True)
    shutil.copy(CLONE / "Makefile", there)
    (there / ".venv").symlink_to(sys.prefix)
    (there / "tools" / "set_up.py").write_text("")
    monkeypatch.chdir(there)
    return there


def make(place, *arguments, **environment):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EVAL_", "MAKE", "MFLAGS"))}
    kept |= {"PYTHONPATH": str(CLONE / "src"), "HOME": str(place), **environment}
    return subprocess.run(["make", *arguments], cwd=place, env=kept, capture_output=True, text=True, check=False)


def there_is(place):
    return sorted(path.as_posix() for path in place.parent.rglob("*"))


def by_make(place, value):
    """Give the value to make as an argument and in its environment."""
    for done in (make(place, "report", f"SITE={value}"), make(place, "report", SITE=value)):
        assert done.returncode == 2
        assert "wandsworth" in done.stderr, "the valid names are listed"
        assert "Traceback" not in done.stderr
        assert "pwned" not in done.stdout
        assert len(done.stderr) < 600


def by_command_line(value, capsys):
    """Give the value to the command line in the place of every name."""
    for name in NAMES:
        words = ["report", value] if name == "site" else ["report", "wandsworth", f"--{name}={value}"]
        try:
            code = main(words)
        except SystemExit as ended:  # argparse took it for an option
            code = 0 if words[-1] in ("-h", "--help") else ended.code
            assert code in (0, 2)
            code = 2
        told = capsys.readouterr()
        assert code == 2, (name, told.err)
        assert "Traceback" not in told.err
    assert main(["new-study", "--", value]) == 2 if not plain(value) else True
    capsys.readouterr()


def plain(value):
    """Say whether a value may be a new folder's name; those are no harm, and none is made here."""
    return bool(re.fullmatch(r"[A-Za-z0-9 _./~][A-Za-z0-9 _./~-]*", value))


def by_parameter(notebook, value):
    """Give the value to a notebook, as a name, and as a value that has to stand there as text and nothing else."""
    with pytest.raises(UnknownNameError):
        checked_parameters(notebook, {value: "x"}, name="05")
    assert checked_parameters(notebook, {"SITE": value}, name="05") == {"SITE": value}


def by_registry(study, value):
    """Give the value to the study as the name of a place: in a file of its own, and raw in the text of one."""
    path = study / "registry" / "sites" / "riverside.yaml"
    kept = path.read_text()
    entry = yaml.safe_load(kept)
    for text in (yaml.safe_dump(entry | {"id": value}), kept + f"\nmore: {value}\n"):
        path.write_text(text)
        with pytest.raises(EarlyevalError):
            load_registry(study_paths(str(study)))
    path.write_text(kept)


def test_sixty_hostile_values_do_nothing_through_any_door(place, study, tmp_path, tally, capsys):
    assert len(set(VALUES)) >= 60
    folder = tmp_path / "notebooks"
    folder.mkdir()
    notebook, before = read_notebook(Path(written(folder, CELLS)) / "05-miniature.ipynb"), there_is(place)
    for number in tally.of(len(VALUES), sample=2):
        value = VALUES[number]
        with tally.trial(value[:60]):
            by_make(place, value)
            by_command_line(value, capsys)
            by_parameter(notebook, value)
            by_registry(study, value)
            assert there_is(place) == before
