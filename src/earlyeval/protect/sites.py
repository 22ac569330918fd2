"""The gate as a synthesis over sites uses it: rows as they will be seen, and a judge of totals over hidden sites."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from earlyeval.foundations.results import records
from earlyeval.foundations.terms import Level
from earlyeval.protect.cells import Row, has_counts
from earlyeval.protect.entrance import as_row
from earlyeval.protect.gate import release
from earlyeval.protect.judging import judged_alone
from earlyeval.protect.plan import Withheld, row_key
from earlyeval.protect.primary import FEWEST_CANDIDATES, Judgement
from earlyeval.protect.rounding import rounded_count
from earlyeval.registry.profiles import Profile


@dataclass(frozen=True)
class SiteGate:
    """Passes rows of sites under a profile, and judges totals over them."""

    profile: Profile
    level: Level = "release"
    withheld: Withheld | None = None  # the plans of the sites, so that a site is seen here as in its own report

    def __call__(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Return rows as a reader will see them: counts rounded, what is hidden missing, each with its ``status``.

        ``withheld`` names what of a row is hidden for others' sake alone: the plan of its site says so.
        """
        released = release(rows, self.profile, level=self.level, withheld=self.withheld)
        beside = [" ".join(sorted(self._beside(as_row(row), released.withheld))) for row in records(rows)]
        return released.rows.assign(withheld=pd.Series(beside, dtype="str"))

    def _beside(self, row: Row, withheld: Withheld) -> Collection[str]:
        columns = withheld.get(row_key(row), ())
        own = judged_alone(row, self.profile) if columns and has_counts(row) else Judgement()
        hides = {"n": own.hide_n, "n_expected": own.hide_n_expected, "estimate": own.hide_estimate}
        return [name for name in columns if not hides[name]]  # what its own rule hides is hidden wherever it stands

    def leaves_open(self, total: float, *, shown: Sequence[float], hidden: int) -> bool:
        """Say whether a total that counts hidden sites too leaves each of them open.

        Parameters
        ----------
        total : float
            The true sum over all sites; it is judged by what will be seen of it, the rounded one.
        shown : sequence of float
            The numbers of the sites that are shown, as released.
        hidden : int
            How many sites are hidden because their number is small.

        Notes
        -----
        A reader who knows the rules subtracts: each released number stands for those that round to it, each hidden one
        for those that the profile hides. A total passes where every hidden site keeps three possible numbers or more;
        a single hidden site therefore never does where counts are not rounded.
        """
        if self.level == "restricted" or hidden == 0:
            return True
        count, base = self.profile.count, self.profile.count.round_to
        seen = rounded_count(total, base=base)
        below, above = (base - 1) // 2, base // 2
        lowest = max(1, count.hide_from) if count.zero != "hide" else 0
        least, most = seen - above - sum(shown) - below * len(shown), seen + below - sum(shown) + above * len(shown)
        others = hidden - 1
        low = max(lowest, least - count.hide_to * others)
        high = min(count.hide_to, most - lowest * others)
        return bool(high - low + 1 >= FEWEST_CANDIDATES)
