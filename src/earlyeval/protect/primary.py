"""Primary suppression: which numbers of a row are hidden, and by which rule. One function per kind of statistic.

The kinds are those of ``foundations.estimands``. What is not hidden here is still rounded by the gate.
"""

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.protect.rounding import rounded_count
from earlyeval.protect.texts import tells_all_alike
from earlyeval.registry.profiles import Profile

SPREADS = ("sd", "sd_change")
# A hidden count must keep at least this many possible values (trust design, `width: min_candidates`).
FEWEST_CANDIDATES = 3
# Made from two true shares: could be solved for the counts that rounding hides.
OF_TRUE_SHARES = (
    "proportion_difference", "paired_proportion_difference", "risk_ratio", "odds_ratio_exact",
    "mcnemar_odds_ratio", "mantel_haenszel_odds_ratio", "mantel_haenszel_risk_ratio",
)  # fmt: skip
SMALL = "a small number, or one that would reveal one"  # one phrase: which of two is the small one
TELLS_ANSWERS = "would tell the mean, or the answers, of a few people"  # never "all alike": everybody's answer
# From here on an interval to one decimal leaves three n or more (decision 0016), so a mean may stay without its n.
N_NOT_TOLD = 30
QUARTILES = ("quartile_1", "quartile_3")
PARTS_OF_A_WHOLE = ("count", "share", "ratio", "verdict")


@dataclass(frozen=True)
class Judgement:
    """What of a row is hidden: the estimate with its limits and p value, ``n``, ``n_expected``; and why."""

    hide_estimate: bool = False
    hide_n: bool = False
    hide_n_expected: bool = False
    refused: bool = False
    rule: str = ""


def is_small(count: float, profile: Profile) -> bool:
    """Say whether a count is one that the profile hides; a missing count is not."""
    if math.isnan(count):
        return False
    if count == 0:
        return profile.count.zero == "hide"
    return profile.count.hide_from <= count <= profile.count.hide_to


def fewest(count: float, profile: Profile) -> float:
    """Return the fewest people that a count may stand for once it is released.

    Floors are held against this: what is hidden or shown must not tell on which side of its floor the true count lies.
    """
    base = profile.count.round_to
    return rounded_count(count, base=base) - base // 2 if base > 1 else count


def gives_away_the_others(row: Mapping[str, Any], profile: Profile) -> bool:
    """Say whether n and n_expected, as released, would give away a small number of others (n_expected - n).

    Where both are rounded to a base, each stands for as many possible values or more, and so does their difference: a
    reader who knows the rules is left with no fewer than the base. Decision 0007.
    """
    return is_small(row["n_expected"] - row["n"], profile) and profile.count.round_to < FEWEST_CANDIDATES


def judged(row: Mapping[str, Any], profile: Profile) -> Judgement:
    """Judge one estimable results row under a profile.

    Parameters
    ----------
    row : mapping
        One row of the results table, with its true counts.
    profile : Profile
        The data provider's policy.

    Raises
    ------
    ProtectionError
        The kind of statistic has no rule here, or the row does not say how many it rests on.
    """
    kind = ESTIMANDS[row["estimand"]].kind
    if kind not in _RULES:
        raise ProtectionError(f"There is no disclosure rule for statistics of kind '{kind}', so none is shown.")
    for sentence in _counts_wrong(row, kind):
        raise ProtectionError(sentence)
    return _RULES[kind](row, profile)


def judged_counts(row: Mapping[str, Any], profile: Profile) -> Judgement:
    """Judge only the counts of a row that could not be estimated; of a small group no part is told."""
    judgement = _with_counts(row, profile, Judgement())
    is_part = ESTIMANDS[row["estimand"]].kind in PARTS_OF_A_WHOLE and is_small(row["n_expected"], profile)
    return replace(judgement, hide_n=True) if is_part else judgement


