"""Words beside scores: the band of each, or its status where an age form decides."""

import pandas as pd

from earlyeval.registry.instruments import Subscale
from earlyeval.registry.load import Registry
from earlyeval.score.cut_offs import band_of, status_of_form


def with_readings(registry: Registry, scores: pd.DataFrame) -> pd.DataFrame:
    """Return scores with ``band``: the band's label, the form's status, or missing where the registry has neither."""
    bands = pd.Series(None, index=scores.index, dtype="str")
    for (instrument, version, name), rows in scores.groupby(["instrument", "version", "subscale"], sort=True):
        subscale = registry.subscale(str(instrument), str(version), str(name))
        if subscale.bands or subscale.form_cut_offs:
            bands.loc[rows.index] = _labels(subscale, rows).to_numpy()
    return scores.assign(band=bands)


def _labels(subscale: Subscale, rows: pd.DataFrame) -> pd.Series:
    """Return the reading of each row. Each different pair of form and score is read once."""
    pairs = rows[["form", "score"]].drop_duplicates()
    readings = [
        status_of_form(subscale, str(form), score) if subscale.form_cut_offs else band_of(subscale, score)
        for form, score in zip(pairs["form"], pairs["score"], strict=True)
    ]
    labels = pairs.assign(label=pd.Series([label or None for label in readings], index=pairs.index, dtype="str"))
    return rows[["form", "score"]].merge(labels, on=["form", "score"], how="left")["label"]
