"""From the answers of many draws to an interval: percentile, basic, or bias-corrected and accelerated."""

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.estimate import Estimate, checked_level


def interval_of(
    kind: str, replicates: Numbers, value: float, *, acceleration: float, level: float
) -> tuple[float, float]:
    """Return the ends of the interval; quantiles are of type 7.

    Parameters
    ----------
    kind : "bca", "percentile" or "basic"
    replicates : the answer of each draw
    value : the answer of the data
    acceleration : of BCa; see ``acceleration_of``
    """
    shares = (1 - level) / 2, (1 + level) / 2
    if kind == "bca":
        shares = _corrected_shares(shares, _bias(replicates, value), acceleration)
    low, high = (float(np.quantile(replicates, share)) for share in shares)
    return (low, high) if kind != "basic" else (2 * value - high, 2 * value - low)


def acceleration_of(influences: Numbers) -> float:
    """Return the skewness of what each unit does to the answer, over 6; of a mean these are the values themselves.

    From answers with one unit left out each the signs are turned: give them with a minus.
    """
    centred = influences - influences.mean()
    largest = float(np.abs(centred).max())
    if largest == 0:
        return 0.0
    centred = centred / largest
    return float((centred**3).sum() / (6 * (centred**2).sum() ** 1.5))


def _bias(replicates: Numbers, value: float) -> float:
    # Halves for draws that hit the value itself: scores are whole numbers, so many do.
    close = np.isclose(replicates, value, rtol=1e-12, atol=1e-12 * float(np.abs(replicates).max()))
    below = float((~close & (replicates < value)).sum()) + 0.5 * float(close.sum())
    # All draws on one side say that the value is an extreme; one more draw on the other keeps the bias finite.
    share = min(max(below / replicates.size, 0.5 / replicates.size), 1 - 0.5 / replicates.size)
    return float(norm.ppf(share))


def _corrected_shares(shares: tuple[float, float], bias: float, acceleration: float) -> tuple[float, ...]:
    corrected = []
    for deviate in (float(norm.ppf(share)) for share in shares):
        reach = bias + deviate
        # Beyond its pole the correction turns round; the far end is what it means there.
        divisor = 1 - acceleration * reach
        corrected.append(float(norm.cdf(bias + reach / divisor)) if divisor > 0 else float(reach > 0))
    return tuple(corrected)


def intervals_of_draws(
    draws: ArrayLike,
    value: float,
    *,
    influences: ArrayLike | None = None,
    errors: ArrayLike | None = None,
    error: float | None = None,
    conf_level: float = 0.95,
) -> dict[str, Estimate]:
    """Return the intervals that draws made elsewhere imply, as R's boot.ci has them.

    Parameters
    ----------
    draws : one-dimensional
        The answer of each draw; missing ones are left out.
    value : float
        The answer of the data.
    influences : one-dimensional, optional
        What each unit does to the answer (boot's empinf); ``bca`` needs them.
    errors, error : one-dimensional and float, optional
        Standard error of each draw and of the data; ``studentised`` needs them.

    Returns
    -------
    dict of str to Estimate
        ``normal`` (bias taken out), ``basic``, ``percentile`` and what else the arguments allow.

    Notes
    -----
    Quantiles between two draws are interpolated on the normal scale. Source: Davison and Hinkley 1997, Bootstrap
    Methods and their Application, chapter 5.
    """
    level, given = checked_level(conf_level), numbers(draws, name="the draws")
    there = given[~np.isnan(given)]
    if there.size < 20:
        raise ValueError("At least twenty draws with an answer are needed.")
    if (errors is None) != (error is None):
        raise ValueError("Studentised intervals need the error of the data and that of each draw.")
    shares = (1 - level) / 2, (1 + level) / 2
    low, high = _between_draws(there, shares)
    reach = float(norm.isf(shares[0])) * float(there.std(ddof=1))
    centre = 2 * value - float(there.mean())
    ends = {
        "normal": (centre - reach, centre + reach), "basic": (2 * value - high, 2 * value - low),
        "percentile": (low, high),
    }  # fmt: skip
    if errors is not None:
        each = numbers(errors, name="the errors")[~np.isnan(given)]
        few, many = _between_draws((there - value) / each, shares)
        ends["studentised"] = (value - error * many, value - error * few)
    if influences is not None:
        # A draw that is the value itself but for rounding lies not below it: boot.ci counts those below alone.
        close = np.isclose(there, value, rtol=1e-12, atol=1e-12 * float(np.abs(there).max()))
        below = float((~close & (there < value)).mean())
        if not 0 < below < 1:
            raise ValueError("All draws lie on one side of the value, so BCa has no bias to correct.")
        pull = acceleration_of(numbers(influences, name="the influences"))
        ends["bca"] = _between_draws(there, _corrected_shares(shares, float(norm.ppf(below)), pull))
    return {
        kind: Estimate(
            "statistic", value, *pair, level, n=int(there.size), method=f"bootstrap, {kind} interval of draws"
        )
        for kind, pair in ends.items()
    }


def _between_draws(draws: Numbers, shares: tuple[float, ...]) -> tuple[float, ...]:
    ordered, ends = np.sort(draws), []
    for share in shares:
        place = (draws.size + 1) * share
        below = int(place + 1e-9)
        if below < 1 or below >= draws.size:
            ends.append(float(ordered[0 if below < 1 else -1]))
            continue
        near, far = norm.ppf([below / (draws.size + 1), (below + 1) / (draws.size + 1)])
        part = max(float((norm.ppf(share) - near) / (far - near)), 0.0)
        ends.append(float(ordered[below - 1] + part * (ordered[below] - ordered[below - 1])))
    return tuple(ends)
