"""The strictest of several profiles: where data of several providers meet, the rules of all of them hold."""

from collections.abc import Sequence

from earlyeval.registry.profiles import Profile, SummaryRule


def strictest(profiles: Sequence[Profile]) -> Profile:
    """Return one profile under which nothing passes that any of the given ones would hold back.

    Parameters
    ----------
    profiles : sequence of Profile
        At least one. A profile made for the restricted level alone protects nobody: it takes part as it is.

    Notes
    -----
    Ranges of hidden counts are joined, floors are the highest, decimals the fewest. Counts are rounded to the
    coarsest base; where the bases do not divide each other, that leaves each provider its own width or more.
    Symbol and words are those of the first.
    """
    first = profiles[0]
    if len(profiles) == 1:
        return first
    counts = [profile.count for profile in profiles]
    count = first.count.model_copy(
        update={
            "hide_from": min(rule.hide_from for rule in counts),
            "hide_to": max(rule.hide_to for rule in counts),
            "zero": "hide" if any(rule.zero == "hide" for rule in counts) else "show",
            "round_to": max(rule.round_to for rule in counts),
        }
    )
    return first.model_copy(
        update={
            "id": "-and-".join(profile.id for profile in profiles),
            "name": "; ".join(profile.name for profile in profiles),
            "provider": "; ".join(profile.provider for profile in profiles),
            "symbol_words": _words(profiles),
            "count": count,
            "sources": tuple(dict.fromkeys(source for profile in profiles for source in profile.sources)),
            "basis": tuple(dict.fromkeys(basis for profile in profiles for basis in profile.basis)),
            "restricted_only": all(profile.restricted_only for profile in profiles),
            **_floors(profiles),
            **_widths(profiles),
        }
    )


def _words(profiles: Sequence[Profile]) -> str:
    """Return what the symbol means: the words of whoever hides the most."""
    return max(profiles, key=lambda profile: (profile.count.hide_to, profile.count.zero == "hide")).symbol_words


def _floors(profiles: Sequence[Profile]) -> dict[str, object]:
    first = profiles[0]
    return {
        "percent": first.percent.model_copy(
            update={
                "min_denominator": max(profile.percent.min_denominator for profile in profiles),
                "decimals": min(profile.percent.decimals for profile in profiles),
            }
        ),
        "summary": _summary([profile.summary for profile in profiles]),
        "item_summary": _summary([profile.item_summary for profile in profiles]),
        "quantile": max((profile.quantile for profile in profiles), key=lambda rule: rule.quartiles_min_n),
        "model": first.model.model_copy(
            update={
                "min_residual_df": max(profile.model.min_residual_df for profile in profiles),
                "min_level_n": max(profile.model.min_level_n for profile in profiles),
            }
        ),
        "test_min_n_per_arm": max(profile.test_min_n_per_arm for profile in profiles),
        "agreement_min_n": max(profile.agreement_min_n for profile in profiles),
        "class_disclosure": max((profile.class_disclosure for profile in profiles), key=lambda rule: rule.min_n),
        "figure": first.figure.model_copy(
            update={
                "min_n": max(profile.figure.min_n for profile in profiles),
                "min_bin": max(profile.figure.min_bin for profile in profiles),
                "points": "never" if any(profile.figure.points == "never" for profile in profiles) else "allowed",
            }
        ),
        "quote": first.quote.model_copy(
            update={
                "min_role_by_site": max(profile.quote.min_role_by_site for profile in profiles),
                "max_per_person": min(profile.quote.max_per_person for profile in profiles),
            }
        ),
    }


def _widths(profiles: Sequence[Profile]) -> dict[str, object]:
    first = profiles[0]
    return {
        "width": max((profile.width for profile in profiles), key=lambda rule: rule.min_candidates),
        "dominance": first.dominance.model_copy(
            update={
                "largest": max(profile.dominance.largest for profile in profiles),
                "share": min(profile.dominance.share for profile in profiles),
                "within": max(profile.dominance.within for profile in profiles),
            }
        ),
        "difference": max((profile.difference for profile in profiles), key=lambda rule: rule.min_share_of_range),
        "release_change": max((profile.release_change for profile in profiles), key=lambda rule: rule.min_people),
    }


def _summary(rules: Sequence[SummaryRule]) -> SummaryRule:
    return rules[0].model_copy(
        update={
            "min_n": max(rule.min_n for rule in rules),
            "decimals": min(rule.decimals for rule in rules),
            "sd": all(rule.sd for rule in rules),
        }
    )
