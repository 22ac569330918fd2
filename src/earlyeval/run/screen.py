"""What the user sees while a command runs: plain lines, and on a terminal a bar for the notebooks."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Screen:
    """The terminal, or whatever stdout is. Lines are the same on both; only a terminal gets the moving bar."""

    def __init__(self) -> None:
        self.is_terminal = sys.stdout.isatty()

    def line(self, text: str = "") -> None:
        """Write one line at once."""
        sys.stdout.write(text + "\n")
        sys.stdout.flush()

    @contextmanager
    def counted(self, words: str, *, total: int) -> Iterator[Callable[[], None]]:
        """Give a function to call after each of ``total`` things; a terminal shows how far they are."""
        if not self.is_terminal:
            yield lambda: None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("  {task.description}"), BarColumn(30), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, transient=True) as progress:
            task = progress.add_task(words, total=total)
            yield lambda: progress.advance(task)
