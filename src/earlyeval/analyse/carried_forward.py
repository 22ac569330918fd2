"""What the change would be if everybody lost had stayed as they were when last seen.

A deliberately harsh comparison beside completers and the mixed model; not a recommended estimate.
"""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.questions import Row
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import paired
from earlyeval.statistics.missing_data import last_value_carried_forward
from earlyeval.study import Study

NOBODY_THEN = "Nobody was measured at this time."


def carried_forward(scores: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return the scores with each gap filled by the person's last score before it; retrospective scores left out."""
    ordinary = [point for point in scores.columns if study.time_points[point].retrospective_of is None]
    filled = last_value_carried_forward(scores[ordinary].to_numpy())
    return pd.DataFrame(filled, index=scores.index, columns=ordinary)


def carried_forward_row(study: Study, outcome: Outcome, scores: pd.DataFrame, base: Row) -> Iterator[Row]:
    """Yield the mean change of everybody measured at baseline, the last score standing in for those lost."""
    before, after = study.baseline.id, study.endpoint.id
    row = base | {
        "comparison": f"{after} - {before}",
        "time_point": after,
        "subgroup": "all",
        "analysis": "sensitivity",
        "estimand": "carried_forward_change",
    }
    if scores[after].isna().all():
        yield not_estimable(row | {"n": 0}, reason=NOBODY_THEN)
        return
    filled = carried_forward(scores, study)
    filled = filled[scores[before].notna()]
    estimate = paired.mean_change(filled[before].to_numpy(), filled[after].to_numpy(), conf_level=study.plan.conf_level)
    method = "last score carried forward, then paired t"
    yield row | estimate.as_row() | {"estimand": "carried_forward_change", "method": method}
