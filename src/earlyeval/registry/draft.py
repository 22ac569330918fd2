"""A registry while it is being read: the entries that hold, the files that do not, the problems so far."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from earlyeval.foundations.suggest import shown
from earlyeval.registry.problems import Problem


@dataclass
class Draft:
    """What was read so far. A name whose own file is broken counts as known: one mistake, one message."""

    entries: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    broken: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    references: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add_problem(self, file: str, key: str, sentence: str) -> None:
        """Note one problem."""
        self.problems.append(Problem(file, key, sentence))

    def add_entry(self, folder: str, name: str, entry: Any, place: str) -> None:
        """Keep a validated entry and where it was read."""
        self.entries[folder][name] = entry
        self.places[folder, name] = place

    def unknown(self, folder: str, name: str) -> str:
        """Return a sentence when no such entry was declared, else an empty text."""
        if name in self.entries[folder] or name in self.broken[folder]:
            return ""
        return not_declared(name, self.entries[folder])


def not_declared(found: str, allowed: Iterable[str]) -> str:
    """Return the sentence for a name that is not declared, with the nearest declared one; "" if it is."""
    known = list(allowed)
    if found in known:
        return ""
    near = get_close_matches(found, known, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    listed = ", ".join(known[:20]) + (", ..." if len(known) > 20 else "")
    return f"found {shown(found)}, which is not declared.{hint} Known: {listed or 'none'}."
