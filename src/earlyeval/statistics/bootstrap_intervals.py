"""From the answers of many draws to an interval: percentile, basic, or bias-corrected and accelerated."""

import numpy as np
from scipy.stats import norm

from earlyeval.statistics.arrays import Numbers


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
