"""Words beside scores: the band of each, or its status where an age form decides."""

from typing import Any

import numpy as np
import pandas as pd

from earlyeval.registry.instruments import Subscale
from earlyeval.registry.load import Registry
from earlyeval.score.cut_offs import band_of, status_of_form
from earlyeval.tidy.readers.sheet import TEXT
from earlyeval.tidy.texts import one_text, spread_texts


def bands_of(subscale: Subscale, scores: np.ndarray) -> pd.Series:
    """Return the label of the band of each score without an age form; missing where the registry has no bands."""
    if not subscale.bands or subscale.form_cut_offs:
        return one_text(None, len(scores))
    values, codes = np.unique(scores, return_inverse=True)
    return spread_texts([band_of(subscale, value) or None for value in values], codes)


def with_readings(registry: Registry, scores: pd.DataFrame) -> pd.DataFrame:
    """Return scores with ``band``: the band's label, the form's status, or missing where the registry has neither.

    Each different reading of an instrument's form and score is looked up once.
    """
    if scores.empty:
        return scores
    codes = [pd.factorize(scores[name])[0] for name in ("instrument", "version", "subscale", "form")]
    values = pd.factorize(scores["score"])[0]
    together = np.ravel_multi_index([*(code + 1 for code in codes), values + 1], _sizes([*codes, values]))
    kinds, firsts = np.unique(together, return_index=True)
    labels = pd.Series([_label(registry, row) or None for row in scores.iloc[firsts].to_dict("records")], dtype=TEXT)
    return scores.assign(band=labels.take(np.searchsorted(kinds, together)).set_axis(scores.index))


def _sizes(codes: list[np.ndarray]) -> tuple[int, ...]:
    return tuple(int(code.max()) + 2 for code in codes)


def _label(registry: Registry, row: dict[str, Any]) -> str:
    subscale = registry.subscale(row["instrument"], row["version"], row["subscale"])
    if subscale.form_cut_offs:
        return status_of_form(subscale, str(row["form"]), row["score"])
    return band_of(subscale, row["score"]) if subscale.bands else ""
