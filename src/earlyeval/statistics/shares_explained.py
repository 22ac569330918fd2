"""What share of the variance groups explain, from an F statistic: eta, omega and epsilon squared, and Cohen's f."""

from math import isfinite, sqrt
from typing import Literal

from scipy.optimize import brentq
from scipy.stats import chi2, ncf
from scipy.stats import f as fisher

from earlyeval.statistics.estimate import Estimate, checked_level

EtaInterval = Literal["steiger", "error_df"]
NO_INTERVAL = "No interval is given in this form; eta squared has one."


def shares_explained(
    statistic: float, df: float, df_2: float, *, n: int, level: float, interval: EtaInterval = "steiger"
) -> dict[str, Estimate]:
    """Return ``eta_squared``, ``omega_squared`` and ``epsilon_squared`` of a one-way F (partial ones otherwise).

    Parameters
    ----------
    statistic, df, df_2 : float
        F with its two degrees of freedom.
    interval : "steiger" or "error_df"
        See ``one_way``.
    """
    if interval not in ("steiger", "error_df"):
        raise ValueError("interval is steiger or error_df.")
    words = "interval by the pivot of the non-central F"
    if interval == "steiger":
        sizes = _noncentralities(statistic, df, df_2, level)
        found = {"eta_squared": [size / (size + df + df_2 + 1) for size in sizes]}
    else:
        found = {name: _over_error_df(share(statistic, df, df_2), df, df_2, level) for name, share in SHARES.items()}
        words += ", over the error df"
    answers = {}
    for name, share in SHARES.items():
        value, plain = share(statistic, df, df_2), name.replace("_", " ")
        if name in found:
            answers[name] = Estimate(name, value, *found[name], level, n=n, method=f"{plain}, {words}")
        else:
            answers[name] = Estimate(name, value, n=n, method=plain, reason=NO_INTERVAL)
    return answers


def cohen_f(f_statistic: float, df: float, df_2: float, *, conf_level: float = 0.95) -> Estimate:
    """Return Cohen's f from an F with its degrees of freedom: the root of eta squared / (1 - eta squared).

    The interval is the root of that of the non-centrality over the error df (as R's effectsize).
    Source: Cohen 1988, Statistical Power Analysis, section 8.2.
    """
    if not (f_statistic >= 0 and df > 0 and df_2 > 0):
        raise ValueError("F must not be below zero, and both degrees of freedom must lie above it.")
    level = checked_level(conf_level)
    low, high = (sqrt(size / df_2) for size in _noncentralities(f_statistic, df, df_2, level))
    method = "Cohen's f, interval by the pivot of the non-central F"
    return Estimate("cohen_f", sqrt(f_statistic * df / df_2), low, high, level, n=round(df + df_2 + 1), method=method)


def _eta(f: float, df: float, df_2: float) -> float:
    return f * df / (f * df + df_2)


def _omega(f: float, df: float, df_2: float) -> float:
    return (f - 1) * df / (f * df + df_2 + 1)


def _epsilon(f: float, df: float, df_2: float) -> float:
    return (f - 1) * df / (f * df + df_2)


def _over_error_df(value: float, df: float, df_2: float, level: float) -> list[float]:
    """Return the ends as R's effectsize has them: of the F that would have this share as its eta squared."""
    value = max(value, 0.0)
    sizes = _noncentralities(value / df / ((1 - value) / df_2), df, df_2, level)
    return [size / (size + df_2) for size in sizes]


SHARES = {"eta_squared": _eta, "omega_squared": _omega, "epsilon_squared": _epsilon}


def _noncentralities(statistic: float, df: float, df_2: float, level: float) -> tuple[float, float]:
    """Return the non-centralities under which so large, and so small, an F is just believable."""
    return tuple(_noncentrality(statistic, df, df_2, share) for share in ((1 + level) / 2, (1 - level) / 2))


def _noncentrality(statistic: float, df: float, df_2: float, share: float) -> float:
    if fisher.cdf(statistic, df, df_2) <= share:
        return 0.0

    def gap(size: float) -> float:
        below = float(ncf.cdf(statistic, df, df_2, size))
        # So far out that scipy gives up, the numerator hardly varies beside the denominator.
        return (below if isfinite(below) else float(chi2.sf(df_2 * (size + df) / (statistic * df), df_2))) - share

    high = 10.0 + statistic * df
    while gap(high) > 0:
        high *= 2
    return float(brentq(gap, 1e-12, high, xtol=1e-12, rtol=1e-13))
