"""How a command ends: an exit code, and for whatever went wrong one paragraph that helps, never a traceback."""

import contextlib
import errno
import gc
import io
import os
import signal
import sys
import tempfile
import textwrap
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from earlyeval.foundations.errors import EarlyevalError, SurroundingsError

WIDTH = 100
INTERRUPTED = 130
UNFORESEEN = 1
FEWEST_NEW_OBJECTS = 50_000  # before memory is tidied: imports make hundreds of thousands of objects and no rubbish
FOLDERS = ("data", "raw", "synthetic", "registry", "tidy", "scored", "analysed", "reports", "releases", "restricted")
DISK_WORDS: dict[int, str] = {
    errno.ENOSPC: "the disk is full. Make room and run again",
    errno.EDQUOT: "your disk quota is used up. Make room and run again",
    errno.EROFS: "the disk cannot be written to. Choose another place for the clone or the study",
    errno.EACCES: "you may not read or write there. Ask whoever owns the folder",
    errno.EPERM: "you may not read or write there. Ask whoever owns the folder",
    errno.EFBIG: "a file would become larger than allowed here. Ask for a higher limit",
    errno.ENOTDIR: "a file stands where a folder belongs. Move it away and run again",
    errno.EISDIR: "a folder stands where a file belongs. Move it away and run again",
    errno.EEXIST: "a file stands where a folder belongs. Move it away and run again",
    errno.ELOOP: "a link leads back to itself. Remove it and run again",
    errno.EMFILE: "too many files are open. Run with fewer jobs",
    errno.ENOMEM: "the memory is used up. Close other programs or run with fewer jobs",
}


def ended(command: Callable[[], int]) -> int:
    """Run a command to its end and return the exit code, having said on the screen what went wrong.

    Messages of our own errors are shown as they are; of any other exception only its name is shown, because its
    text may hold data. The traceback then lies in a file that only the user can read.
    """
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "1")  # none is used; looking for them takes a while
    gc.set_threshold(FEWEST_NEW_OBJECTS)
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a sign shows a question mark
    with _quiet(), _terminated_like_interrupted():
        try:
            return command()
        except EarlyevalError as error:
            say(str(error))
            return error.exit_code
        except (KeyboardInterrupt, BrokenPipeError):
            say("Interrupted. Nothing was published; the last good report is untouched.")
            return INTERRUPTED
        except MemoryError:
            say(f"Stopped: {DISK_WORDS[errno.ENOMEM]}. The last good report is untouched.")
            return SurroundingsError.exit_code
        except OSError as error:
            if error.errno in DISK_WORDS:
                say(f"Stopped{_where(error)}: {DISK_WORDS[error.errno]}. The last good report is untouched.")
                return SurroundingsError.exit_code
            return _unforeseen(error)
        except Exception as error:
            return _unforeseen(error)


def _where(error: OSError) -> str:
    """Return in which folder of a study, or that of temporary files, it happened; no name that anybody else chose."""
    names = [Path(os.fsdecode(name)) for name in (error.filename, error.filename2) if isinstance(name, str | bytes)]
    ours = [part for name in names for part in name.parts if part in FOLDERS]
    if ours:
        return f" at {ours[-1]}/"
    is_temporary = any(name.is_relative_to(tempfile.gettempdir()) for name in names)
    return " in the folder for temporary files" if is_temporary else ""


def _open_streams() -> None:
    """Let a command whose screen is closed speak to nobody: no file that it opens may come to stand for the screen."""
    while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(handle)
    for name, number in (("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "w", encoding="utf-8", closefd=False))  # noqa: SIM115


def say(message: str) -> None:
    """Write a message to stderr, each of its lines wrapped; a further line of a list is indented under its first."""
    lines = []
    for line in message.splitlines():
        indent = line[: len(line) - len(line.lstrip())]
        folded = textwrap.wrap(
            line, WIDTH, subsequent_indent=indent + ("  " if indent else ""), break_long_words=False,
            break_on_hyphens=False,
        )  # fmt: skip
        lines.extend(folded or [""])
    with contextlib.suppress(OSError):  # nobody listens any more
        sys.stderr.write("\n".join(lines) + "\n")
        sys.stderr.flush()


def _unforeseen(error: Exception) -> int:
    handle, name = tempfile.mkstemp(prefix="earlyeval-", suffix=".log")  # mode 0600
    with os.fdopen(handle, "w", encoding="utf-8") as log:
        log.write("".join(traceback.format_exception(error)))
    say(
        f"earlyeval met something it does not foresee ({type(error).__name__} in {_place(error)}). Nothing was "
        f"published. The full log, which may hold data and is readable by you alone: {name}"
    )
    return UNFORESEEN


def _place(error: Exception) -> str:
    """Return module and line of our own code nearest to where the exception was raised."""
    ours = Path(__file__).resolve().parents[1]
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(ours)]
    if not frames:
        return "another library"
    return f"{Path(frames[-1].filename).relative_to(ours).as_posix()}, line {frames[-1].lineno}"


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep warnings of other libraries off the screen, unless Python was started with -W."""
    with warnings.catch_warnings():
        if not sys.warnoptions:
            warnings.simplefilter("ignore")
        yield


@contextlib.contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """Let SIGTERM, and a terminal that is closed, clean up as Ctrl-C does; what is ignored (nohup) stays so."""

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [signal.SIGTERM] if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN else [signal.SIGTERM, signal.SIGHUP]
    before = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
