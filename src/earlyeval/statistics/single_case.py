"""One person or place, a baseline phase A and a phase B: how far the two overlap.

Ordinal answers only: none of them says how large a change was.
"""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, present
from earlyeval.statistics.estimate import Estimate, checked_direction, not_estimable
from earlyeval.statistics.meta_fit import p_of

EMPTY = "One of the phases holds no value."
SHORT = "The baseline has fewer than two values, so it has no trend."
NO_ERROR = "The sampling distribution of this index is not known, so it has no interval."
NAMES = (
    "tau_ab", "tau_trend_a", "tau_trend_b", "tau_u", "tau_u_a_and_b", "nap", "pnd", "pem",
)  # fmt: skip


def overlap(a: ArrayLike, b: ArrayLike, *, better: int = 1) -> dict[str, Estimate]:
    """Return Tau-U and other measures of how little phase B overlaps phase A, + always better.

    Parameters
    ----------
    a, b : one-dimensional, in the order of time; missing values are left out
    better : 1 or -1
        -1 where lower values are better.

    Returns
    -------
    dict of str to Estimate
        With S the number of pairs that improve less those that worsen, m and n the lengths of A and B:
        ``tau_ab`` = S_AB / (m n), with the normal test of Parker et al. (variance m n (m + n + 1) / 3);
        ``tau_trend_a`` = S_A / (m (m - 1) / 2), ``tau_trend_b`` likewise;
        ``tau_u`` = (S_AB - S_A) / (m n), baseline trend taken off: it can lie beyond 1;
        ``tau_u_a_and_b`` = (S_AB - S_A + S_B) / (m n + m (m - 1) / 2 + n (n - 1) / 2);
        ``nap`` (pairs that improve, ties as half, / m n); ``pnd`` (share of B beyond all of A); ``pem`` (share of B
        beyond the median of A, ties as half).

    Notes
    -----
    Sources: Parker, Vannest, Davis and Sauber 2011, doi:10.1016/j.beth.2010.08.006; Parker and Vannest 2009,
    doi:10.1016/j.beth.2008.10.006; Scruggs, Mastropieri and Casto 1987; Ma 2006, doi:10.1177/0145445504272974.
    """
    sign = checked_direction(better)
    first, second = sign * present(a, name="phase A"), sign * present(b, name="phase B")
    m, n = int(first.size), int(second.size)
    counts = {"n": m + n, "n_smallest": min(m, n)}
    if m == 0 or n == 0:
        return {name: not_estimable(name, EMPTY, **counts) for name in NAMES}
    steps = np.sign(second[np.newaxis, :] - first[:, np.newaxis])
    between, in_a, in_b = float(steps.sum()), _trend(first), _trend(second)
    pairs, pairs_a, pairs_b = m * n, m * (m - 1) // 2, n * (n - 1) // 2
    middle = np.sign(second - np.median(first))
    plain = {"reason": NO_ERROR, **counts}
    answers = {
        "tau_ab": _tau_ab(between, m, n),
        "nap": Estimate("nap", float((steps + 1).mean() / 2), method="nonoverlap of all pairs", **plain),
        "pnd": Estimate("pnd", float((second > first.max()).mean()), method="share of B beyond all of A", **plain),
        "pem": Estimate("pem", float((middle + 1).mean() / 2), method="share of B beyond the median of A", **plain),
    }
    for name, size, trend, phase in (("tau_trend_a", pairs_a, in_a, "A"), ("tau_trend_b", pairs_b, in_b, "B")):
        if size == 0:
            answers[name] = not_estimable(
                name, f"Phase {phase} has fewer than two values, so it has no trend.", **counts
            )
        else:
            answers[name] = Estimate(name, trend / size, method=f"Kendall's tau of phase {phase} with time", **plain)
    if pairs_a == 0:
        answers |= {name: not_estimable(name, SHORT, **counts) for name in ("tau_u", "tau_u_a_and_b")}
    else:
        whole = (between - in_a + in_b) / (pairs + pairs_a + pairs_b)
        answers["tau_u"] = Estimate(
            "tau_u", (between - in_a) / pairs, method="A against B less trend of A, / mn", **plain
        )
        answers["tau_u_a_and_b"] = Estimate("tau_u_a_and_b", whole, method="less trend of A, plus trend of B", **plain)
    return {name: answers[name] for name in NAMES}


def _trend(values: Numbers) -> float:
    """Return Kendall's S of values with time."""
    return float(np.triu(np.sign(values[np.newaxis, :] - values[:, np.newaxis]), 1).sum())


def _tau_ab(between: float, m: int, n: int) -> Estimate:
    statistic = between / sqrt(m * n * (m + n + 1) / 3)
    return Estimate(
        "tau_ab", between / (m * n), p_value=p_of(statistic, np.inf), statistic=statistic, n=m + n,
        n_smallest=min(m, n), method="A against B, normal test without correction for ties", reason=NO_ERROR,
    )  # fmt: skip
