"""What every display is made under: profile, level, which data, and the words for places and times."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from earlyeval.foundations.terms import DataKind, Level
from earlyeval.registry.profiles import Profile

# The hyphens of "play-group", not those of "2026-04" or "PHQ-9".
_BETWEEN_WORDS = re.compile(r"_|(?<!\d)-(?!\d)")
SYNTHETIC_MARK = "Synthetic demonstration data."
RESTRICTED_MARK = "Restricted: not checked for disclosure."


@dataclass(frozen=True)
class Setting:
    """The surroundings of a display. ``names`` gives words for the ids of clusters, arms and time points."""

    profile: Profile
    level: Level = "release"
    data: DataKind = "synthetic"
    programme_name: str = ""
    site_name: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    withheld: Mapping[str, frozenset[str]] | None = None  # the plan of the whole place, where one was made

    @property
    def place(self) -> str:
        """Programme and site as a caption prints them."""
        return ", ".join(name for name in (self.programme_name, self.site_name) if name)

    def caption(self, words: str) -> str:
        """Return a caption with place and marks: "PHQ-9 before and after, Wandsworth. Synthetic demonstration data."""
        marks = [SYNTHETIC_MARK] if self.data == "synthetic" else []
        marks += [RESTRICTED_MARK] if self.level == "restricted" else []
        named = ", ".join(part for part in (words.rstrip("."), self.place) if part)
        return " ".join([f"{named}.", *marks])

    def name(self, identity: str) -> str:
        """Return the words for an id, or the id made readable."""
        if identity in self.names:
            return self.names[identity]
        words = _BETWEEN_WORDS.sub(" ", identity).strip()
        return words[:1].upper() + words[1:]

    def site(self, identity: str) -> str:
        """Return a site's name; a site may be called as a cluster or a time point is, so its key says what it is."""
        return self.names.get(f"site/{identity}", identity)

    @property
    def symbol_note(self) -> str:
        """What the hiding symbol means and how counts are rounded, for the foot of a table."""
        count = self.profile.count
        return f"{count.symbol} hidden: {self.profile.symbol_words}."

    @property
    def rounding_note(self) -> str:
        """How counts are rounded, for the foot of a table."""
        base = self.profile.count.round_to
        if self.level == "restricted" or base <= 1:
            return ""
        return f"Counts are rounded to the nearest {base}, and percentages are made from rounded counts."
