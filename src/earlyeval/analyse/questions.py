"""What makes a function an answer to a question: its rows, filed under the question's name.

An analysis asks for rows by calling the function. If the runner has already made them for exactly these data by
exactly this code, they are read from there; otherwise they are made, once for each study. Either way they are
the same rows.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import pandas as pd

from earlyeval.analyse.kept import once
from earlyeval.foundations.errors import UnknownNameError
from earlyeval.foundations.results import results_frame
from earlyeval.registry.ranges import score_step
from earlyeval.study import Study

Row = dict[str, Any]


def question(name: str) -> Callable[[Callable[[Study], Iterable[Row]]], Callable[[Study], pd.DataFrame]]:
    """Make a function that yields rows into one that returns the results frame of the question ``name``."""

    def answering(function: Callable[[Study], Iterable[Row]]) -> Callable[[Study], pd.DataFrame]:
        @once
        @wraps(function)
        def answered(study: Study) -> pd.DataFrame:
            if study.stored is not None:
                return study.stored[study.stored["question"] == name].reset_index(drop=True)
            shared = {"programme": study.programme.id, "site": study.site.id, "question": name}
            return results_frame({**shared, **row, **of_scale(study, row)} for row in function(study))

        answered.question = name  # type: ignore[attr-defined]
        return answered

    return answering


def of_scale(study: Study, row: Row) -> dict[str, float]:
    """Return the ends of the scale that a row is about, and its step, for the gate; nothing where it has none."""
    names = [str(row.get(name, "")) for name in ("instrument", "version", "subscale")]
    try:
        scale = study.registry.subscale(*names)
    except UnknownNameError:
        return {}
    return {
        "scale_low": float(scale.lowest), "scale_high": float(scale.highest), "scale_step": score_step(scale),
    }  # fmt: skip


def of_strand(rows: pd.DataFrame, strand: str) -> pd.DataFrame:
    """Return the rows of one strand, in their order: "family", "staff", "delivery", "qualitative" or "study"."""
    return rows[rows["strand"] == strand].reset_index(drop=True)
