"""The estimate of a count, a share or a verdict: from its rounded counts, and words where no percentage is honest."""

import math
from typing import Any

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.protect.rounding import (
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
        _check_estimate(row, row["n"])
        return {"estimate": count, **limits}
    _check_estimate(row, row["n"] / row["n_expected"] if row["n_expected"] else math.nan)
    if not total:
        return {"estimate": math.nan, **limits}
    decimals = profile.percent.decimals
    if share_in_words(count, total, base=base, decimals=decimals):
        return {"estimate": math.nan, **limits}
    if is_wilson(row):
        low, high = wilson_limits(count, total, conf_level=row["conf_level"])
        places = decimals + 2
        limits = {"conf_low": rounded_number(low, decimals=places), "conf_high": rounded_number(high, decimals=places)}
    return {"estimate": rounded_share(count, total, decimals=decimals), **limits}


def in_words(row: dict[str, Any], numbers: dict[str, float], profile: Profile) -> str:
    """Return the words for a share whose released counts have no honest percentage."""
    if ESTIMANDS[row["estimand"]].kind not in ("share", "verdict"):
        return ""
    base, decimals = profile.count.round_to, profile.percent.decimals
    return share_in_words(numbers["n"], numbers["n_expected"], base=base, decimals=decimals)


def _check_estimate(row: dict[str, Any], expected: float) -> None:
    """A count or share that is not what its counts say would be a number that no rule has looked at."""
    if math.isnan(row["estimate"]) or math.isclose(row["estimate"], expected, rel_tol=1e-9, abs_tol=1e-12):
        return
    raise ProtectionError(f"A row of '{row['estimand']}' has an estimate that is not what its counts say.")
