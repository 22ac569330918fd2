"""Rows that belong together: people in clusters, and people measured twice of whom some are lost."""

import numpy as np
from benchmarks.coverage import fast_groups, truths
from benchmarks.coverage.cells import Family, Intervals, each, ends_of
from benchmarks.coverage.shapes import SHAPES, SIZES, Shape

from earlyeval.statistics import clustered, mixed_models
from earlyeval.statistics.estimating_equations import estimating_equations

PEOPLE = (4, 8, 12)  # in a cluster, by turns
NAMES = ("intercept", "group")


def _cut(shape: Shape, deviates: np.ndarray) -> np.ndarray:
    """Return the scores before that these normal deviates stand for."""
    if shape.cuts is None:
        return shape.means[0] + shape.sds[0] * deviates
    return np.searchsorted(shape.cuts[0], deviates).astype(float)


def _codes(clusters: int) -> np.ndarray:
    return np.repeat(np.arange(clusters), [PEOPLE[place % 3] for place in range(clusters)])


def measure_mean(situation, chance, studies):
    """The mean of people in clusters, and how alike they are."""
    shape, clusters, icc = SHAPES[situation["shape"]], situation["clusters"], situation["icc"]
    codes = _codes(clusters)
    deviates = np.sqrt(icc) * chance.standard_normal((studies, clusters))[:, codes]
    scores = _cut(shape, deviates + np.sqrt(1 - icc) * chance.standard_normal((studies, codes.size)))
    ones = np.ones((codes.size, 1))
    found = {
        "clustered.mean CR2": Intervals(
            *fast_groups.cr2(scores, ones, codes, np.ones(1)), truths.moments(shape)["mean_0"]
        )
    }
    if shape.cuts is None:
        sums = fast_groups.sums_of(scores, ones, codes)
        ratio, several = fast_groups.best_ratio(sums)
        low, high = fast_groups.icc_profile(sums, ratio)
        low[several] = high[several] = np.nan
        found["clustered.icc_mixed"] = Intervals(low, high, icc)
        found["clustered.icc_anova"] = Intervals(*each(lambda row: clustered.icc_anova(row, codes), scores), icc)
        satterthwaite, kenward = mixed(scores, ones, codes, np.ones(1))
        truth = truths.moments(shape)["mean_0"]
        found["mixed_models.random_intercept satterthwaite"] = Intervals(*satterthwaite, truth)
        found["mixed_models.random_intercept kenward-roger"] = Intervals(*kenward, truth)
    return found


def mixed(scores, design, codes, weights):
    """Return both intervals of the random-intercept model; the public function fits studies with two valleys."""
    sums = fast_groups.sums_of(scores, design, codes)
    ratio, several = fast_groups.best_ratio(sums)
    both = fast_groups.random_intercept(sums, ratio, weights)
    names = tuple(f"x{place}" for place in range(design.shape[1]))
    for study in np.flatnonzero(several):
        for ends, df in zip(both, ("satterthwaite", "kenward-roger"), strict=True):
            fit = mixed_models.random_intercept(scores[study], design, codes, names=names, df_method=df)
            one = fit.contrast(weights)
            ends[0][study], ends[1][study] = one.conf_low, one.conf_high
    return both


def measure_arms(situation, chance, studies):
    """A difference of two arms whose clusters lie within an arm, or hold people of both."""
    clusters, icc, between = situation["clusters"], situation["icc"], situation["arms"] == "between clusters"
    codes = _codes(clusters)
    arm = (codes >= clusters // 2) if between else np.arange(codes.size) % 2
    deviates = np.sqrt(icc) * chance.standard_normal((studies, clusters))[:, codes]
    scores = 0.4 * arm + deviates + np.sqrt(1 - icc) * chance.standard_normal((studies, codes.size))
    design, weights = np.column_stack([np.ones(codes.size), arm]), np.array([0.0, 1.0])
    satterthwaite, kenward = mixed(scores, design, codes, weights)

    def equations(row):
        return estimating_equations(row, design, codes, names=NAMES).coefficients["group"]

    found = {
        "clustered.mean_difference CR2": Intervals(*fast_groups.cr2(scores, design, codes, weights), 0.4),
        "mixed_models.random_intercept satterthwaite": Intervals(*satterthwaite, 0.4),
        "mixed_models.random_intercept kenward-roger": Intervals(*kenward, 0.4),
    }
    if clusters > 3:
        found["estimating_equations"] = Intervals(*each(equations, scores), 0.4)
    return found


def two_waves(
    shape: Shape, chance: np.random.Generator, studies: int, n: int, *, kept: int = 2
) -> tuple[np.ndarray, np.ndarray]:
    """Return before and after; the higher the score before, the likelier to be lost: a quarter of people in all.

    The first ``kept`` people are always seen again, so that there is a change to estimate.
    """
    before, after = shape.draw(chance, studies, n)
    m = truths.moments(shape)
    place = np.clip((before - m["mean_0"]) / m["sd_0"], -3, 3)
    lost = chance.random((studies, n)) < 1 / (1 + np.exp(1.2 - 0.6 * place))
    lost[:, :kept] = False
    return before, np.where(lost, np.nan, after)


def measure_waves(situation, chance, studies):
    """The mean change when some people are seen once: everybody's scores in one model."""
    shape, n = SHAPES[situation["shape"]], situation["n"]
    before, after = two_waves(shape, chance, studies, n)
    scores, codes = np.concatenate([before, after], axis=1), np.tile(np.arange(n), 2)
    design, weights = np.column_stack([np.ones(2 * n), np.repeat([0.0, 1.0], n)]), np.array([0.0, 1.0])
    satterthwaite, kenward = mixed(scores, design, codes, weights)
    truth = truths.moments(shape)["mean_change"]
    found = [estimating_equations(row, design, codes, names=NAMES).coefficients["group"] for row in scores]
    return {
        "mixed_models.random_intercept satterthwaite": Intervals(*satterthwaite, truth),
        "mixed_models.random_intercept kenward-roger": Intervals(*kenward, truth),
        "estimating_equations": Intervals(*ends_of(found), truth),
    }


FAMILIES = (
    Family(
        "clusters",
        "The mean of people in clusters, and their likeness",
        measure_mean,
        tuple(
            {"shape": shape, "icc": icc, "clusters": clusters}
            for shape in ("normal", "ceiling", "skew")
            for icc in (0.05, 0.2)
            for clusters in (3, 6, 12)
        ),
    ),
    Family(
        "arms of clusters",
        "Two arms of people in clusters",
        measure_arms,
        tuple(
            {"arms": arms, "icc": icc, "clusters": clusters}
            for arms, counts in (("between clusters", (6, 12, 24)), ("within clusters", (3, 6, 12)))
            for icc in (0.05, 0.2)
            for clusters in counts
        ),
    ),
    Family(
        "two waves",
        "The mean change when a quarter of the people are lost",
        measure_waves,
        tuple({"shape": shape, "n": n} for shape in SHAPES for n in SIZES),
    ),
)
