"""Everything that is wrong with the returns, collected in one pass and told at once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from earlyeval.foundations.errors import ReturnsRefusedError

AT_MOST_TOLD = 50


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

    def sentence(self) -> str:
        """Say where, what was found, what is allowed and what to do next."""
        place = [self.file]
        if self.row:
            place.append(f"{self.row_word} {self.row}")
        if self.column:
            place.append(f"column {self.column}")
        parts = [self.found, f"Allowed: {self.allowed}" if self.allowed else "", self.next_step]
        return f"{', '.join(place)}: " + " ".join(part.rstrip(".") + "." for part in parts if part)


class Problems:
    """Collects problems while reading. Of one rule in one column of one file it keeps the first fifty and a count."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], list[Problem]] = {}
        self._counts: Counter[tuple[str, str, str]] = Counter()

    def add(self, problem: Problem) -> None:
        """Note one problem."""
        key = (problem.file, problem.column, problem.rule)
        self._counts[key] += 1
        kept = self._kept.setdefault(key, [])
        if len(kept) < AT_MOST_TOLD:
            kept.append(problem)

    def add_uncounted(self, like: Problem, more: int) -> None:
        """Count ``more`` problems of the kind of ``like`` that are too many to be told one by one."""
        self._counts[(like.file, like.column, like.rule)] += more

    def __len__(self) -> int:
        return sum(self._counts.values())

    def told(self) -> tuple[Problem, ...]:
        """Return the problems by file and row, at most fifty."""
        return tuple(sorted(problem for kept in self._kept.values() for problem in kept)[:AT_MOST_TOLD])

    def raise_if_any(self) -> None:
        """Raise ReturnsRefusedError when anything was noted."""
        if len(self):
            raise refused(self.told(), count=len(self))


def refused(problems: Iterable[Problem], *, count: int) -> ReturnsRefusedError:
    """Return the one error that tells every problem."""
    lines = [problem.sentence() for problem in problems]
    ending = f", the first {len(lines)} of them are" if count > len(lines) else ", they are" if count > 1 else ", it is"
    noun = "problem" if count == 1 else "problems"
    heading = f"The returns cannot be believed as they stand: {count} {noun}{ending}:"
    return ReturnsRefusedError("\n".join([heading, *(f"  {line}" for line in lines)]))
