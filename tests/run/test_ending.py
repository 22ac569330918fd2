"""Exit codes and the one paragraph."""

import errno
import os
import re
import signal
import stat
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import pytest

from earlyeval.foundations import errors
from earlyeval.run.ending import ended

pytestmark = pytest.mark.unit


def raising(error: BaseException):
    def command() -> int:
        raise error

    return command


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.EarlyevalError, 1),
        (errors.UnknownNameError, 2),
        (errors.RegistryError, 2),
        (errors.ReturnsRefusedError, 3),
        (errors.ProtectionError, 4),
        (errors.NotebookFailedError, 5),
        (errors.SurroundingsError, 6),
    ],
)
def test_each_of_our_errors_has_its_code_and_is_shown_in_words(kind, code, capsys):
    assert ended(raising(kind("What to do next."))) == code
    assert capsys.readouterr().err == "What to do next.\n"


def test_lines_are_wrapped_and_lists_keep_their_indent(capsys):
    ended(raising(errors.RegistryError("Head\n  " + "word " * 40)))
    lines = capsys.readouterr().err.splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[0] == "Head"
    assert lines[2].startswith("    word")


def test_what_is_not_foreseen_is_named_and_its_words_stay_private(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert ended(raising(ValueError("Mary Smith"))) == 1
    said = capsys.readouterr().err
    assert "ValueError" in said
    assert "Mary" not in said
    assert "Traceback" not in said
    log = Path(re.search(r"alone: (\S+)", " ".join(said.split()))[1])
    assert "Mary Smith" in log.read_text()
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "number",
    [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EFBIG, errno.EDQUOT, errno.ENOTDIR, errno.EEXIST, errno.ELOOP],
)
def test_disk_trouble_ends_with_6_in_one_line(number, capsys):
    assert ended(raising(OSError(number, os.strerror(number), "secret-name.csv"))) == 6
    said = capsys.readouterr().err
    assert said.startswith("Stopped: ")
    assert "secret" not in said


@pytest.mark.parametrize(
    ("path", "at"),
    [
        ("/srv/jane-doe/study/reports/wandsworth", " at reports/:"),
        ("/srv/data/study/raw/jane-doe.csv", " at raw/:"),
        (b"/srv/releases/jane", " at releases/:"),
        ("/srv/jane-doe/notes.csv", ":"),
        (3, ":"),
        (None, ":"),
    ],
)
def test_the_folder_of_the_study_is_told_and_no_other_name(path, at, capsys):
    ended(raising(OSError(errno.EACCES, "no", path)))
    said = capsys.readouterr().err
    assert said.startswith(f"Stopped{at} you may not")
    assert "jane" not in said


def test_trouble_in_the_folder_for_temporary_files_is_told(capsys):
    ended(raising(OSError(errno.ENOSPC, "full", os.path.join(tempfile.gettempdir(), "jane"))))
    assert capsys.readouterr().err.startswith("Stopped in the folder for temporary files: the disk is full")


def test_used_up_memory_ends_with_6(capsys):
    assert ended(raising(MemoryError())) == 6
    assert "memory" in capsys.readouterr().err


def test_an_interruption_ends_with_130(capsys):
    assert ended(raising(KeyboardInterrupt())) == 130
    assert "untouched" in capsys.readouterr().err


@pytest.fixture
def disposition():
    """Return a function that says what becomes of a signal, for the length of a test."""
    before = {}

    def becomes(number, what):
        before[number] = signal.signal(number, what)

    yield becomes
    for number, what in before.items():
        signal.signal(number, what)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_being_terminated_cleans_up_like_an_interruption(disposition, number):
    disposition(number, signal.SIG_DFL)
    cleaned = []

    def command() -> int:
        try:
            os.kill(os.getpid(), number)
            signal.pause()
        finally:
            cleaned.append(True)
        return 0

    assert ended(command) == 130
    assert cleaned
    assert signal.getsignal(number) == signal.SIG_DFL


def test_a_run_that_outlives_its_terminal_goes_on(disposition):
    """As under nohup."""
    disposition(signal.SIGHUP, signal.SIG_IGN)
    assert ended(lambda: os.kill(os.getpid(), signal.SIGHUP) or 7) == 7


def test_warnings_of_other_libraries_stay_off_the_screen(capsys):
    def command() -> int:
        warnings.warn("deprecated somewhere", DeprecationWarning, stacklevel=1)
        return 0

    assert ended(command) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_screen_stands_in_nobodys_way(tmp_path, closed):
    """No file that a command opens gets the number of the screen, so nothing that is said ends up in it."""
    command = (
        "import sys\nfrom earlyeval.run.ending import ended, say\n"
        f"def command():\n    with open({str(tmp_path / 'file')!r}, 'w') as file:\n"
        "        print('said')\n        say('told')\n        return 7 if file.fileno() > 2 else 8\n"
        "sys.exit(ended(command))"
    )
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$0" -P -c "$1" {closed}', sys.executable, command], capture_output=True, check=False
    )
    assert done.returncode == 7
    assert (tmp_path / "file").read_text() == ""
