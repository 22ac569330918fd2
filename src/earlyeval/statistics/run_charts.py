"""Run charts: whether a series moves about its median as chance would have it."""

from dataclasses import dataclass
from math import log2

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln
from scipy.stats import binom

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.chart_rules import longest_run, runs, trends
from earlyeval.statistics.estimate import Estimate, not_estimable

FEWEST = 10
TOO_FEW = "Fewer than ten points lie off the median: too few for the rules of a run chart."
ONE_SIDE = "All points off the median lie on one side of it, so runs cannot be counted against chance."


@dataclass(frozen=True)
class RunChart:
    """A series about its median and what the rules say.

    ``shift``: True for points in a run of six or more on one side; ``trend``: in five or more going one way (Perla).
    ``n_useful`` points off the median make ``n_runs`` runs, where chance makes ``fewest_runs`` to ``most_runs``;
    ``runs_test`` is the exact test behind that. ``longest`` and ``crossings`` against ``longest_allowed`` and
    ``crossings_needed`` are Anhoej's rules.
    """

    median: float
    n: int
    n_useful: int
    shift: Numbers
    trend: Numbers
    n_runs: int
    fewest_runs: float
    most_runs: float
    too_few_runs: bool
    too_many_runs: bool
    runs_test: Estimate
    longest: int
    longest_allowed: int
    crossings: int
    crossings_needed: int
    estimable: bool = True
    reason: str = ""

    @property
    def anhoej_signal(self) -> bool:
        """True where the longest run is too long or the crossings are too few."""
        return self.estimable and (self.longest > self.longest_allowed or self.crossings < self.crossings_needed)


def run_chart(
    values: ArrayLike, *, median: float | None = None, shift: int = 6, trend: int = 5, tail: float = 0.025
) -> RunChart:
    """Return a run chart's median and signals.

    Parameters
    ----------
    values : one-dimensional, in the order of time; missing ones are left out
    median : float
        The centre, if it was fixed before (from a baseline); by default that of all values.
    shift, trend : int
        How many points make a signal. Points on the median neither lengthen nor end a run, equal neighbours neither
        lengthen nor end a trend.
    tail : float
        The limits of the number of runs are the outermost that chance reaches with at least this probability on each
        side, from the exact distribution for as many points above and below as there are.

    Notes
    -----
    Sources: Perla, Provost and Murray 2011, doi:10.1136/bmjqs.2009.037895; Swed and Eisenhart 1943,
    doi:10.1214/aoms/1177731494; Anhoej and Olesen 2014, doi:10.1371/journal.pone.0113825 (longest run above
    round(log2 n + 3), crossings below the 5 % point of a binomial).
    """
    series = numbers(values, name="values")
    series = series[~np.isnan(series)]
    centre = float(np.median(series)) if median is None and series.size else float(np.nan if median is None else median)
    side = np.sign(series - centre)
    kept = side[side != 0]
    useful, above = int(kept.size), int((kept > 0).sum())
    crossings = int((np.diff(kept) != 0).sum())
    n_runs = crossings + 1 if useful else 0
    reason = TOO_FEW if useful < FEWEST else ONE_SIDE if above in (0, useful) else ""
    test, fewest, most = _tested(n_runs, above, useful - above, tail=tail, reason=reason)
    return RunChart(
        centre, int(series.size), useful, runs(side, shift, skip=True), trends(series, trend, skip=True),
        n_runs, fewest, most, bool(n_runs < fewest), bool(n_runs > most), test, longest_run(side),
        round(log2(useful) + 3) if useful else 0, crossings, int(binom.ppf(0.05, max(useful - 1, 0), 0.5)),
        estimable=not reason, reason=reason,
    )  # fmt: skip


def runs_distribution(above: int, below: int) -> Numbers:
    """Return the chances of 0, 1, 2, ... runs among so many points above and below, all orders alike likely."""
    count = np.arange(above + below + 1)
    chances = np.zeros(count.size)
    whole = _log_choose(above + below, above)
    for runs_here in count[2:]:
        half = runs_here // 2
        if runs_here % 2 == 0:
            logs = [_log_choose(above - 1, half - 1) + _log_choose(below - 1, half - 1) + np.log(2)]
        else:
            logs = [
                _log_choose(above - 1, half) + _log_choose(below - 1, half - 1),
                _log_choose(above - 1, half - 1) + _log_choose(below - 1, half),
            ]
        chances[runs_here] = sum(np.exp(one - whole) for one in logs)
    return chances


def _tested(n_runs: int, above: int, below: int, *, tail: float, reason: str) -> tuple[Estimate, float, float]:
    if reason:
        return not_estimable("runs_test", reason, n=above + below), np.nan, np.nan
    chances = runs_distribution(above, below)
    up_to, from_here = np.cumsum(chances), np.cumsum(chances[::-1])[::-1]
    p_value = min(1.0, 2 * float(min(up_to[n_runs], from_here[n_runs])))
    # Orders of few points are few: sums of their chances come within noise of the tail.
    fewest, most = int(np.argmax(up_to > tail - 1e-12)), int(np.flatnonzero(from_here > tail - 1e-12)[-1])
    expected = 1 + 2 * above * below / (above + below)
    test = Estimate(
        "runs_test", float(n_runs), p_value=p_value, statistic=n_runs - expected, n=above + below,
        method="number of runs about the median, exact (Swed and Eisenhart), twice the smaller tail",
    )  # fmt: skip
    return test, float(fewest), float(most)


def _log_choose(n: int, k: int) -> float:
    if k < 0 or k > n:
        return -np.inf
    return float(gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1))
