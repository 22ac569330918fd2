"""Sums of visits, words or minutes that a few people make up: the (n, k) rule and the p % rule.

Source: Hundepool and others 2012, Statistical Disclosure Control, doi:10.1002/9781118348239, chapter 4.
"""

import math

from earlyeval.protect.cells import Row
from earlyeval.registry.profiles import Profile

# What is counted in these is given by people, one more and another less, so that a sum of many may be one person's.
GIVEN = ("visits", "words", "characters", "turns", "minutes")
RATES = ("visit_rate", "event_rate", "share_of_time")
DOMINATED = "nearly all of it from two, or not known from whom"


def is_sum_of_given(row: Row) -> bool:
    """Say whether a row is a sum, a share of one or a rate, of what people gave more or less of."""
    return bool(row["estimable"]) and (row["unit"] in GIVEN or row["estimand"] in RATES)


def is_dominated(row: Row, profile: Profile) -> bool:
    """Say whether a sum tells too much about those who gave most to it.

    Parameters
    ----------
    row : mapping
        A result row with ``share_largest`` and ``share_second``: which shares of the sum they hold who gave most and
        second most. Without them nobody knows who gave it, and it counts as dominated; a sum of nothing tells nothing.
    profile : Profile
        ``dominance``: how many ``largest`` may hold which ``share``; ``within``: how near the second giver, who knows
        his own amount, may come to the largest by subtraction, as a share of the largest.

    Notes
    -----
    A sum of two is always dominated: either knows the other. A profile may hold the one largest to a share, or the two.
    """
    if not is_sum_of_given(row) or row["n"] == 0 or row["estimate"] == 0:
        return False
    first, second = row["share_largest"], row["share_second"]
    if math.isnan(first) or math.isnan(second):
        return True
    rule = profile.dominance
    largest = first + second if rule.largest > 1 else first
    rest = max(0.0, 1 - first - second)
    return largest > rule.share or rest < rule.within * first
