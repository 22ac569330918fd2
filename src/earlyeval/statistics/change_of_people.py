"""Each person's change: how many standard errors it is, which class it falls into, how many people each class holds."""

from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2

from earlyeval.statistics.arrays import Numbers, changes, complete_pairs, numbers
from earlyeval.statistics.estimate import Estimate, checked_direction, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile
from earlyeval.statistics.pair_moments import spread
from earlyeval.statistics.proportion_intervals import wilson

CLASSES = ("recovered", "improved", "unchanged", "deteriorated", "not_assessable")


def classify(
    before: ArrayLike, after: ArrayLike, threshold: float, *, better: int, cut_off: float | None = None
) -> NDArray[np.str_]:
    """Return each person's class of change, in the order given.

    Parameters
    ----------
    before, after : one-dimensional, one value per person
    threshold : float
        A change of at least so many points is reliable.
    better : 1 or -1
        -1 where lower scores are better.
    cut_off : float, optional
        The first score on the clinical side: where lower is better a case is a score of at least this, where
        higher is better of at most this.

    Returns
    -------
    array of str
        "recovered" (reliably better, and no longer a case), "improved" (reliably better otherwise), "unchanged",
        "deteriorated" (reliably worse), "not_assessable" (a score is missing). Without a cut-off nobody is
        "recovered".
    """
    sign = checked_direction(better)
    least = _positive(threshold)
    first, second = numbers(before, name="before"), numbers(after, name="after")
    if first.shape != second.shape:
        raise ValueError("Before and after must be equally long: one pair of scores for each person.")
    gain = sign * (second - first)
    noise = 1e-9 * max(1.0, least)
    better_now, worse_now = gain >= least - noise, gain <= -least + noise
    crossed = np.zeros(first.size, dtype=bool)
    if cut_off is not None:
        crossed = (sign * first <= sign * cut_off) & (sign * second > sign * cut_off)
    classes = np.full(first.size, "unchanged", dtype="<U14")
    classes[worse_now] = "deteriorated"
    classes[better_now] = "improved"
    classes[better_now & crossed] = "recovered"
    classes[np.isnan(gain)] = "not_assessable"
    return classes


def class_shares(
    before: ArrayLike,
    after: ArrayLike,
    threshold: float,
    *,
    better: int,
    cut_off: float | None = None,
    conf_level: float = 0.95,
) -> dict[str, Estimate]:
    """Return how many people fall into each class of ``classify``, as shares with Wilson's interval.

    Returns
    -------
    dict of str to Estimate
        By class. The denominator is the people with both scores, of "not_assessable" all people.
    """
    classes = classify(before, after, threshold, better=better, cut_off=cut_off)
    assessed = int((classes != "not_assessable").sum())
    return {
        name: wilson(
            int((classes == name).sum()),
            classes.size if name == "not_assessable" else assessed,
            conf_level=conf_level,
            estimand=name,
        )
        for name in CLASSES
    }


def reliable_change_index(
    before: ArrayLike,
    after: ArrayLike,
    *,
    better: int = 1,
    sd: float | None = None,
    reliability: float | None = None,
    sem: float | None = None,
    sd_difference: float | None = None,
) -> Numbers:
    """Return each person's change in standard errors of a difference, + always better; missing where a score is.

    Parameters
    ----------
    before, after : one-dimensional, one value per person
    better : 1 or -1
        -1 where lower scores are better.
    sd, reliability, sem, sd_difference : float
        One route: sd with reliability (S sqrt(2 (1 - r))), sem (sqrt(2) SEM), or sd_difference itself.

    Notes
    -----
    Beyond 1.96 either way a change is reliable at 5 %. Source: Jacobson and Truax 1991,
    doi:10.1037/0022-006X.59.1.12.
    """
    sign = checked_direction(better)
    routes = sum([sd is not None or reliability is not None, sem is not None, sd_difference is not None])
    if routes != 1 or (sd is None) != (reliability is None):
        raise ValueError("Give one route: sd with reliability, or sem, or sd_difference.")
    if reliability is not None and not 0 <= reliability < 1:
        raise ValueError("A reliability lies from 0 up to, and not including, 1.")
    if sd is not None:
        error = _positive(sd) * sqrt(2 * (1 - reliability))
    else:
        error = _positive(sd_difference) if sem is None else sqrt(2) * _positive(sem)
    first, second = numbers(before, name="before"), numbers(after, name="after")
    if first.shape != second.shape:
        raise ValueError("Before and after must be equally long: one pair of scores for each person.")
    return sign * (second - first) / error


def smallest_detectable_change(
    first: ArrayLike, second: ArrayLike, *, group: bool = False, conf_level: float = 0.95
) -> Estimate:
    """Return the smallest change that is more than measurement error, from people measured twice without change.

    Parameters
    ----------
    first, second : one-dimensional, one value per person, test and retest
    group : bool
        Of the mean of these n people instead of one person: divided by sqrt(n).

    Notes
    -----
    1.96 sqrt(2) SEM with SEM = SD of the differences / sqrt(2), with the chi-square interval of that SD. std_error is
    the SEM. Source: de Vet, Terwee, Mokkink and Knol 2011, Measurement in Medicine, section 5.4.
    """
    level = checked_level(conf_level)
    one, other = complete_pairs(first, second, names=("first", "second"))
    n = int(one.size)
    if n < 2:
        return not_estimable("smallest_detectable_change", "Fewer than two people were measured twice.", n=n)
    deviation = spread(changes(one, other))
    if deviation == 0:
        reason = "All differences are the same, so measurement error cannot be told."
        return not_estimable("smallest_detectable_change", reason, n=n)
    factor, df = normal_quantile(level) / (sqrt(n) if group else 1.0), n - 1.0
    low, high = (deviation * sqrt(df / float(chi2.isf(tail, df))) for tail in ((1 - level) / 2, (1 + level) / 2))
    return Estimate(
        "smallest_detectable_change", factor * deviation, factor * low, factor * high, level, df=df, n=n,
        method=f"z sqrt(2) SEM{' / sqrt(n)' if group else ''}, chi-square interval", std_error=deviation / sqrt(2),
    )  # fmt: skip


def _positive(value: float) -> float:
    if not 0 < value < np.inf:
        raise ValueError("A threshold, an SD or a standard error must be above zero.")
    return float(value)
