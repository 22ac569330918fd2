"""The results table: one row per estimate, one shape for numbers and themes alike.

Everything that is shown anywhere (sentence, table, figure, alt text, workbook) comes from these rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from earlyeval.foundations.estimands import ESTIMANDS

# In reading order. Texts default to "", numbers to missing.
TEXT_COLUMNS = (
    "programme", "site", "cluster", "arm", "strand", "question", "outcome", "label", "instrument", "version",
    "subscale", "respondent", "time_point", "comparison", "subgroup", "unit", "estimand",
)  # fmt: skip
NUMBER_COLUMNS = (
    "n", "n_expected", "n_smallest", "estimate", "conf_low", "conf_high", "conf_level", "p_value", "statistic", "df",
)  # fmt: skip
# What only the gate reads, to judge what the rest would tell; never shown. The ends of the scale and its step; which
# share of a sum the one who gave most to it holds, and the next. Missing where a row has no scale, or is no sum.
GATE_COLUMNS = ("scale_low", "scale_high", "scale_step", "share_largest", "share_second")
TAIL_TEXT_COLUMNS = ("method", "direction", "reason", "analysis", "source_table", "sensitivity", "note")
FLAG_COLUMNS = ("estimable", "planned")
SHOWN_COLUMNS = (
    *TEXT_COLUMNS, *NUMBER_COLUMNS, "method", "direction", "estimable", "reason", "analysis", "planned",
    "source_table", "sensitivity", "note",
)  # fmt: skip
COLUMNS = (*SHOWN_COLUMNS, *GATE_COLUMNS)
_DEFAULTS: dict[str, Any] = {
    **dict.fromkeys((*TEXT_COLUMNS, *TAIL_TEXT_COLUMNS), ""),
    **dict.fromkeys((*NUMBER_COLUMNS, *GATE_COLUMNS), float("nan")),
    "estimable": True,
    "planned": True,
    "analysis": "secondary",
    "sensitivity": "personal",
}


def results_frame(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return result rows as one frame with every column of the results table, in order.

    Parameters
    ----------
    rows : iterable of mappings
        Column name to value; what is left out takes its default ("" or missing).

    Returns
    -------
    DataFrame
        One row per estimate. ``n`` is the number of units the estimate rests on; for a proportion the
        numerator, and ``n_expected`` its denominator, so that "n of n_expected" can always be read.
        ``n_smallest`` is the smallest group behind an estimate that compares groups. A row that cannot
        be estimated has ``estimable`` False, a ``reason`` in words and no numbers but its counts. ``GATE_COLUMNS``
        are for the gate alone (docs/decisions/0017).

    Raises
    ------
    ValueError
        A column or an estimand that the results table does not have: a mistake in our own code.
    """
    return typed([_checked(row) for row in rows], COLUMNS)


def typed(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Return complete rows as a frame of these columns: numbers as float64, flags as bool, all else as str."""
    frame = pd.DataFrame({name: [row[name] for row in rows] for name in columns})
    # Made column by column, a frame has most types right already; setting all of them again costs five times as much.
    found = frame.dtypes.astype("str").to_dict()
    for name in columns:
        kind = "float64" if name in (*NUMBER_COLUMNS, *GATE_COLUMNS) else "bool" if name in FLAG_COLUMNS else "str"
        if found[name] != kind:
            values = pd.to_numeric(frame[name]) if kind == "float64" else frame[name]
            frame[name] = values.astype(kind)
    return frame


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows as mappings of plain Python values, in order; pandas' own ``to_dict`` is twenty times slower."""
    names = [str(name) for name in rows.columns]
    return [dict(zip(names, values, strict=True)) for values in rows.to_numpy(dtype=object).tolist()]


def stacked(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Return several results frames as one, in the order given."""
    kept = [frame for frame in frames if len(frame)]
    return pd.concat(kept, ignore_index=True) if kept else results_frame([])


def not_estimable(row: Mapping[str, Any], *, reason: str) -> dict[str, Any]:
    """Return the row of something that was asked and cannot be answered, with the reason in words."""
    kept = {key: value for key, value in row.items() if key not in {"estimate", "conf_low", "conf_high", "p_value"}}
    return {**kept, "estimable": False, "reason": reason}


def _checked(row: Mapping[str, Any]) -> dict[str, Any]:
    unknown = [name for name in row if name not in _DEFAULTS and name not in ("n",)]
    if unknown:
        raise ValueError(f"The results table has no column {', '.join(unknown)}.")
    if row.get("estimand") not in ESTIMANDS:
        raise ValueError(f"'{row.get('estimand')}' is not in the table of estimands.")
    return {**_DEFAULTS, **{key: value for key, value in row.items() if value is not None}}
