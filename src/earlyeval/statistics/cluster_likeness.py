"""How alike members of one cluster are, and what that costs: intraclass correlation and design effect."""

from math import exp, log
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.stats import chi2
from scipy.stats import f as fisher

from earlyeval.statistics.design import design as make_design
from earlyeval.statistics.design import named_columns
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.gaussian_likelihood import profiled
from earlyeval.statistics.mixed_models import ONLY, PERFECT_WITHIN, best_ratio
from earlyeval.statistics.mixed_setup import PERFECT, complete_rows, turned, why_not
from earlyeval.statistics.sums_of_squares import between_and_within
from earlyeval.statistics.variance_pieces import ClassSums, random_effect_pieces, random_effect_sums

NO_SPREAD = "All values are the same, so nothing can be said about likeness."


def icc_anova(values: ArrayLike, group: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the intraclass correlation by one-way analysis of variance, with Searle's interval and the F test.

    (MSB - MSW) / (MSB + (n0 - 1) MSW), n0 = (n - sum of squared sizes / n) / (groups - 1). May be negative, and is not
    cut off. The interval is exact for normal values in groups of one size. Sources: Donner 1986, doi:10.2307/1403259;
    Searle 1971, Linear Models.
    """
    level = checked_level(conf_level)
    columns = make_design(rows=np.shape(values)[0])
    rows = complete_rows(values, columns, group, width=1)
    reason = why_not(rows)
    if reason:
        return not_estimable("icc_anova", reason, n=rows.scores.size)
    parts = between_and_within(rows.scores, rows.codes, rows.groups)
    if parts.within == 0:
        return not_estimable("icc_anova", NO_SPREAD if parts.between == 0 else PERFECT_WITHIN, n=rows.scores.size)
    sizes = np.bincount(rows.codes).astype(float)
    n = float(sizes.sum())
    size = (n - float((sizes**2).sum()) / n) / (rows.groups - 1)
    mean_squares = parts.between / (rows.groups - 1), parts.within / (n - rows.groups)
    return _icc_from(mean_squares[0] / mean_squares[1], size, (rows.groups - 1, n - rows.groups), level)


def icc_anova_from_summary(
    f_statistic: float, groups: int, n: int, *, mean_size: float | None = None, conf_level: float = 0.95
) -> Estimate:
    """Return ``icc_anova`` from a printed F, the number of groups and of rows (and n0, where sizes differ)."""
    if not f_statistic > 0 or groups < 2 or n <= groups:
        raise ValueError("An F above zero, at least two groups and more rows than groups are needed.")
    size = n / groups if mean_size is None else float(mean_size)
    return _icc_from(float(f_statistic), size, (groups - 1, n - groups), checked_level(conf_level))


def icc_mixed(values: ArrayLike, group: ArrayLike, design: Any = None, *, conf_level: float = 0.95) -> Estimate:
    """Return the intraclass correlation of a random-intercept model (REML) with its profile-likelihood interval.

    Where the lower end would lie below zero it is zero: the model knows no negative variance. With a ``design`` it is
    the likeness that is left after adjustment. Source: Bates et al. 2015, doi:10.18637/jss.v067.i01.
    """
    level = checked_level(conf_level)
    columns = make_design(rows=np.shape(values)[0]) if design is None else design
    width = len(named_columns(columns, None))
    rows = complete_rows(values, columns, group, width=width)
    reason, n = why_not(rows), int(rows.scores.size)
    if reason:
        return not_estimable("icc_mixed", reason, n=n)
    found = turned(rows)
    if found is None:
        return not_estimable("icc_mixed", PERFECT, n=n)
    sums = random_effect_sums(found.columns, np.ones((n, 1)), rows.codes, rows.groups)
    ratio = best_ratio(sums, restricted=True)
    if ratio is None:
        return not_estimable("icc_mixed", PERFECT_WITHIN, n=n)
    low, high = _profile_ends(sums, ratio, level)
    return Estimate(
        "icc_mixed",
        ratio / (1 + ratio),
        low / (1 + low),
        high / (1 + high),
        level,
        n=n,
        method="share of variance between groups, REML, profile-likelihood interval",
    )


def design_effect(icc: float, mean_size: float, *, size_sd: float = 0.0) -> Estimate:
    """Return 1 + ((cv^2 + 1) m - 1) icc: how much more people a clustered study needs.

    ``mean_size`` m is the mean cluster size, cv = ``size_sd`` / m.
    Source: Eldridge et al. 2006, doi:10.1093/ije/dyl129.
    """
    if not mean_size >= 1 or not size_sd >= 0 or not -1 <= icc <= 1:
        raise ValueError("A mean size of at least one, an SD of sizes from zero and an icc from -1 to 1 are needed.")
    value = 1 + (((size_sd / mean_size) ** 2 + 1) * mean_size - 1) * icc
    return Estimate("design_effect", float(value), method="design effect, unequal cluster sizes allowed for")


def design_effect_of(values: ArrayLike, group: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the design effect of a mean with the clusters as they are: 1 + (sum of squared sizes / n - 1) icc.

    The icc is ``icc_anova``, and its interval gives the interval.
    """
    found, weight = _icc_and_weight(values, group, conf_level)
    if not found.estimable:
        return not_estimable("design_effect", found.reason, n=found.n)
    ends = (1 + weight * end for end in (found.estimate, found.conf_low, found.conf_high))
    return Estimate("design_effect", *ends, found.conf_level, n=found.n, method="design effect, icc by ANOVA")


def effective_sample_size(values: ArrayLike, group: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return n divided by the design effect: how many unrelated people would tell as much about the mean.

    An icc below zero counts as zero, so that the number never lies above n.
    """
    found, weight = _icc_and_weight(values, group, conf_level)
    if not found.estimable:
        return not_estimable("effective_sample_size", found.reason, n=found.n)
    sizes = (found.n / (1 + weight * max(end, 0.0)) for end in (found.estimate, found.conf_high, found.conf_low))
    method = "n / design effect, an icc below zero counts as zero"
    return Estimate("effective_sample_size", *sizes, found.conf_level, n=found.n, method=method)


def _icc_and_weight(values: ArrayLike, group: ArrayLike, conf_level: float) -> tuple[Estimate, float]:
    found = icc_anova(values, group, conf_level=conf_level)
    rows = complete_rows(values, make_design(rows=np.shape(values)[0]), group, width=1)
    sizes = np.bincount(rows.codes).astype(float) if rows.codes.size else np.ones(1)
    return found, float((sizes**2).sum() / sizes.sum()) - 1


def _icc_from(statistic: float, size: float, dfs: tuple[float, float], level: float) -> Estimate:
    ends = [statistic / float(fisher.ppf(share, *dfs)) for share in ((1 + level) / 2, (1 - level) / 2)]
    value, low, high = ((end - 1) / (end + size - 1) for end in (statistic, *ends))
    return Estimate(
        "icc_anova",
        float(value),
        low,
        high,
        level,
        p_value=float(fisher.sf(statistic, *dfs)),
        statistic=float(statistic),
        df=float(dfs[0]),
        df_2=float(dfs[1]),
        n=int(dfs[0] + dfs[1] + 1),
        method="one-way analysis of variance, Searle's interval",
    )


def _profile_ends(sums: ClassSums, ratio: float, level: float) -> tuple[float, float]:
    def deviance(at: float) -> float:
        return profiled(random_effect_pieces(sums, np.array([[at]]), ONLY), restricted=True).value

    bound = deviance(ratio) + float(chi2.ppf(level, 1))
    start = log(max(ratio, 1e-8))
    low = 0.0
    if ratio > 0 and deviance(0.0) > bound:
        low = exp(brentq(lambda place: deviance(exp(place)) - bound, start - 40, start, xtol=1e-13))
    top = start
    while deviance(exp(top)) < bound and top < 40:
        top += 1.0
    high = exp(brentq(lambda place: deviance(exp(place)) - bound, start, top, xtol=1e-13)) if top < 40 else np.inf
    return low, high
