"""Draws that keep a promise: bounded whole scores of a stated mean and SD, items that add up, exact counts."""

import math
from statistics import NormalDist

import numpy as np

Generator = np.random.Generator
_NORMAL = NormalDist()


Seed = int | tuple[int, ...]  # one number, or those of a study, a programme and a place


def strand_generator(seed: Seed, strand: int) -> Generator:
    """Return the random numbers of one strand, so that a change in one strand leaves the others as they were."""
    return np.random.default_rng([*np.atleast_1d(seed).tolist(), strand])


def bounded_scores(latent: np.ndarray, *, highest: int, mean: float, sd: float) -> np.ndarray:
    """Return whole scores from 0 to ``highest`` with this mean and SD, in the order of standard normal scores.

    The scores follow a beta-binomial distribution: floor and ceiling pile up as they do in real questionnaires.
    The SD must be wider than that of a plain binomial.
    """
    share = mean / highest
    inflation = sd**2 / (highest * share * (1 - share))
    overlap = (inflation - 1) / (highest - 1)
    first, second = share * (1 / overlap - 1), (1 - share) * (1 / overlap - 1)
    logs = [_log_weight(k, highest, first, second) for k in range(highest + 1)]
    cumulative = np.cumsum(np.exp(np.array(logs)))
    inside = np.clip(cumulative[:-1], np.finfo(float).tiny, np.nextafter(1, 0))
    bounds = np.array([_NORMAL.inv_cdf(share) for share in inside])  # between one score and the next
    return np.searchsorted(bounds, latent)


def _log_weight(k: int, highest: int, first: float, second: float) -> float:
    choose = math.lgamma(highest + 1) - math.lgamma(k + 1) - math.lgamma(highest - k + 1)
    return choose + _log_beta(k + first, highest - k + second) - _log_beta(first, second)


def _log_beta(first: float, second: float) -> float:
    return math.lgamma(first) + math.lgamma(second) - math.lgamma(first + second)


def items_of(random: Generator, totals: np.ndarray, *, ease: np.ndarray, highest: int) -> np.ndarray:
    """Return people x items: whole answers from 0 to ``highest`` that add up to each person's total.

    ``ease`` is people x items, positive: which items a person is likelier to score on.
    """
    n_people, n_items = ease.shape
    is_from_below = totals <= n_items * highest / 2
    steps = np.where(is_from_below, totals, n_items * highest - totals).astype("int64")
    pull = np.where(is_from_below[:, None], ease, 1 / ease)
    filled = np.zeros((n_people, n_items), dtype="int64")
    ends = np.cumsum(steps)  # each person has as many random numbers as steps, one person after the other
    drawn = random.random(int(ends[-1]) if n_people else 0)
    for step in range(int(steps.max(initial=0))):
        going = np.flatnonzero(steps > step)
        weights = np.cumsum(pull[going] * (highest - filled[going]) ** 2, axis=1)
        marks = drawn[ends[going] - steps[going] + step] * weights[:, -1]
        filled[going, (weights <= marks[:, None]).sum(axis=1)] += 1
    return np.where(is_from_below[:, None], filled, highest - filled)


def chosen(random: Generator, among: np.ndarray, *, n: int) -> np.ndarray:
    """Return which ``n`` of the True places of ``among`` are chosen, as a mask of the same length."""
    picked = np.zeros(len(among), dtype=bool)
    picked[random.choice(np.flatnonzero(among), size=n, replace=False)] = True
    return picked


def likeliest(random: Generator, log_odds: np.ndarray, *, among: np.ndarray, n: int) -> np.ndarray:
    """Return a mask of exactly ``n`` of ``among``, likelier the higher their log odds (logistic noise)."""
    scores = np.where(among, log_odds + random.logistic(size=len(log_odds)), -np.inf)
    picked = np.zeros(len(among), dtype=bool)
    picked[np.argsort(-scores, kind="stable")[:n]] = True
    return picked


def standardised(values: np.ndarray) -> np.ndarray:
    """Return values with mean 0 and SD 1."""
    return (values - values.mean()) / values.std()
