"""Agreement of two or more raters beyond chance, with gaps where a rater did not rate a thing.

All take one row per thing rated and one column per rater, ratings as numbers or (without weights, or with the
categories in their order) as words. Standard errors are Gwet's, for things
drawn from many with these raters fixed; intervals use t with things - 1 df and do not exceed 1 (as irrCAC).
Sources: Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition; 2008, doi:10.1348/000711006X126600.
"""

from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers
from earlyeval.statistics.categories import Weights, categories_of, choices, in_words, weights_of
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.normal_theory import t_quantile, two_sided_p
from earlyeval.statistics.rater_margins import conger_chance
from earlyeval.statistics.worded_ratings import rated

TOO_FEW = "Fewer than two things were rated twice."
ONE_CATEGORY = "All ratings are in the same category, so agreement beyond chance cannot be told."
NO_INTERVAL = "The things do not differ in how far raters agree on them, so no interval can be worked out."


def percent_agreement(
    ratings: Any, *, weights: Weights = "none", categories: ArrayLike | None = None, conf_level: float = 0.95
) -> Estimate:
    """Return the share of pairs of ratings of the same thing that agree, averaged over things; chance is part of it."""
    given = _given(ratings, weights=weights, categories=categories)
    if given.reason:
        return not_estimable("percent_agreement", given.reason, n=given.n)
    of_things = given.scale * given.agreed
    return _estimate("percent_agreement", given.seen, of_things, given, level=conf_level)


def fleiss_kappa(
    ratings: Any, *, weights: Weights = "none", categories: ArrayLike | None = None, conf_level: float = 0.95
) -> Estimate:
    """Return Fleiss' kappa: chance by the shares of all ratings together; for two raters it is Scott's pi.

    Without gaps it is Fleiss 1971, doi:10.1037/h0031619; weighted and with gaps as Gwet's.
    """
    given = _given(ratings, weights=weights, categories=categories)
    if given.reason or given.categories < 2:
        return not_estimable("fleiss_kappa", given.reason or ONE_CATEGORY, n=given.n)
    by_chance = float(given.shares @ given.weight @ given.shares)
    of_things = given.counts @ (given.weight @ given.shares) / given.raters
    return _beyond("fleiss_kappa", given, by_chance, of_things, factor=2.0, level=conf_level)


def gwet_ac1(ratings: Any, *, categories: ArrayLike | None = None, conf_level: float = 0.95) -> Estimate:
    """Return Gwet's AC1, which stays near the share of agreement when one category is rare.

    ``categories`` are all there are; those that occur if not given (chance depends on their number).
    """
    return _gwet("gwet_ac1", ratings, weights="none", categories=categories, conf_level=conf_level)


def gwet_ac2(
    ratings: Any, *, weights: Weights = "quadratic", categories: ArrayLike | None = None, conf_level: float = 0.95
) -> Estimate:
    """Return Gwet's AC2: AC1 with weights, for ordered categories."""
    return _gwet("gwet_ac2", ratings, weights=weights, categories=categories, conf_level=conf_level)


def brennan_prediger(
    ratings: Any, *, weights: Weights = "none", categories: ArrayLike | None = None, conf_level: float = 0.95
) -> Estimate:
    """Return Brennan and Prediger's coefficient: chance as if every category were equally likely.

    ``categories`` are all there are; those that occur if not given. Source: Brennan and Prediger 1981,
    doi:10.1177/001316448104100307.
    """
    given = _given(ratings, weights=weights, categories=categories)
    if given.reason or given.categories < 2:
        return not_estimable("brennan_prediger", given.reason or ONE_CATEGORY, n=given.n)
    by_chance = float(given.weight.sum()) / given.categories**2
    return _beyond("brennan_prediger", given, by_chance, np.full(given.n, by_chance), factor=0.0, level=conf_level)


def conger_kappa(
    ratings: Any, *, weights: Weights = "none", categories: ArrayLike | None = None, conf_level: float = 0.95
) -> Estimate:
    """Return Conger's kappa: chance by each rater's own shares; for two raters without gaps it is Cohen's.

    Source: Conger 1980, doi:10.1037/0033-2909.88.2.322.
    """
    given = _given(ratings, weights=weights, categories=categories)
    if given.reason or given.categories < 2:
        return not_estimable("conger_kappa", given.reason or ONE_CATEGORY, n=given.n)
    by_chance, of_things = conger_chance(given.ratings, given.found, given.weight)
    return _beyond("conger_kappa", given, by_chance, of_things, factor=2.0, level=conf_level)


