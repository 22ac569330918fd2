"""Inside a process of the pool: it has no terminal of its own, and ends with its owner, cleanly and without a word."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_TERMINATED = 128 + signal.SIGTERM
_BUSY: list[bool] = []


def begin_worker() -> None:
    """Prepare a process of the pool: Ctrl-C is heard by its owner alone, whose end is its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _terminated)
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def in_worker(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a task; when the process is told to end meanwhile, let the task clean up and then end."""
    _BUSY.append(True)
    try:
        return function(*arguments)
    except KeyboardInterrupt:
        os._exit(_TERMINATED)
    finally:
        _BUSY.clear()


def _terminated(*_: Any) -> None:
    if _BUSY:
        _BUSY.clear()  # a second signal does not disturb the cleaning
        raise KeyboardInterrupt
    os._exit(_TERMINATED)
