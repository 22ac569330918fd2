"""The estimate of a count, a share or a verdict: from its rounded counts, and words where no percentage is honest."""

import math
from collections.abc import Callable, Iterator
from typing import Any

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.protect.exact_limits import clopper_pearson_limits, mid_p_limits
from earlyeval.protect.rounding import (
    NEAR,
    is_wilson,
    rounded_count,
    rounded_number,
    rounded_share,
    share_in_words,
    wilson_limits,
)
from earlyeval.registry.profiles import Profile


def counted(row: dict[str, Any], profile: Profile) -> dict[str, float]:
    """Make the estimate of a count, a share or a verdict from its rounded counts."""
    base = profile.count.round_to
    count, total = rounded_count(row["n"], base=base), rounded_count(row["n_expected"], base=base)
    limits = {"conf_low": math.nan, "conf_high": math.nan}
    if ESTIMANDS[row["estimand"]].kind == "count" or math.isnan(total):
        for sentence in _estimate_wrong(row, row["n"]):
            raise ProtectionError(sentence)
        return {"estimate": count, **limits}
    for sentence in _estimate_wrong(row, row["n"] / row["n_expected"]):  # a share of nobody is hidden before
        raise ProtectionError(sentence)
    decimals = profile.percent.decimals
    if share_in_words(count, total, base=base, decimals=decimals):
        return {"estimate": math.nan, **limits}
    of_shares = limits_like(row)
    if of_shares is not None:
        low, high = of_shares(count, total, conf_level=row["conf_level"])
        places = decimals + 2
        limits = {"conf_low": rounded_number(low, decimals=places), "conf_high": rounded_number(high, decimals=places)}
    return {"estimate": rounded_share(count, total, decimals=decimals), **limits}


def limits_like(row: dict[str, Any]) -> Callable[..., tuple[float, float]] | None:
    """Return what makes the limits of a share from its counts, where the row's own limits are known to be so made."""
    if is_wilson(row):
        return wilson_limits
    numbers = [row["conf_low"], row["conf_high"], row["conf_level"]]
    if any(math.isnan(number) for number in numbers):
        return None
    exact = clopper_pearson_limits(row["n"], row["n_expected"], conf_level=row["conf_level"])
    is_exact = all(math.isclose(own, made, abs_tol=NEAR) for own, made in zip(numbers, exact, strict=False))
    return clopper_pearson_limits if is_exact else None


def over_expected(row: dict[str, Any], profile: Profile) -> dict[str, float]:
    """Make observed over expected, and its mid-p limits, from rounded counts.

    ``statistic`` holds how many were expected among all of ``n_expected``. It is scaled to the rounded total, so that
    nothing exact is left in the ratio; a p value would be.
    """
    for sentence in _estimate_wrong(row, row["n"] / row["statistic"] if row["statistic"] else math.nan):
        raise ProtectionError(sentence)
    base = profile.count.round_to
    count, total = rounded_count(row["n"], base=base), rounded_count(row["n_expected"], base=base)
    expected = row["statistic"] * total / row["n_expected"]
    numbers = {"p_value": math.nan, "conf_low": math.nan, "conf_high": math.nan}
    if not expected > 0:
        return numbers | {"estimate": math.nan}
    decimals = ESTIMANDS[row["estimand"]].decimals
    if not math.isnan(row["conf_level"]):
        ends = mid_p_limits(count, conf_level=row["conf_level"])
        low, high = (rounded_number(end / expected, decimals=decimals) for end in ends)
        numbers |= {"conf_low": low, "conf_high": high}
    return numbers | {"estimate": rounded_number(count / expected, decimals=decimals)}


def in_words(row: dict[str, Any], numbers: dict[str, float], profile: Profile) -> str:
    """Return the words for a share whose released counts have no honest percentage."""
    if ESTIMANDS[row["estimand"]].kind not in ("share", "verdict"):
        return ""
    base, decimals = profile.count.round_to, profile.percent.decimals
    return share_in_words(numbers["n"], numbers["n_expected"], base=base, decimals=decimals)


def _estimate_wrong(row: dict[str, Any], expected: float) -> Iterator[str]:
    """A count or share that is not what its counts say would be a number that no rule has looked at."""
    if math.isnan(row["estimate"]) or math.isclose(row["estimate"], expected, rel_tol=1e-9, abs_tol=1e-12):
        return
    yield f"A row of '{row['estimand']}' has an estimate that is not what its counts say."
