"""Is a site out of the ordinary? Limits around a target within which sites of a size lie by chance alone.

Source: Spiegelhalter 2005, doi:10.1002/sim.1970.
"""

from dataclasses import dataclass
from math import nan
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binom, norm

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.effect_sizes import _columns, _refuse
from earlyeval.statistics.estimate import checked_level

LEVELS = (0.95, 0.998)
NO_TARGET = "The target share is 0 or 1, so that no site can differ from it by chance."
NO_SITES = "There is no site to compare."
WINSORISED = 0.1


@dataclass(frozen=True)
class FunnelLimits:
    """Limits per site. ``low`` and ``high``: level to array; ``outside``: level to True where a site lies beyond.

    ``z_scores`` say how many standard errors (after adjusting) a site lies from the target; ``overdispersion`` is the
    winsorised mean of squared z before adjusting, ``tau2`` the variance added by the additive adjustment.
    """

    target: float
    values: Numbers
    z_scores: Numbers
    low: dict[float, Numbers]
    high: dict[float, Numbers]
    outside: dict[float, Numbers]
    overdispersion: float
    tau2: float
    method: str
    estimable: bool = True
    reason: str = ""


def funnel_limits(
    estimates: ArrayLike,
    variances: ArrayLike,
    *,
    target: float | None = None,
    levels: tuple[float, ...] = LEVELS,
    adjust: Literal["none", "multiplicative", "additive"] = "none",
    winsorise: float = WINSORISED,
) -> FunnelLimits:
    """Return normal limits, target +- z x standard error, for any kind of effect.

    Parameters
    ----------
    estimates, variances : one-dimensional, one value per site
    target : float
        By default the inverse-variance mean of the sites.
    adjust : "none", "multiplicative" or "additive"
        For more spread than chance gives: standard errors times sqrt(phi), or tau2 added to the variances, where
        phi is the mean of squared z scores after the outermost share ``winsorise`` at each end was drawn in; never
        narrower than without.
    """
    values, spreads = numbers(estimates, name="estimates"), numbers(variances, name="variances")
    if values.shape != spreads.shape or np.isnan(values).any() or np.isnan(spreads).any():
        raise ValueError("Every site needs an estimate and a variance.")
    _refuse(spreads <= 0, "Variances must be above 0.")
    if values.size == 0:
        return _none(NO_SITES, values)
    centre = float((values / spreads).sum() / (1 / spreads).sum()) if target is None else float(target)
    return _normal(values, spreads, centre, levels, adjust=adjust, winsorise=winsorise)


def funnel_limits_of_shares(
    k: ArrayLike,
    n: ArrayLike,
    *,
    target: float | None = None,
    levels: tuple[float, ...] = LEVELS,
    method: Literal["exact", "normal"] = "exact",
    adjust: Literal["none", "multiplicative", "additive"] = "none",
    winsorise: float = WINSORISED,
) -> FunnelLimits:
    """Return limits for shares k of n; the target is by default the share of all sites together.

    "exact": binomial limits, interpolated between whole numbers as in Spiegelhalter's appendix A.1.1: with r the
    smallest count whose cumulative probability reaches p, (r - (F(r) - p) / (F(r) - F(r - 1))) / n. "normal":
    target +- z sqrt(target (1 - target) / n); only these can be adjusted for overdispersion.
    """
    successes, sizes = _columns({"k": k, "n": n})
    _refuse((sizes <= 0) | np.isnan(sizes) | np.isnan(successes), "Every site needs somebody to take a share of.")
    _refuse((successes < 0) | (successes > sizes), "A count is never negative and not larger than its denominator.")
    if sizes.size == 0:
        return _none(NO_SITES, successes)
    centre = float(successes.sum() / sizes.sum()) if target is None else float(target)
    if not 0 < centre < 1:
        return _none(NO_TARGET, successes / sizes)
    spreads = centre * (1 - centre) / sizes
    if method == "normal":
        return _normal(successes / sizes, spreads, centre, levels, adjust=adjust, winsorise=winsorise)
    if adjust != "none":
        raise ValueError("Exact binomial limits cannot be adjusted for overdispersion: choose method normal.")
    shares = successes / sizes
    z_scores = (shares - centre) / np.sqrt(spreads)
    low = {level: _binomial_limit((1 - checked_level(level)) / 2, sizes, centre) for level in levels}
    high = {level: _binomial_limit((1 + level) / 2, sizes, centre) for level in levels}
    phi = _overdispersion(z_scores, winsorise)
    return _made(centre, shares, z_scores, low, high, phi=phi, tau2=0.0, method="exact binomial limits, interpolated")


def _normal(
    values: Numbers, spreads: Numbers, centre: float, levels: tuple[float, ...], *, adjust: str, winsorise: float
) -> FunnelLimits:
    if adjust not in ("none", "multiplicative", "additive"):
        raise ValueError("Adjust by none, multiplicative or additive.")
    raw = (values - centre) / np.sqrt(spreads)
    phi, tau2 = _overdispersion(raw, winsorise), 0.0
    wider = spreads.copy()
    if adjust == "multiplicative":
        wider = spreads * max(1.0, phi)
    if adjust == "additive" and values.size > 1:
        weights = 1 / spreads
        excess = values.size * phi - (values.size - 1)
        tau2 = max(0.0, excess / float(weights.sum() - (weights**2).sum() / weights.sum()))
        wider = spreads + tau2
    errors = np.sqrt(wider)
    reach = {level: float(norm.ppf((1 + checked_level(level)) / 2)) * errors for level in levels}
    told = {"none": "", "multiplicative": ", times the root of overdispersion", "additive": ", with tau2 added"}[adjust]
    return _made(
        centre,
        values,
        (values - centre) / errors,
        {level: centre - half for level, half in reach.items()},
        {level: centre + half for level, half in reach.items()},
        phi=phi,
        tau2=tau2,
        method=f"normal limits{told}",
    )


def _made(
    centre: float,
    values: Numbers,
    z_scores: Numbers,
    low: dict[float, Numbers],
    high: dict[float, Numbers],
    *,
    phi: float,
    tau2: float,
    method: str,
) -> FunnelLimits:
    outside = {level: (values < low[level]) | (values > high[level]) for level in low}
    return FunnelLimits(centre, values, z_scores, low, high, outside, phi, tau2, method)


def _binomial_limit(probability: float, sizes: Numbers, centre: float) -> Numbers:
    count = binom.ppf(probability, sizes, centre)
    reached = binom.cdf(count, sizes, centre)
    before = np.where(count > 0, binom.cdf(count - 1, sizes, centre), 0.0)
    return np.clip((count - (reached - probability) / (reached - before)) / sizes, 0.0, 1.0)


def _overdispersion(z_scores: Numbers, share: float) -> float:
    if not 0 <= share < 0.5:
        raise ValueError("The share drawn in at each end lies between 0 and a half.")
    low, high = np.quantile(z_scores, [share, 1 - share])
    return float((np.clip(z_scores, low, high) ** 2).mean())


def _none(reason: str, values: Numbers) -> FunnelLimits:
    return FunnelLimits(
        nan, values, np.full(values.shape, nan), {}, {}, {}, nan, nan, "", estimable=False, reason=reason
    )
