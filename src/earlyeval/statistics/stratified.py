"""Two-by-two tables in strata (sites, age groups): what they say together, and whether they say the same.

A stratum is [[yes, no], [yes, no]]: the people of group 1 first, those of group 0 below.
"""

from math import exp, log, sqrt
from typing import Any, Literal

import numpy as np
from scipy.stats import chi2

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile

NOTHING = "No stratum has people of both groups and both answers, so nothing can be compared."
INFINITE = "In every stratum a cell is empty on the same side, so the ratio has no finite value."
ZERO = "In every stratum a cell is empty on the same side, so there is no interval."


def mantel_haenszel(
    tables: Any, *, measure: Literal["odds_ratio", "risk_ratio"] = "odds_ratio", conf_level: float = 0.95
) -> Estimate:
    """Return the Mantel-Haenszel odds ratio or risk ratio over strata with its interval.

    Parameters
    ----------
    tables : strata x 2 x 2
        Counts; see the head of this module.
    measure : "odds_ratio" or "risk_ratio"
        The odds ratio has the interval of Robins, Breslow and Greenland (R's mantelhaen.test), the risk ratio that of
        Greenland and Robins.

    Notes
    -----
    std_error is on the log scale. Sources: Mantel and Haenszel 1959, doi:10.1093/jnci/22.4.719; Robins, Breslow and
    Greenland 1986, doi:10.2307/2531052; Greenland and Robins 1985, doi:10.2307/2530643.
    """
    if measure not in ("odds_ratio", "risk_ratio"):
        raise ValueError("measure is odds_ratio or risk_ratio.")
    level, strata, name = checked_level(conf_level), _strata(tables), f"mantel_haenszel_{measure}"
    counts = {"n": int(strata.sum()), "n_smallest": _smallest(strata)}
    above, below, variance = (_odds if measure == "odds_ratio" else _risks)(strata)
    if below == 0:
        return not_estimable(name, NOTHING if above == 0 else INFINITE, **counts)
    words = f"Mantel-Haenszel {measure.replace('_', ' ')}"
    if above == 0 or not variance > 0:
        return Estimate(name, above / below, method=words, reason=ZERO, **counts)
    value, error = log(above / below), sqrt(variance)
    reach = normal_quantile(level) * error
    return Estimate(
        name, exp(value), exp(value - reach), exp(value + reach), level,
        method=f"{words}, normal interval on the log scale", std_error=error, **counts,
    )  # fmt: skip


def mantel_haenszel_test(tables: Any, *, continuity: bool = True) -> Estimate:
    """Return the Mantel-Haenszel chi-square test that group and answer go together in no stratum.

    With ``continuity`` as R's mantelhaen.test. Strata of one person, or with an empty margin, say nothing.
    """
    strata = _strata(tables)
    rows, columns, people = strata.sum(axis=2), strata.sum(axis=1), strata.sum(axis=(1, 2))
    expected = rows[:, 0] * columns[:, 0] / people
    variance = rows.prod(axis=1) * columns.prod(axis=1) / (people**2 * np.maximum(people - 1, 1))
    counts = {"n": int(strata.sum()), "n_smallest": _smallest(strata)}
    if not variance.sum() > 0:
        return not_estimable("mantel_haenszel_test", NOTHING, **counts)
    apart = abs(float((strata[:, 0, 0] - expected).sum()))
    statistic = (apart - (min(0.5, apart) if continuity else 0.0)) ** 2 / float(variance.sum())
    words = f"Mantel-Haenszel chi-square with{'' if continuity else 'out'} continuity correction"
    return Estimate(
        "mantel_haenszel_test",
        p_value=float(chi2.sf(statistic, 1)),
        statistic=statistic,
        df=1.0,
        method=words,
        **counts,
    )


