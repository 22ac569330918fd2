"""Shares: one, two in different people, two in the same people. Every possible study is counted where that can be."""

from functools import cache

import numpy as np
from benchmarks.coverage.cells import Family, Intervals, ends_of
from benchmarks.coverage.shapes import SIZES
from scipy.stats import binom

from earlyeval.statistics import proportions
from earlyeval.statistics.contingency import cramers_v
from earlyeval.statistics.paired_proportions import (
    mcnemar_odds_ratio,
    paired_difference_bonett_price,
    paired_difference_newcombe,
    paired_difference_tango,
)
from earlyeval.statistics.score_difference import difference_miettinen_nurminen
from earlyeval.statistics.two_by_two import odds_ratio, odds_ratio_exact, phi, risk_ratio

ONE = {name: getattr(proportions, name) for name in ("wilson", "clopper_pearson", "mid_p", "jeffreys", "agresti_coull")}
TWO = {
    "proportions.difference_newcombe": proportions.difference_newcombe,
    "proportions.difference_agresti_caffo": proportions.difference_agresti_caffo,
    "proportions.difference_miettinen_nurminen": difference_miettinen_nurminen,
    "tables.risk_ratio": risk_ratio,
    "tables.odds_ratio": odds_ratio,
    "tables.phi": phi,
}
PAIRED = {
    "proportions.paired_difference_newcombe": paired_difference_newcombe,
    "proportions.paired_difference_bonett_price": paired_difference_bonett_price,
    "proportions.paired_difference_tango": paired_difference_tango,
}
# The exact odds ratio takes milliseconds a table.
EXACT_TO = 20


@cache
def _of_one(n: int) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    return {name: ends_of([interval(k, n) for k in range(n + 1)]) for name, interval in ONE.items()}


def measure_one(situation, _chance, _studies):
    """A share of n people: all n + 1 answers counted, each with its binomial chance."""
    n, share = situation["n"], situation["share"]
    chances = binom.pmf(np.arange(n + 1), n, share)
    return {f"proportions.{name}": Intervals(*ends, share, chances) for name, ends in _of_one(n).items()}


def measure_average(situation, _chance, _studies):
    """The mean over every share from 0.01 to 0.99: what a reader of many shares meets."""
    n, shares = situation["n"], np.arange(1, 100) / 100
    chances = (binom.pmf(np.arange(n + 1)[:, np.newaxis], n, shares) / shares.size).ravel()
    truth = np.broadcast_to(shares, (n + 1, shares.size)).ravel()
    return {
        f"proportions.{name}": Intervals(*(np.repeat(end, shares.size) for end in ends), truth, chances)
        for name, ends in _of_one(n).items()
    }


@cache
def _of_two(n: int) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    answers = [(one, n, zero, n) for one in range(n + 1) for zero in range(n + 1)]
    found = {name: ends_of([interval(*answer) for answer in answers]) for name, interval in TWO.items()}
    if n <= EXACT_TO:
        found["tables.odds_ratio_exact"] = ends_of([odds_ratio_exact(*answer) for answer in answers])
    counts = [[[one, n - one], [zero, n - zero]] for one, _, zero, _ in answers]
    found["tables.cramers_v"] = ends_of([cramers_v(table) for table in counts])
    return found


def measure_two(situation, _chance, _studies):
    """Shares of two groups of different people: all pairs of answers counted."""
    n, (one, zero) = situation["n_per_group"], situation["shares"]
    chances = np.outer(*(binom.pmf(np.arange(n + 1), n, share) for share in (one, zero))).ravel()
    both = (one + zero) / 2
    related = (one - zero) / (2 * np.sqrt(both * (1 - both)))
    odds = one * (1 - zero) / (zero * (1 - one))
    truths = {"risk_ratio": one / zero, "odds_ratio": odds, "odds_ratio_exact": odds, "phi": related}
    truths["cramers_v"] = abs(related)
    return {
        name: Intervals(*ends, truths.get(name.split(".")[1], one - zero), chances) for name, ends in _of_two(n).items()
    }


def measure_paired(situation, chance, studies):
    """Shares before and after in the same people."""
    n, cells = situation["n"], np.array(situation["cells"])
    drawn, back = np.unique(chance.multinomial(n, cells, size=studies), axis=0, return_inverse=True)
    truth, back = cells[2] - cells[1], back.ravel()
    found = {
        name: Intervals(*(end[back] for end in ends_of([interval(*table) for table in drawn.tolist()])), truth)
        for name, interval in PAIRED.items()
    }
    ends = ends_of([mcnemar_odds_ratio(b, c) for _, b, c, _ in drawn.tolist()])
    found["proportions.mcnemar_odds_ratio"] = Intervals(*(end[back] for end in ends), cells[2] / cells[1])
    return found


PAIRS_OF_SHARES = ((0.1, 0.1), (0.3, 0.1), (0.5, 0.3), (0.8, 0.5), (0.95, 0.8))
# Yes twice, yes to no, no to yes, no twice.
CELLS = ((0.25, 0.05, 0.25, 0.45), (0.6, 0.05, 0.2, 0.15), (0.05, 0.02, 0.05, 0.88), (0.2, 0.2, 0.3, 0.3))
FAMILIES = (
    Family(
        "share",
        "One share",
        measure_one,
        tuple({"share": share, "n": n} for share in (0.02, 0.05, 0.1, 0.2, 0.3, 0.5) for n in SIZES),
    ),
    Family(
        "shares on average", "One share, averaged over all true shares", measure_average, tuple({"n": n} for n in SIZES)
    ),
    Family(
        "two shares",
        "Shares of two groups of different people",
        measure_two,
        tuple({"shares": shares, "n_per_group": n} for shares in PAIRS_OF_SHARES for n in SIZES),
    ),
    Family(
        "paired shares",
        "Shares of the same people before and after",
        measure_paired,
        tuple({"cells": cells, "n": n} for cells in CELLS for n in SIZES),
    ),
)
