"""What agreement chance gives to raters who keep their own shares of categories, and what each thing adds to it.

Source: Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition, chapter 5.
"""

import numpy as np

from earlyeval.statistics.arrays import Numbers


def conger_chance(ratings: Numbers, found: Numbers, weight: Numbers) -> tuple[float, Numbers]:
    """Return the chance of agreement and, for each thing, its part in it (whose mean it is).

    Parameters
    ----------
    ratings : things x raters, with gaps
    found : categories in ascending order
    weight : categories x categories

    Notes
    -----
    A rater without any rating is left out.
    """
    ratings = ratings[:, ~np.isnan(ratings).all(axis=0)]
    things, raters = ratings.shape
    there = ~np.isnan(ratings)
    chosen = ratings[:, :, np.newaxis] == found
    rated = there.sum(axis=0)
    shares = chosen.sum(axis=0) / rated[:, np.newaxis]
    mean = shares.mean(axis=0)
    covariance = (shares.T @ shares - raters * np.outer(mean, mean)) / (raters - 1)
    by_chance = float((weight * (np.outer(mean, mean) - covariance / raters)).sum())
    # How far each rating pulls its rater's shares from what they are, the raters' gaps allowed for.
    pulls = chosen - (there - rated / things)[:, :, np.newaxis] * shares
    pulls = pulls * (things / rated)[np.newaxis, :, np.newaxis]
    others = (raters * mean - shares) @ weight
    of_things = np.einsum("ijk,jk->i", pulls, others) / (raters * (raters - 1))
    return by_chance, of_things
