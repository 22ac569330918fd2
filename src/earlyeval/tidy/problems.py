"""Everything that is wrong with the returns, collected in one pass and told at once."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace

import numpy as np

from earlyeval.foundations.errors import ReturnsRefusedError

AT_MOST_TOLD = 50
AT_MOST_OTHERS = 12


@dataclass(frozen=True, order=True)
class Problem:
    """One reason why a return is refused. ``row`` 0 stands for the whole file.

    ``found`` never holds an identifier, a date or the words of a text cell: whoever makes a problem sees to that.
    """

    file: str
    row: int
    column: str
    rule: str
    found: str
    allowed: str = ""
    next_step: str = ""
    row_word: str = field(default="line", compare=False)
    letter: str = field(default="", compare=False)

    def sentence(self) -> str:
        """Say where, what was found, what is allowed and what to do next."""
        place = [self.file]
        if self.row:
            place.append(f"{self.row_word} {self.row}")
        if self.column:
            place.append(f"column {self.column}")
        if self.letter and self.row and self.row_word == "row":
            place[-1] += f" (cell {self.letter}{self.row})"
        parts = [self.found, f"Allowed: {self.allowed}" if self.allowed else "", self.next_step]
        return f"{', '.join(place)}: " + " ".join(_ended(part) for part in parts if part)


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith("?") else sentence.rstrip(".") + "."


class Problems:
    """Collects problems while reading. Of one rule in one column of one file it keeps the first fifty and a count.

    ``not_whole`` names the tables of which rows could not be read: what points into them cannot be judged.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], list[Problem]] = {}
        self._counts: Counter[tuple[str, str, str]] = Counter()
        self.not_whole: set[str] = set()
        self._at_least = ""

    def cut_short(self) -> None:
        """Say that something was not looked at to its end, so that there may be more problems than are counted."""
        self._at_least = "at least "

    @property
    def is_cut_short(self) -> bool:
        """Whether something was not looked at to its end."""
        return bool(self._at_least)

    def add(self, problem: Problem) -> None:
        """Note one problem."""
        key = (problem.file, problem.column, problem.rule)
        self._counts[key] += 1
        kept = self._kept.setdefault(key, [])
        kept.append(problem)
        if len(kept) > 2 * AT_MOST_TOLD:  # whatever order they are found in, the first by row are told
            self._kept[key] = sorted(kept)[:AT_MOST_TOLD]

    def add_uncounted(self, like: Problem, more: int) -> None:
        """Count ``more`` problems of the kind of ``like`` that are too many to be told one by one."""
        if more:
            self._counts[(like.file, like.column, like.rule)] += more

    def add_rows(self, like: Problem, rows: np.ndarray) -> None:
        """Note one problem at each of some rows: the first fifty of them one by one, the others counted."""
        first = np.sort(rows)[:AT_MOST_TOLD]
        for row in first:
            self.add(replace(like, row=int(row)))
        self.add_uncounted(like, len(rows) - len(first))

    def put_in_place(self, problem: Problem, of: Collection[str]) -> None:
        """Note one problem in place of all of some rules in the same file."""
        for key in [key for key in self._counts if key[0] == problem.file and key[2] in of]:
            del self._counts[key]
            self._kept.pop(key, None)
        self.add(problem)

    def n_of(self, file: str, rules: Collection[str]) -> int:
        """Return how many problems of some rules a file has."""
        return sum(count for key, count in self._counts.items() if key[0] == file and key[2] in rules)

    def __len__(self) -> int:
        return sum(self._counts.values())

    def told(self) -> tuple[Problem, ...]:
        """Return the problems by file and row, at most fifty."""
        return tuple(sorted(problem for kept in self._kept.values() for problem in kept)[:AT_MOST_TOLD])

    def of_other_kinds(self) -> tuple[Problem, ...]:
        """Return the first of each kind that is not among those told, at most twelve: none hides behind many others."""
        told = {(problem.file, problem.column, problem.rule) for problem in self.told()}
        return tuple(sorted(min(kept) for key, kept in self._kept.items() if key not in told)[:AT_MOST_OTHERS])

    def raise_if_any(self) -> None:
        """Raise ReturnsRefusedError when anything was noted."""
        if len(self):
            raise self.refusal()

    def refusal(self, findings: object = None) -> ReturnsRefusedError:
        """Return the one error that tells every problem; ``findings``: the frame of what is worth knowing."""
        told, others, count = self.told(), self.of_other_kinds(), len(self)
        ending = (
            f", the first {len(told)} of them are" if count > len(told) else ", they are" if count > 1 else ", it is"
        )
        noun = "problem" if count == 1 else "problems"
        lines = [f"The returns cannot be believed as they stand: {self._at_least}{count} {noun}{ending}:"]
        lines += [f"  {problem.sentence()}" for problem in told]
        if count > len(told):
            of_others = " The first of each other kind:" if others else ""
            lines += [
                f"and {self._at_least}{count - len(told)} more.{of_others}",
                *(f"  {problem.sentence()}" for problem in others),
            ]
        return ReturnsRefusedError("\n".join(lines), findings=findings)
