"""What the unseen could do to a result: missing scores imputed, and how far they must differ for it to tip."""

from collections.abc import Iterator
from math import isnan

import pandas as pd

from earlyeval.analyse.questions import Row
from earlyeval.foundations.results import not_estimable
from earlyeval.statistics.tipping_point import tipping_point_of_change
from earlyeval.study import Study

# The search works on every imputed data set at once; more people than these do not fit into a report's minute.
MOST_PEOPLE = 2_000
IMPUTATIONS = 20
TOO_MANY = "With so many people measured before, the unseen are not imputed here; the mixed model uses every score."
IMPUTED = "multiple imputation from the score before (normal regression), pooled by Rubin's rules"
TIPPED = "missing scores imputed from the score before, then shifted until the interval says something else"


def imputed_rows(study: Study, scores: pd.DataFrame, base: Row) -> Iterator[Row]:
    """Yield the change of everybody measured before with missing scores imputed, and the shift at which it tips.

    The shift is in points: how much higher (above zero) or lower those not seen again would have to score than people
    like them who were. Where nobody is missing there is no row.
    """
    before, after = study.baseline.id, study.endpoint.id
    measured = scores[scores[before].notna()]
    unseen = int(measured[after].isna().sum())
    if not unseen or unseen == len(measured):
        return
    row = base | {
        "comparison": f"{after} - {before}", "time_point": after, "subgroup": "all", "analysis": "sensitivity",
        "n": len(measured),
    }  # fmt: skip
    if len(measured) > MOST_PEOPLE:
        yield not_estimable(row | {"estimand": "imputed_change"}, reason=TOO_MANY)
        return
    found = tipping_point_of_change(
        measured[before].to_numpy(), measured[after].to_numpy(), seed=study.registry.facts.seed,
        imputations=IMPUTATIONS, deltas=(), conf_level=study.plan.conf_level,
    )  # fmt: skip
    if not found.estimable:
        yield not_estimable(row | {"estimand": "imputed_change"}, reason=found.reason)
        return
    yield row | found.at_zero.as_row() | {"estimand": "imputed_change", "method": IMPUTED}
    shift = row | {"estimand": "tipping_point", "method": TIPPED}
    yield not_estimable(shift, reason=found.reason) if isnan(found.delta) else shift | {"estimate": found.delta}
