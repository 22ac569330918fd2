"""Two groups of different people: differences of means, standardised differences, ranks, adjustment."""

from math import sqrt

import numpy as np
from benchmarks.coverage import fast_arms, truths
from benchmarks.coverage.cells import Family, Intervals
from benchmarks.coverage.shapes import SHAPES, SIZES

from earlyeval.statistics import groups


def place_of(size: int, other: int) -> int:
    """Return which difference is the lower end of the Hodges-Lehmann shift: asked of distinct made-up values."""
    values = groups.hodges_lehmann_shift(np.arange(size) * (other + 1.0) * 2, np.arange(other) * 2.0 + 1)
    ordered = np.sort(np.subtract.outer(np.arange(size) * (other + 1.0) * 2, np.arange(other) * 2.0 + 1).ravel())
    return 0 if np.isnan(values.conf_low) else int(np.searchsorted(ordered, values.conf_low) + 1)


def measure(situation, chance, studies):
    """Every interval of two groups: the shape's scores after against its scores before, in different people."""
    shape, n = SHAPES[situation["shape"]], situation["n_per_group"]
    one, zero = shape.draw(chance, studies, n)[1], shape.draw(chance, studies, n)[0]
    m, (likely, shift) = truths.moments(shape), truths.superiority(shape)
    pooled = sqrt((m["sd_0"] ** 2 + m["sd_1"] ** 2) / 2)
    logit, brunner = fast_arms.superiority(one, zero)
    found = {
        "groups.mean_difference": Intervals(*fast_arms.welch(one, zero), m["mean_change"]),
        "groups.student_mean_difference": Intervals(*fast_arms.student_interval(one, zero), m["mean_change"]),
        "groups.cohen_d": Intervals(*fast_arms.cohen_d(one, zero), m["mean_change"] / pooled),
        "groups.hedges_g": Intervals(*fast_arms.cohen_d(one, zero, corrected=True), m["mean_change"] / pooled),
        "groups.glass_delta": Intervals(*fast_arms.glass_delta(one, zero), m["mean_change"] / m["sd_0"]),
        "groups.standardised_mean_difference": Intervals(*fast_arms.smd(one, zero), m["mean_change"] / pooled),
        "groups.probability_of_superiority": Intervals(*logit, likely),
        "groups.brunner_munzel": Intervals(*brunner, likely),
        "groups.hodges_lehmann_shift": Intervals(*fast_arms.hodges_lehmann_shift(one, zero, place_of(n, n)), shift),
    }
    before, after = shape.draw(chance, studies, 2 * n)
    arm = np.repeat([1.0, 0.0], n)
    # Chance forms the arms and nobody gains from them: the truth of both is zero, whatever the shape.
    found["groups.adjusted_difference"] = Intervals(*fast_arms.adjusted_difference(after, before, arm), 0.0)
    moved = after - before
    found["groups.difference_in_differences"] = Intervals(*fast_arms.welch(moved[:, :n], moved[:, n:]), 0.0)
    return found


def measure_unequal(situation, chance, studies):
    """Three times as many people in the group that varies less: where Student's interval fails."""
    few, many, ratio = situation["n_1"], situation["n_0"], situation["sd_ratio"]
    one, zero = ratio * chance.standard_normal((studies, few)), chance.standard_normal((studies, many))
    pooled = sqrt(((few - 1) * ratio**2 + many - 1) / (few + many - 2))
    one = one + 0.5 * pooled
    return {
        "groups.mean_difference": Intervals(*fast_arms.welch(one, zero), 0.5 * pooled),
        "groups.student_mean_difference": Intervals(*fast_arms.student_interval(one, zero), 0.5 * pooled),
        "groups.hedges_g": Intervals(*fast_arms.cohen_d(one, zero, corrected=True), 0.5),
        "groups.standardised_mean_difference": Intervals(
            *fast_arms.smd(one, zero), 0.5 * pooled / sqrt((ratio**2 + 1) / 2)
        ),
    }


FAMILIES = (
    Family(
        "arms",
        "Two groups of different people",
        measure,
        tuple({"shape": shape, "n_per_group": n} for shape in SHAPES for n in SIZES),
    ),
    Family(
        "unequal arms",
        "Two groups that differ in size and spread",
        measure_unequal,
        tuple({"n_1": n, "n_0": 3 * n, "sd_ratio": ratio} for n in SIZES[:4] for ratio in (1, 2)),
    ),
)
