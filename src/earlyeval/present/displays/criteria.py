"""Progression criteria: bounds agreed beforehand, the result, the verdict in word and shape, the agreed action."""

import pandas as pd

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.present.display import Figure, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.stacked import count_and_share
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import value_text
from earlyeval.present.rows import Row, first, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import TOO_FEW_ANSWERS, upper_first

VERDICTS = {"go": "▲ Go", "amend": "■ Amend", "stop": "● Stop and rethink"}
NOT_JUDGED = "– Not judged"


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return a picture of the verdicts and the table: criterion, bounds, when agreed, result, verdict, action.

    Rows: one ``criterion`` verdict each (``label``, ``direction`` go, amend or stop, ``note`` the bounds, ``reason``
    the action, ``method`` when and by whom agreed) and, with the same ``outcome``, the result row that it read.
    """
    verdicts = where(rows, estimand="criterion")
    if verdicts.empty:
        return nothing_to_show(verdicts, setting, about="Progression criteria")
    judged = verdicts.assign(direction=[_verdict(row, rows) for row in records(verdicts)])
    lines = [_line(row, rows) for row in records(judged)]
    columns = ("Criterion", "Agreed bounds", "Agreed", "Result", "Verdict", "What was agreed to follow")
    notes = notes_for(rows, setting)
    table = Table("table-criteria", setting.caption("Progression criteria"), columns, tuple(lines), notes)
    return Shown((_figure(judged, setting), table))


def _indicator(verdict: Row, rows: pd.DataFrame) -> Row | None:
    return first(where(rows[rows["estimand"] != "criterion"], outcome=verdict["outcome"]))


def _verdict(verdict: Row, rows: pd.DataFrame) -> str:
    """A verdict on an average that is hidden would tell of it, so it is not given; a share's verdict is coarse."""
    indicator = _indicator(verdict, rows)
    hidden = indicator is not None and indicator["status"] in ("hidden", "refused")
    return "" if hidden and ESTIMANDS[indicator["estimand"]].kind not in ("count", "share") else verdict["direction"]


def _line(verdict: Row, rows: pd.DataFrame) -> tuple[str, ...]:
    indicator = _indicator(verdict, rows)
    told = verdict["reason"] if verdict["status"] == "not_estimable" else ""
    result = told or TOO_FEW_ANSWERS
    if indicator is not None and indicator["status"] != "not_estimable":
        counted = ESTIMANDS[indicator["estimand"]].kind in ("count", "share")
        result = count_and_share(indicator) if counted else value_text(indicator)
    action = verdict["reason"] if verdict["direction"] else ""
    word = VERDICTS.get(verdict["direction"], NOT_JUDGED)
    return verdict["label"], upper_first(verdict["note"]), upper_first(verdict["method"]), result, word, action


def _figure(rows: pd.DataFrame, setting: Setting) -> Figure:
    from earlyeval.present.figures.criteria import LOOKS, criteria

    counted = [(word, int((rows["direction"] == name).sum())) for name, (word, _, _) in reversed(LOOKS.items())]
    told = ", ".join(f"{number} {word.lower()}" for word, number in counted)
    left = len(rows) - sum(number for _, number in counted)
    alt = f"Dot chart of {len(rows)} progression criteria by verdict: {told}{f', {left} not judged' if left else ''}."
    return criteria(
        rows,
        labels=list(rows["label"]),
        identity="figure-criteria",
        title=f"Progression criteria: {told}",
        alt=alt,
        caption=setting.caption("Verdict on each criterion"),
    )
