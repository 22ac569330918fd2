"""What staff answered item by item, before and after and looking back: shares in bands of the answer scale."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from earlyeval.analyse.members import ids_of_strand
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.instruments import Item, Response, Subscale
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import proportions
from earlyeval.study import Study
from earlyeval.tidy.lists import items_of, response_of
from earlyeval.tidy.texts import is_among

# Up to so many answers each is shown by itself; longer scales are cut into thirds, or small groups would show nothing.
EACH_UP_TO = 5
NO_ANSWERS = "No answers to single items were returned."
WITHHELD = "One of its items is for a person at the service to see, so no item of it is shown by itself."


@question("staff-items")
def staff_items(study: Study) -> Iterator[Row]:
    """Return, per item of the staff's questionnaires and time point, the share of answers in each band.

    Rows
    ----
    ``outcome`` the outcome, ``label`` the topic of the item (never its wording), ``time_point``, ``subgroup`` the band
    ("0 to 3"). The denominator is those who answered the item at that time: before and after are not of the same
    people where somebody answered once.
    """
    for outcome in study.outcomes:
        if outcome.strand == "staff" and outcome.source == "scores" and outcome.is_averaged:
            yield from _items_of_outcome(study, outcome)


def bands_of(response: Response) -> list[tuple[str, float, float]]:
    """Return the bands of an answer scale: words, lowest, highest."""
    lowest, highest = response.lowest, response.highest
    codes = np.arange(lowest, highest + 1)
    if len(codes) <= EACH_UP_TO:
        return [(f"answer {code:g}", float(code), float(code)) for code in codes]
    parts = [part for part in np.array_split(codes, 3) if len(part)]
    return [(f"{part[0]:g} to {part[-1]:g}", float(part[0]), float(part[-1])) for part in parts]


def _items_of_outcome(study: Study, outcome: Outcome) -> Iterator[Row]:
    version = study.registry.version(outcome.instrument, outcome.version)
    scale: Subscale = study.registry.subscale(outcome.instrument, outcome.version, outcome.subscale)
    items = items_of(version)
    answers = _answers(study, outcome)
    row = outcome_row(study, outcome) | {"unit": "staff", "source_table": "responses", "note": ""}
    if study.registry.withheld_items(outcome.instrument) & set(scale.items):
        yield not_estimable(row | {"estimand": "proportion", "n": 0, "n_expected": 0}, reason=WITHHELD)
        return
    asked = [(items[name], response_of(version, items[name])) for name in scale.items]
    asked = [(item, response) for item, response in asked if response is not None]
    if asked and answers.empty:
        yield not_estimable(row | {"estimand": "proportion", "n": 0, "n_expected": 0}, reason=NO_ANSWERS)
        return
    for item, response in asked:
        yield from _item(study, answers[answers["item"] == item.id], row, item, bands_of(response))


def _answers(study: Study, outcome: Outcome) -> pd.DataFrame:
    answers = study.table("responses")
    kept = (answers["instrument"] == outcome.instrument) & (answers["version"] == outcome.version)
    kept &= answers["value"].notna() & answers["time_point"].isin(outcome.time_points)
    return answers[kept & is_among(answers["person_id"], ids_of_strand(study, "staff"))]


def _item(
    study: Study, answers: pd.DataFrame, row: Row, item: Item, bands: Sequence[tuple[str, float, float]]
) -> Iterator[Row]:
    for time_point in [point for point in study.time_points if point in set(answers["time_point"])]:
        values = answers.loc[answers["time_point"] == time_point, "value"]
        for words, lowest, highest in bands:
            n = int(values.between(lowest, highest).sum())
            share = proportions.wilson(n, len(values), conf_level=study.plan.conf_level)
            named = {"label": item.label or item.id, "time_point": time_point, "subgroup": words}
            yield row | named | share.as_row()
