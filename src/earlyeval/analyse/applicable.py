"""To whom an outcome applies. Not applicable is not missing: those it does not apply to are in no denominator.

A form does not apply to somebody for one of two reasons: the outcome declares whom it is for (``applicable_when``), or
the person answered every item of it with "not applicable".
"""

import pandas as pd

from earlyeval.analyse.kept import once
from earlyeval.registry.outcomes import Outcome
from earlyeval.study import Study
from earlyeval.tidy.texts import is_among


def characteristic_of_people(study: Study, characteristic: str) -> pd.Series | None:
    """Return a characteristic of everybody on record, by person id; None where no table holds it.

    It is a column of the people, or of the accepted referral of their family.
    """
    people = study.people.set_index("person_id")
    if characteristic in people:
        return people[characteristic]
    referrals = study.table("referrals")
    if characteristic not in referrals:
        return None
    accepted = referrals[referrals["decision"] == "accepted"].drop_duplicates("family_id").set_index("family_id")
    return people["family_id"].map(accepted[characteristic])


@once
def does_not_apply_to(study: Study, outcome: Outcome) -> pd.Index:
    """Return the ids of the people whom an outcome is declared not to be for.

    People whose characteristic was not returned are not among them: nothing says that it does not apply to them.
    """
    rule = outcome.applicable_when
    found = None if rule is None else characteristic_of_people(study, rule.characteristic)
    if rule is None or found is None:
        return pd.Index([], dtype="str")
    return found.index[found.notna() & ~found.isin(rule.values)]


@once
def answered_not_applicable(study: Study, outcome: Outcome) -> pd.DataFrame:
    """Return the forms on which every item of the outcome was answered "not applicable": person_id, time_point.

    Where the registry counts "not applicable" as a score, it is an answer like any other.
    """
    version = study.registry.version(outcome.instrument, outcome.version)
    scale = study.registry.subscale(outcome.instrument, outcome.version, outcome.subscale)
    counted = {item.id for item in version.items if item.not_applicable_scores is not None}
    answers = study.table("responses")
    if not scale.items or counted & set(scale.items):
        return answers.iloc[:0][["person_id", "time_point"]].reset_index(drop=True)
    is_na = answers["is_not_applicable"].astype("boolean").fillna(value=False).astype(bool)
    answers = answers[
        is_na
        & (answers["instrument"] == outcome.instrument)
        & (answers["version"] == outcome.version)
        & answers["item"].isin(scale.items)
        & answers["time_point"].isin(outcome.time_points)
    ]
    items = answers.groupby(["person_id", "time_point"], sort=False)["item"].nunique()
    whole = items[items == len(scale.items)].reset_index()
    return whole[["person_id", "time_point"]]


def not_applicable_at(study: Study, outcome: Outcome, time_points: tuple[str, ...]) -> pd.Index:
    """Return the ids of those to whom the form did not apply at one of these times, by their own answers."""
    forms = answered_not_applicable(study, outcome)
    return pd.Index(forms.loc[forms["time_point"].isin(time_points), "person_id"].unique())


def without(ids: pd.Index, others: pd.Index) -> pd.Index:
    """Return the ids that are not among the others, in their order."""
    return ids[~is_among(pd.Series(ids), pd.Series(others, dtype="str"))] if len(ids) and len(others) else ids
