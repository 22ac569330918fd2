"""Two groups, yes or no: the ratio of shares, the ratio of odds, phi. Group 1 is compared with group 0.

``k`` of ``n`` people said yes. The share of a group is k / n, its odds k / (n - k).
"""

from math import atanh, exp, inf, log, sqrt, tanh

import numpy as np
from scipy.stats import fisher_exact, norm
from scipy.stats.contingency import odds_ratio as conditional_odds_ratio

from earlyeval.statistics.counting import share_counts
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile

EMPTY = "One of the two groups is empty."
NOBODY_YES = "Nobody in either group said yes, so the ratio is not defined."
ZERO_BELOW = "Nobody in the comparison group said yes, so the ratio has no finite value."
INFINITE = "A cell of the table is empty, so the odds ratio has no finite value."
NOT_BOTH = "Everybody answered alike, so the odds ratio is not defined."
NO_INTERVAL = "A cell of the table is empty, so no interval can be worked out."
NO_UPPER_END = "A cell of the table is empty, so the interval has no upper end."


def risk_ratio(k_1: int, n_1: int, k_0: int, n_0: int, *, conf_level: float = 0.95) -> Estimate:
    """Return the share of group 1 divided by the share of group 0 with Katz's interval (normal on the log scale).

    Source: Katz, Baptista, Azen and Pike 1978, doi:10.2307/2530610.
    """
    level = checked_level(conf_level)
    (k_1, n_1), (k_0, n_0), counts = _groups(k_1, n_1, k_0, n_0)
    reason = EMPTY if 0 in (n_1, n_0) else (NOBODY_YES if k_1 == 0 else ZERO_BELOW) if k_0 == 0 else ""
    if reason:
        return not_estimable("risk_ratio", reason, **counts)
    value = (k_1 / n_1) / (k_0 / n_0)
    if k_1 == 0:
        return Estimate("risk_ratio", value, method="ratio of shares", reason=NO_INTERVAL, **counts)
    error = sqrt(max(1 / k_1 - 1 / n_1 + 1 / k_0 - 1 / n_0, 0.0))
    if error == 0:
        reason = "Everybody in both groups said yes, so no interval can be worked out."
        return Estimate("risk_ratio", value, method="ratio of shares", reason=reason, **counts)
    return _on_log_scale(
        "risk_ratio", log(value), error, level=level, method="ratio of shares, Katz's interval", **counts
    )


def odds_ratio(k_1: int, n_1: int, k_0: int, n_0: int, *, conf_level: float = 0.95, add_half: bool = False) -> Estimate:
    """Return the odds of group 1 divided by the odds of group 0 with Woolf's interval (normal on the log scale).

    Parameters
    ----------
    k_1, n_1, k_0, n_0 : int
        Numerator and denominator of either group.
    add_half : bool
        Whether 1/2 is added to every cell (Haldane and Anscombe). Never done unless asked for.

    Notes
    -----
    p_value and statistic are those of the normal test of log odds ratio 0. std_error is on the log scale.
    Source: Woolf 1955, doi:10.1111/j.1469-1809.1955.tb01348.x.
    """
    level = checked_level(conf_level)
    (k_1, n_1), (k_0, n_0), counts = _groups(k_1, n_1, k_0, n_0)
    if 0 in (n_1, n_0):
        return not_estimable("odds_ratio", EMPTY, **counts)
    cells = np.array([k_1, n_1 - k_1, k_0, n_0 - k_0], dtype=float) + (0.5 if add_half else 0.0)
    above, below = cells[0] * cells[3], cells[1] * cells[2]
    if below == 0:
        return not_estimable("odds_ratio", NOT_BOTH if above == 0 else INFINITE, **counts)
    method = f"odds ratio, Woolf's interval{', a half added to every cell' if add_half else ''}"
    if above == 0:
        return Estimate("odds_ratio", 0.0, method="odds ratio", reason=NO_INTERVAL, **counts)
    error = float(sqrt((1 / cells).sum()))
    return _on_log_scale("odds_ratio", log(above / below), error, level=level, method=method, **counts)