def breslow_day(tables: Any, *, tarone: bool = True) -> Estimate:
    """Return the test that the odds ratio is the same in all strata, with Tarone's correction unless told otherwise.

    Strata with an empty margin say nothing and are left out. Sources: Breslow and Day 1980, Statistical Methods in
    Cancer Research I, section 4.4; Tarone 1985, doi:10.1093/biomet/72.1.91.
    """
    strata = _strata(tables)
    counts = {"n": int(strata.sum()), "n_smallest": _smallest(strata)}
    rows, columns = strata.sum(axis=2), strata.sum(axis=1)
    telling = strata[(rows > 0).all(axis=1) & (columns > 0).all(axis=1)]
    common = mantel_haenszel(telling) if len(telling) > 1 else None
    if common is None or not common.estimable or not common.estimate > 0:
        reason = "Fewer than two strata have people of both groups and both answers." if common is None else INFINITE
        return not_estimable("breslow_day", reason, **counts)
    rows, columns = telling.sum(axis=2), telling.sum(axis=1)
    expected = _expected_at(common.estimate, rows, columns)
    cells = np.stack([expected, rows[:, 0] - expected, columns[:, 0] - expected, rows[:, 1] - columns[:, 0] + expected])
    variance = 1 / (1 / cells).sum(axis=0)
    apart = telling[:, 0, 0] - expected
    statistic = float((apart**2 / variance).sum())
    if tarone:
        statistic -= float(apart.sum()) ** 2 / float(variance.sum())
    df = float(len(telling) - 1)
    return Estimate(
        "breslow_day", p_value=float(chi2.sf(statistic, df)), statistic=statistic, df=df,
        method=f"Breslow-Day test{', Tarone corrected' if tarone else ''}", **counts,
    )  # fmt: skip


def _strata(tables: Any) -> Numbers:
    strata = np.asarray(tables, dtype=object)
    if strata.ndim != 3 or strata.shape[1:] != (2, 2):
        raise ValueError("Strata are a list of tables of two rows (groups) and two columns (yes, no).")
    try:
        counts = strata.astype(float)
    except (TypeError, ValueError) as cause:
        raise ValueError("Counts are whole numbers from 0 upwards.") from cause
    if not (np.isfinite(counts).all() and (counts >= 0).all() and (counts == np.floor(counts)).all()):
        raise ValueError("Counts are whole numbers from 0 upwards.")
    return counts[counts.sum(axis=(1, 2)) > 0]


def _smallest(strata: Numbers) -> int:
    return int(strata.sum(axis=2).min()) if len(strata) else 0


def _odds(strata: Numbers) -> tuple[float, float, float]:
    people = strata.sum(axis=(1, 2))
    (a, b), (c, d) = strata[:, 0].T, strata[:, 1].T
    above, below = a * d / people, b * c / people
    same, cross = (a + d) / people, (b + c) / people
    total, other = float(above.sum()), float(below.sum())
    if 0 in (total, other):
        return total, other, 0.0
    variance = (same * above).sum() / (2 * total**2) + (cross * below).sum() / (2 * other**2)
    return total, other, float(variance + (same * below + cross * above).sum() / (2 * total * other))


def _risks(strata: Numbers) -> tuple[float, float, float]:
    people = strata.sum(axis=(1, 2))
    yes, whole = strata[:, :, 0], strata.sum(axis=2)
    above, below = float((yes[:, 0] * whole[:, 1] / people).sum()), float((yes[:, 1] * whole[:, 0] / people).sum())
    if 0 in (above, below):
        return above, below, 0.0
    parts = whole.prod(axis=1) * yes.sum(axis=1) - yes.prod(axis=1) * people
    return above, below, float((parts / people**2).sum()) / (above * below)


def _expected_at(odds: float, rows: Numbers, columns: Numbers) -> Numbers:
    """Return how many of group 1 would say yes in each stratum, its margins kept, if the odds ratio were this."""
    if abs(odds - 1) < 1e-12:
        return rows[:, 0] * columns[:, 0] / rows.sum(axis=1)
    square, linear = 1 - odds, rows[:, 1] - columns[:, 0] + odds * (columns[:, 0] + rows[:, 0])
    root = np.sqrt(linear**2 + 4 * square * odds * columns[:, 0] * rows[:, 0])
    # The root that lies within the margins, written so that nothing cancels.
    return 2 * odds * columns[:, 0] * rows[:, 0] / (linear + root)
