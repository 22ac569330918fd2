"""Lines of a file, each looked at once before anything parses it."""

import re
from collections.abc import Iterator
from typing import TextIO

from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.readers.controls import CONTROL_CHARACTER

LONGEST_LINE = 1_000_000
AT_MOST_RESTARTS = 20
_NOT_UTF_8 = re.compile("[\udc80-\udcff]")


class Lines:
    """Lines one after the other; one that cannot be part of delimited text is told by its number and left out.

    ``number`` is that of the line that was handed out last, ``begun`` that of the first since it was last set to 0.
    """

    def __init__(self, file: TextIO, name: str, problems: Problems) -> None:
        self._file, self._name, self._problems = file, name, problems
        self._ahead: list[str] = []
        self._restarts, self._told = 0, 0
        self.number, self.begun = 0, 0

    def first(self) -> str:
        """Return the first line that is not blank, leaving it to be read; "" where there is none that can be read."""
        while line := self._ahead.pop() if self._ahead else self._file.readline(LONGEST_LINE):
            if line.strip():
                self._ahead = [line]
                return "" if self._is_unreadable(line, self.number + 1) else line
            self.number += 1
        return ""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        while line := self._ahead.pop() if self._ahead else self._file.readline(LONGEST_LINE):
            self.number += 1
            if len(line) == LONGEST_LINE:
                self._note(self.number, f"found a line longer than {LONGEST_LINE} characters", "Export the file again")
                break
            if not self._is_unreadable(line, self.number):
                self.begun = self.begun or self.number
                return line
        raise StopIteration

    def restarted(self, *, after: int) -> bool:
        """Go back to just below a line; tell whether that was possible once more."""
        self._restarts += 1
        if self._restarts > AT_MOST_RESTARTS:
            return False
        self._file.seek(0)
        for _ in range(after):
            self._file.readline()
        self._ahead, self.number = [], after
        return True

    def _is_unreadable(self, line: str, number: int) -> bool:
        if _NOT_UTF_8.search(line):
            step = "Save it as CSV UTF-8; do not mend single letters by hand"
            self._note(number, "found a byte that is not UTF-8", step, rule="encoding")
            return True
        if "\ufffd" in line:
            step = "It was once saved in the wrong encoding: export it again at its source as CSV UTF-8"
            self._note(number, "found a letter lost in conversion (U+FFFD)", step, rule="encoding")
            return True
        if CONTROL_CHARACTER.search(line):
            self._note(number, "found a control character or a letter lost in conversion", "Export the file again")
            return True
        return False

    def _note(self, number: int, found: str, step: str, *, rule: str = "structure") -> None:
        if number <= self._told:  # after a restart, or when the first line was looked at ahead
            return
        self._told = number
        self._problems.add(Problem(self._name, number, "", rule, found, "text in UTF-8", step))
