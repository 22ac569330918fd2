"""What one row says, in a cell of a joint display: a number with its interval, k of N, a fit, a quotation."""

from collections.abc import Iterable

import pandas as pd

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.present.numbers import is_missing, n_of_text, n_text, with_interval
from earlyeval.present.rows import Row, records
from earlyeval.present.setting import Setting
from earlyeval.present.wording import TOO_FEW_ANSWERS, significance

FIT_WORDS = {
    "agreement": "= Agreement",
    "partial": "~ Agreement in part",
    "expansion": "+ Adds to it",
    "dissonance": "≠ Contradiction",
    "silence": "… One of the two is silent",
}


def numbers_words(rows: Iterable[Row], setting: Setting) -> str:
    """Return numbers of the quantitative side, each with its n: "Low mood: −2.3 (−3.1 to −1.6) points, n = 40."."""
    told: dict[str, list[str]] = {}
    for row in rows:
        told.setdefault(row["label"] or setting.name(row["outcome"]), []).append(_number(row).removesuffix("."))
    return " ".join(f"{label}: {'; '.join(values)}." for label, values in told.items())


def _number(row: Row) -> str:
    if row["status"] not in ("shown", "rounded"):
        return row["reason"] or TOO_FEW_ANSWERS
    words, kind = ESTIMANDS[row["estimand"]].words, ESTIMANDS[row["estimand"]].kind
    value = with_interval(row)
    if kind == "share":
        return f"{n_of_text(row)}, {value}"
    if kind == "test":
        value = words
    elif kind == "setting":
        value = f"{words} {value}"
    elif kind == "change" and row["unit"] == "points":
        value += " points"
    told = [value, significance(row) if kind in ("test", "setting") else "", f"n = {n_text(row)}"]
    return ", ".join(part for part in told if part)


def accounts_words(rows: Iterable[Row]) -> str:
    """Return themes with the conversations in which each was heard: "“Ease”, heard in 9 of 9 interviews and ..."."""
    told: dict[str, list[str]] = {}
    for row in rows:
        heard = [] if is_missing(row["n"]) and not row["hidden"] else [f"{n_of_text(row)} {row['unit']}"]
        told.setdefault(row["label"], []).extend(heard)
    return " ".join(
        f"“{label}”, heard in {' and '.join(dict.fromkeys(heard))}." if heard else f"“{label}”."
        for label, heard in told.items()
    )


def fit_words(row: Row, setting: Setting) -> str:
    """Return how two sides fit, in word and sign."""
    return FIT_WORDS.get(row["direction"], setting.name(row["direction"]))


def quotation_words(row: Row) -> str:
    """Return a released quotation with its speaker; "" where it was not released."""
    return f"“{row['note']}” ({row['label']})" if row["status"] in ("shown", "rounded") and row["note"] else ""


def reasons_together(rows: pd.DataFrame) -> list[str]:
    """Return each reason why rows could not be estimated once, followed by all that it is about."""
    told: dict[str, list[str]] = {}
    for row in records(rows[rows["status"] == "not_estimable"]):
        told.setdefault(row["reason"] or "Not estimable.", []).append(row["label"])
    return [f"{reason} ({'; '.join(dict.fromkeys(label for label in labels if label))})" if any(labels) else reason
            for reason, labels in told.items()]  # fmt: skip


def said(rows: Iterable[Row], setting: Setting) -> str:
    """Return what rows of evidence say: numbers, themes, quotations and verdicts, those of a kind together.

    Kinds stand in the order in which each first came; the same words stand once.
    """
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        by_kind.setdefault(_kind_of(row), []).append(row)
    told: list[str] = []
    for kind, own in by_kind.items():
        if kind == "numbers":
            told.append(numbers_words(own, setting))
        elif kind == "themes":
            told.append(accounts_words(own))
        else:
            told += [_evidence(row, setting) for row in own]
    return " ".join(text for text in dict.fromkeys(told) if text)


def _kind_of(row: Row) -> str:
    if row["estimand"] in ("quotation", "convergence", "statement"):
        return row["estimand"]
    return "themes" if row["strand"] == "qualitative" else "numbers"


def _evidence(row: Row, setting: Setting) -> str:
    if row["estimand"] == "quotation":
        return quotation_words(row)
    if row["estimand"] == "convergence":
        return f"{row['label']}: {fit_words(row, setting)}."
    return f"{setting.name(row['outcome'])}: {row['reason'] or row['note']}"
