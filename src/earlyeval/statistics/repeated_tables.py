"""Answers in categories, given more than once by the same people: whether shares moved, and whether moves balance."""

from typing import Any

import numpy as np
from scipy.stats import chi2

from earlyeval.statistics.arrays import table
from earlyeval.statistics.counting import count_table
from earlyeval.statistics.estimate import Estimate, not_estimable

NOBODY_MOVED = "Nobody moved from one category to another: there is nothing to test."


def cochran_q(answers: Any) -> Estimate:
    """Return Cochran's test that the share of yes is the same each time.

    Parameters
    ----------
    answers : two-dimensional
        One row per person, one column per time; 1 for yes, 0 for no. A person with a gap is left out (listwise).

    Notes
    -----
    Source: Cochran 1950, doi:10.1093/biomet/37.3-4.256.
    """
    given = table(answers, name="the answers")
    whole = given[~np.isnan(given).any(axis=1)]
    if not np.isin(whole, (0.0, 1.0)).all():
        raise ValueError("Answers are 1 for yes and 0 for no.")
    n, times = whole.shape
    of_people, of_times = whole.sum(axis=1), whole.sum(axis=0)
    spread = float((of_people * (times - of_people)).sum())
    if n < 2 or times < 2 or spread == 0:
        reason = "Fewer than two people, or two times, are there." if min(n, times) < 2 else NOBODY_MOVED
        return not_estimable("cochran_q", reason, n=n)
    statistic = times * (times - 1) * float(((of_times - of_times.mean()) ** 2).sum()) / spread
    df = float(times - 1)
    return Estimate(
        "cochran_q", p_value=float(chi2.sf(statistic, df)), statistic=statistic, df=df, n=n, method="Cochran's Q"
    )


def stuart_maxwell(counts: Any) -> Estimate:
    """Return the test that each category has the same share before (rows) and after (columns).

    Parameters
    ----------
    counts : two-dimensional, square
        People by category before and after.

    Notes
    -----
    d' V^-1 d, d the differences of the margins. Categories that nobody left or entered are not tested; df is the rank
    of V (R's packages fail where categories exchange people in separate groups, and irr leaves out whoever did not
    move). Sources: Stuart 1955, doi:10.1093/biomet/42.3-4.412; Maxwell 1970, doi:10.1192/bjp.116.535.651.
    """
    given = count_table(counts, square=True)
    rows, columns = given.sum(axis=1), given.sum(axis=0)
    n = int(given.sum())
    covariance = np.diag(rows + columns) - given - given.T
    df = int(np.linalg.matrix_rank(covariance, hermitian=True)) if given.size else 0
    if df == 0:
        return not_estimable("stuart_maxwell", NOBODY_MOVED, n=n)
    moved = rows - columns
    statistic = float(moved @ np.linalg.pinv(covariance, hermitian=True) @ moved)
    return Estimate(
        "stuart_maxwell", p_value=float(chi2.sf(statistic, df)), statistic=statistic, df=float(df), n=n,
        method="Stuart-Maxwell test of equal margins",
    )  # fmt: skip


def bhapkar(counts: Any) -> Estimate:
    """Return Bhapkar's test that each category has the same share before (rows) and after (columns).

    Stuart and Maxwell's with the covariance that the data show instead of that under no difference: a little more
    powerful, X / (1 - X / n). Source: Bhapkar 1966, doi:10.1080/01621459.1966.10502021.
    """
    found = stuart_maxwell(counts)
    if not found.estimable:
        return not_estimable("bhapkar", found.reason, n=found.n)
    if found.statistic >= found.n * (1 - 1e-12):
        return not_estimable("bhapkar", "Everybody moved the same way, so the test is not defined.", n=found.n)
    statistic = found.statistic / (1 - found.statistic / found.n)
    return Estimate(
        "bhapkar", p_value=float(chi2.sf(statistic, found.df)), statistic=statistic, df=found.df, n=found.n,
        method="Bhapkar's test of equal margins",
    )  # fmt: skip


def bowker(counts: Any) -> Estimate:
    """Return the test that for any two categories as many people moved one way as the other.

    df is the number of pairs of categories between which anybody moved. Source: Bowker 1948,
    doi:10.1080/01621459.1948.10483284.
    """
    given = count_table(counts, square=True)
    places = np.triu_indices(given.shape[0], 1)
    forth, back = given[places], given.T[places]
    moved = forth + back > 0
    df = int(moved.sum())
    if df == 0:
        return not_estimable("bowker", NOBODY_MOVED, n=int(given.sum()))
    statistic = float(((forth - back)[moved] ** 2 / (forth + back)[moved]).sum())
    return Estimate(
        "bowker", p_value=float(chi2.sf(statistic, df)), statistic=statistic, df=float(df), n=int(given.sum()),
        method="Bowker's test of symmetry",
    )  # fmt: skip
