"""Power and numbers of people for shares: one against a fixed one, two against each other, pairs."""

from math import asin, ceil, nan, sqrt
from typing import Literal

import numpy as np
from scipy.stats import binom, norm

from earlyeval.statistics.estimate import Estimate, not_estimable
from earlyeval.statistics.power_solver import checked_ratio, checked_side, solved, z_power


def one_proportion(
    share: float,
    null: float,
    *,
    n: float | None = None,
    power: float | None = None,
    alpha: float | None = 0.05,
    alternative: str = "two-sided",
) -> Estimate:
    """Return what is open of n, power and alpha when a share is tested against a fixed one (arcsine)."""
    h = _arcsine(share) - _arcsine(null)
    return solved(
        {"n": n, "power": power, "alpha": alpha},
        lambda n, alpha: z_power(h * sqrt(n), alpha, alternative),
        method="one share, arcsine transformation",
    )


def two_proportions(
    p_1: float | None,
    p_0: float,
    *,
    n_1: float | None = None,
    power: float | None = None,
    alpha: float | None = 0.05,
    ratio: float = 1.0,
    alternative: str = "two-sided",
    method: Literal["arcsine", "normal"] = "arcsine",
) -> Estimate:
    """Return what is open of n in arm 1, power and alpha when two shares are compared.

    ``method`` is Cohen's arcsine (R's pwr.2p2n.test), or "normal": the usual formula with the pooled variance under no
    difference, equal arms, one tail (R's power.prop.test).

    With ``p_1`` None the smallest detectable effect comes back as Cohen's h = 2 asin(sqrt(p1)) - 2 asin(sqrt(p0)),
    estimand ``effect``; ``share_for_effect`` turns it into a share. Source: Cohen 1988; R's pwr.2p2n.test.
    """
    checked_ratio(ratio)
    if method not in ("arcsine", "normal") or (method == "normal" and (p_1 is None or ratio != 1)):
        raise ValueError("method is arcsine, or normal with both shares given and equal arms.")
    if method == "normal":
        return _by_normal(float(p_1), p_0, {"n_1": n_1, "power": power, "alpha": alpha}, alternative)  # type: ignore[arg-type]
    given: dict[str, float | None] = {"n_1": n_1, "power": power, "alpha": alpha}
    if p_1 is None:
        given["effect"] = None
    h = 0.0 if p_1 is None else _arcsine(p_1) - _arcsine(p_0)
    return solved(
        given,
        lambda n_1, alpha, effect=h: z_power(effect * sqrt(n_1 * ratio / (1 + ratio)), alpha, alternative),
        largest_effect=np.pi,
        whole=lambda value: ceil(value) + ceil(ratio * value),
        method="two shares, arcsine transformation",
    )


def share_for_effect(effect: float, p_0: float, *, higher: bool = True) -> float:
    """Return the share that lies Cohen's h above (or below) another; missing where there is none."""
    angle = _arcsine(p_0) + (effect if higher else -effect)
    return float(np.sin(angle / 2) ** 2) if 0 <= angle <= np.pi else nan


def exact_proportion(
    share: float, null: float, *, n: int, alpha: float = 0.05, alternative: str = "two-sided"
) -> Estimate:
    """Return the power of the exact binomial test: the chance of a count that the test rejects, by enumeration.

    It does not rise steadily with n, and the true level lies below alpha: look at several n.
    """
    checked_side(alternative)
    if n < 1 or n % 1:
        raise ValueError("n is a whole number of people, at least 1.")
    if not 0 < null < 1:
        raise ValueError("The fixed share lies strictly between 0 and 1.")
    _arcsine(share)
    counts = np.arange(n + 1)
    chances = binom.pmf(counts, n, null)
    if alternative == "two-sided":
        # R's rule: all counts that are no more likely than the one seen, up to the noise of arithmetic.
        p_values = np.array([chances[chances <= one * (1 + 1e-7)].sum() for one in chances])
    else:
        p_values = binom.sf(counts - 1, n, null) if alternative == "greater" else binom.cdf(counts, n, null)
    rejected = p_values <= alpha
    if not rejected.any():
        return not_estimable("power", "With so few people no count is rejected.", n=n)
    return Estimate("power", float(binom.pmf(counts[rejected], n, share).sum()), n=n, method="exact binomial test")


def mcnemar(
    up: float,
    down: float,
    *,
    n: float | None = None,
    power: float | None = None,
    alpha: float | None = 0.05,
    alternative: str = "two-sided",
) -> Estimate:
    """Return what is open of n pairs, power and alpha of McNemar's test.

    Parameters
    ----------
    up, down : float
        The shares of all pairs that move one way and the other.

    Notes
    -----
    Normal, unconditional, without continuity correction: (up - down) sqrt(n) against the variance up + down under no
    difference and up + down - (up - down)^2 otherwise. Source: Connor 1987, doi:10.2307/2531961.
    """
    checked_side(alternative)
    if not (up >= 0 and down >= 0 and 0 < up + down <= 1):
        raise ValueError("The shares of those who move are from 0 to 1, and not more than 1 together.")
    moved, apart = up + down, abs(up - down)

    def power_of(n: float, alpha: float) -> float:
        reach = float(norm.isf(alpha / 2 if alternative == "two-sided" else alpha)) * sqrt(moved)
        spread = sqrt(max(moved - apart**2, 1e-300))
        return float(norm.cdf((apart * sqrt(n) - reach) / spread))

    return solved({"n": n, "power": power, "alpha": alpha}, power_of, method="McNemar's test, normal")


def _by_normal(p_1: float, p_0: float, given: dict[str, float | None], alternative: str) -> Estimate:
    checked_side(alternative)
    _arcsine(p_1), _arcsine(p_0)
    apart, middle = abs(p_1 - p_0), (p_1 + p_0) / 2
    under_none, under_apart = sqrt(2 * middle * (1 - middle)), sqrt(p_1 * (1 - p_1) + p_0 * (1 - p_0))
    if not under_apart > 0:
        raise ValueError("With shares of 0 and 1 nothing is left to chance.")

    def power_of(n_1: float, alpha: float) -> float:
        reach = float(norm.isf(alpha / 2 if alternative == "two-sided" else alpha))
        return float(norm.cdf((sqrt(n_1) * apart - reach * under_none) / under_apart))

    return solved(given, power_of, whole=lambda value: 2 * ceil(value), method="two shares, normal approximation")


def _arcsine(share: float) -> float:
    if not 0 <= share <= 1:
        raise ValueError("A share lies between 0 and 1.")
    return 2 * asin(sqrt(share))
