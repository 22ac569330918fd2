"""How an outcome changes from the least to the most advantaged: slope and relative index of inequality."""

from math import exp, log, sqrt

import numpy as np
from numpy.typing import ArrayLike

from earlyeval.statistics.arrays import Numbers, numbers
from earlyeval.statistics.estimate import Estimate, checked_level, not_estimable
from earlyeval.statistics.least_squares import LeastSquares, least_squares
from earlyeval.statistics.normal_theory import t_quantile, two_sided_p

TOO_FEW = "Fewer than three levels have people, so a slope has no remainder to judge it by."
PERFECT = "The levels lie on a line without remainder, so no interval and no test can be worked out."
NOT_ABOVE = "The line does not stay well above zero, so there is no ratio of its ends."
# Beyond this logarithm an end of the interval is no ratio of anything.
LARGEST = 50.0


def slope_index_of_inequality(values: ArrayLike, population: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the difference of an outcome between the top and the bottom of the social ladder, along a straight line.

    Parameters
    ----------
    values : one-dimensional, one mean or rate per level
        In order from the least to the most advantaged.
    population : one-dimensional
        People in each level.
    conf_level : float

    Notes
    -----
    Least squares of the values on the middle of each level's range of ranks (0 to 1), weighted by people; t interval
    with levels - 2 df. Negative where the disadvantaged have more. Source: Mackenbach and Kunst 1997,
    doi:10.1016/S0277-9536(96)00073-1.
    """
    level = checked_level(conf_level)
    fit, n, reason = _line(values, population)
    if fit is None:
        return not_estimable("slope_index_of_inequality", reason, n=n)
    slope, error, df = float(fit.coefficients[1]), float(fit.standard_errors[1]), float(fit.df)
    reach = t_quantile(df, level) * error
    return Estimate(
        "slope_index_of_inequality", slope, slope - reach, slope + reach, level,
        p_value=two_sided_p(slope / error, df), statistic=slope / error, df=df, n=n,
        method="weighted least squares on ranks", std_error=error,
    )  # fmt: skip


def relative_index_of_inequality(values: ArrayLike, population: ArrayLike, *, conf_level: float = 0.95) -> Estimate:
    """Return the outcome at the top of the ladder over that at its bottom, along the line of the slope index.

    The interval is that of the logarithm by the delta method, with Student's t. Below 1 where the disadvantaged have
    more. Source: Kunst and Mackenbach 1995.
    """
    level = checked_level(conf_level)
    fit, n, reason = _line(values, population)
    if fit is None:
        return not_estimable("relative_index_of_inequality", reason, n=n)
    bottom, top = float(fit.coefficients[0]), float(fit.coefficients.sum())
    if not min(bottom, top) > 0:
        return not_estimable("relative_index_of_inequality", NOT_ABOVE, n=n)
    covariance = fit.variance * fit.root @ fit.root.T
    gradient = np.array([1 / top - 1 / bottom, 1 / top])
    reach = t_quantile(float(fit.df), level) * sqrt(float(gradient @ covariance @ gradient))
    centre = log(top / bottom)
    if abs(centre) + reach > LARGEST:
        return not_estimable("relative_index_of_inequality", NOT_ABOVE, n=n)
    return Estimate(
        "relative_index_of_inequality", top / bottom, exp(centre - reach), exp(centre + reach), level, df=float(fit.df),
        n=n, method="ratio of the ends of the line, delta method on the logarithm",
    )  # fmt: skip


def _line(values: ArrayLike, population: ArrayLike) -> tuple[LeastSquares | None, int, str]:
    outcome, people = numbers(values), numbers(population, name="the population")
    if outcome.shape != people.shape:
        raise ValueError("Values and population must be equally long: one of each for every level.")
    if (people < 0).any():
        raise ValueError("A population is not below zero.")
    kept = ~(np.isnan(outcome) | np.isnan(people)) & (people > 0)
    outcome, people = outcome[kept], people[kept]
    if outcome.size < 3:
        return None, int(people.sum()), TOO_FEW
    ranks: Numbers = (np.cumsum(people) - people / 2) / people.sum()
    root = np.sqrt(people)
    fit = least_squares(outcome * root, np.column_stack([root, ranks * root]))
    return (None, int(people.sum()), PERFECT) if fit.is_perfect else (fit, int(people.sum()), "")
