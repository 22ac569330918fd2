"""How far raters agree who gave numbers to the same things: the six intraclass correlations."""

from dataclasses import dataclass
from math import nan
from typing import Any, Literal

import numpy as np
from scipy.stats import f as f_distribution

from earlyeval.statistics.arrays import Numbers, table
from earlyeval.statistics.crossed_variances import crossed_variances
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable

NAMES = ("icc_a1", "icc_ak", "icc_c1")
WORDS = {
    "icc_1": "one-way, single raters",
    "icc_1k": "one-way, the raters' mean",
    "icc_a1": "two-way, absolute agreement of single raters",
    "icc_ak": "two-way, absolute agreement of the raters' mean",
    "icc_c1": "two-way, consistency of single raters",
    "icc_ck": "two-way, consistency of the raters' mean",
}
Form = Literal["icc_1", "icc_1k", "icc_a1", "icc_ak", "icc_c1", "icc_ck"]
Missing = Literal["listwise", "reml"]
TOO_FEW = "Fewer than three things were rated by every rater."
ONE_RATER = "There is only one rater, so there is nobody to agree with."
NO_DIFFERENCE = "The things rated do not differ on average, so agreement cannot be told."
ALL_ALIKE = "All ratings are the same, so agreement beyond chance cannot be told."
NO_DISAGREEMENT = "The raters agree perfectly, so no interval can be worked out."
BEYOND = "Ratings differ within things so much more than between them that no such correlation can express it."
TOO_THIN = "Too few things were rated twice to tell things and raters apart."
NO_END = "The interval has no lower end: the ratings are too few and too far apart."


def intraclass_correlations(
    ratings: Any, *, missing: Missing = "listwise", conf_level: float = 0.95
) -> dict[str, Estimate]:
    """Return ICC(A,1), ICC(A,k) and ICC(C,1) as icc_a1, icc_ak and icc_c1; see ``intraclass_correlation``."""
    squares, n, reason = _given(ratings, missing)
    return {name: _answer(name, squares, n, reason, level=checked_level(conf_level)) for name in NAMES}


def intraclass_correlation(
    ratings: Any, form: Form, *, missing: Missing = "listwise", conf_level: float = 0.95
) -> Estimate:
    """Return one of the six intraclass correlations by its name, with its F interval.

    Parameters
    ----------
    ratings : two-dimensional
        One row per thing rated (a clip), one column per rater.
    form : str
        One-way, where every thing has raters of its own: "icc_1" (single rater), "icc_1k" (mean of k raters). Two-way,
        where the raters are the same throughout: agreement (the same numbers) "icc_a1" and "icc_ak", consistency (the
        same order and distances, one may be stricter throughout) "icc_c1" and "icc_ck".
    missing : "listwise" or "reml"
        Things with a gap are left out; or every rating counts: variances by restricted maximum likelihood, turned into
        the mean squares of complete ratings, as psych's ICC does by lmer (with or without gaps: a variance is never
        below zero there). Its intervals take no account of the gaps.

    Returns
    -------
    Estimate
        p_value and statistic are those of the F test that things do not differ; n counts things.

    Notes
    -----
    psych's ICC1, ICC1k, ICC2, ICC2k, ICC3, ICC3k. Sources: Shrout and Fleiss 1979, doi:10.1037/0033-2909.86.2.420;
    McGraw and Wong 1996, doi:10.1037/1082-989X.1.1.30.
    """
    if form not in WORDS:
        raise ValueError("form is icc_1, icc_1k, icc_a1, icc_ak, icc_c1 or icc_ck.")
    level = checked_level(conf_level)
    return _answer(form, *_given(ratings, missing), level=level)


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


def _given(ratings: Any, missing: Missing) -> tuple["MeanSquares | None", int, str]:
    """Return mean squares, the number of things, and why there is no answer."""
    if missing not in ("listwise", "reml"):
        raise ValueError("missing is listwise or reml.")
    given = table(ratings, name="the ratings")
    there = ~np.isnan(given)
    kept = given[there.all(axis=1)] if missing == "listwise" else given[there.any(axis=1)]
    n, reason = int(kept.shape[0]), _reason(kept)
    if reason:
        return None, n, reason
    if missing == "listwise":
        squares = mean_squares(kept)
    else:
        found = crossed_variances(kept)
        if found is None or (~np.isnan(kept)).sum(axis=1).max() < 2:
            return None, n, TOO_THIN
        k = kept.shape[1]
        rest = found.rest
        squares = MeanSquares(n, k, k * found.things + rest, n * found.raters + rest, rest)
    return squares, n, NO_DIFFERENCE if squares.things == 0 else ""


def _answer(form: str, squares: "MeanSquares | None", n: int, reason: str, *, level: float) -> Estimate:
    if squares is None or reason:
        return not_estimable(form, reason, n=n)
    if form in ("icc_a1", "icc_ak"):
        return _agreement(form, squares, level=level)
    within, df_within = squares.rest, (n - 1) * (squares.k - 1)
    if form in ("icc_1", "icc_1k"):
        df_within = n * (squares.k - 1)
        within = (squares.raters + squares.rest * (n - 1)) / n
    if within == 0:
        return Estimate(form, 1.0, n=n, method=WORDS[form], reason=NO_DISAGREEMENT)
    ratio = squares.things / within
    low = ratio / float(f_distribution.ppf((1 + level) / 2, n - 1, df_within))
    high = ratio * float(f_distribution.ppf((1 + level) / 2, df_within, n - 1))
    single = form in ("icc_1", "icc_c1")
    value, low, high = ((end - 1) / (end + squares.k - 1) if single else 1 - 1 / end for end in (ratio, low, high))
    return Estimate(
        form, value, low, high, level, float(f_distribution.sf(ratio, n - 1, df_within)), ratio, float(n - 1), n,
        method=f"{WORDS[form]}, interval by F", df_2=float(df_within),
    )  # fmt: skip


def _agreement(form: str, squares: "MeanSquares", *, level: float) -> Estimate:
    n, k = squares.n, squares.k
    if squares.rest == 0 and squares.raters == 0:
        return Estimate(form, 1.0, n=n, method=WORDS[form], reason=NO_DISAGREEMENT)
    value = _single_agreement(squares)
    if 1 + (k - 1) * value <= 1e-9:
        return not_estimable(form, BEYOND, n=n)
    low, high = _interval_of_agreement(squares, level=level)
    without, df_rest, tested = "", (n - 1.0) * (k - 1), {}
    if form == "icc_ak":
        value = k * value / (1 + (k - 1) * value)
        if 1 + (k - 1) * low <= 0:
            low, high, without = nan, nan, NO_END
        else:
            low, high = (end * k / (1 + (k - 1) * end) for end in (low, high))
    if squares.rest > 0:
        ratio = squares.things / squares.rest
        p_value = float(f_distribution.sf(ratio, n - 1, df_rest))
        tested = {"p_value": p_value, "statistic": ratio, "df": float(n - 1), "df_2": df_rest}
    method = f"{WORDS[form]}, interval by F"
    return Estimate(form, value, low, high, level, n=n, method=method, reason=without, **tested)


def _reason(whole: Numbers) -> str:
    if whole.shape[0] < 3:
        return TOO_FEW
    return ONE_RATER if whole.shape[1] < 2 else ALL_ALIKE if np.nanmax(whole) == np.nanmin(whole) else ""
