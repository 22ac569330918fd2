"""Answers of many people in a square: forms down, items across."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from earlyeval.registry.instruments import Version
from earlyeval.tidy.forms import FormsPart


@dataclass(frozen=True)
class Forms:
    """Forms of one instrument version. ``whose`` has one row per form; the squares have forms x items."""

    whose: pd.DataFrame = field(repr=False)
    values: np.ndarray = field(repr=False)
    is_not_applicable: np.ndarray = field(repr=False)


def forms_of(answers: pd.DataFrame, version: Version, *, by: list[str]) -> Forms:
    """Return long answers of one version as forms.

    Parameters
    ----------
    answers : DataFrame
        One row per answer: the columns of ``by``, item, value, is_not_applicable. No key occurs twice.
    version : Version
        Its items, in order; items of no answer are missing.
    by : list of str
        What makes a form (person_id, time_point; for ratings also clip_id).
    """
    items = {item.id: place for place, item in enumerate(version.items)}
    forms = answers.groupby(by, sort=False, observed=True).ngroup().to_numpy()
    n_forms = int(forms.max()) + 1 if len(forms) else 0
    places = answers["item"].map(items).to_numpy(dtype="int64")
    values = np.full((n_forms, len(items)), np.nan)
    is_na = np.zeros((n_forms, len(items)), dtype=bool)
    values[forms, places] = answers["value"].to_numpy(dtype="float64")
    is_na[forms, places] = answers["is_not_applicable"].to_numpy(dtype=bool)
    firsts = ~pd.Series(forms).duplicated().to_numpy()
    return Forms(answers.loc[firsts, by].reset_index(drop=True), values, is_na)


def forms_as_sent(part: FormsPart, version: Version) -> Forms:
    """Return answers that are forms already as forms, every item of the version in its order."""
    places = {item: place for place, item in enumerate(part.items)}
    if list(places) == [item.id for item in version.items]:
        return Forms(part.head, part.values, part.is_not_applicable)
    n_forms = len(part.head)
    values = np.full((n_forms, len(version.items)), np.nan)
    is_na = np.zeros(values.shape, dtype=bool)
    for number, item in enumerate(version.items):
        if item.id in places:
            values[:, number] = part.values[:, places[item.id]]
            is_na[:, number] = part.is_not_applicable[:, places[item.id]]
    return Forms(part.head, values, is_na)


def completed_on(answers: pd.DataFrame, *, by: list[str]) -> pd.Series:
    """Return the day each form was completed: the latest day given for any of its answers, in order of the forms."""
    return answers.groupby(by, sort=False, observed=True)["completed_on"].max().reset_index(drop=True)