def light_kappa(
    ratings: Any, *, weights: Weights = "none", categories: ArrayLike | None = None, conf_level: float = 0.95
) -> Estimate:
    """Return Light's kappa: the mean of Cohen's kappas of all pairs of raters; each pair on what both rated.

    The standard error is Gwet's way for a mean of kappas: what each thing does to each pair's kappa, averaged over
    pairs, varies between things. Source: Light 1971, doi:10.1037/h0031643.
    """
    given = _given(ratings, weights=weights, categories=categories)
    if given.reason:
        return not_estimable("light_kappa", given.reason, n=given.n)
    values, pulls = [], []
    for one, other in combinations(range(given.ratings.shape[1]), 2):
        twice = ~np.isnan(given.ratings[:, [one, other]]).any(axis=1)
        pair = _given(given.ratings[twice][:, [one, other]], weights=weights, categories=given.found)
        # A category that neither used is none of this pair's.
        used = pair.counts.sum(axis=0) > 0
        if pair.n < 2 or used.sum() < 2:
            reason = TOO_FEW if pair.n < 2 else ONE_CATEGORY
            return not_estimable("light_kappa", f"Of one pair of raters: {reason}", n=given.n)
        by_chance, of_things = conger_chance(pair.ratings, pair.found, pair.weight)
        value, parts = _value_and_parts(pair, by_chance, of_things, factor=2.0)
        of_pair = np.zeros(given.n)
        of_pair[twice] = (parts - value) * given.n / pair.n
        values.append(value)
        pulls.append(of_pair)
    value = float(np.mean(values))
    return _estimate("light_kappa", value, value + np.mean(pulls, axis=0), given, level=conf_level)


@dataclass(frozen=True)
class _Given:
    """Ratings of things that were rated at least once; ``reason`` says why nothing can be told from them."""

    ratings: Numbers
    found: Numbers
    weight: Numbers
    counts: Numbers
    weights: Weights
    reason: str

    @property
    def n(self) -> int:
        return int(self.ratings.shape[0])

    @property
    def categories(self) -> int:
        return int(self.found.size)

    @property
    def raters(self) -> Numbers:
        return self.counts.sum(axis=1)

    @property
    def shares(self) -> Numbers:
        return (self.counts / self.raters[:, np.newaxis]).mean(axis=0)

    @property
    def agreed(self) -> Numbers:
        """Share of agreeing pairs of each thing; 0 where it was rated once."""
        pairs = self.raters * (self.raters - 1)
        agreeing = (self.counts * (self.counts @ self.weight - 1)).sum(axis=1)
        return np.divide(agreeing, pairs, out=np.zeros_like(pairs), where=pairs > 0)

    @property
    def scale(self) -> float:
        """All things for each thing rated twice."""
        return self.n / float((self.raters >= 2).sum())

    @property
    def seen(self) -> float:
        return self.scale * float(self.agreed.mean())


def _given(ratings: Any, *, weights: Weights, categories: ArrayLike | None) -> _Given:
    whole, categories = rated(ratings, categories, weights)
    whole = whole[~np.isnan(whole).all(axis=1)] if whole.shape[1] else whole[:0]
    found = categories_of(whole, categories)
    weight, counts = weights_of(weights, found), choices(whole, found)
    reason = TOO_FEW if (counts.sum(axis=1) >= 2).sum() < 2 else ""
    return _Given(whole, found, weight, counts, weights, reason)


def _gwet(name: str, ratings: Any, *, weights: Weights, categories: ArrayLike | None, conf_level: float) -> Estimate:
    given = _given(ratings, weights=weights, categories=categories)
    if given.reason or given.categories < 2:
        return not_estimable(name, given.reason or ONE_CATEGORY, n=given.n)
    per_category = float(given.weight.sum()) / (given.categories * (given.categories - 1))
    by_chance = per_category * float((given.shares * (1 - given.shares)).sum())
    of_things = per_category * (given.counts @ (1 - given.shares)) / given.raters
    return _beyond(name, given, by_chance, of_things, factor=2.0, level=conf_level)


def _beyond(name: str, given: _Given, by_chance: float, of_things: Numbers, *, factor: float, level: float) -> Estimate:
    """Return (seen - by chance) / (1 - by chance); ``of_things`` is what each thing does to the chance."""
    if 1 - by_chance < 1e-12:
        return not_estimable(name, ONE_CATEGORY, n=given.n)
    value, parts = _value_and_parts(given, by_chance, of_things, factor=factor)
    return _estimate(name, value, parts, given, level=level)


def _value_and_parts(given: _Given, by_chance: float, of_things: Numbers, *, factor: float) -> tuple[float, Numbers]:
    value = (given.seen - by_chance) / (1 - by_chance)
    twice = given.raters >= 2
    parts = given.scale * (given.agreed - by_chance * twice) / (1 - by_chance)
    return value, parts - factor * (1 - value) * (of_things - by_chance) / (1 - by_chance)


def _estimate(name: str, value: float, parts: Numbers, given: _Given, *, level: float) -> Estimate:
    level, n = checked_level(level), given.n
    error = sqrt(float(((parts - value) ** 2).sum()) / (n * (n - 1)))
    method = f"{name.replace('_', ' ')}, {in_words(given.weights)}"
    if error < 1e-9:
        return Estimate(name, value, n=n, method=method, reason=NO_INTERVAL)
    reach = t_quantile(n - 1, level) * error
    # Agreement of none at all is no hypothesis; agreement by chance alone is one.
    tested = (
        {}
        if name == "percent_agreement"
        else {"p_value": two_sided_p(value / error, n - 1), "statistic": value / error}
    )
    return Estimate(
        name, value, value - reach, min(value + reach, 1.0), level, df=float(n - 1), n=n,
        method=f"{method}, t interval with Gwet's error", std_error=error, **tested,
    )  # fmt: skip
