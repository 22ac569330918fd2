"""The search for what to hide of all families of some rows, pass after pass: what stays the same is worked out once."""

from collections.abc import Collection, Sequence

from earlyeval.protect.cells import Row
from earlyeval.protect.families import Families, Family, families_of, tied
from earlyeval.protect.linked import LinkedCounts
from earlyeval.protect.secondary import Pattern, suppressed
from earlyeval.registry.profiles import Profile


class PatternSearch:
    """Families of linked counts among some rows, and what to hide of each.

    The sums between counts do not depend on what is hidden, and a family that is as it was a pass ago is not searched
    again.
    """

    def __init__(self, rows: Sequence[Row], profile: Profile) -> None:
        self.rows, self.profile = rows, profile
        self._ties = tied(rows)
        self._searched: dict[tuple[int, ...], tuple[LinkedCounts, Pattern]] = {}

    def families(self, withheld: Sequence[Collection[str]], *, solving: bool) -> Families:
        """Return the families in which any count is hidden."""
        return families_of(self.rows, self.profile, withheld=withheld, solving=solving, ties=self._ties)

    def pattern(self, family: Family) -> Pattern:
        """Return what to hide of a family."""
        linked, found = self._searched.get(family.cells, (None, None))
        if found is None or linked != family.linked:
            found = suppressed(family.linked, self.profile)
            self._searched[family.cells] = (family.linked, found)
        return found
