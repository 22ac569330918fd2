"""What to be careful of in an interval: where simulated studies show that it holds the truth too seldom.

Each figure stands in ``docs/coverage.md`` (``make coverage``), and a test holds this table against it. A caution is
found from what a released result row says: its estimand, how it was worked out, and how many it rests on.
"""

from dataclasses import dataclass
from math import isnan
from typing import Literal

from earlyeval.foundations.caution_table import TABLE

Counted = Literal["n", "n_smallest", "clusters", "documents", "sites", "points"]
# What no result row tells: such a size stands in the sentence.
UNITS = {"clusters": "clusters", "documents": "documents", "sites": "sites", "points": "points in time"}


@dataclass(frozen=True)
class Caution:
    """Where one interval is too short.

    ``estimator`` is its name in the coverage study, ``counted`` what its sizes count, ``found`` the coverage in per
    cent of the worst situation at each size that was simulated, None where it holds. It is about rows of ``estimands``
    whose method holds ``phrase``; ``where`` says which situation is the worst, ``instead`` what to look at beside it.
    """

    estimator: str
    counted: Counted
    found: tuple[tuple[int, float | None], ...]
    estimands: tuple[str, ...]
    phrase: str
    where: str
    instead: str = ""

    def sentence(self, sizes: dict[str, float]) -> str:
        """Return the caution for a result of this size; nothing where the interval holds."""
        short = [(size, figure) for size, figure in self.found if figure is not None]
        if self.counted in UNITS:
            most = max(size for size, _ in short)
            size = "" if most == self.found[-1][0] else f"with {most} or fewer {UNITS[self.counted]}, "
            return self._said(size, min(figure for _, figure in short), "")
        size = sizes.get(self.counted, float("nan"))
        if isnan(size):
            return ""
        # The nearest size below: what was found there is a little worse than what is to be expected here.
        nearest = max((known for known, _ in self.found if known <= size), default=self.found[0][0])
        figure = dict(self.found)[nearest]
        return "" if figure is None else self._said("", figure, " of about this size")

    def _said(self, size: str, figure: float, which: str) -> str:
        told = f"{size}{self.where} its 95 % interval held the truth in only {figure:g} % of simulated studies{which}."
        return " ".join(part for part in (told[0].upper() + told[1:], self.instead) if part)


def cautions_of(estimand: str, method: str, *, n: float, n_smallest: float | None = None) -> tuple[str, ...]:
    """Return the sentences that belong beside an interval; none where it holds.

    Parameters
    ----------
    estimand, method : str
        As in a result row.
    n, n_smallest : float
        How many it rests on, and the smallest of its groups, as they may be shown.
    """
    sizes = {"n": n, "n_smallest": float("nan") if n_smallest is None else n_smallest}
    about = [one for one in CAUTIONS if estimand in one.estimands and one.phrase in method]
    return tuple(dict.fromkeys(said for one in about if (said := one.sentence(sizes))))


CAUTIONS = tuple(Caution(*row) for row in TABLE)
