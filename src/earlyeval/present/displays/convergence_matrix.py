"""How numbers and accounts fit by two raters, by agreement, and by rule; and how far the raters agree."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import count_text, interval_text, is_missing, n_of_text, number_text, value_text
from earlyeval.present.rows import Row, first, groups, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

READERS = {"computed": "By rule", "first rater": "First rater", "second rater": "Second rater", "agreed": "Agreed"}
FITS = {"agreement": "= Agreement", "partial": "~ In part", "silence": "… Silence", "dissonance": "≠ Dissonance"}
RULE = "Silence: one of the two, or both, say nothing of it. Dissonance: the two say opposite things."
NOT_RATED = "not rated"
FIGURES = (("cohen_kappa", "Cohen's kappa"), ("gwet_ac1", "AC1"))
SPREAD_WORDS = "With so few domains the interval is wide; the two should talk through each difference whatever it says."


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return one table: domain, reading by rule, by each rater, agreed, action; notes on agreement and completeness.

    Rows: ``convergence`` by ``label`` (the domain) and ``subgroup`` (the reader), ``statement`` for the action,
    ``percent_agreement`` and ``cohen_kappa`` of the raters, ``count`` of completeness.
    """
    verdicts = where(rows, estimand="convergence")
    nothing = nothing_to_show(verdicts, setting, about=title)
    if nothing:
        return nothing
    lines = []
    for (_, label), of_domain in groups(verdicts, "outcome", "label"):
        read = {row["subgroup"]: FITS.get(row["direction"], "") for row in records(of_domain)}
        action = first(where(rows, estimand="statement", outcome=of_domain["outcome"].iloc[0], subgroup="action"))
        lines.append((label, *(read.get(reader, NOT_RATED) for reader in READERS), action["note"] if action else ""))
    raters = list(dict.fromkeys(row["method"] for row in records(verdicts) if row["method"]))
    notes = [RULE, *(f"{text[:1].upper()}{text[1:]}." for text in raters)]
    notes += [_agreement(where(rows, estimand=("percent_agreement", "cohen_kappa", "gwet_ac1"))), _complete(rows)]
    columns = ("About", *READERS.values(), "What is done about it")
    table = Table(
        "table-convergence-matrix", setting.caption(title), columns, tuple(lines),
        notes_for(where(rows, estimand="cohen_kappa"), setting, *notes),
    )  # fmt: skip
    return Shown((table,))


def _agreement(rows: pd.DataFrame) -> str:
    found = {row["estimand"]: row for row in records(rows) if is_shown(row)}
    if "cohen_kappa" not in found:
        return ""
    told = [f"{words} {value_text(found[name])}{_interval(found[name])}" for name, words in FIGURES if name in found]
    words = f"The two raters, over {n_of_text(found['cohen_kappa'])} domains: {', '.join(told)}"
    if "percent_agreement" in found:
        words = f"{words}, the same reading in {number_text(100 * found['percent_agreement']['estimate'], decimals=0)}%"
    return f"{words}. {SPREAD_WORDS}"


def _interval(row: Row) -> str:
    return "" if is_missing(row["conf_low"]) else f" ({interval_text(row)})"


def _complete(rows: pd.DataFrame) -> str:
    told = [
        f"{row['subgroup']} for {count_text(row['n'])} of {count_text(row['n_expected'])} domains"
        for row in records(where(rows, outcome="completeness"))
        if not is_missing(row["n"])
    ]
    return f"Completeness: {'; '.join(told)}." if told else ""
