"""How much more one group changed than another, from one mixed model, and within families."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlyeval.analyse.mixed_change import df_method, scores_by_observation
from earlyeval.analyse.questions import Row
from earlyeval.foundations.results import not_estimable
from earlyeval.statistics import mixed_models, paired
from earlyeval.statistics.mixed_fit import FittedModel
from earlyeval.study import Study

NOBODY_TWICE = "Nobody of both groups was measured at both times, so no difference in change can be fitted."
NO_FAMILIES = "No family has people of both groups who were measured both times."
WITHIN = "difference of the two changes within each family, paired t"
MORE = "how much more the scores of the first group rose"


@dataclass(frozen=True)
class GroupScores:
    """Scores of people whose group is known: ``wide`` one row per person, ``long`` one row per person and time.

    ``family`` and ``group`` are by person; a person without a family is a family of their own. ``shared`` counts the
    families with people of more than one group.
    """

    wide: pd.DataFrame
    long: pd.DataFrame
    family: pd.Series
    group: pd.Series

    @classmethod
    def of(cls, study: Study, scores: pd.DataFrame, group: pd.Series) -> "GroupScores":
        """Put the scores of the people with a known group beside their families."""
        ordinary = [point for point in scores.columns if study.time_points[point].retrospective_of is None]
        wide = scores.loc[group.index, ordinary].dropna(how="all")
        families = study.people.set_index("person_id")["family_id"].reindex(wide.index)
        own = families.fillna(pd.Series(wide.index, index=wide.index))
        return cls(wide, scores_by_observation(wide, study), own, group.reindex(wide.index))

    @property
    def shared(self) -> int:
        """How many families have people of more than one group."""
        return int((self.group.groupby(self.family).nunique() > 1).sum())


def differences_in_change(study: Study, data: GroupScores, words: dict[str, str], *, row: Row) -> Iterator[Row]:
    """Yield how much more each further group changed than the first, by the model and within families.

    Parameters
    ----------
    words : mapping
        Each group and what it is called; the first one is what the others are compared with.
    row : mapping
        What every row says of the outcome.
    """
    before = study.baseline.id
    later = [point for point in data.wide.columns if point != before]
    first, *others = words
    fit = _fitted(study, data, list(words))
    people = {value: int((data.group == value).sum()) for value in words}
    for other in others:
        smallest = {"n_smallest": min(people[first], people[other])}
        for point in later:
            named = {"comparison": f"{words[other]} - {words[first]}", "time_point": point, "subgroup": "all"}
            asked = row | smallest | named | {"n": len(data.wide), "note": MORE}
            yield asked | _of_model(fit, (first, other), (before, point)) | {"note": MORE}
            if point == study.endpoint.id:
                yield _within_families(study, data, (first, other), row=asked)


def _fitted(study: Study, data: GroupScores, groups: list[str]) -> FittedModel | None:
    """Fit a mean for every group and time that was seen; None where nobody was measured twice."""
    long = data.long
    if not long["person_id"].duplicated().any():
        return None
    group = data.group.reindex(long["person_id"]).to_numpy()
    family = data.family.reindex(long["person_id"]).to_numpy()
    points = list(data.wide.columns)
    cells = {
        f"{value} at {point}": ((group == value) & (long["time_point"] == point)).to_numpy(dtype="float64")
        for value in groups
        for point in points
    }
    seen = {name: column for name, column in cells.items() if column.any()}
    design, score = np.column_stack(list(seen.values())), long["score"].to_numpy()
    options = {"names": tuple(seen), "conf_level": study.plan.conf_level, "df_method": df_method(len(data.wide))}
    if data.family.duplicated().any():
        return mixed_models.nested_intercepts(score, design, family, long["person_id"].to_numpy(), **options)
    return mixed_models.random_intercept(score, design, long["person_id"].to_numpy(), **options)


def _of_model(fit: FittedModel | None, groups: tuple[str, str], times: tuple[str, str]) -> Row:
    cells = {f"{group} at {point}": side * way for group, side in zip(groups, (-1, 1), strict=True)
             for point, way in zip(times, (-1, 1), strict=True)}  # fmt: skip
    if fit is None or not set(cells) <= set(fit.names):
        return not_estimable({"estimand": "model_difference", "analysis": "secondary"}, reason=NOBODY_TWICE)
    return fit.contrast([cells.get(name, 0.0) for name in fit.names]).as_row()


def _within_families(study: Study, data: GroupScores, groups: tuple[str, str], *, row: Row) -> Row:
    """Return the difference of the changes inside families; where a group has several, the first by id counts."""
    changes = (data.wide[study.endpoint.id] - data.wide[study.baseline.id]).dropna().sort_index()
    family, group = data.family.reindex(changes.index), data.group.reindex(changes.index)
    sides = []
    for value in groups:
        of_group = changes[group == value]
        sides.append(of_group.groupby(family[of_group.index]).first())
    both = pd.concat(sides, axis=1, join="inner", keys=["first", "other"])
    asked = row | {"analysis": "sensitivity", "subgroup": "same family", "n_smallest": float("nan"), "unit": "points"}
    estimate = paired.mean_change(both["first"].to_numpy(), both["other"].to_numpy(), conf_level=study.plan.conf_level)
    answer = asked | estimate.as_row() | {"estimand": "mean_difference", "method": WITHIN}
    return answer if len(both) else not_estimable(answer, reason=NO_FAMILIES)
