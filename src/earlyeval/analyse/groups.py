"""Who is in which group: people by strand, and the pairs of scores that a change is made of."""

import pandas as pd

from earlyeval.analyse.applicable import does_not_apply_to, without
from earlyeval.analyse.kept import once
from earlyeval.registry.outcomes import Outcome
from earlyeval.study import Study

FAMILY_ROLES = ("mother", "father", "partner", "carer", "participant")


@once
def people_of_strand(study: Study, strand: str) -> pd.DataFrame:
    """Return the people whose outcomes a strand measures: staff, or the adults of families; never children."""
    roles = ("staff",) if strand == "staff" else FAMILY_ROLES
    return study.people[study.people["role"].isin(roles)].reset_index(drop=True)


@once
def scores_by_person_and_time(study: Study, outcome: Outcome) -> pd.DataFrame:
    """Return one row per person and one column per time point of the outcome; missing where not scorable.

    Rows are the people of the strand with any score on the outcome, in the order of their ids; columns stand in
    the order of the time points. People whom the outcome is not for have no row. Index: ``person_id``.
    """
    scores = study.scores
    wanted = scores[
        (scores["instrument"] == outcome.instrument)
        & (scores["version"] == outcome.version)
        & (scores["subscale"] == outcome.subscale)
    ]
    wide = wanted.pivot(index="person_id", columns="time_point", values="score").sort_index()
    declared = [point for point in study.time_points if point in outcome.time_points]
    applicable = without(wide.index, does_not_apply_to(study, outcome))
    return wide.reindex(columns=declared).loc[applicable].astype("float64")


def taking_part(study: Study, strand: str, *, also: pd.Index | None = None) -> pd.Index:
    """Return the ids of the people of a strand who started, with those ``also`` known to have answered.

    Where no starting date was returned at all, everybody of the strand took part.
    """
    people = people_of_strand(study, strand)
    has_started = people["started_on"].notna()
    started = pd.Index(people.loc[has_started, "person_id"] if has_started.any() else people["person_id"])
    return started if also is None else started.union(also, sort=False)


def with_person(scores_by_person: pd.DataFrame, study: Study, *, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return the scores beside columns that describe each person (cluster, arm, characteristics)."""
    described = study.people.set_index("person_id").reindex(columns=list(columns))
    return scores_by_person.join(described, how="left")
