"""Do small studies say something else than large ones? Two tests of a skewed funnel, and one what-if."""

from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import kendalltau

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.effect_sizes import EffectSizes
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.least_squares import is_separate
from earlyeval.statistics.meta_fit import Effects, effects_of, fitted
from earlyeval.statistics.normal_theory import t_quantile, two_sided_p
from earlyeval.statistics.pooling import MetaAnalysis, pool

TOO_FEW = "Fewer than three effects: no line can be drawn through them and tested."
SAME_ERRORS = "All effects are equally precise, so small studies cannot be told from large ones."
CAUTION = "; with fewer than ten effects it rarely finds anything"


def egger(
    estimates: ArrayLike | EffectSizes,
    variances: ArrayLike | None = None,
    *,
    model: Literal["lm", "rma"] = "lm",
    method: str = "REML",
    predictor: Literal["sei", "vi", "ni", "ninv", "sqrtni", "sqrtninv"] = "sei",
    n: ArrayLike | None = None,
    conf_level: float = 0.95,
) -> dict[str, Estimate]:
    """Return ``slope`` (of effect on standard error, with the test) and ``limit`` (effect as the error goes to 0).

    Parameters
    ----------
    model : "lm" or "rma"
        "lm": Egger's own weighted regression with a multiplicative rest, t(k - 2) (Egger et al. 1997,
        doi:10.1136/bmj.315.7109.629). "rma": meta-regression with tau2 by ``method`` and a normal test
        (Sterne and Egger 2005), metafor's default.
    predictor : str
        What stands for the size of a study: its standard error ("sei"), its variance ("vi"), or its ``n``, 1 / n,
        and their roots ("ni", "ninv", "sqrtni", "sqrtninv"; Moreno et al. 2009, doi:10.1186/1471-2288-9-2).
    n : one-dimensional
        People of each study, where the predictor asks for them.

    Examples
    --------
    >>> from earlyeval.statistics import meta_analysis
    >>> effects, variances = [0.1, 0.3, 0.2, 0.6, 0.4], [0.02, 0.03, 0.02, 0.04, 0.05]
    >>> round(meta_analysis.egger(effects, variances)["slope"].p_value, 3)
    0.072
    """
    level, effects = checked_level(conf_level), effects_of(estimates, variances)
    if effects.k < 3:
        return {name: not_estimable(name, TOO_FEW, n=effects.k) for name in ("slope", "limit")}
    columns = np.column_stack([np.ones(effects.k), _sizes(effects, predictor, n)])
    if not is_separate(columns):
        return {name: not_estimable(name, SAME_ERRORS, n=effects.k) for name in ("slope", "limit")}
    if model not in ("lm", "rma"):
        raise ValueError("The model is lm (Egger's own) or rma (meta-regression).")
    fit = fitted(effects, columns, method=method if model == "rma" else "FE", test="z")
    few = CAUTION if effects.k < 10 else ""
    answers = {}
    for name, weights in (("slope", np.array([0.0, 1.0])), ("limit", np.array([1.0, 0.0]))):
        if model == "rma":
            answers[name] = fit.combination(weights, name, level=level)
            continue
        df = effects.k - 2
        value = float(weights @ fit.solution.coefficients)
        error = sqrt(float(weights @ fit.solution.covariance @ weights) * fit.solution.q / df)
        if error <= 1e-14 * max(abs(value), 1e-300):
            answers[name] = not_estimable(name, "The effects lie on a line without remainder: no test.", n=effects.k)
            continue
        reach = t_quantile(df, level) * error
        answers[name] = Estimate(
            name, value, value - reach, value + reach, level, two_sided_p(value / error, df), value / error, float(df),
            effects.k, method=f"Egger's weighted regression{few}", std_error=error,
        )  # fmt: skip
    return answers


def _sizes(effects: Effects, predictor: str, n: ArrayLike | None) -> Numbers:
    if predictor in ("sei", "vi"):
        return np.sqrt(effects.variances) if predictor == "sei" else effects.variances
    ways = {"ni": lambda x: x, "ninv": lambda x: 1 / x, "sqrtni": np.sqrt, "sqrtninv": lambda x: 1 / np.sqrt(x)}
    if predictor not in ways or n is None:
        raise ValueError("The predictor is sei, vi, or with n given ni, ninv, sqrtni or sqrtninv.")
    people = numbers(n, name="n")[effects.places]
    if not (people > 0).all():
        raise ValueError("Every study needs its number of people.")
    return ways[predictor](people)


def rank_test(estimates: ArrayLike | EffectSizes, variances: ArrayLike | None = None) -> Estimate:
    """Return Kendall's tau between standardised effects and their variances, with its test (Begg and Mazumdar).

    Exact without ties, else the normal approximation. Source: doi:10.2307/2533446.

    Examples
    --------
    >>> from earlyeval.statistics import meta_analysis
    >>> effects, variances = [0.1, 0.3, 0.2, 0.6, 0.4], [0.02, 0.03, 0.02, 0.04, 0.05]
    >>> round(meta_analysis.rank_test(effects, variances).estimate, 2)
    0.74
    """
    effects = effects_of(estimates, variances)
    if effects.k < 3:
        return not_estimable("rank_test", TOO_FEW, n=effects.k)
    if np.ptp(effects.variances) == 0:
        return not_estimable("rank_test", SAME_ERRORS, n=effects.k)
    weights = 1 / effects.variances
    centre = float((weights * effects.values).sum() / weights.sum())
    centred = (effects.values - centre) / np.sqrt(effects.variances - 1 / weights.sum())
    if np.ptp(centred) == 0:
        return not_estimable("rank_test", "All effects are the same.", n=effects.k)
    tied = np.unique(centred).size < effects.k or np.unique(effects.variances).size < effects.k
    found = kendalltau(centred, effects.variances, method="asymptotic" if tied else "exact")
    told = "Kendall's tau, normal approximation (ties)" if tied else "Kendall's tau, exact"
    few = CAUTION if effects.k < 10 else ""
    return Estimate("rank_test", float(found.statistic), p_value=float(found.pvalue), n=effects.k, method=told + few)


