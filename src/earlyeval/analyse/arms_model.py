"""The difference between arms from every available score after baseline: a mixed model.

score ~ score before + arm x time + planned covariates + (1 | person), by restricted maximum likelihood, over all
scores after baseline of people who were measured at baseline. Assumes missing at random.
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from earlyeval.analyse.questions import Row
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.programmes import Arm
from earlyeval.statistics import mixed_models
from earlyeval.study import Study


def model_differences(study: Study, people: pd.DataFrame, *, arm: Arm, later: list[str], row: Row) -> Iterator[Row]:
    """Yield the model's difference (arm minus reference) at each time after baseline, in points."""
    long = _scores_after_baseline(people, before=study.baseline.id, later=later, study=study)
    arms_at = long.groupby("time_point")["arm"].nunique()
    seen = [point for point in later if arms_at.get(point, 0) > 1]
    long = long[long["time_point"].isin(seen)].reset_index(drop=True)
    asked = row | {"analysis": "sensitivity", "estimand": "model_difference", "n": long["person_id"].nunique()}
    repeated = long["person_id"].duplicated().any()
    for point in later:
        if not repeated or point not in seen:
            yield not_estimable(asked | {"time_point": point}, reason=_why_not(people, long, point=point, seen=seen))
    if not repeated:
        return
    design, names = _design(long, arm=arm, seen=seen, study=study)
    fit = mixed_models.random_intercept(
        long["score"].to_numpy(), design, long["person_id"].to_numpy(), names=names, conf_level=study.plan.conf_level
    )
    for point in seen:
        contrast = np.array([float(name == f"arm at {point}") for name in names])
        estimate = fit.contrast(contrast).as_row()
        yield asked | {"time_point": point} | estimate | {"estimand": "model_difference"}


def _why_not(people: pd.DataFrame, long: pd.DataFrame, *, point: str, seen: list[str]) -> str:
    if long.empty and people[point].notna().any():
        return "Nobody has a later score together with a score before and every covariate of the plan."
    if point not in seen:
        return "Not both arms were measured at this time."
    return "Nobody was measured more than once after baseline, so no model over time can be fitted."


def _scores_after_baseline(people: pd.DataFrame, *, before: str, later: list[str], study: Study) -> pd.DataFrame:
    """Return one row per person and later score, with the score before and the covariates; complete rows only."""
    described = people.rename_axis("person_id").reset_index()
    kept = ["person_id", "arm", before, *study.plan.adjust_for]
    long = described.melt(id_vars=kept, value_vars=later, var_name="time_point", value_name="score")
    return long.dropna().reset_index(drop=True)


def _design(long: pd.DataFrame, *, arm: Arm, seen: list[str], study: Study) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return the design: a mean and an arm difference of its own for each time, the score before, covariates."""
    is_arm = (long["arm"] == arm.id).to_numpy(dtype="float64")
    columns, names = [], []
    for point in seen:
        at_point = (long["time_point"] == point).to_numpy(dtype="float64")
        columns += [at_point, at_point * is_arm]
        names += [f"at {point}", f"arm at {point}"]
    columns.append(long[study.baseline.id].to_numpy())
    names.append("score before")
    declared = {known.id: list(known.values) for known in study.programme.characteristics}
    for name in study.plan.adjust_for:
        for value in declared[name][1:]:
            is_value = (long[name] == value).to_numpy(dtype="float64")
            if 0 < is_value.mean() < 1:  # a value that nobody has, or everybody, says nothing
                columns.append(is_value)
                names.append(f"{name}: {value}")
    return np.column_stack(columns), tuple(names)
