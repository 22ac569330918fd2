"""What the user sees while a command runs: plain lines, and on a terminal a moving bar below them."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

MINUTE = 60
MOST_NAMES = 3


class Bar:
    """How far a number of things are, and which of them run. Silent unless a terminal shows it."""

    def __init__(self, progress: Any = None, *, words: str = "", total: int = 0) -> None:
        self._progress, self._words = progress, words
        self._task = progress.add_task(words, total=total) if progress else None

    def running(self, names: Sequence[str]) -> None:
        """Show what runs at this moment."""
        if self._progress:
            more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
            told = f"{self._words}: {', '.join(names[:MOST_NAMES])}{more}" if names else self._words
            self._progress.update(self._task, description=told)

    def advance(self) -> None:
        """Count one more as done."""
        if self._progress:
            self._progress.advance(self._task)


class Screen:
    """The terminal, or whatever stdout is. Lines are the same on both; only a terminal gets the moving bar."""

    def __init__(self, *, is_terminal: bool | None = None) -> None:
        self.is_terminal = sys.stdout.isatty() if is_terminal is None else is_terminal

    def line(self, text: str = "") -> None:
        """Write one line at once."""
        _write(text)

    @contextmanager
    def counted(self, words: str, *, total: int) -> Iterator[Bar]:
        """Give a bar for ``total`` things: a terminal shows how far they are, which run, and the time left."""
        if not self.is_terminal or not total:
            yield Bar()
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (BarColumn(20), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
        with Progress(*columns, transient=True) as progress:
            yield Bar(progress, words=words, total=total)


class Clock:
    """How long what is left will take, from how long what is done took."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self._began = total, 0, time.monotonic()

    def one_more(self) -> str:
        """Count one more as done; return "about 4 min left", or nothing at the end."""
        self.done += 1
        left = self.total - self.done
        seconds = (time.monotonic() - self._began) / self.done * left
        return f"about {in_words(seconds)} left" if left else ""


def in_words(seconds: float) -> str:
    """Return a length of time as one says it: "40 s", "4 min", "2 h 10 min"."""
    if seconds < MINUTE:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / MINUTE)
    return f"{minutes} min" if minutes < MINUTE else f"{minutes // MINUTE} h {minutes % MINUTE} min"


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
