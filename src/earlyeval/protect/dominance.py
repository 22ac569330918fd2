"""Sums of hours or pounds that a few givers make up: the (n, k) rule and the p % rule.

Source: Hundepool and others 2012, Statistical Disclosure Control, doi:10.1002/9781118348239, chapter 4.
"""

from collections.abc import Iterable

from earlyeval.registry.profiles import Profile


def is_dominated(amounts: Iterable[float], profile: Profile) -> bool:
    """Say whether a sum tells too much about those who gave most to it.

    Parameters
    ----------
    amounts : numbers from 0 up
        What each person, place or worker adds to the sum; not shown to anybody.
    profile : Profile
        ``dominance``: how many ``largest`` may hold which ``share``; ``within``: how near the second giver, who knows
        his own amount, may come to the largest by subtraction, as a share of the largest.

    Notes
    -----
    A sum of fewer than three is always dominated: either knows the other. A sum of nothing tells nothing.
    """
    ordered = sorted((float(amount) for amount in amounts), reverse=True)
    given = [amount for amount in ordered if amount > 0]
    if not given:
        return False
    rule, total = profile.dominance, sum(given)
    rest = total - sum(given[:2])
    return len(given) < 3 or sum(given[: rule.largest]) > rule.share * total or rest < rule.within * given[0]
