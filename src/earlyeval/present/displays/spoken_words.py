"""What one row says, in a cell of a joint display: a number with its interval, k of N, a fit, a quotation."""

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


def number_words(row: Row, setting: Setting) -> str:
    """Return a number of the quantitative side with its n, "Low mood: −2.3 (−3.1 to −1.6) points, n = 40."."""
    label = row["label"] or setting.name(row["outcome"])
    if row["status"] not in ("shown", "rounded"):
        return f"{label}: {row['reason'] or TOO_FEW_ANSWERS}"
    words, kind = ESTIMANDS[row["estimand"]].words, ESTIMANDS[row["estimand"]].kind
    value = with_interval(row)
    if kind == "share":
        return f"{label}: {n_of_text(row)}, {value}."
    if kind == "test":
        value = words
    elif kind == "setting":
        value = f"{words} {value}"
    elif kind == "change" and row["unit"] == "points":
        value += " points"
    told = [value, significance(row) if kind in ("test", "setting") else "", f"n = {n_text(row)}"]
    return f"{label}: {', '.join(part for part in told if part)}."


def account_words(row: Row) -> str:
    """Return a theme with the conversations in which it was heard."""
    if is_missing(row["n"]) and not row["hidden"]:
        return f"“{row['label']}”."
    return f"“{row['label']}”, heard in {n_of_text(row)} {row['unit']}."


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


def said(row: Row, setting: Setting) -> str:
    """Return what any row of evidence says."""
    if row["estimand"] == "quotation":
        return quotation_words(row)
    if row["estimand"] == "convergence":
        return f"{row['label']}: {fit_words(row, setting)}."
    if row["estimand"] == "statement":
        return f"{setting.name(row['outcome'])}: {row['reason'] or row['note']}"
    if row["strand"] == "qualitative":
        return account_words(row)
    return number_words(row, setting)
