"""How far raters agree who gave numbers to the same things: the six intraclass correlations."""

from dataclasses import dataclass
from math import nan
from typing import Any, Literal

import numpy as np
from scipy.stats import f as f_distribution

from earlyeval.statistics.arrays import Numbers, table
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.pingouin_border import intraclass_correlations_of

NAMES = {"icc_a1": "ICC(A,1)", "icc_ak": "ICC(A,k)", "icc_c1": "ICC(C,1)"}
WORDS = {
    "icc_a1": "two-way, absolute agreement of single raters",
    "icc_ak": "two-way, absolute agreement of the raters' mean",
    "icc_c1": "two-way, consistency of single raters",
}
MORE_WORDS = {
    "icc_1": "one-way, single raters",
    "icc_1k": "one-way, the raters' mean",
    "icc_ck": "two-way, consistency of the raters' mean",
}
Form = Literal["icc_1", "icc_1k", "icc_a1", "icc_ak", "icc_c1", "icc_ck"]
TOO_FEW = "Fewer than three things were rated by every rater."
ONE_RATER = "There is only one rater, so there is nobody to agree with."
NO_DIFFERENCE = "The things rated do not differ on average, so agreement cannot be told."
ALL_ALIKE = "All ratings are the same, so agreement beyond chance cannot be told."
NO_DISAGREEMENT = "The raters agree perfectly, so no interval can be worked out."
BEYOND = "Ratings differ within things so much more than between them that no such correlation can express it."
NO_END = "The interval has no lower end: the ratings are too few and too far apart."


def intraclass_correlations(ratings: Any, *, conf_level: float = 0.95) -> dict[str, Estimate]:
    """Return ICC(A,1), ICC(A,k) and ICC(C,1) as icc_a1, icc_ak and icc_c1, with intervals.

    Parameters
    ----------
    ratings : two-dimensional
        One row per thing rated (a clip), one column per rater. Rows with a gap are left out (listwise).

    Returns
    -------
    dict of str to Estimate
        p_value and statistic are those of the F test that things do not differ; n counts things.

    Notes
    -----
    A: raters must give the same numbers. C: the same order and distances, one may be stricter throughout. k: the
    mean of the k raters is what is used. Source: McGraw and Wong 1996, doi:10.1037/1082-989X.1.1.30.
    """
    level = checked_level(conf_level)
    whole = _complete(ratings)
    n, reason = int(whole.shape[0]), _reason(whole)
    if reason:
        return {name: not_estimable(name, reason, n=n) for name in NAMES}
    squares = mean_squares(whole)
    if squares.things == 0:
        return {name: not_estimable(name, NO_DIFFERENCE, n=n) for name in NAMES}
    if squares.rest == 0:
        return {name: _without_rest(name, squares, level=level) for name in NAMES}
    answers = intraclass_correlations_of(whole)
    found = {}
    for name, theirs in NAMES.items():
        if name != "icc_c1" and 1 + (squares.k - 1) * _single_agreement(squares) <= 1e-9:
            found[name] = not_estimable(name, BEYOND, n=n)
            continue
        answer = answers[theirs]
        low, high, without = _interval(name, squares, level=level)
        found[name] = Estimate(
            name, answer.value, low, high, level, answer.p_value, answer.statistic, answer.df, n,
            method=f"{WORDS[name]}, interval by F", reason=without,
        )  # fmt: skip
    return found


def intraclass_correlation(ratings: Any, form: Form, *, conf_level: float = 0.95) -> Estimate:
    """Return one of the six intraclass correlations by its name, with its F interval.

    Parameters
    ----------
    ratings : two-dimensional
        One row per thing rated, one column per rater. Rows with a gap are left out (listwise).
    form : str
        One-way, where every thing has raters of its own: "icc_1" (single rater), "icc_1k" (mean of k raters). Two-way,
        where the raters are the same throughout: agreement "icc_a1" and "icc_ak", consistency "icc_c1" and "icc_ck".

    Notes
    -----
    psych's ICC1, ICC1k, ICC2, ICC2k, ICC3, ICC3k. p_value and statistic are those of the F test that things do not
    differ. Sources: Shrout and Fleiss 1979, doi:10.1037/0033-2909.86.2.420; McGraw and Wong 1996,
    doi:10.1037/1082-989X.1.1.30.
    """
    if form in NAMES:
        return intraclass_correlations(ratings, conf_level=conf_level)[form]
    if form not in MORE_WORDS:
        raise ValueError("form is icc_1, icc_1k, icc_a1, icc_ak, icc_c1 or icc_ck.")
    level = checked_level(conf_level)
    whole = _complete(ratings)
    n, reason = int(whole.shape[0]), _reason(whole)
    if reason:
        return not_estimable(form, reason, n=n)
    squares = mean_squares(whole)
    if squares.things == 0:
        return not_estimable(form, NO_DIFFERENCE, n=n)
    df_within = n * (squares.k - 1) if form != "icc_ck" else (n - 1) * (squares.k - 1)
    within = squares.rest
    if form != "icc_ck":
        within = (squares.raters * (squares.k - 1) + squares.rest * (n - 1) * (squares.k - 1)) / df_within
    if within == 0:
        return Estimate(form, 1.0, n=n, method=MORE_WORDS[form], reason=NO_DISAGREEMENT)
    ratio = squares.things / within
    low = ratio / float(f_distribution.ppf((1 + level) / 2, n - 1, df_within))
    high = ratio * float(f_distribution.ppf((1 + level) / 2, df_within, n - 1))
    value, low, high = (
        (end - 1) / (end + squares.k - 1) if form == "icc_1" else 1 - 1 / end for end in (ratio, low, high)
    )
    return Estimate(
        form, value, low, high, level, float(f_distribution.sf(ratio, n - 1, df_within)), ratio, float(n - 1), n,
        method=f"{MORE_WORDS[form]}, interval by F", df_2=float(df_within),
    )  # fmt: skip


