"""What of a row is hidden by what it holds: by the rule of its kind, and a sum by who gave it."""

from dataclasses import replace

from earlyeval.protect.cells import Row
from earlyeval.protect.dominance import DOMINATED, RATES, is_dominated
from earlyeval.protect.primary import Judgement, judged, judged_counts
from earlyeval.registry.profiles import Profile


def judged_alone(row: Row, profile: Profile) -> Judgement:
    """Judge a row by what it holds: by the rule of its kind, and a sum by who gave it.

    Raises
    ------
    ProtectionError
        The kind of statistic has no rule, or the row does not say how many it rests on.
    """
    if not row["estimable"]:
        return judged_counts(row, profile)
    judgement = judged(row, profile)
    if not is_dominated(row, profile):
        return judgement
    rule = judgement.rule if judgement.hide_estimate else DOMINATED
    # The n of a rate is how many gave, that of a sum is the sum.
    return replace(judgement, hide_estimate=True, hide_n=judgement.hide_n or row["estimand"] not in RATES, rule=rule)
