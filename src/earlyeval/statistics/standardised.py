"""Standardised change between two times: four quantities that are all called Cohen's d, each under its own name.

========  ==========================================  =======================================
d_z       change / SD of the changes                  for power; depends on the correlation
d_av      change / mean of the SDs before and after   what a report prints (as g_av)
d_av_rms  change / root of the mean of both variances  statpsych's ci.stdmean.ps; asked for by name
d_rm      change / SD of changes x sqrt(2 (1 - r))    equals d_av when both SDs are equal
d_pre     change / SD before                          Becker's and Morris's; SMCR in metafor
g_...     the same times Hedges' exact J (n - 1)
========  ==========================================  =======================================

Sources: Lakens 2013, doi:10.3389/fpsyg.2013.00863; Becker 1988, doi:10.1111/j.2044-8317.1988.tb00901.x;
Morris and DeShon 2002, doi:10.1037/1082-989X.7.1.105; Bonett 2008, doi:10.1037/1082-989X.13.2.99.
"""

from math import isfinite, sqrt

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import complete_pairs
from earlyeval.statistics.estimate import Estimate, checked_direction, checked_level, not_estimable
from earlyeval.statistics.normal_theory import hedges_correction, noncentrality_interval, normal_quantile
from earlyeval.statistics.pair_moments import PairMoments, moments_of_scores

FORMS = ("z", "av", "rm", "pre")
ALL_FORMS = (*FORMS, "av_rms")
NAMES = tuple(f"{letter}_{form}" for letter in "dg" for form in FORMS)
TOO_FEW = "Fewer than two people were measured both times."
NO_SPREAD = "Everybody changed by the same amount, so there is no spread to compare the change with."
NO_SPREAD_IN_SCORES = "The scores of one time do not vary, so there is no spread to compare the change with."
PERFECT = "Scores before and after are perfectly correlated, so d_rm is not defined."
NO_CORRECTION = "With two pairs the small-sample correction is zero: three pairs are the fewest."


def standardised_changes(
    before: ArrayLike, after: ArrayLike, *, better: int = 1, conf_level: float = 0.95
) -> dict[str, Estimate]:
    """Return d_z, d_av, d_rm, d_pre and their small-sample corrected g forms, + always better.

    Parameters
    ----------
    before, after : one-dimensional, one value per person
        A person with either value missing is left out (pairwise).
    better : 1 or -1
        -1 where lower scores are better: the sign of the change is then turned.

    Returns
    -------
    dict of str to Estimate
        By name; n is the number of pairs.

    Notes
    -----
    d_z has the exact interval (pivot of the non-central t). The others have Bonett's type of interval: normal,
    with a variance that lets the SDs and the correlation vary too (delta method, df = n - 1). The interval of a
    g is J times the interval of its d. They assume roughly normal scores.
    """
    first, second = complete_pairs(before, after, names=("before", "after"))
    if first.size < 2:
        return {name: not_estimable(name, TOO_FEW, n=int(first.size)) for name in NAMES}
    return standardised_from_moments(moments_of_scores(first, second), better=better, conf_level=conf_level)


def standardised_change(
    name: str, before: ArrayLike, after: ArrayLike, *, better: int = 1, conf_level: float = 0.95
) -> Estimate:
    """Return one standardised change by its exact name; see ``standardised_changes``.

    Parameters
    ----------
    name : str
        "d_" or "g_" followed by "z", "av", "av_rms", "rm" or "pre".
    """
    first, second = complete_pairs(before, after, names=("before", "after"))
    letter, form = _letter_and_form(name)
    level, sign = checked_level(conf_level), checked_direction(better)
    if first.size < 2:
        return not_estimable(name, TOO_FEW, n=int(first.size))
    plain = _plain(form, moments_of_scores(first, second), sign=sign, level=level)
    return plain if letter == "d" else _corrected(name, plain)


def d_z_from_t(t: float, n: int, *, better: int = 1, conf_level: float = 0.95) -> dict[str, Estimate]:
    """Return d_z and g_z of n pairs from the paired t alone: t / sqrt(n), where nothing else is published.

    The sign is that of t (after minus before), turned where lower scores are better.
    """
    if not isfinite(t) or n != int(n) or n < 2:
        raise ValueError("A finite t and a whole number of pairs, at least two, are needed.")
    moments = PairMoments(int(n), t / sqrt(n), 1.0, np.nan, np.nan, np.nan)
    plain = _plain("z", moments, sign=checked_direction(better), level=checked_level(conf_level))
    return {"d_z": plain, "g_z": _corrected("g_z", plain)}


def _letter_and_form(name: str) -> tuple[str, str]:
    letter, _, form = name.partition("_")
    if letter not in ("d", "g") or form not in ALL_FORMS:
        raise ValueError("A standardised change is named d_z, d_av, d_av_rms, d_rm, d_pre, or g_ and the same.")
    return letter, form


