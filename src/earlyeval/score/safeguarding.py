"""Answers that a person at the service must see: who gave them, when, and to which item. Never a result.

Nothing of this may reach a result row, so no other layer but the command that writes the list may import it.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from earlyeval.registry.instruments import Instrument, Version
from earlyeval.registry.load import Registry
from earlyeval.score.items import item_scores
from earlyeval.tidy.texts import in_order

COLUMNS = ["person_id", "time_point", "completed_on", "instrument", "version", "item", "counts", "at_least"]
_ORDER = ["person_id", "time_point", "instrument", "version", "item"]


def asks(registry: Registry, tables: Mapping[str, pd.DataFrame]) -> bool:
    """Tell whether any questionnaire that arrived has an item that the registry names for safeguarding."""
    arrived = set(tables["responses"]["instrument"].dropna().unique())
    return any(registry.instruments[name].safeguarding for name in arrived if name in registry.instruments)


def to_be_seen(registry: Registry, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return every answer that reaches the bound which the registry gives for its item.

    Parameters
    ----------
    registry : Registry
        Instruments with their coding and their safeguarding items.
    tables : mapping
        Tidy tables; responses are read. Supplied totals hold no items, so nothing is seen in them.

    Returns
    -------
    DataFrame
        One row per person, time point, instrument version and item, in that order; ``counts`` is what the answer
        counts for (recoded and turned round as the version says), ``at_least`` the bound. An item that was not
        answered is no row.
    """
    responses = tables["responses"]
    found = [
        rows
        for instrument in registry.instruments.values()
        for rows in _of_instrument(instrument, responses)
        if instrument.safeguarding
    ]
    kept = [rows for rows in found if len(rows)]
    if not kept:
        return pd.DataFrame(columns=COLUMNS)
    return in_order(pd.concat(kept, ignore_index=True), _ORDER)[COLUMNS]


def _of_instrument(instrument: Instrument, responses: pd.DataFrame) -> Iterator[pd.DataFrame]:
    rules = {rule.item: rule for rule in instrument.safeguarding}
    own = responses[(responses["instrument"] == instrument.id) & responses["item"].isin(list(rules))]
    for version in instrument.versions:
        for item, rule in rules.items():
            answers = own[(own["version"] == version.id) & (own["item"] == item)]
            counts = _counts(version, item, answers)
            reached = counts >= rule.at_least
            yield answers[reached].assign(counts=counts[reached], at_least=float(rule.at_least))


def _counts(version: Version, item: str, answers: pd.DataFrame) -> np.ndarray:
    declared = next((known for known in version.items if known.id == item), None)
    if declared is None:
        return np.full(len(answers), np.nan)
    is_na = answers["is_not_applicable"].astype("boolean").fillna(value=False).to_numpy(dtype=bool)
    return item_scores(version, declared, answers["value"].to_numpy(dtype="float64", na_value=np.nan), is_na)