@dataclass(frozen=True)
class TrimAndFill:
    """How many studies the funnel seems to lack (``missing``, with its ``side``), and the synthesis with them."""

    missing: int
    missing_error: float
    side: str
    filled: MetaAnalysis
    estimable: bool = True
    reason: str = ""


def trim_and_fill(
    estimates: ArrayLike | EffectSizes,
    variances: ArrayLike | None = None,
    *,
    method: str = "REML",
    test: str = "z",
    side: Literal["left", "right"] | None = None,
    estimator: Literal["L0", "R0", "Q0"] = "L0",
    conf_level: float = 0.95,
) -> TrimAndFill:
    """Fill the funnel up with mirror images until it looks even (Duval and Tweedie's estimator L0, R0 or Q0).

    A what-if, not a correction: a funnel may be skewed for many reasons. ``side`` is where studies are lacking;
    by default it is the side that Egger's slope (``model="rma"``) points away from.
    Source: doi:10.1111/j.0006-341X.2000.00455.x.

    Examples
    --------
    >>> from earlyeval.statistics import meta_analysis
    >>> effects, variances = [0.1, 0.3, 0.2, 0.6, 0.4], [0.02, 0.03, 0.02, 0.04, 0.05]
    >>> meta_analysis.trim_and_fill(effects, variances).missing
    2
    """
    if estimator not in ("L0", "R0", "Q0"):
        raise ValueError("The estimator is L0, R0 or Q0.")
    effects = effects_of(estimates, variances)
    options = {"method": method, "test": test, "conf_level": conf_level}
    slope = egger(effects.values, effects.variances, model="rma", method=method)["slope"]
    if not slope.estimable:
        whole = pool(effects.values, effects.variances, **options)
        return TrimAndFill(0, np.nan, side or "", whole, estimable=False, reason=slope.reason)
    side = side or ("right" if slope.estimate < 0 else "left")
    sign = -1 if side == "right" else 1
    order = np.argsort(sign * effects.values, kind="stable")
    mirrored = Effects(sign * effects.values[order], effects.variances[order], effects.places[order])
    lacking, error, centre = _lacking(mirrored, method=method, estimator=estimator)
    extra = 2 * centre - mirrored.values[effects.k - lacking :]
    values = np.concatenate([effects.values, sign * extra])
    spreads = np.concatenate([effects.variances, mirrored.variances[effects.k - lacking :]])
    return TrimAndFill(lacking, error, side, pool(values, spreads, **options))


def _lacking(effects: Effects, *, method: str, estimator: str) -> tuple[int, float, float]:
    """Return how many are lacking on the left, the standard error of that, and the centre it was counted from."""
    k, lacking, before, error, centre = effects.k, 0, -1, 0.0, 0.0
    seen: list[int] = []
    while lacking != before and lacking not in seen:
        seen.append(lacking)
        before, kept = lacking, k - lacking
        part = Effects(effects.values[:kept], effects.variances[:kept], effects.places[:kept])
        fit = fitted(part, np.ones((kept, 1)), method=method if kept > 1 else "FE", test="z")
        centre = float(fit.solution.coefficients[0])
        centred = effects.values - centre
        ranks = _ranks(np.abs(centred))
        raw, error = _how_many(ranks * np.sign(centred), estimator)
        lacking = min(max(0, round(raw)), k - 2)
    return lacking, error, centre


def _how_many(ranks: Numbers, estimator: str) -> tuple[float, float]:
    """Return how many are lacking by signed ranks of the distances from the centre, and its standard error."""
    k, above = ranks.size, float(ranks[ranks > 0].sum())
    if estimator == "R0":
        raw = k - float(np.max(-ranks[ranks < 0], initial=0.0)) - 1
        return raw, sqrt(2 * max(0.0, raw) + 2)
    if estimator == "L0":
        raw = (4 * above - k * (k + 1)) / (2 * k - 1)
    else:
        raw = k - 0.5 - sqrt(max(0.0, 2 * k**2 - 4 * above + 0.25))
    spread = k * (k + 1) * (2 * k + 1) + 10 * raw**3 + 27 * raw**2 + 17 * raw - 18 * k * raw**2 - 18 * k * raw
    root = sqrt(max(0.0, (spread + 6 * k**2 * raw) / 24))
    if estimator == "L0":
        return raw, 4 * root / (2 * k - 1)
    return raw, 2 * root / sqrt((k - 0.5) ** 2 - raw * (2 * k - raw - 1))


def _ranks(values: Numbers) -> Numbers:
    """Return ranks in which the first of two equal values comes first."""
    ranks = np.empty(values.size)
    ranks[np.argsort(values, kind="stable")] = np.arange(1, values.size + 1)
    return ranks
