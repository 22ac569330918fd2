"""Which scores stand beside which themes, and each person's score or change on them.

The pairs are those that the integration declares: outcomes and themes of one domain of the convergence table, and the
plan's associations. Where neither is declared, the main outcome stands beside every theme.
"""

from dataclasses import dataclass, replace

import pandas as pd

from earlyeval.analyse.groups import people_of_strand, scores_by_person_and_time
from earlyeval.analyse.members import is_about_children, main_outcome
from earlyeval.analyse.spoken_of import Subject, subject_of, themes_of
from earlyeval.registry.outcomes import Outcome
from earlyeval.study import Study


@dataclass(frozen=True)
class Side:
    """One value per person: a change, or a score where nothing was measured before. Missing people have no row."""

    values: pd.Series
    is_change: bool
    time_point: str
    comparison: str


def pairs_of(study: Study) -> list[tuple[Subject, Outcome]]:
    """Return each pair of theme (or code) and averaged outcome once, in the order of the declarations."""
    outcomes = {outcome.id: outcome for outcome in study.outcomes if outcome.is_averaged}
    named: list[tuple[str, str]] = []
    for domain in study.table("convergence").itertuples(index=False):
        names = domain.outcome_ids.split() if isinstance(domain.outcome_ids, str) else []
        themes = domain.theme_ids.split() if isinstance(domain.theme_ids, str) else []
        named += [(theme, name) for theme in themes for name in names]
    named += [(one.about, one.outcome) for one in study.plan.associations]
    if not named:
        main = main_outcome(study, "family")
        named = [(theme.id, main.id) for theme in themes_of(study)] if main else []
    found = [(subject_of(study, about), outcomes.get(name)) for about, name in dict.fromkeys(named)]
    return [(subject, outcome) for subject, outcome in found if subject is not None and outcome is not None]


def side_of(study: Study, outcome: Outcome) -> Side | None:
    """Return the change of each person measured both times; otherwise the latest score; None where it has no time."""
    scores = scores_by_person_and_time(study, outcome)
    times = [point for point in scores.columns if study.time_points[point].retrospective_of is None]
    before, after = study.baseline, study.endpoint
    if before is not None and after is not None and {before.id, after.id} <= set(times):
        change = beside_adults(study, outcome, (scores[after.id] - scores[before.id]).dropna())
        return Side(change, True, after.id, f"{after.id} - {before.id}")
    if not times:
        return None
    latest = score_at(study, outcome, times[-1])
    return replace(latest, values=beside_adults(study, outcome, latest.values))


def beside_adults(study: Study, outcome: Outcome, values: pd.Series) -> pd.Series:
    """Return values about children under the ids of the adults of their families, who are the ones to be listened to.

    Other values are returned as they are. Of a family with several children who have one nobody can say which of them
    an adult speaks of: it is left out.
    """
    if not is_about_children(study, outcome):
        return values
    family_of = study.people.dropna(subset=["family_id"]).set_index("person_id")["family_id"]
    of_family = values.set_axis(family_of.reindex(values.index))
    single = of_family[~of_family.index.duplicated(keep=False) & of_family.index.notna()]
    adults = people_of_strand(study, "family").set_index("person_id")["family_id"]
    known = adults[adults.isin(single.index)]
    return single.reindex(known).set_axis(known.index)


def score_at(study: Study, outcome: Outcome, time_point: str) -> Side:
    """Return the score of each person at a time point."""
    scores = scores_by_person_and_time(study, outcome)
    values = scores[time_point] if time_point in scores else pd.Series(dtype="float64")
    return Side(values.dropna(), False, time_point, "")
