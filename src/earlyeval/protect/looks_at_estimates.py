"""The second look at what a row estimates: floors, decimals, and that shares follow from the counts beside them.

Limits of shares are not made again but tried: a Wilson limit solves the equation of the score test, an exact one that
of its tail (``second_look`` says why nothing of ``rounding`` and ``counted`` is used).
"""

import math
from collections.abc import Callable, Iterator
from statistics import NormalDist

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.protect.audit import could_be
from earlyeval.protect.cells import Row
from earlyeval.registry.profiles import Profile

LIMITS = ("conf_low", "conf_high")
_SMALL_MISS = 1e-9
_MOST_DECIMALS_OF_P = 3
_COUNTED_TESTS = ("mcnemar", "sign_test", "bowker", "stuart_maxwell", "chi_square", "g_test", "fisher",
                  "cochran_armitage", "cochran_q", "mantel_haenszel_test", "breslow_day")  # fmt: skip
_BOUNDS = (0.001, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_FROM_SHARES = ("proportion_difference", "paired_proportion_difference", "risk_ratio", "odds_ratio_exact",
                "mcnemar_odds_ratio", "mantel_haenszel_odds_ratio", "mantel_haenszel_risk_ratio")  # fmt: skip
_POINTS_OF_CURVES = ("seen_by", "cumulative_incidence")
Look = Callable[[Row, Row, Profile], Iterator[str]]


def estimate_wrong(row: Row, shown: Row, profile: Profile) -> Iterator[str]:
    """Yield what an estimate, its limits or its p value tell that they may not."""
    seen = [name for name in ("estimate", *LIMITS, "p_value") if not math.isnan(shown[name])]
    if not seen:
        return
    kind = ESTIMANDS[row["estimand"]].kind
    if not row["estimable"] or kind in ("setting", "quotation", "private"):
        yield "a number where there may be none"
        return
    if "p_value" in seen:
        yield from _p_value_wrong(row, shown)
    look: Look = {"count": _count_wrong, "share": _share_wrong, "verdict": _share_wrong, "ratio": _ratio_wrong}.get(
        kind, _resting_wrong
    )
    yield from look(row, shown, profile)


def _p_value_wrong(row: Row, shown: Row) -> Iterator[str]:
    p_value = shown["p_value"]
    if row["estimand"] in _COUNTED_TESTS:
        next_bound = next((bound for bound in _BOUNDS if row["p_value"] < bound), None)
        told = 1.0 if next_bound is None else next_bound
        if not 0 <= told - p_value < _BOUNDS[0]:
            yield "a p value of a test on counts more exactly than by its next bound"
    elif not _has_decimals(p_value, _MOST_DECIMALS_OF_P) or not _near(p_value, row["p_value"], _MOST_DECIMALS_OF_P):
        yield "a p value to more than three decimals, or another one"


def _count_wrong(row: Row, shown: Row, profile: Profile) -> Iterator[str]:
    if not math.isnan(shown["estimate"]) and shown["estimate"] != shown["n"]:
        yield "a count beside another count of the same"
    if any(not math.isnan(shown[name]) for name in LIMITS):
        yield "limits of a count"


def _share_wrong(row: Row, shown: Row, profile: Profile) -> Iterator[str]:
    """A share follows from the counts beside it, as its limits do."""
    if math.isnan(shown["n"]) or (math.isnan(shown["n_expected"]) and not math.isnan(row["n_expected"])):
        yield "a share without the counts that it is made of"
        return
    if math.isnan(row["n_expected"]):
        yield from _count_wrong(row, shown, profile)
        return
    if _least(shown["n_expected"], profile) < profile.percent.min_denominator:
        yield "a share of too few"
    count, whole, decimals = shown["n"], shown["n_expected"], profile.percent.decimals + 2
    is_told = any(not math.isnan(shown[name]) for name in ("estimate", *LIMITS))
    if profile.count.round_to > 1 and count == whole and count and is_told:
        yield "a share of all that may be one of nearly all"
    if not math.isnan(shown["estimate"]):
        if not whole or not _near(shown["estimate"], count / whole, decimals):
            yield "a share that is not that of its rounded counts"
        if count and shown["estimate"] == 0:
            yield "a share of nobody that is one of a few"
    for name in LIMITS:
        end = shown[name]
        if not math.isnan(end) and not (_has_decimals(end, decimals) and _is_limit(row, shown, name, decimals)):
            yield "limits that are not those of the rounded counts"


def _is_limit(row: Row, shown: Row, name: str, decimals: int) -> bool:
    """Say whether a rounded number is the lower or upper limit of a share by Wilson's way, or by the exact one."""
    count, whole, end = shown["n"], shown["n_expected"], shown[name]
    half = 0.5 * 10.0**-decimals + _SMALL_MISS
    from_below, to_above = max(0.0, end - half), min(1.0, end + half)
    is_low = name == "conf_low"
    if (count == 0 and is_low) or (count == whole and not is_low):
        return end in (0.0, 1.0)
    if (end > count / whole + half) if is_low else (end < count / whole - half):
        return False
    z = NormalDist().inv_cdf(0.5 + row["conf_level"] / 2)
    tail = (1 - row["conf_level"]) / 2

    def score(share: float) -> float:
        return (count / whole - share) ** 2 - z * z * share * (1 - share) / whole

    def exact(share: float) -> float:
        return (_at_least(count, whole, share) if is_low else 1 - _at_least(count + 1, whole, share)) - tail

    return any(way(from_below) * way(to_above) <= _SMALL_MISS**2 for way in (score, exact))


def _at_least(count: float, whole: float, share: float) -> float:
    """Return the probability of at least so many among all, term by term."""
    if share <= 0 or share >= 1:
        return float(share >= 1 or count <= 0)
    logs = math.lgamma(whole + 1)
    return math.fsum(
        math.exp(logs - math.lgamma(k + 1) - math.lgamma(whole - k + 1)
                 + k * math.log(share) + (whole - k) * math.log1p(-share))
        for k in range(int(count), int(whole) + 1)
    )  # fmt: skip


def _ratio_wrong(row: Row, shown: Row, profile: Profile) -> Iterator[str]:
    if math.isnan(shown["n"]) or math.isnan(shown["n_expected"]):
        yield "a ratio without the counts that it is made of"
        return
    if not math.isnan(shown["p_value"]):
        yield "a p value of observed over expected"
    if _least(shown["n_expected"], profile) < profile.percent.min_denominator:
        yield "a ratio of too few"
    expected = row["statistic"] * shown["n_expected"] / row["n_expected"]
    decimals = ESTIMANDS[row["estimand"]].decimals
    if not expected > 0 or not _near(shown["estimate"], shown["n"] / expected, decimals):
        yield "a ratio that is not that of its rounded counts"
    if any(not math.isnan(shown[name]) and not _has_decimals(shown[name], decimals) for name in LIMITS):
        yield "limits of a ratio to more decimals than its own"


def _resting_wrong(row: Row, shown: Row, profile: Profile) -> Iterator[str]:
    """What rests on people: on enough of them, in the smallest group too, and to its own decimals."""
    kind, name = ESTIMANDS[row["estimand"]].kind, row["estimand"]
    floor, of_smallest = _floors(kind, name, profile)
    if _least_of(row["n"], profile) < floor:
        yield "a number that rests on too few people"
    if not math.isnan(row["n_smallest"]) and _least_of(row["n_smallest"], profile) < of_smallest:
        yield "a number of which one group is too small"
    if kind == "model" and min(row["n"] - 2, row["df"]) < profile.model.min_residual_df:
        yield "a model with too few degrees of freedom"
    of_spread = profile.item_summary.sd if kind == "item_summary" else profile.summary.sd
    if name in ("sd", "sd_change") and (not of_spread or row["estimate"] == 0):
        yield "a spread that may not be shown"
    if row["conf_low"] == row["conf_high"]:
        yield "the one value that everybody has"
    if kind == "change" and name in _FROM_SHARES and profile.count.round_to > 1:
        yield "a number made of true shares"
    if kind == "test" and any(not math.isnan(shown[part]) for part in ("estimate", *LIMITS)):
        yield "a test's statistic"
    decimals = _own_decimals(kind, name, profile)
    told = [part for part in ("estimate", *LIMITS) if not math.isnan(shown[part])]
    if name in _POINTS_OF_CURVES and profile.count.round_to > 1:
        if not any(_near(shown["estimate"], share, decimals) for share in _shares_near(row, profile)):
            yield "a point of a curve that is not that of rounded counts"
        told = [part for part in told if not _has_decimals(shown[part], decimals)]
    if any(not (_has_decimals(shown[part], decimals) and _near(shown[part], row[part], decimals)) for part in told):
        yield "a number to more decimals than its own, or another one"


def _shares_near(row: Row, profile: Profile) -> Iterator[float]:
    """Yield of which rounded counts a point of a curve may be made: those that are nearest to its people."""
    base, people = profile.count.round_to, row["estimate"] * row["n"]
    whole = base * int((2 * int(row["n"]) + base) // (2 * base))
    for step in range(int(max(people, 0)) // base + 2):
        if abs(step * base - people) <= base / 2 + _SMALL_MISS or (step == 1 and 0 < people < base):
            yield min(1.0, step * base / whole)


def _floors(kind: str, name: str, profile: Profile) -> tuple[int, int]:
    """Return how many people a number must rest on, and how many its smallest group must have."""
    if kind == "summary":
        return (profile.quantile.quartiles_min_n if name.startswith("quartile") else profile.summary.min_n), 0
    if kind == "item_summary":
        return profile.item_summary.min_n, 0
    if kind == "agreement":
        return profile.agreement_min_n, 0
    if kind == "model":
        return profile.summary.min_n, profile.model.min_level_n
    return (profile.test_min_n_per_arm if kind == "test" else profile.summary.min_n), profile.test_min_n_per_arm


def _own_decimals(kind: str, name: str, profile: Profile) -> int:
    own = ESTIMANDS[name].decimals
    of_profile = profile.item_summary.decimals if kind == "item_summary" else profile.summary.decimals
    return own if kind != "item_summary" and own > 1 else min(own, of_profile)


def _least_of(count: float, profile: Profile) -> float:
    """Return the fewest people that may stand behind a true count once it is shown; none where it never is."""
    base = profile.count.round_to
    nearest = max(base, base * int((2 * int(count) + base) // (2 * base))) if count else 0
    return min(float(count), _least(float(nearest), profile))


def _least(shown: float, profile: Profile) -> float:
    """Return the fewest people that a shown count may stand for; none for a number that is never shown."""
    low, high = could_be(shown, profile.count)
    return low if low <= high else 0.0


def _has_decimals(number: float, decimals: int) -> bool:
    return abs(number * 10.0**decimals - round(number * 10.0**decimals)) < 1e-6


def _near(shown: float, true: float, decimals: int) -> bool:
    """Say whether a number is another to so many decimals; halves may go either way."""
    return _has_decimals(shown, decimals) and abs(shown - true) <= 0.5 * 10.0**-decimals + _SMALL_MISS
