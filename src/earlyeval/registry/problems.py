"""What is wrong with a registry: file, key, what was found, what is allowed. All of it is told at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from earlyeval.foundations.errors import RegistryError

MOST_SHOWN = 50


@dataclass(frozen=True, order=True)
class Problem:
    """One problem: the file (relative to the study or the clone), the key in it, and a sentence."""

    file: str
    key: str
    sentence: str

    def __str__(self) -> str:
        """Return file, key and sentence as one line."""
        place = f"{self.file}, {self.key}" if self.key else self.file
        return f"{place}: {self.sentence}"


def registry_error(problems: Iterable[Problem]) -> RegistryError:
    """Return the one error that tells all problems, sorted by file and key, the first 50 in full."""
    ordered = sorted({problem: None for problem in problems})
    lines = [str(problem) for problem in ordered[:MOST_SHOWN]]
    left = len(ordered) - len(lines)
    if left:
        lines.append(f"... and {left} more. Mend these first, then run it again.")
    if len(ordered) == 1:
        return RegistryError(lines[0])
    return RegistryError(f"The registry has {len(ordered)} problems.\n" + "\n".join(lines))
