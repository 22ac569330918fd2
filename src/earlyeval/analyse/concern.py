"""Who scores on the side of concern: the status of an age form, or the cut-off that the outcome names."""

import pandas as pd

from earlyeval.analyse.members import scores_of
from earlyeval.analyse.outcome_row import subscale_of
from earlyeval.registry.instruments import CutOff
from earlyeval.registry.outcomes import Outcome
from earlyeval.score.cut_offs import REFERRAL
from earlyeval.study import Study


def outcomes_of_concern(study: Study) -> tuple[Outcome, ...]:
    """Return the outcomes of families that have a side of concern: age forms, and outcomes that name a cut-off."""
    return tuple(
        outcome
        for outcome in study.outcomes
        if outcome.strand == "family"
        and (subscale_of(study, outcome).form_cut_offs or cut_off_of(study, outcome) is not None)
    )


def cut_off_of(study: Study, outcome: Outcome) -> CutOff | None:
    """Return the cut-off that the outcome names, or None."""
    return next((known for known in subscale_of(study, outcome).cut_offs if known.id == outcome.cut_off), None)


def concern_words(study: Study, outcome: Outcome) -> str:
    """Return what counts as concern, such as "possible depression (10 or more)"."""
    cut_off = cut_off_of(study, outcome)
    if subscale_of(study, outcome).form_cut_offs:
        return "on the referral side of the cut-off of the age form"
    if cut_off.at_least is not None:
        return f"{cut_off.label} ({cut_off.at_least:g} or more)"
    return f"{cut_off.label} ({cut_off.at_most:g} or less)"


def concern_at(study: Study, outcome: Outcome, time_point: str) -> pd.Series:
    """Return, by person with a usable score at a time point, whether it is on the side of concern."""
    scores = scores_of(study, outcome)
    scores = scores[(scores["time_point"] == time_point) & scores["is_scorable"].astype(bool)]
    cut_off = cut_off_of(study, outcome)
    if subscale_of(study, outcome).form_cut_offs:
        known = scores[scores["band"].fillna("") != ""]  # a form without a declared cut-off has no status
        return pd.Series((known["band"] == REFERRAL).to_numpy(), index=known["person_id"].to_numpy())
    is_case = (
        scores["score"] >= cut_off.at_least if cut_off.at_least is not None else scores["score"] <= cut_off.at_most
    )
    return pd.Series(is_case.to_numpy(), index=scores["person_id"].to_numpy())
