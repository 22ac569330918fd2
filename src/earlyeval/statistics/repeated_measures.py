"""Analysis of variance of repeated measures, with Greenhouse-Geisser and Huynh-Feldt corrections of its df.

People with a gap are left out; ``mixed_models.unstructured`` keeps them and needs no sphericity.
"""

from math import log
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import chi2
from scipy.stats import f as fisher

from earlyeval.statistics.arrays import Numbers, table
from earlyeval.statistics.estimate import Estimate, not_estimable
from earlyeval.statistics.mixed_setup import codes_of

TOO_FEW_TIMES = "Fewer than two times were measured."
TOO_FEW = "Too few people were measured at every time."
NO_SPREAD = "Everybody changed alike, so there is nothing to compare the change with."
ONE_GROUP = "Fewer than two groups have people measured at every time."
SINGULAR = "Some times are explained by the others without remainder."
NO_EPSILON = "With two times there is nothing to correct."
SAID = "An effect size from sums of squares has no interval here."


def one_within(scores: Any) -> dict[str, Estimate]:
    """Return the analysis of variance of one factor that was measured repeatedly.

    Parameters
    ----------
    scores : DataFrame or two-dimensional array
        One row per person, one column per time. Rows with a gap are left out.

    Returns
    -------
    dict of Estimate
        ``f_test`` (uncorrected), ``greenhouse_geisser`` and ``huynh_feldt`` (the F test with corrected df),
        ``epsilon_gg``, ``epsilon_hf`` (at most 1), ``sphericity`` (Mauchly's W with its chi-square test) and
        ``generalised_eta_squared``.

    Notes
    -----
    Huynh and Feldt's epsilon is the original one, as R's ``anova`` of a multivariate ``lm`` prints it for one group.
    Sources: Greenhouse and Geisser 1959, doi:10.1007/BF02289823; Huynh and Feldt 1976, doi:10.3102/10769986001001069;
    Mauchly 1940, doi:10.1214/aoms/1177731915; Olejnik and Algina 2003, doi:10.1037/1082-989X.8.4.434.

    Examples
    --------
    >>> from earlyeval.statistics import repeated_measures
    >>> found = repeated_measures.one_within([[3, 4, 6], [2, 2, 5], [4, 5, 5], [1, 3, 6]])
    >>> round(found["f_test"].p_value, 3)
    0.011
    """
    whole = _complete(scores)
    people, times = whole.shape
    reason = TOO_FEW_TIMES if times < 2 else TOO_FEW if people < 2 else ""
    names = ("f_test", *_CORRECTED, "sphericity", "generalised_eta_squared")
    if reason:
        return {name: not_estimable(name, reason, n=people) for name in names}
    contrasts = _contrasts(times)
    turned = whole @ contrasts
    error = (turned - turned.mean(axis=0)).T @ (turned - turned.mean(axis=0))
    df_error = people - 1
    if not np.trace(error) > 1e-24 * max(float((whole**2).sum()), 1e-300):
        return {name: not_estimable(name, NO_SPREAD, n=people) for name in names}
    effect = people * float((turned.mean(axis=0) ** 2).sum())
    person = times * float(((whole.mean(axis=1) - whole.mean()) ** 2).sum())
    share = effect / (effect + person + float(np.trace(error)))
    found = _tests(effect, error, 1, df_error, n=people)
    eta = Estimate("generalised_eta_squared", share, n=people, method="generalised eta squared", reason=SAID)
    return found | {"generalised_eta_squared": eta}


def within_and_between(scores: Any, group: ArrayLike) -> dict[str, dict[str, Estimate]]:
    """Return repeated measures of several groups, analysed: ``within``, ``between`` and ``interaction``.

    Parameters
    ----------
    scores : DataFrame or two-dimensional array
        One row per person, one column per time. Rows with a gap or without a group are left out.
    group : one-dimensional
        The group of each person: numbers or text.

    Notes
    -----
    Type III, right for groups of unequal size: every group counts alike in the effect of time (car's ``Anova`` with
    ``contr.sum``; pingouin's ``mixed_anova`` differs there). ``within`` and ``interaction`` hold the tests of
    ``one_within``; ``between`` holds ``f_test``. Where groups differ at the start and chance formed them, prefer
    ``groups.analysis_of_covariance``.

    Examples
    --------
    >>> from earlyeval.statistics import repeated_measures
    >>> scores = [[3, 4], [2, 4], [4, 5], [1, 1], [5, 6], [2, 3]]
    >>> found = repeated_measures.within_and_between(scores, list("aaabbb"))
    >>> round(found["interaction"]["f_test"].p_value, 3)
    0.23
    """
    whole, codes = _complete_with_groups(scores, group)
    people, times = whole.shape
    sizes = np.bincount(codes) if codes.size else np.zeros(0)
    reason = TOO_FEW_TIMES if times < 2 else ONE_GROUP if sizes.size < 2 else TOO_FEW if people <= sizes.size else ""
    names = ("f_test", *_CORRECTED, "sphericity")
    if reason:
        blank = {name: not_estimable(name, reason, n=people) for name in names}
        return {"within": blank, "between": {"f_test": blank["f_test"]}, "interaction": blank}
    turned = whole @ _contrasts(times)
    means = np.array([turned[codes == code].mean(axis=0) for code in range(sizes.size)])
    left = turned - means[codes]
    error, df_error = left.T @ left, people - sizes.size
    if not np.trace(error) > 1e-24 * max(float((whole**2).sum()), 1e-300):
        blank = {name: not_estimable(name, NO_SPREAD, n=people) for name in names}
        return {"within": blank, "between": {"f_test": blank["f_test"]}, "interaction": blank}
    # The unweighted mean of the groups, and its variance in units of a person's.
    unweighted = float((means.mean(axis=0) ** 2).sum()) / (float((1 / sizes).sum()) / sizes.size**2)
    centred = means - (sizes @ means) / people
    together = float(sizes @ (centred**2).sum(axis=1))
    within = _tests(unweighted, error, 1, df_error, n=people)
    interaction = _tests(together, error, sizes.size - 1, df_error, n=people)
    between = {"f_test": _between(whole.mean(axis=1), codes, sizes)}
    return {"within": within, "between": between, "interaction": interaction}