def judged_with(judgement: Judgement, withheld: Collection[str], *, kind: str, n: float) -> Judgement:
    """Return a judgement with counts hidden that would give away others; what is made from them goes with them.

    A share is made from both its counts. A mean rests on n alone, and over few its interval would tell n.
    """
    of_counts, tells_n = not {"n", "n_expected"}.isdisjoint(withheld), "n" in withheld and not n >= N_NOT_TOLD
    goes = "estimate" in withheld or tells_n or (of_counts and kind in PARTS_OF_A_WHOLE)
    return replace(
        judgement,
        hide_estimate=judgement.hide_estimate or goes,
        hide_n=judgement.hide_n or "n" in withheld,
        hide_n_expected=judgement.hide_n_expected or "n_expected" in withheld,
        rule=judgement.rule if judgement.hide_estimate or not withheld else SMALL if of_counts else TELLS_ANSWERS,
    )


def _counts_wrong(row: Mapping[str, Any], kind: str) -> Iterator[str]:
    if kind != "verdict" and math.isnan(row["n"]):
        yield f"A row of '{row['estimand']}' does not say how many it rests on (n), so it is not shown."
    if kind in ("share", "ratio") and math.isnan(row["n_expected"]):
        yield f"A row of '{row['estimand']}' has no denominator (n_expected), so it is not shown."
    counts = [row[name] for name in ("n", "n_expected", "n_smallest") if not math.isnan(row[name])]
    if any(count < 0 or count != int(count) for count in counts):
        yield f"A row of '{row['estimand']}' has a count that is not a whole number from 0 up."
    if kind != "count" and row["n"] > row["n_expected"]:
        yield f"A row of '{row['estimand']}' has a larger n than n_expected."


def _count(row: Mapping[str, Any], profile: Profile) -> Judgement:
    if is_small(row["n_expected"], profile):
        return Judgement(hide_estimate=True, hide_n=True, hide_n_expected=True, rule=SMALL)
    if is_small(row["n"], profile) or gives_away_the_others(row, profile):
        return Judgement(hide_estimate=True, hide_n=True, rule=SMALL)
    return Judgement()


def _share(row: Mapping[str, Any], profile: Profile) -> Judgement:
    counts = _count(row, profile)
    if counts.hide_estimate:
        return counts
    total = row["n_expected"]
    if row["n"] in (0, total) and total < profile.class_disclosure.min_n:
        return Judgement(hide_estimate=True, hide_n=True, rule=SMALL)
    if fewest(total, profile) < profile.percent.min_denominator:
        return Judgement(hide_estimate=True, rule=f"no percentage of fewer than {profile.percent.min_denominator}")
    return Judgement()


def _summary(row: Mapping[str, Any], profile: Profile) -> Judgement:
    floor = profile.quantile.quartiles_min_n if row["estimand"] in QUARTILES else profile.summary.min_n
    return _from_floor(row, profile, floor=floor, spread_allowed=profile.summary.sd)


def _item_summary(row: Mapping[str, Any], profile: Profile) -> Judgement:
    return _from_floor(row, profile, floor=profile.item_summary.min_n, spread_allowed=profile.item_summary.sd)


def _change(row: Mapping[str, Any], profile: Profile) -> Judgement:
    if row["estimand"] in OF_TRUE_SHARES and profile.count.round_to > 1:
        rule = "made from true counts, which could be worked out from it"
        return _with_counts(row, profile, Judgement(hide_estimate=True, refused=True, rule=rule))
    judgement = _from_floor(row, profile, floor=profile.summary.min_n, spread_allowed=profile.summary.sd)
    return _from_smallest(row, judgement, profile, floor=profile.test_min_n_per_arm)


def _test(row: Mapping[str, Any], profile: Profile) -> Judgement:
    judgement = _from_floor(row, profile, floor=profile.test_min_n_per_arm, spread_allowed=True)
    return _from_smallest(row, judgement, profile, floor=profile.test_min_n_per_arm)


