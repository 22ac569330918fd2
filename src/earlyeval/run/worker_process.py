"""Inside a process of the pool: it has no terminal of its own, and ends with its owner, cleanly and without a word."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import wait
from typing import Any

_TERMINATED = 128 + signal.SIGTERM
_UNDER_WAY: list[str] = []  # "task", then "ending" as well


def begin_worker() -> None:
    """Prepare a process of the pool: Ctrl-C is heard by its owner alone, whose end is its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _terminated)
    threading.Thread(target=_end_with_owner, name="end with owner", daemon=True).start()


def in_worker(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a task; when the process is told to end meanwhile, let the task clean up and then end."""
    _UNDER_WAY.append("task")
    try:
        return function(*arguments)
    except KeyboardInterrupt:
        os._exit(_TERMINATED)
    finally:
        _UNDER_WAY.clear()


def _end_with_owner() -> None:
    """Wait until the process that gives the tasks is gone, killed perhaps, and then end like one that it had ended."""
    owner = multiprocessing.parent_process()
    if owner is not None:
        wait([owner.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


def _terminated(*_: Any) -> None:
    if not _UNDER_WAY:
        os._exit(_TERMINATED)
    if "ending" not in _UNDER_WAY:  # a second signal does not disturb the cleaning
        _UNDER_WAY.append("ending")
        raise KeyboardInterrupt