@dataclass(frozen=True)
class MeanSquares:
    """Two-way analysis of variance of things (n) by raters (k), one rating each."""

    n: int
    k: int
    things: float
    raters: float
    rest: float


def mean_squares(ratings: Numbers) -> MeanSquares:
    """Return the mean squares of complete ratings; what is only arithmetic noise is exactly 0."""
    n, k = ratings.shape
    of_things, of_raters = ratings.mean(axis=1), ratings.mean(axis=0)
    left = ratings - of_things[:, np.newaxis] - of_raters + ratings.mean()
    noise = 1e-12 * np.abs(ratings).max()
    left[np.abs(left) <= noise] = 0.0
    return MeanSquares(
        n,
        k,
        things=k * float(of_things.var(ddof=1)) if np.ptp(of_things) > noise else 0.0,
        raters=n * float(of_raters.var(ddof=1)) if np.ptp(of_raters) > noise else 0.0,
        rest=float((left**2).sum()) / ((n - 1) * (k - 1)),
    )


def _interval(name: str, squares: MeanSquares, *, level: float) -> tuple[float, float, str]:
    if name == "icc_c1":
        return *_interval_of_consistency(squares, level=level), ""
    low, high = _interval_of_agreement(squares, level=level)
    if name == "icc_a1":
        return low, high, ""
    if 1 + (squares.k - 1) * low <= 0:
        return nan, nan, NO_END
    low, high = (end * squares.k / (1 + (squares.k - 1) * end) for end in (low, high))
    return low, high, ""


def _interval_of_consistency(squares: MeanSquares, *, level: float) -> tuple[float, float]:
    df_things, df_rest = squares.n - 1, (squares.n - 1) * (squares.k - 1)
    tail, ratio = (1 + level) / 2, squares.things / squares.rest
    low = ratio / float(f_distribution.ppf(tail, df_things, df_rest))
    high = ratio * float(f_distribution.ppf(tail, df_rest, df_things))
    return (low - 1) / (low + squares.k - 1), (high - 1) / (high + squares.k - 1)


def _interval_of_agreement(squares: MeanSquares, *, level: float) -> tuple[float, float]:
    """Return McGraw and Wong's interval of ICC(A,1), written so that a rest of zero divides nothing."""
    n, k, value = squares.n, squares.k, _single_agreement(squares)
    of_raters = k * value * squares.raters
    of_rest = (n * (1 + (k - 1) * value) - k * value) * squares.rest
    df = (n - 1) * (k - 1) * (of_raters + of_rest) ** 2 / ((n - 1) * of_raters**2 + of_rest**2)
    tail, things = (1 + level) / 2, squares.things
    both = k * squares.raters + (k * n - k - n) * squares.rest
    upper = float(f_distribution.ppf(tail, n - 1, df))
    lower = float(f_distribution.ppf(tail, df, n - 1))
    low = n * (things - upper * squares.rest) / (upper * both + n * things)
    return low, n * (lower * things - squares.rest) / (both + n * lower * things)


def _single_agreement(squares: MeanSquares) -> float:
    n, k = squares.n, squares.k
    between = squares.things - squares.rest
    return between / (squares.things + (k - 1) * squares.rest + k * (squares.raters - squares.rest) / n)


def _without_rest(name: str, squares: MeanSquares, *, level: float) -> Estimate:
    """Return the answer when raters differ by a constant at most: consistency is perfect, agreement may not be."""
    if name == "icc_c1" or squares.raters == 0:
        return Estimate(name, 1.0, n=squares.n, method=WORDS[name], reason=NO_DISAGREEMENT)
    low, high, reason = _interval(name, squares, level=level)
    value = _single_agreement(squares)
    value = value if name == "icc_a1" else squares.k * value / (1 + (squares.k - 1) * value)
    method = f"{WORDS[name]}, interval by F"
    return Estimate(name, value, low, high, level, n=squares.n, method=method, reason=reason)


def _complete(ratings: Any) -> Numbers:
    given = table(ratings, name="the ratings")
    return given[~np.isnan(given).any(axis=1)]


def _reason(whole: Numbers) -> str:
    if whole.shape[0] < 3:
        return TOO_FEW
    return ONE_RATER if whole.shape[1] < 2 else ALL_ALIKE if np.ptp(whole) == 0 else ""