def _model(row: Mapping[str, Any], profile: Profile) -> Judgement:
    judgement = _from_floor(row, profile, floor=profile.summary.min_n, spread_allowed=True)
    # Where a model reports no residual degrees of freedom, two fitted means stand in for its parameters.
    possible = fewest(row["n"], profile) - 2
    residual = possible if math.isnan(row["df"]) else min(possible, row["df"])
    if not judgement.hide_estimate and residual < profile.model.min_residual_df:
        rule = f"fewer than {profile.model.min_residual_df} residual degrees of freedom"
        judgement = _with_counts(row, profile, Judgement(hide_estimate=True, rule=rule))
    return _from_smallest(row, judgement, profile, floor=profile.model.min_level_n)


def _agreement(row: Mapping[str, Any], profile: Profile) -> Judgement:
    return _from_floor(row, profile, floor=profile.agreement_min_n, spread_allowed=True)


def _verdict(row: Mapping[str, Any], profile: Profile) -> Judgement:
    if math.isnan(row["n"]):
        return _with_counts(row, profile, Judgement())
    return _count(row, profile) if math.isnan(row["n_expected"]) else _share(row, profile)


def _quotation(row: Mapping[str, Any], profile: Profile) -> Judgement:
    """A person's words pass only where enough people of the same role at the site might have said them."""
    floor = profile.quote.min_role_by_site
    if fewest(row["n"], profile) < floor or is_small(row["n"], profile):
        return Judgement(True, hide_n=True, hide_n_expected=True, refused=True, rule=f"fewer than {floor} in the role")
    return _with_counts(row, profile, Judgement())


def _setting(row: Mapping[str, Any], profile: Profile) -> Judgement:
    """What a room scored passes as an open row only; marked as personal it has no rule."""
    rule = "a setting that is not marked as nobody's"
    return _with_counts(row, profile, Judgement(hide_estimate=True, refused=True, rule=rule))


def _from_floor(row: Mapping[str, Any], profile: Profile, *, floor: int, spread_allowed: bool) -> Judgement:
    if row["estimand"] in SPREADS and not spread_allowed:
        return _with_counts(row, profile, Judgement(hide_estimate=True, refused=True, rule="never shown"))
    if fewest(row["n"], profile) < floor or is_small(row["n"], profile):
        return _with_counts(row, profile, Judgement(hide_estimate=True, rule=f"fewer than {floor}"))
    if _all_the_same(row):
        return _with_counts(row, profile, Judgement(hide_estimate=True, rule=TELLS_ANSWERS))
    return _with_counts(row, profile, Judgement())


def _from_smallest(row: Mapping[str, Any], judgement: Judgement, profile: Profile, *, floor: int) -> Judgement:
    if judgement.hide_estimate or math.isnan(row["n_smallest"]) or fewest(row["n_smallest"], profile) >= floor:
        return judgement
    return replace(judgement, hide_estimate=True, rule=f"fewer than {floor} in the smallest group")


def _all_the_same(row: Mapping[str, Any]) -> bool:
    """A spread of zero, an interval without width, or none for just that reason, tells every member's value."""
    is_flat = (row["estimand"] in SPREADS and row["estimate"] == 0) or row["conf_low"] == row["conf_high"]
    return is_flat or (row["sensitivity"] != "open" and tells_all_alike(row["reason"]))


def _with_counts(row: Mapping[str, Any], profile: Profile, judgement: Judgement) -> Judgement:
    """Add the count rule: a small n, a small whole group, or few missing from it."""
    hide_n = is_small(row["n"], profile)
    few_missing = gives_away_the_others(row, profile)
    hide_expected = is_small(row["n_expected"], profile) or few_missing
    rule = judgement.rule or (SMALL if few_missing and not hide_n else "")
    return Judgement(judgement.hide_estimate, hide_n, hide_expected, judgement.refused, rule)


_RULES: dict[str, Callable[[Mapping[str, Any], Profile], Judgement]] = {
    "count": _count,
    "share": _share,
    "ratio": _share,
    "summary": _summary,
    "item_summary": _item_summary,
    "change": _change,
    "model": _model,
    "test": _test,
    "setting": _setting,
    "agreement": _agreement,
    "verdict": _verdict,
    "quotation": _quotation,
}
