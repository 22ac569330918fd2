"""Time until an event, and events in a time: curves, restricted means, hazard ratios, rates."""

from functools import cache

import numpy as np
from benchmarks.coverage.cells import Family, Intervals, ends_of
from benchmarks.coverage.shapes import SIZES
from scipy.special import gamma, gammainc
from scipy.stats import poisson

from earlyeval.statistics import counts, survival
from earlyeval.statistics.exact_rates import (
    rate,
    rate_ratio,
    rate_ratio_mid_p,
    standardised_ratio,
    standardised_ratio_mid_p,
)

# Weeks of a programme of twelve: times are Weibull, half leave by week 8; people join over time and are cut off.
SHAPE, MEDIAN, HORIZON = 1.3, 8.0, 10.0
SCALE = MEDIAN / np.log(2) ** (1 / SHAPE)


def drawn(chance, size, *, ratio=1.0):
    """Return times and events; follow-up ends between week 6 and week 20."""
    times = SCALE * (-np.log(chance.random(size)) / ratio) ** (1 / SHAPE)
    ends = chance.uniform(6, 20, size)
    return np.minimum(times, ends), (times <= ends).astype(float)


def restricted(ratio: float = 1.0) -> float:
    """Return the true mean of min(T, horizon)."""
    whole = (HORIZON / SCALE) ** SHAPE * ratio
    scale = SCALE * ratio ** (-1 / SHAPE)
    return scale / SHAPE * gamma(1 / SHAPE) * gammainc(1 / SHAPE, whole)


def measure(situation, chance, studies):
    """Kaplan-Meier at week six, median, restricted mean."""
    times, events = drawn(chance, (studies, situation["n"]))
    curves = [survival.kaplan_meier(*study) for study in zip(times, events, strict=True)]
    left = np.exp(-((6 / SCALE) ** SHAPE))
    return {
        "survival.kaplan_meier at a time": Intervals(*ends_of([curve.at(6.0) for curve in curves]), left),
        "survival.kaplan_meier median": Intervals(*ends_of([curve.median() for curve in curves]), MEDIAN),
        "survival.rmst": Intervals(*ends_of([survival.rmst(curve, HORIZON) for curve in curves]), restricted()),
    }


def measure_two(situation, chance, studies):
    """Two groups: difference of restricted means, hazard ratio."""
    n, ratio = situation["n_per_group"], 0.6
    arm = np.repeat([1.0, 0.0], n)
    times, events = drawn(chance, (studies, 2 * n), ratio=np.where(arm == 1, ratio, 1.0))
    apart = [survival.rmst_difference(*study, arm, horizon=HORIZON) for study in zip(times, events, strict=True)]
    found = {"survival.rmst_difference": Intervals(*ends_of(apart), restricted(ratio) - restricted())}
    fits = [survival.cox(*study, arm[:, np.newaxis], names=("arm",)) for study in zip(times, events, strict=True)]
    hazards = ends_of([fit.coefficients["arm"] for fit in fits])
    found["survival.cox"] = Intervals(*hazards, np.log(ratio))
    return found


MOST = 120


@cache
def _of_events() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    events = range(MOST)
    return {
        "counts.rate": ends_of([rate(one, 1.0) for one in events]),
        "counts.standardised_ratio": ends_of([standardised_ratio(one, 1.0) for one in events]),
        "counts.standardised_ratio_mid_p": ends_of([standardised_ratio_mid_p(one, 1.0) for one in events]),
    }


def measure_rate(situation, _chance, _studies):
    """Events that are expected so often: every number of events counted."""
    chances = poisson.pmf(np.arange(MOST), situation["expected"])
    return {name: Intervals(*ends, situation["expected"], chances) for name, ends in _of_events().items()}


def measure_ratio(situation, chance, studies):
    """Two rates, the first half as large again."""
    events = chance.poisson((1.5 * situation["expected"], situation["expected"]), (studies, 2))
    tables, back = np.unique(events, axis=0, return_inverse=True)
    found = {}
    for name, ratio in (("counts.rate_ratio", rate_ratio), ("counts.rate_ratio_mid_p", rate_ratio_mid_p)):
        ends = ends_of([ratio(int(one), 1.0, int(zero), 1.0) for one, zero in tables])
        found[name] = Intervals(*(end[back.ravel()] for end in ends), 1.5)
    return found


def measure_counts(situation, chance, studies):
    """Counts of people in two arms, more scattered than Poisson or not: log rate ratio by regression."""
    n, scatter = situation["n_per_group"], situation["scatter"]
    arm = np.repeat([1.0, 0.0], n)
    means = 3 * np.where(arm == 1, 1.5, 1.0)
    frailty = chance.gamma(1 / scatter, scatter, (studies, 2 * n)) if scatter else 1.0
    events = chance.poisson(means * frailty, (studies, 2 * n)).astype(float)
    design = np.column_stack([np.ones(2 * n), arm])
    found = {}
    for name in ("poisson_regression", "quasi_poisson_regression"):
        fits = [getattr(counts, name)(row, design, names=("one", "arm")) for row in events]
        found[f"counts.{name}"] = Intervals(*ends_of([fit.coefficients["arm"] for fit in fits]), np.log(1.5))
    return found


FAMILIES = (
    Family("times", "Time until an event", measure, tuple({"n": n} for n in SIZES)),
    Family(
        "two times", "Time until an event in two groups", measure_two, tuple({"n_per_group": n} for n in (10, 20, 40))
    ),
    Family("rates", "Rates", measure_rate, tuple({"expected": mean} for mean in (1, 2, 5, 10, 30))),
    Family("ratios of rates", "Ratios of rates", measure_ratio, tuple({"expected": mean} for mean in (2, 5, 10, 30))),
    Family(
        "counts",
        "Counts of people in two arms",
        measure_counts,
        tuple({"scatter": scatter, "n_per_group": n} for scatter in (0, 0.5) for n in (10, 20)),
    ),
)