_CORRECTED = ("greenhouse_geisser", "huynh_feldt", "epsilon_gg", "epsilon_hf")


def _tests(effect: float, error: Numbers, df_hypothesis: int, df_error: int, *, n: int) -> dict[str, Estimate]:
    """Return the F test with its corrections, from the sum of squares of an effect and the error matrix."""
    size = error.shape[0]
    trace = float(np.trace(error))
    df, df_2 = float(size * df_hypothesis), float(size * df_error)
    statistic = effect / df / (trace / df_2)
    gg = trace**2 / (size * float((error * error).sum()))
    above, below = (df_error + 1) * size * gg - 2, size * (df_error - size * gg)
    # With so few people that the denominator vanishes, Huynh and Feldt's epsilon is not defined.
    hf = min(1.0, above / below) if below > 1e-9 * size else 0.0
    no_hf = [] if hf > 0 else ["huynh_feldt", "epsilon_hf"]
    hf = hf if hf > 0 else 1.0

    def test(name: str, epsilon: float, words: str) -> Estimate:
        p_value = float(fisher.sf(statistic, epsilon * df, epsilon * df_2))
        return Estimate(
            name, p_value=p_value, statistic=statistic, df=epsilon * df, df_2=epsilon * df_2, n=n,
            method=f"analysis of variance of repeated measures, {words}",
        )  # fmt: skip

    found = {
        "f_test": test("f_test", 1.0, "sphericity supposed"),
        "greenhouse_geisser": test("greenhouse_geisser", gg, "Greenhouse and Geisser's df"),
        "huynh_feldt": test("huynh_feldt", hf, "Huynh and Feldt's df"),
        "epsilon_gg": Estimate("epsilon_gg", gg, n=n, method="Greenhouse and Geisser's epsilon", reason=SAID),
        "epsilon_hf": Estimate("epsilon_hf", hf, n=n, method="Huynh and Feldt's epsilon", reason=SAID),
        "sphericity": _mauchly(error, df_error, n=n),
    }
    found |= {name: not_estimable(name, TOO_FEW, n=n) for name in no_hf}
    if size > 1:
        return found
    # Two times: the corrected tests are the plain one, and there is no epsilon to speak of.
    return found | {name: not_estimable(name, NO_EPSILON, n=n) for name in ("epsilon_gg", "epsilon_hf")}


def _mauchly(error: Numbers, df_error: int, *, n: int) -> Estimate:
    size = error.shape[0]
    if size < 2:
        return not_estimable("sphericity", NO_EPSILON, n=n)
    if df_error < size:
        return not_estimable("sphericity", TOO_FEW, n=n)
    logs = float(np.linalg.slogdet(error)[1]) - size * log(float(np.trace(error)) / size)
    if not logs > -30:
        return not_estimable("sphericity", SINGULAR, n=n)
    rho = 1 - (2 * size**2 + size + 2) / (6 * size * df_error)
    # R and pingouin take the number of times, size + 1, in the last term but one; so do we.
    second = (size + 2) * (size - 1) * (size - 2) * (2 * size**3 + 6 * size**2 + 3 * (size + 1) + 2)
    second /= 288 * (df_error * size * rho) ** 2
    value, df = -df_error * rho * logs, size * (size + 1) / 2 - 1
    p_value = float(chi2.sf(value, df))
    p_value += second * (float(chi2.sf(value, df + 4)) - p_value)
    return Estimate(
        "sphericity", float(np.exp(logs)), p_value=min(p_value, 1.0), statistic=value, df=df, n=n,
        method="Mauchly's W, chi-square with second-order term", reason="Mauchly's W has no interval.",
    )  # fmt: skip


def _between(means: Numbers, codes: np.ndarray, sizes: Numbers) -> Estimate:
    of_groups = np.array([means[codes == code].mean() for code in range(sizes.size)])
    error = float(((means - of_groups[codes]) ** 2).sum())
    df, df_2 = float(sizes.size - 1), float(means.size - sizes.size)
    if error == 0:
        return not_estimable("f_test", NO_SPREAD, n=int(means.size))
    statistic = float(sizes @ (of_groups - means.mean()) ** 2) / df / (error / df_2)
    return Estimate(
        "f_test", p_value=float(fisher.sf(statistic, df, df_2)), statistic=statistic, df=df, df_2=df_2,
        n=int(means.size), method="analysis of variance of repeated measures, between people",
    )  # fmt: skip


def _contrasts(times: int) -> Numbers:
    """Return orthonormal contrasts of the times (Helmert's)."""
    full = np.linalg.qr(np.column_stack([np.ones(times), np.eye(times)[:, : times - 1]]))[0]
    return full[:, 1:]


def _complete(scores: Any) -> Numbers:
    values = table(scores, name="the scores")
    return values[~np.isnan(values).any(axis=1)]


def _complete_with_groups(scores: Any, group: ArrayLike) -> tuple[Numbers, np.ndarray]:
    values, codes = table(scores, name="the scores"), codes_of(group)
    if values.shape[0] != codes.size:
        raise ValueError("Scores and groups must be equally long: one group for each person.")
    whole = ~np.isnan(values).any(axis=1) & (codes >= 0)
    return values[whole], pd.factorize(codes[whole])[0]
