"""How far a single rating lies from the truth, from things rated twice: SEM and smallest detectable change."""

from math import nan, sqrt
from typing import Any

import numpy as np

from earlyeval.statistics.arrays import table
from earlyeval.statistics.estimate import Estimate, not_estimable
from earlyeval.statistics.icc import intraclass_correlation, mean_squares

NAMES = ("standard_error_of_measurement", "smallest_detectable_change")
# Two scores, each with its error: 95 % of differences of unchanged things lie within this many SEM.
OF_TWO_SCORES = 1.96 * sqrt(2)


def rating_error(ratings: Any, *, conf_level: float = 0.95) -> dict[str, Estimate]:
    """Return the standard error of measurement of one rater's score, and the smallest change that is more than it.

    Parameters
    ----------
    ratings : two-dimensional
        One row per thing rated (a clip), one column per rater. Things with a gap are left out (listwise).

    Returns
    -------
    dict of str to Estimate
        standard_error_of_measurement: SD sqrt(1 - ICC(A,1)), SD that of a single rating (things, raters and rest
        together), so that strictness is error too; smallest_detectable_change: 1.96 sqrt(2) times that. Their
        intervals follow from that of the ICC with the SD as found; n counts things.

    Notes
    -----
    Source: de Vet, Terwee, Knol and Bouter 2006, doi:10.1016/j.jclinepi.2005.10.015.
    """
    single = intraclass_correlation(ratings, "icc_a1", conf_level=conf_level)
    if not single.estimable:
        return {name: not_estimable(name, single.reason, n=single.n) for name in NAMES}
    given = table(ratings, name="the ratings")
    squares = mean_squares(given[~np.isnan(given).any(axis=1)])
    error = squares.rest + (squares.raters - squares.rest) / squares.n
    whole = error + (squares.things - squares.rest) / squares.k
    found = {}
    for name, times in zip(NAMES, (1.0, OF_TWO_SCORES), strict=True):
        value = times * sqrt(max(error, 0.0))
        # A correlation may end below 0; no error is larger than the whole spread of ratings.
        low, high = (
            times * sqrt(max(whole * (1 - min(max(end, 0.0), 1.0)), 0.0)) if end == end else nan
            for end in (single.conf_high, single.conf_low)
        )
        method = "from double ratings: spread of a single rating and ICC(A,1)"
        level = single.conf_level if low == low else nan
        found[name] = Estimate(name, value, low, high, level, n=single.n, method=method, reason=single.reason)
    return found
