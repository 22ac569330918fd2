"""A difference of means judged by dealing people to the groups anew: no distribution supposed."""

from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, present
from earlyeval.statistics.estimate import Estimate, not_estimable

NOBODY = "One of the two groups has nobody with a value."
ALL_ALIKE = "All values are the same, so there is nothing to compare."
ALL_DEALT_UP_TO = 200_000
CELLS_AT_ONCE = 4_000_000


def permutation_test(group_1: ArrayLike, group_0: ArrayLike, *, seed: int = 0, resamples: int = 9999) -> Estimate:
    """Return the permutation test of the difference of means (group 1 minus group 0), two-sided.

    Parameters
    ----------
    group_1, group_0 : one-dimensional
        Missing values are left out.
    seed : int
        The only source of chance; not used where all ways of dealing can be counted (up to 200,000).
    resamples : int
        Otherwise so many random deals; the one that was seen counts as one more.

    Notes
    -----
    ``estimate`` is the difference of means; p is the share of deals whose difference is at least as far from zero.
    It supposes that under no difference anybody could have been in either group. Source: Phipson and Smyth 2010,
    doi:10.2202/1544-6115.1585.
    """
    one, zero = present(group_1, name="group 1"), present(group_0, name="group 0")
    counts = {"n": int(one.size + zero.size), "n_smallest": int(min(one.size, zero.size))}
    if counts["n_smallest"] < 1:
        return not_estimable("mean_difference", NOBODY, **counts)
    together = np.concatenate([one, zero])
    if np.ptp(together) == 0:
        return not_estimable("mean_difference", ALL_ALIKE, **counts)
    # In order, around the mean: the answer must not depend on the order of people nor on the origin of the scale.
    deck = np.sort(together) - together.mean()
    seen = abs(float(one.mean() - zero.mean()))
    edge = seen * (1 - 1e-10) - 1e-12 * float(np.abs(deck).max())
    if comb(together.size, one.size) <= ALL_DEALT_UP_TO:
        far, deals, how = _all_deals(deck, one.size, edge)
        p_value = far / deals
    else:
        far = _random_deals(deck, one.size, edge, np.random.default_rng(seed), resamples)
        p_value, how = (far + 1) / (resamples + 1), f"random deals, seed {seed}"
    return Estimate(
        "mean_difference", float(one.mean() - zero.mean()), p_value=p_value,
        method=f"permutation test of the difference of means, {how}", **counts,
        reason="A permutation test has no interval of its own.",
    )  # fmt: skip


def _all_deals(deck: Numbers, size: int, edge: float) -> tuple[int, int, str]:
    sums = np.array([deck[list(dealt)].sum() for dealt in combinations(range(deck.size), size)])
    return int((_differences(sums, deck, size) >= edge).sum()), sums.size, "all ways of dealing counted"


def _random_deals(deck: Numbers, size: int, edge: float, generator: np.random.Generator, resamples: int) -> int:
    far, at_once = 0, max(1, CELLS_AT_ONCE // deck.size)
    for done in range(0, resamples, at_once):
        rows = min(at_once, resamples - done)
        dealt = generator.permuted(np.broadcast_to(deck, (rows, deck.size)), axis=1)[:, :size]
        far += int((_differences(dealt.sum(axis=1), deck, size) >= edge).sum())
    return far


def _differences(sums: Numbers, deck: Numbers, size: int) -> Numbers:
    return np.abs(sums / size - (deck.sum() - sums) / (deck.size - size))
