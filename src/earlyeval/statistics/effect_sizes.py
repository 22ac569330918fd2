"""Effect sizes of many studies or sites at once, each with its sampling variance, ready to be pooled.

The names of the measures are those of R's metafor (``escalc``), so that a published synthesis can be repeated:
MC, SMCC, SMCR, SMCRH, ROMC (paired); MD, SMD, SMDH, SMD1, ROM (two groups); MN (one group); COR, ZCOR, UCOR
(correlations); ARAW, AHW, ABT (Cronbach's alpha); in ``effect_sizes_of_regressions`` PCOR, ZPCOR; in
``effect_sizes_of_counts`` PR, PLN, PLO, PAS, PFT, RR, OR, RD, AS, PHI, YUQ, YUY, PBIT, OR2D, OR2DN, PETO, IR, IRLN,
IRS, IRFT; in ``effect_sizes_of_rates`` IRR, IRD, IRSD, SDLN, CVLN, VR, CVR, MPRR, MPOR, MPRD, MPORC.
Source: Viechtbauer 2010, doi:10.18637/jss.v036.i03, and the sources named there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.effect_sizes_corrections import hedges_corrections, olkin_pratt_factor
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import normal_quantile

NOT_COMPUTABLE = "Too few people, no spread, or a number that is missing: this effect size cannot be worked out."


@dataclass(frozen=True)
class EffectSizes:
    """One effect size per study: ``estimates`` and ``variances`` (NaN where it cannot be worked out), and n."""

    measure: str
    estimates: Numbers
    variances: Numbers
    n: Numbers

    @property
    def std_errors(self) -> Numbers:
        """Square roots of the sampling variances."""
        return np.sqrt(self.variances)

    def with_intervals(self, *, conf_level: float = 0.95) -> list[Estimate]:
        """Return each study's effect size with its normal interval."""
        level = checked_level(conf_level)
        reach = normal_quantile(level) * self.std_errors
        answers = []
        for value, error, half, n in zip(self.estimates, self.std_errors, reach, self.n, strict=True):
            count = 0 if np.isnan(n) else int(n)
            if np.isnan(value) or np.isnan(error):
                answers.append(not_estimable(self.measure, NOT_COMPUTABLE, n=count))
                continue
            ends = (float(value - half), float(value + half))
            answers.append(
                Estimate(self.measure, float(value), *ends, level, n=count, method="normal", std_error=float(error))
            )
        return answers


