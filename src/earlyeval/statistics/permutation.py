"""A difference of means judged by dealing people to the groups anew: no distribution supposed."""

from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, changes, complete_pairs, present
from earlyeval.statistics.estimate import Estimate, not_estimable

NOBODY = "One of the two groups has nobody with a value."
ALL_ALIKE = "All values are the same, so there is nothing to compare."
ALL_DEALT_UP_TO = 200_000
ALL_SIGNS_UP_TO = 20
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


def paired_permutation_test(before: ArrayLike, after: ArrayLike, *, seed: int = 0, resamples: int = 9999) -> Estimate:
    """Return the permutation test of the mean change: the sign of each person's change could have been the other.

    Parameters
    ----------
    before, after : one-dimensional, one value per person
        A person with either value missing is left out (pairwise).
    seed, resamples
        As in ``permutation_test``; every assignment of signs is counted up to 20 people.

    Notes
    -----
    ``estimate`` is the mean change; p is the share of assignments that bring the mean at least as far from zero.
    Source: Fisher 1935, The Design of Experiments, section 21.
    """
    first, second = complete_pairs(before, after, names=("before", "after"))
    n = int(first.size)
    differences = np.sort(np.abs(changes(first, second)))
    if n < 2 or differences.max() == 0:
        reason = "Fewer than two people were measured both times." if n < 2 else "Nobody changed."
        return not_estimable("mean_change", reason, n=n)
    value = float(changes(first, second).mean())
    edge = n * abs(value) - 1e-10 * n * float(differences.max())
    if n <= ALL_SIGNS_UP_TO:
        half = n // 2
        left, right = _signed_sums(differences[:half]), np.sort(_signed_sums(differences[half:]))
        # Symmetric about zero: twice the share of sums at or beyond the edge.
        beyond = right.size - np.searchsorted(right, edge - left, side="left")
        p_value, how = min(2 * float(beyond.sum()) / 2**n, 1.0), "all assignments of signs counted"
    else:
        generator, far, at_once = np.random.default_rng(seed), 0, max(1, CELLS_AT_ONCE // n)
        for done in range(0, resamples, at_once):
            signs = 2.0 * generator.integers(0, 2, (min(at_once, resamples - done), n)) - 1
            far += int((np.abs(signs @ differences) >= edge).sum())
        p_value, how = (far + 1) / (resamples + 1), f"random signs, seed {seed}"
    return Estimate(
        "mean_change", value, p_value=p_value, n=n, method=f"permutation test of the mean change, {how}",
        reason="A permutation test has no interval of its own.",
    )  # fmt: skip


def _signed_sums(sizes: Numbers) -> Numbers:
    sums = np.zeros(1)
    for size in sizes:
        sums = np.concatenate([sums - size, sums + size])
    return sums
