"""Checks of disclosure profiles: thresholds that undo each other protect nobody."""

from collections.abc import Iterator

from earlyeval.registry.checks_items import Finding
from earlyeval.registry.profiles import Profile


def check_profile(profile: Profile) -> Iterator[Finding]:
    """Yield thresholds that contradict each other: key and sentence."""
    count = profile.count
    if count.hide_from < 0 or count.hide_to < count.hide_from:
        yield "count", f"found hide_from {count.hide_from}, hide_to {count.hide_to}. They must rise from 0 or more."
    if count.round_to < 1:
        yield "count.round_to", f"found {count.round_to}. Allowed: 1 (not rounded) or more."
    if not profile.sources:
        yield "sources", "is empty. Name the policy this profile follows."
    floors = {
        "percent.min_denominator": profile.percent.min_denominator,
        "summary.min_n": profile.summary.min_n,
        "item_summary.min_n": profile.item_summary.min_n,
        "quantile.quartiles_min_n": profile.quantile.quartiles_min_n,
        "model.min_level_n": profile.model.min_level_n,
        "test_min_n_per_arm": profile.test_min_n_per_arm,
        "agreement_min_n": profile.agreement_min_n,
        "class_disclosure.min_n": profile.class_disclosure.min_n,
        "figure.min_n": profile.figure.min_n,
        "figure.min_bin": profile.figure.min_bin,
        "quote.min_role_by_site": profile.quote.min_role_by_site,
        "release_change.min_people": profile.release_change.min_people,
    }
    for key, floor in floors.items():
        if floor <= count.hide_to:
            yield key, f"found {floor}. It must be above {count.hide_to}, the highest count that is hidden."
    if profile.figure.points == "allowed" and not profile.restricted_only:
        yield "figure.points", "found 'allowed'. Points for people are for a profile with 'restricted_only: true'."
    for name in ("percent", "summary", "item_summary"):
        decimals = getattr(profile, name).decimals
        if not 0 <= decimals <= 3:
            yield f"{name}.decimals", f"found {decimals}. Allowed: 0 to 3."
    if profile.quote.max_per_person < 1:
        yield "quote.max_per_person", f"found {profile.quote.max_per_person}. Allowed: 1 or more."
    yield from _check_widths(profile)
    for part in profile.basis:
        if part.rule not in type(profile).model_fields:
            yield "basis", f"found a source for '{part.rule}', which is no rule of a profile."


def _check_widths(profile: Profile) -> Iterator[Finding]:
    dominance, width = profile.dominance, profile.width.min_candidates
    if width < 1:
        yield "width.min_candidates", f"found {width}. Allowed: 1 or more."
    hidden = profile.count.hide_to - max(profile.count.hide_from, 1) + 1 + (profile.count.zero == "hide")
    if width > hidden and not profile.restricted_only:
        yield "width.min_candidates", f"found {width}, but only {hidden} counts are hidden, too few for it."
    if dominance.largest < 1 or not 0 < dominance.share <= 1 or not 0 <= dominance.within < 1:
        yield "dominance", "must have 'largest' of 1 or more, 'share' above 0 up to 1, and 'within' from 0 to below 1."
    share = profile.difference.min_share_of_range
    if not 0 <= share <= 1:
        yield "difference.min_share_of_range", f"found {share}. Allowed: 0 to 1."
