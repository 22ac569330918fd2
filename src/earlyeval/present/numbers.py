"""Released numbers as text: one way to write a count, a percentage, an interval, a p value."""

import math
from collections.abc import Mapping
from typing import Any

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.protect.rounding import IN_WORDS

MINUS = "\N{MINUS SIGN}"
NOT_AVAILABLE = "\N{EN DASH}"
# A difference of two shares is written in percentage points, and so is a share that a model estimates.
SHARES = ("proportion_difference", "seen_by", "chart_limits", "cumulative_incidence")


def is_missing(number: float) -> bool:
    """Say whether a number is missing."""
    return number is None or math.isnan(number)


def number_text(number: float, *, decimals: int) -> str:
    """Return a number with fixed decimals, thousands marked, a true minus sign and no negative zero."""
    text = f"{round(number, decimals) + 0.0:,.{decimals}f}"
    return text.replace("-", MINUS)


def count_text(count: float) -> str:
    """Return a count without decimals."""
    return number_text(count, decimals=0)


def percent_text(share: float, *, decimals: int = 0) -> str:
    """Return a share between 0 and 1 as a percentage."""
    return f"{number_text(100 * share, decimals=decimals)}%"


def said_in_words(row: Mapping[str, Any]) -> str:
    """Return "all or nearly all" or "few" where a share was released without a percentage for that reason."""
    return row["rule"] if is_missing(row["estimate"]) and row["rule"] in IN_WORDS else ""


def percent_in_brackets(row: Mapping[str, Any]) -> str:
    """Return " (38%)" or " (all or nearly all)" to stand behind the counts of a share; "" where there is neither."""
    if row["estimand"] == "count":
        return ""
    words = said_in_words(row) if is_missing(row["estimate"]) else percent_text(row["estimate"])
    return f" ({words})" if words else ""


def p_text(p_value: float) -> str:
    """Return a p value to three decimals; below that "<0.001".

    Of a test on counts the gate tells a number just below a bound: "<0.05".
    """
    if p_value < 0.001:
        return "<0.001"
    thousandths = p_value * 1000
    if abs(thousandths - round(thousandths)) > 0.01:
        return f"<{number_text(math.ceil(thousandths) / 1000, decimals=2)}"
    return number_text(p_value, decimals=3)


def decimals_of(estimand: str) -> int:
    """Return how many decimals an estimate of this quantity is printed with."""
    return ESTIMANDS[estimand].decimals


def is_share(estimand: str) -> bool:
    """Say whether a quantity is printed as a percentage."""
    return ESTIMANDS[estimand].kind == "share" or estimand in SHARES


def value_text(row: Mapping[str, Any], column: str = "estimate") -> str:
    """Return one number of a released row as text; the profile's mark where it is hidden."""
    number = row[column]
    if is_missing(number):
        words = said_in_words(row) if column == "estimate" else ""
        return words or hidden_text(row, column)
    if is_share(row["estimand"]):
        return percent_text(number)
    return number_text(number, decimals=decimals_of(row["estimand"]))


def interval_text(row: Mapping[str, Any]) -> str:
    """Return the interval of a released row, "1.2 to 3.4"; a mark or a dash where there is none."""
    if is_missing(row["conf_low"]) or is_missing(row["conf_high"]):
        return hidden_text(row, "conf_low")
    return f"{value_text(row, 'conf_low')} to {value_text(row, 'conf_high')}"


def with_interval(row: Mapping[str, Any]) -> str:
    """Return estimate and interval in one cell, "-2.3 (-3.1 to -1.6)"."""
    if is_missing(row["conf_low"]) or is_missing(row["estimate"]):
        return value_text(row)
    return f"{value_text(row)} ({interval_text(row)})"


def n_text(row: Mapping[str, Any], column: str = "n") -> str:
    """Return a count of a released row as text; a mark where it is hidden, a dash where there is none."""
    return hidden_text(row, column) if is_missing(row[column]) else count_text(row[column])


def n_of_text(row: Mapping[str, Any]) -> str:
    """Return "48 of 104"; only "48" where the row has no whole group."""
    if is_missing(row["n_expected"]) and "n_expected" not in row["hidden"].split():
        return n_text(row)
    return f"{n_text(row)} of {n_text(row, 'n_expected')}"


def hidden_text(row: Mapping[str, Any], column: str) -> str:
    """Return the mark of a hidden number, or a dash for one that never was."""
    return row["mark"] or "*" if column in row["hidden"].split() else NOT_AVAILABLE
