"""What every loaded study says of the level it is read at and of the data it is made of."""

from earlyeval.foundations.terms import DATA_WORDS, DataKind, Level
from earlyeval.registry.load import Registry
from earlyeval.registry.profiles import Profile


class AtLevel:
    """Profile and banner of one who has a registry, a level and a kind of data."""

    registry: Registry
    level: Level
    data: DataKind

    @property
    def profile(self) -> Profile:
        """The disclosure profile: the study's at release level, `none` at restricted level."""
        return self.registry.profiles["none"] if self.level == "restricted" else self.registry.profile

    @property
    def banner(self) -> str:
        """The words that mark every page, table and figure; empty for real data."""
        return DATA_WORDS[self.data]