def odds_ratio_exact(k_1: int, n_1: int, k_0: int, n_0: int, *, conf_level: float = 0.95) -> Estimate:
    """Return the conditional odds ratio with its exact interval and Fisher's exact p, as R's fisher.test.

    The value is the most likely one when both margins are given; it is nearer to 1 than the plain ratio. With an
    empty cell there may be no upper end. Source: Fisher 1935; Cornfield 1956.
    """
    level = checked_level(conf_level)
    (k_1, n_1), (k_0, n_0), counts = _groups(k_1, n_1, k_0, n_0)
    yes, no = k_1 + k_0, n_1 + n_0 - k_1 - k_0
    if 0 in (n_1, n_0, yes, no):
        return not_estimable("odds_ratio_exact", EMPTY if 0 in (n_1, n_0) else NOT_BOTH, **counts)
    cells = np.array([[k_1, n_1 - k_1], [k_0, n_0 - k_0]])
    found = conditional_odds_ratio(cells, kind="conditional")
    if found.statistic == inf:
        return not_estimable("odds_ratio_exact", INFINITE, **counts)
    low, high = (float(end) for end in found.confidence_interval(level))
    return Estimate(
        "odds_ratio_exact",
        float(found.statistic),
        low,
        np.nan if high == inf else high,
        level,
        p_value=float(fisher_exact(cells).pvalue),
        method="conditional odds ratio, exact interval",
        reason=NO_UPPER_END if high == inf else "",
        **counts,
    )


def phi(k_1: int, n_1: int, k_0: int, n_0: int, *, conf_level: float = 0.95) -> Estimate:
    """Return phi, the correlation of group (1 or 0) and answer (yes or no).

    The interval is Fisher's z with the standard error for multinomial counts (Bishop, Fienberg and Holland 1975,
    equation 11.3-18), as statpsych's ci.phi.
    """
    level = checked_level(conf_level)
    (k_1, n_1), (k_0, n_0), counts = _groups(k_1, n_1, k_0, n_0)
    n = n_1 + n_0
    yes = k_1 + k_0
    if 0 in (n_1, n_0, yes, n - yes):
        return not_estimable("phi", EMPTY if 0 in (n_1, n_0) else NOT_BOTH, **counts)
    spread = sqrt(n_1 * n_0 * yes * (n - yes))
    value = (k_1 * (n_0 - k_0) - (n_1 - k_1) * k_0) / spread
    if abs(value) >= 1:
        return Estimate(
            "phi", value, method="phi", reason="Group and answer are the same, so there is no interval.", **counts
        )
    rows, columns = (n_0 - n_1) ** 2 / (n_0 * n_1), (n - 2 * yes) ** 2 / (yes * (n - yes))
    both = (n_0 - n_1) * (n - 2 * yes) / spread
    variance = 1 - value**2 + (value + value**3 / 2) * both - 0.75 * value**2 * (rows + columns)
    error = sqrt(max(variance, 0.0) / n)
    reach = normal_quantile(level) * error / (1 - value**2)
    low, high = tanh(atanh(value) - reach), tanh(atanh(value) + reach)
    return Estimate("phi", value, low, high, level, method="phi, interval by Fisher's z", std_error=error, **counts)


def _groups(k_1: int, n_1: int, k_0: int, n_0: int) -> tuple[tuple[int, int], tuple[int, int], dict[str, int]]:
    one, zero = share_counts(k_1, n_1), share_counts(k_0, n_0)
    return one, zero, {"n": one[1] + zero[1], "n_smallest": min(one[1], zero[1])}


def _on_log_scale(name: str, value: float, error: float, *, level: float, method: str, **counts: int) -> Estimate:
    reach = normal_quantile(level) * error
    statistic = value / error
    return Estimate(
        name, exp(value), exp(value - reach), exp(value + reach), level,
        p_value=float(2 * norm.sf(abs(statistic))), statistic=statistic, method=method, std_error=error, **counts,
    )  # fmt: skip
