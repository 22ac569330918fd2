"""Whether the items of a scale hang together in these answers, beside what was published."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from earlyeval.analyse.members import is_yes
from earlyeval.analyse.method_checks import ALTERNATIVE, HEADLINE, method_check
from earlyeval.analyse.outcome_row import outcome_row, subscale_of
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.outcomes import Outcome
from earlyeval.score.items import item_scores
from earlyeval.statistics import reliability
from earlyeval.statistics.omega import omega_total
from earlyeval.study import Study

WHY = "It leads because it is what is published of most scales, so that it can be compared."
INSTEAD = "it does not suppose that every item carries the same weight"


@question("internal-consistency")
def internal_consistency(study: Study) -> Iterator[Row]:
    """Return Cronbach's alpha and omega total of each outcome scored from items, at the first time it was asked.

    Items are taken as they are scored (recoded, reversed); only people who answered all of them count.
    """
    for outcome in study.outcomes:
        scale = subscale_of(study, outcome)
        if outcome.source == "scores" and scale.method in ("sum", "mean") and len(scale.items) >= 2:
            items = _items_by_person(study, outcome)
            row = outcome_row(study, outcome) | {
                "time_point": outcome.time_points[0],
                "unit": "people",
                "n_expected": len(items),
                "analysis": "sensitivity",
                "note": _published(study, outcome),
            }
            level = study.plan.conf_level
            alpha = row | reliability.alpha(items, conf_level=level).as_row()
            omega = row | {"note": ""} | omega_total(items, conf_level=level).as_row()
            yield alpha
            yield omega
            if alpha["estimable"]:
                yield method_check(alpha, HEADLINE, method=alpha["method"], note=WHY)
                if omega["estimable"]:
                    yield method_check(alpha, ALTERNATIVE, method=omega["method"], note=INSTEAD)


def _items_by_person(study: Study, outcome: Outcome) -> np.ndarray:
    """Return item scores, people x items; NaN where not answered."""
    version = study.registry.version(outcome.instrument, outcome.version)
    wanted = list(subscale_of(study, outcome).items)
    responses = study.table("responses")
    asked = responses[
        (responses["instrument"] == outcome.instrument)
        & (responses["version"] == outcome.version)
        & (responses["time_point"] == outcome.time_points[0])
        & responses["item"].isin(wanted)
    ]
    people, ids = pd.factorize(asked["person_id"], sort=True)
    places = (people, pd.Index(wanted).get_indexer(asked["item"]))
    values, na = np.full((len(ids), len(wanted)), np.nan), np.zeros((len(ids), len(wanted)), dtype=bool)
    values[places] = asked["value"].to_numpy(dtype="float64", na_value=np.nan)
    na[places] = is_yes(asked["is_not_applicable"]).to_numpy()
    items = {item.id: item for item in version.items}
    scored = [item_scores(version, items[name], values[:, at], na[:, at]) for at, name in enumerate(wanted)]
    return np.column_stack(scored)


def _published(study: Study, outcome: Outcome) -> str:
    """Return the alpha that the registry gives, in words; empty where it gives none."""
    known = [found.value for found in subscale_of(study, outcome).reliability if found.kind == "alpha"]
    return f"published: {known[0]:.2f}" if known else ""