def standardised_from_moments(
    moments: PairMoments, *, better: int, conf_level: float, forms: tuple[str, ...] = FORMS
) -> dict[str, Estimate]:
    """Return the standardised changes that the moments of pairs imply: eight, or ten with ``forms=ALL_FORMS``."""
    level, sign = checked_level(conf_level), checked_direction(better)
    plain = {f"d_{form}": _plain(form, moments, sign=sign, level=level) for form in forms}
    corrected = {f"g_{form}": _corrected(f"g_{form}", plain[f"d_{form}"]) for form in forms}
    return plain | corrected


def _plain(form: str, moments: PairMoments, *, sign: int, level: float) -> Estimate:
    name, change = f"d_{form}", sign * moments.mean_change
    if moments.sd_change == 0:
        return not_estimable(name, NO_SPREAD, n=moments.n)
    needed = {"z": (), "pre": (moments.sd_before,)}.get(form, (moments.sd_before, moments.sd_after))
    if 0 in needed:
        return not_estimable(name, NO_SPREAD_IN_SCORES, n=moments.n)
    divisor = _divisor(form, moments)
    if divisor is None:
        return not_estimable(name, PERFECT, n=moments.n)
    if form == "z":
        statistic = change / moments.sd_change * sqrt(moments.n)
        low, high = (end / sqrt(moments.n) for end in noncentrality_interval(statistic, moments.n - 1, level))
        method, error = "interval by the pivot of the non-central t", np.nan
    else:
        error = sqrt(_variance(form, change / divisor, divisor, moments))
        reach = normal_quantile(level) * error
        low, high = change / divisor - reach, change / divisor + reach
        method = "interval of Bonett's type (delta method)"
    return Estimate(
        name,
        change / divisor,
        low,
        high,
        level,
        df=float(moments.n - 1),
        n=moments.n,
        method=f"{WORDS[form]}; {method}",
        std_error=error,
    )


WORDS = {
    "z": "change / SD of changes",
    "av": "change / mean of the SDs before and after",
    "av_rms": "change / root mean square of the SDs before and after",
    "rm": "change / SD of changes x sqrt(2(1 - r))",
    "pre": "change / SD before",
}


def _divisor(form: str, moments: PairMoments) -> float | None:
    """Return what the change is divided by."""
    if form == "z":
        return moments.sd_change
    if form == "av":
        return (moments.sd_before + moments.sd_after) / 2
    if form == "av_rms":
        return sqrt((moments.sd_before**2 + moments.sd_after**2) / 2)
    if form == "pre":
        return moments.sd_before
    if moments.correlation >= 1 - 1e-12:
        return None
    return moments.sd_change / sqrt(2 * (1 - moments.correlation))


def _variance(form: str, value: float, divisor: float, moments: PairMoments) -> float:
    """Return the delta-method variance of change / divisor under normal scores.

    Of the two parts one is the mean change's, the other the divisor's. With g the gradient of log(divisor) in
    (variance before, variance after, covariance) and S the normal covariance matrix of these three, it is
    sd_change^2 / (df divisor^2) + value^2 g'Sg.
    """
    df = moments.n - 1
    gradient = _log_gradient(form, moments)
    first, second = moments.sd_before**2, moments.sd_after**2
    shared = moments.correlation * moments.sd_before * moments.sd_after if moments.sd_after > 0 else 0.0
    spread = (
        np.array(
            [
                [2 * first**2, 2 * shared**2, 2 * first * shared],
                [2 * shared**2, 2 * second**2, 2 * second * shared],
                [2 * first * shared, 2 * second * shared, first * second + shared**2],
            ]
        )
        / df
    )
    return moments.sd_change**2 / (df * divisor**2) + value**2 * float(gradient @ spread @ gradient)


def _log_gradient(form: str, moments: PairMoments) -> np.ndarray:
    before, after, r = moments.sd_before, moments.sd_after, moments.correlation
    if form == "pre":
        return np.array([1 / (2 * before**2), 0.0, 0.0])
    if form == "av_rms":
        return np.array([1, 1, 0]) / (2 * (before**2 + after**2))
    if form == "av":
        return np.array([1 / (2 * before * (before + after)), 1 / (2 * after * (before + after)), 0.0])
    changed = 1 / (2 * moments.sd_change**2)
    return np.array(
        [
            changed - r / (4 * (1 - r) * before**2),
            changed - r / (4 * (1 - r) * after**2),
            -2 * changed + 1 / (2 * (1 - r) * before * after),
        ]
    )


def _corrected(name: str, plain: Estimate) -> Estimate:
    if not plain.estimable:
        return not_estimable(name, plain.reason, n=plain.n)
    factor = hedges_correction(plain.df)
    if factor == 0:
        return not_estimable(name, NO_CORRECTION, n=plain.n)
    return Estimate(
        name,
        plain.estimate * factor,
        plain.conf_low * factor,
        plain.conf_high * factor,
        plain.conf_level,
        df=plain.df,
        n=plain.n,
        method=f"{plain.method}; times Hedges' exact J",
        std_error=plain.std_error * factor,
    )
