"""Many syntheses at once: one row per outcome, one column per site, a few array operations in all."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import chi2, norm
from scipy.stats import t as student

from earlyeval.statistics.arrays import Numbers, table
from earlyeval.statistics.estimate import checked_level
from earlyeval.statistics.meta_fit import checked_choice

FAST = ("FE", "DL", "HE", "HS", "PM", "EB", "REML", "ML")
STEPS = 200
GRID = 64
TOO_FEW = "Fewer than two effects of this outcome are there."


def pool_many(
    estimates: ArrayLike,
    variances: ArrayLike,
    *,
    method: str = "REML",
    test: str = "hartung_knapp_guarded",
    conf_level: float = 0.95,
) -> pd.DataFrame:
    """Pool many outcomes, each over the same sites.

    Parameters
    ----------
    estimates, variances : two-dimensional, one row per outcome, one column per site; a gap is a missing site

    Returns
    -------
    DataFrame, one row per outcome
        k, estimate, std_error, conf_low, conf_high, p_value, df, tau2, q, q_p_value, i2, estimable, reason: the same
        numbers as ``pool`` gives one by one.
    """
    level = checked_level(conf_level)
    checked_choice(method, test)
    if method not in FAST:
        raise ValueError(f"Many outcomes can be pooled by {', '.join(FAST)}.")
    values, spreads = table(estimates, name="effects"), table(variances, name="variances")
    if values.shape != spreads.shape:
        raise ValueError("Effects and variances must have the same shape.")
    there = ~(np.isnan(values) | np.isnan(spreads))
    if (spreads[there] <= 0).any():
        raise ValueError("Variances must be above 0: an effect without error cannot be weighed.")
    y, v = np.where(there, values, 0.0), np.where(there, spreads, 1.0)
    k = there.sum(axis=1)
    asked = k >= 2
    tau2 = np.zeros(k.size)
    if method != "FE" and asked.any():
        tau2[asked] = _tau2(y[asked], v[asked], there[asked], method)
    return _answers(y, v, there, tau2, method=method, test=test, level=level)


def _answers(
    y: Numbers, v: Numbers, there: Numbers, tau2: Numbers, *, method: str, test: str, level: float
) -> pd.DataFrame:
    k = there.sum(axis=1)
    asked = (k >= 2) | ((k == 1) & (method == "FE"))
    normal = (k < 2) | (test == "z")
    with np.errstate(divide="ignore", invalid="ignore"):
        centre, total, q_here = _centre(y, v, there, tau2)
        _, fixed_total, q = _centre(y, v, there, np.zeros(k.size))
        scale = np.ones(k.size)
        if test.startswith("hartung_knapp"):
            scale = np.where(k > 1, q_here / (k - 1), 1.0)
            scale = np.maximum(1.0, scale) if test == "hartung_knapp_guarded" else scale
        error = np.sqrt(scale / total)
        statistic = centre / error
        half = np.where(normal, norm.ppf((1 + level) / 2), student.ppf((1 + level) / 2, k - 1)) * error
        p_value = np.where(normal, 2 * norm.sf(np.abs(statistic)), 2 * student.sf(np.abs(statistic), k - 1))
        squares = (there / v**2).sum(axis=1)
        typical = (k - 1) / (fixed_total - squares / fixed_total)
        i2 = np.maximum(0.0, 1 - (k - 1) / q) if method == "FE" else tau2 / (typical + tau2)
        parts = {
            "estimate": centre, "std_error": error, "conf_low": centre - half, "conf_high": centre + half,
            "p_value": p_value, "df": np.where(normal, np.nan, k - 1), "tau2": tau2 if method != "FE" else np.nan,
            "q": q, "q_p_value": chi2.sf(q, k - 1), "i2": i2,
        }  # fmt: skip
    # Effects that agree without remainder have no Hartung-Knapp error; one effect has no heterogeneity.
    blank = {name: error == 0 for name in ("std_error", "conf_low", "conf_high", "p_value")}
    blank |= {name: k < 2 for name in ("tau2", "q", "q_p_value", "i2")}
    kept = {
        name: np.where(~asked | blank.get(name, np.zeros(k.size, dtype=bool)), np.nan, part)
        for name, part in parts.items()
    }
    return pd.DataFrame({"k": k, **kept, "estimable": asked, "reason": np.where(asked, "", TOO_FEW)})


def _centre(y: Numbers, v: Numbers, there: Numbers, tau2: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Return weighted mean, sum of weights and Q of every row."""
    weights = there / (v + tau2[:, np.newaxis])
    total = weights.sum(axis=1)
    centre = (weights * y).sum(axis=1) / total
    return centre, total, (weights * (y - centre[:, np.newaxis]) ** 2).sum(axis=1)


def _tau2(y: Numbers, v: Numbers, there: Numbers, method: str) -> Numbers:
    k = there.sum(axis=1)
    _, total, q = _centre(y, v, there, np.zeros(k.size))
    if method == "DL":
        return np.maximum(0.0, (q - (k - 1)) / (total - (there / v**2).sum(axis=1) / total))
    if method == "HS":
        return np.maximum(0.0, (q - k) / total)
    mean = (y * there).sum(axis=1) / k
    variance = (there * (y - mean[:, np.newaxis]) ** 2).sum(axis=1) / (k - 1)
    if method == "HE":
        return np.maximum(0.0, variance - (v * there).sum(axis=1) / k)
    top = 4 * (variance + (v * there).max(axis=1))
    if method in ("PM", "EB"):
        low, high = np.zeros(k.size), _high_enough(lambda at: _centre(y, v, there, at)[2] - (k - 1), top)
        return _bisected(lambda at: _centre(y, v, there, at)[2] - (k - 1), low, high)
    return _likeliest(y, v, there, top, restricted=method == "REML")


def _likeliest(y: Numbers, v: Numbers, there: Numbers, top: Numbers, *, restricted: bool) -> Numbers:
    """Return the tau2 of the highest likelihood: the best point of a grid, then the root of the slope around it."""

    def slope(at: Numbers) -> Numbers:
        weights = there / (v + at[:, np.newaxis])
        centre, total, _ = _centre(y, v, there, at)
        squares = (weights**2 * (y - centre[:, np.newaxis]) ** 2).sum(axis=1)
        return squares - total + ((weights**2).sum(axis=1) / total if restricted else 0.0)

    def height(at: Numbers) -> Numbers:
        _, total, q = _centre(y, v, there, at)
        logs = (there * np.log(v + at[:, np.newaxis])).sum(axis=1)
        return -0.5 * (logs + q + (np.log(total) if restricted else 0.0))

    high = _high_enough(slope, top)
    lowest = 1e-6 * np.where(there, v, np.inf).min(axis=1)
    shares = np.linspace(0, 1, GRID)
    grid = [np.zeros(high.size), *(lowest * (high / lowest) ** share for share in shares)]
    heights = np.array([height(at) for at in grid])
    best = heights.argmax(axis=0)
    points, rows = np.array(grid), np.arange(high.size)
    left, right = points[np.maximum(best - 1, 0), rows], points[np.minimum(best + 1, GRID), rows]
    return _bisected(slope, left, right)


def _high_enough(falling, high: Numbers) -> Numbers:
    while (short := falling(high) > 0).any():
        high = np.where(short, 4 * high, high)
    return high


def _bisected(falling, low: Numbers, high: Numbers) -> Numbers:
    """Return the roots of falling functions, row by row; the lower end where one starts at or below 0."""
    for _ in range(STEPS):
        middle = (low + high) / 2
        above = falling(middle) > 0
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return np.where(high < 1e-13, 0.0, (low + high) / 2)