def paired(
    measure: str,
    *,
    mean_before: ArrayLike,
    mean_after: ArrayLike,
    sd_before: ArrayLike,
    sd_after: ArrayLike | None = None,
    r: ArrayLike,
    n: ArrayLike,
) -> EffectSizes:
    """Return the change from before to after in several studies, raw or standardised.

    Parameters
    ----------
    measure : "MC", "SMCC", "SMCR", "SMCRH" or "ROMC"
        MC: after - before, variance SD(change)^2 / n. SMCC: change / SD(change). SMCR: change / SD before, variance
        2 (1 - r) / n + d^2 / (2 n). SMCRH: the same for unequal SDs. These three times Hedges' exact J(n - 1).
        ROMC: logarithm of the ratio of the two means.
    mean_before, mean_after, sd_before, sd_after, r, n : one-dimensional, one value per study
        r is the correlation before-after; n counts pairs. SMCR does not need ``sd_after``.

    Notes
    -----
    Sources: Becker 1988, doi:10.1111/j.2044-8317.1988.tb00901.x; Bonett 2008, doi:10.1037/1082-989X.13.2.99.

    Examples
    --------
    >>> from earlyeval.statistics import effect_sizes
    >>> found = effect_sizes.paired(
    ...     "SMCR", mean_before=[12.1], mean_after=[9.4], sd_before=[4.2], r=[0.55], n=[14])
    >>> found.estimates.round(3).tolist()
    [-0.605]
    """
    if sd_after is None:
        if measure != "SMCR":
            raise ValueError(f"{measure} needs sd_after, the SD at the second time.")
        sd_after = sd_before
    named = {"mean_before": mean_before, "mean_after": mean_after, "sd_before": sd_before, "sd_after": sd_after}
    m_0, m_1, s_0, s_1, rho, count = _columns(named | {"r": r, "n": n})
    _refuse((s_0 < 0) | (s_1 < 0), "Standard deviations cannot be negative.")
    _refuse(np.abs(rho) > 1, "Correlations lie between -1 and 1.")
    change, of_change = m_1 - m_0, s_0**2 + s_1**2 - 2 * rho * s_0 * s_1
    factor = hedges_corrections(count - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        if measure == "ROMC":
            shares = s_0**2 / (count * m_0**2) + s_1**2 / (count * m_1**2) - 2 * rho * s_0 * s_1 / (m_0 * m_1 * count)
            return _made(measure, np.log(m_1 / m_0), shares, count, (count > 1) & (m_0 * m_1 > 0))
        if measure == "MC":
            return _made(measure, change, of_change / count, count, count > 1)
        if measure == "SMCC":
            value = factor * change / np.sqrt(of_change)
            return _made(measure, value, 1 / count + value**2 / (2 * count), count, of_change > 0)
        value = factor * change / s_0
        if measure == "SMCR":
            return _made(measure, value, 2 * (1 - rho) / count + value**2 / (2 * count), count, s_0 > 0)
        if measure == "SMCRH":
            spread = factor**2 * (of_change / (s_0**2 * (count - 1)) + value**2 / (2 * (count - 1)))
            return _made(measure, value, spread, count, s_0 > 0)
    raise ValueError("The paired measures are MC, SMCC, SMCR, SMCRH and ROMC.")


def two_groups(
    measure: str,
    *,
    mean_1: ArrayLike,
    sd_1: ArrayLike,
    n_1: ArrayLike,
    mean_2: ArrayLike,
    sd_2: ArrayLike,
    n_2: ArrayLike,
    variance: Literal["LS", "UB", "LS2"] = "LS",
) -> EffectSizes:
    """Return the difference group 1 - group 2 in several studies, raw or standardised.

    Parameters
    ----------
    measure : "MD", "SMD", "SMDH", "SMD1" or "ROM"
        MD: difference of means. SMD: Hedges' g (pooled SD, exact J(n1 + n2 - 2), variance 1/n1 + 1/n2 +
        g^2 / (2 (n1 + n2))). SMDH: by the root mean square of the two SDs (Bonett 2009, doi:10.1037/a0014699).
        SMD1: Glass's delta, by the SD of group 2. ROM: logarithm of the ratio of the means (Hedges et al. 1999,
        doi:10.2307/177062).
    variance : "LS", "UB" or "LS2"
        Of SMD: the usual large-sample one, the unbiased one, or J^2 times that of d (metafor's ``vtype``).
    """
    columns = {"mean_1": mean_1, "sd_1": sd_1, "n_1": n_1, "mean_2": mean_2, "sd_2": sd_2, "n_2": n_2}
    m_1, s_1, c_1, m_2, s_2, c_2 = _columns(columns)
    _refuse((s_1 < 0) | (s_2 < 0), "Standard deviations cannot be negative.")
    total, difference, df = c_1 + c_2, m_1 - m_2, c_1 + c_2 - 2
    with np.errstate(divide="ignore", invalid="ignore"):
        if measure == "MD":
            return _made(measure, difference, s_1**2 / c_1 + s_2**2 / c_2, total, (c_1 > 1) & (c_2 > 1))
        if measure == "SMD":
            pooled = np.sqrt(((c_1 - 1) * s_1**2 + (c_2 - 1) * s_2**2) / df)
            value = hedges_corrections(df) * difference / pooled
            return _made(measure, value, _of_smd(value, c_1, c_2, variance), total, pooled > 0)
        if measure == "ROM":
            shares = s_1**2 / (c_1 * m_1**2) + s_2**2 / (c_2 * m_2**2)
            return _made(measure, np.log(m_1 / m_2), shares, total, (c_1 > 1) & (c_2 > 1) & (m_1 * m_2 > 0))
        if measure == "SMD1":
            value = hedges_corrections(c_2 - 1) * difference / s_2
            return _made(measure, value, 1 / c_1 + 1 / c_2 + value**2 / (2 * c_2), total, s_2 > 0)
        if measure == "SMDH":
            factor, both = hedges_corrections(df), s_1**2 + s_2**2
            value = factor * difference / np.sqrt(both / 2)
            spread = value**2 * (s_1**4 / (c_1 - 1) + s_2**4 / (c_2 - 1)) / (2 * both**2)
            spread = factor**2 * (spread + (s_1**2 / (c_1 - 1) + s_2**2 / (c_2 - 1)) / (both / 2))
            return _made(measure, value, spread, total, (both > 0) & (c_1 > 1) & (c_2 > 1))
    raise ValueError("The measures of two groups are MD, SMD, SMDH, SMD1 and ROM.")


def _of_smd(value: Numbers, c_1: Numbers, c_2: Numbers, variance: str) -> Numbers:
    if variance not in ("LS", "UB", "LS2"):
        raise ValueError("The variance of SMD is LS, UB or LS2.")
    df, total, inverse = c_1 + c_2 - 2, c_1 + c_2, 1 / c_1 + 1 / c_2
    factor = hedges_corrections(df)
    if variance == "UB":
        return inverse + (1 - (df - 2) / (df * factor**2)) * value**2
    if variance == "LS2":
        return factor**2 * (inverse + (value / factor) ** 2 / (2 * total))
    return inverse + value**2 / (2 * total)


def one_group(mean: ArrayLike, sd: ArrayLike, n: ArrayLike) -> EffectSizes:
    """Return the means of several studies (MN), variance SD^2 / n."""
    centre, spread, count = _columns({"mean": mean, "sd": sd, "n": n})
    _refuse(spread < 0, "Standard deviations cannot be negative.")
    with np.errstate(divide="ignore", invalid="ignore"):
        return _made("MN", centre, spread**2 / count, count, count > 1)


def correlation(measure: str, r: ArrayLike, n: ArrayLike) -> EffectSizes:
    """Return correlations of several studies.

    "ZCOR" is Fisher's z (variance 1 / (n - 3)), "COR" the correlations as they are, "UCOR" corrected for their
    slight bias (Olkin and Pratt 1958, doi:10.1214/aoms/1177706717), with the variance of the large-sample kind.
    """
    rho, count = _columns({"r": r, "n": n})
    _refuse(np.abs(rho) > 1, "Correlations lie between -1 and 1.")
    with np.errstate(divide="ignore", invalid="ignore"):
        if measure == "ZCOR":
            return _made(measure, np.arctanh(rho), 1 / (count - 3), count, (count > 3) & (np.abs(rho) < 1))
        if measure == "COR":
            return _made(measure, rho, (1 - rho**2) ** 2 / (count - 1), count, count > 3)
        if measure == "UCOR":
            free = np.where(count > 4, (count - 2) / 2, np.nan)
            value = rho * olkin_pratt_factor(free, 1 - rho**2)
            return _made(measure, value, (1 - value**2) ** 2 / (count - 1), count, count > 4)
    raise ValueError("The measures of a correlation are ZCOR, COR and UCOR.")


def alpha(measure: str, value: ArrayLike, items: ArrayLike, n: ArrayLike) -> EffectSizes:
    """Return Cronbach's alphas of several studies, transformed so that their errors are nearly normal.

    Parameters
    ----------
    measure : "ABT", "AHW" or "ARAW"
        ABT: -ln(1 - alpha), variance 2 m / ((m - 1)(n - 2)) (Bonett 2002, doi:10.3102/10769986027004335).
        AHW: 1 - (1 - alpha)^(1/3) (Hakstian and Whalen 1976, doi:10.1007/BF02291840). ARAW: as it is.
    value, items, n : one-dimensional, one value per study
        Alpha, number of items, number of people.
    """
    reliability, m, count = _columns({"value": value, "items": items, "n": n})
    _refuse(reliability > 1, "Alpha is never above 1.")
    _refuse(m < 2, "Alpha needs two items.")
    rest, known = 1 - reliability, (count > 2) & (reliability < 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        if measure == "ABT":
            return _made(measure, -np.log(rest), 2 * m / ((m - 1) * (count - 2)), count, known)
        if measure == "AHW":
            spread = 18 * m * (count - 1) * rest ** (2 / 3) / ((m - 1) * (9 * count - 11) ** 2)
            return _made(measure, 1 - rest ** (1 / 3), spread, count, known)
        if measure == "ARAW":
            return _made(measure, reliability, 2 * m * rest**2 / ((m - 1) * (count - 2)), count, known)
    raise ValueError("The measures of alpha are ABT, AHW and ARAW.")


def _columns(named: dict[str, ArrayLike]) -> Sequence[Numbers]:
    """Return the columns as arrays of one length; a single number stands for all studies."""
    arrays = [numbers(np.atleast_1d(np.asarray(values)), name=name) for name, values in named.items()]
    sizes = sorted({array.size for array in arrays} - {1})
    if len(sizes) > 1:
        raise ValueError(f"{', '.join(named)} must be equally long: one value for each study.")
    return [np.broadcast_to(array, (sizes[0] if sizes else 1,)).copy() for array in arrays]


def _refuse(wrong: Numbers, sentence: str) -> None:
    if np.any(wrong):
        raise ValueError(sentence)


def _made(measure: str, value: Numbers, variance: Numbers, n: Numbers, known: Numbers) -> EffectSizes:
    good = known & np.isfinite(value) & np.isfinite(variance) & (n > 0)
    return EffectSizes(measure, np.where(good, value, np.nan), np.where(good, variance, np.nan), n)
