"""Points of curves of people (who was seen by an age, who had left by a week): shares of rounded counts too.

To two decimals, a share of fewer than a hundred people is their exact number, and two points that follow each other
tell of the one child who came between them.
"""

import math
from typing import Any

from earlyeval.protect.rounding import rounded_count, rounded_number
from earlyeval.registry.profiles import Profile

OF_CURVES = ("seen_by", "cumulative_incidence")
_DECIMALS = 2


def point_of_curve(row: dict[str, Any], profile: Profile) -> dict[str, float]:
    """Return a point of a curve and its limits, made of the rounded numbers of those it has happened to and of all.

    Parameters
    ----------
    row : a result row
        Its estimate is a share of ``n`` people, some of whom may not have been followed to the end.
    profile : Profile
        To which base counts are rounded; where they are not, the point stays as it is.

    Notes
    -----
    The limits move with the point, by as much in log-odds, so that they are as wide about it as they were. A point at
    none or all has none.
    """
    names = ("estimate", "conf_low", "conf_high")
    if profile.count.round_to == 1:
        return {name: rounded_number(row[name], decimals=_DECIMALS) for name in names}
    happened = rounded_count(row["estimate"] * row["n"], base=profile.count.round_to)
    share = min(1.0, happened / rounded_count(row["n"], base=profile.count.round_to))
    point = {"estimate": rounded_number(share, decimals=_DECIMALS), "conf_low": math.nan, "conf_high": math.nan}
    if 0 < share < 1:  # and so is what was rounded
        further = _log_odds(share) - _log_odds(row["estimate"])
        for name in names[1:]:
            if 0 < row[name] < 1:
                moved = 1 / (1 + math.exp(-_log_odds(row[name]) - further))
                point[name] = rounded_number(moved, decimals=_DECIMALS)
    return point


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share))
