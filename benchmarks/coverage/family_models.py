"""People who are lost and imputed, arms that chance did not form, odds, series."""

from math import sqrt

import numpy as np
from benchmarks.coverage import truths
from benchmarks.coverage.cells import Family, Intervals, each, ends_of
from benchmarks.coverage.family_groups import two_waves
from benchmarks.coverage.shapes import SHAPES

from earlyeval.statistics import paired, tipping_point
from earlyeval.statistics.generalised_linear import logistic
from earlyeval.statistics.quasi_experiments import weighted_difference
from earlyeval.statistics.rubin import pool_rubin
from earlyeval.statistics.segmented import segmented_regression

IMPUTATIONS = 50


def imputed(before: np.ndarray, after: np.ndarray, *, seed: int, imputations: int = IMPUTATIONS):
    """Return ``tipping_point_of_change(...).at_zero`` without the search for the tipping point."""
    gone, n = np.isnan(after), before.size
    draws = tipping_point._draws(before, after, gone, seed=seed, imputations=imputations)
    moved = draws - before
    errors = moved.std(axis=1, ddof=1) / sqrt(n)
    return pool_rubin(moved.mean(axis=1), errors, complete_df=n - 1, n=n, estimand="mean_change").pooled


def measure_gaps(situation, chance, studies):
    """Multiple imputation of those lost, and the people seen twice alone."""
    shape, n = SHAPES[situation["shape"]], situation["n"]
    before, after = two_waves(shape, chance, studies, n, kept=5)
    some = np.isnan(after).any(axis=1)
    found = [
        imputed(*rows, seed=study) if lost else paired.mean_change(*rows)
        for study, (rows, lost) in enumerate(zip(zip(before, after, strict=True), some, strict=True))
    ]
    truth = truths.moments(shape)["mean_change"]
    return {
        "missing_data.multiple_imputation": Intervals(*ends_of(found), truth),
        "missing_data.completers": Intervals(*each(paired.mean_change, before, after), truth),
    }


def measure_odds(situation, chance, studies):
    """The log odds ratio of two arms, adjusted for a score before."""
    n = situation["n_per_group"]
    arm, before = np.repeat([1.0, 0.0], n), chance.standard_normal((studies, 2 * n))
    yes = (chance.random(before.shape) < 1 / (1 + np.exp(-(-0.5 + 0.8 * arm + 0.7 * before)))).astype(float)
    names = ("one", "arm", "before")
    fits = [
        logistic(one, np.column_stack([np.ones(2 * n), arm, score]), names=names)
        for one, score in zip(yes, before, strict=True)
    ]
    return {"generalised_linear.logistic": Intervals(*ends_of([fit.coefficients["arm"] for fit in fits]), 0.8)}


def measure_weights(situation, chance, studies):
    """Two arms that people chose by a score: weighted to be alike."""
    n = situation["n"]
    answers = []
    for _ in range(studies):
        score = chance.standard_normal(n)
        arm = (chance.random(n) < 1 / (1 + np.exp(-0.8 * score))).astype(float)
        outcome = 0.5 * arm + score + chance.standard_normal(n)
        answers.append(weighted_difference(outcome, arm, {"score": score}))
    return {"quasi_experiments.weighted_difference": Intervals(*ends_of(answers), 0.5)}


def measure_series(situation, chance, studies):
    """A step in a series whose points are related or not."""
    n, related = situation["points"], situation["related"]
    noise = chance.standard_normal((studies, n))
    for place in range(1, n):
        noise[:, place] = related * noise[:, place - 1] + sqrt(1 - related**2) * noise[:, place]
    values = noise + np.where(np.arange(n) >= n // 2, 1.0, 0.0)
    fits = [segmented_regression(row, n // 2).coefficients["level_change"] for row in values]
    return {"time_series.segmented_regression": Intervals(*ends_of(fits), 1.0)}


FAMILIES = (
    Family(
        "gaps",
        "The mean change when a quarter of the people are lost: imputed",
        measure_gaps,
        tuple({"shape": "normal", "n": n} for n in (10, 20)),
    ),
    Family("odds", "Odds of two arms, adjusted", measure_odds, tuple({"n_per_group": n} for n in (10, 20, 40))),
    Family("weights", "Arms that people chose, weighted", measure_weights, ({"n": 40},)),
    Family(
        "series",
        "A step in a series",
        measure_series,
        tuple({"related": related, "points": points} for related in (0.0, 0.4) for points in (12, 24)),
    ),
)
