"""Numbers beside accounts, domain by domain: what each says, whether they fit, what we take from both."""

import pandas as pd

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import is_missing, n_of_text, with_interval
from earlyeval.present.rows import Row, groups, of_kind, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import TOO_FEW_ANSWERS

FIT_WORDS = {
    "agreement": "= Agreement",
    "partial": "~ Agreement in part",
    "expansion": "+ Adds to it",
    "dissonance": "≠ Contradiction",
    "silence": "… One of the two is silent",
}
BOTH_SILENT = "… Both are silent"
NOBODY_SAYS = "The numbers say nothing; the accounts say nothing"
SILENT = "Nothing on this."
RULE = (
    "Agreement: both say the same. Contradiction: one says better, the other worse. In part: one is clear, the other "
    "is not."
)


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one line per domain: numbers, accounts, fit, what we take from it.

    Rows: one ``convergence`` verdict per domain (``label`` the domain, ``direction`` the fit, ``reason`` the two
    readings, ``note`` the meta-inference, ``method`` its author) and, sharing its ``subgroup``, the result rows that
    it rests on: changes, and themes (``strand`` qualitative).
    """
    nothing = nothing_to_show(where(rows, estimand="convergence"), setting, about="Numbers beside accounts")
    if nothing:
        return nothing
    lines = []
    for _, of_domain in groups(rows, "subgroup"):
        for verdict in records(where(of_domain, estimand="convergence")):
            others = of_domain[of_domain["estimand"] != "convergence"]
            accounts = where(others, strand="qualitative")
            numbers = of_kind(others[others["strand"] != "qualitative"], "change", "share", "summary", "model")
            lines.append((
                verdict["label"] or setting.name(verdict["outcome"]),
                " ".join(_number(row, setting) for row in records(numbers)) or SILENT,
                " ".join(_account(row) for row in records(accounts)) or SILENT,
                _fit(verdict, setting),
                " ".join(text for text in (verdict["reason"], verdict["note"]) if text),
            ))  # fmt: skip
    authors = [text[:1].upper() + text[1:] + "." for text in where(rows, estimand="convergence")["method"] if text]
    notes = notes_for(rows, setting, RULE, *dict.fromkeys(authors))
    columns = ("About", "What the numbers say", "What people said", "Do they fit?", "What we take from it")
    return Shown(
        (Table("table-joint-display", setting.caption("Numbers beside accounts"), columns, tuple(lines), notes),)
    )


def _fit(verdict: Row, setting: Setting) -> str:
    if verdict["direction"] == "silence" and verdict["reason"].startswith(NOBODY_SAYS):
        return BOTH_SILENT
    return FIT_WORDS.get(verdict["direction"], setting.name(verdict["direction"]))


def _number(row: Row, setting: Setting) -> str:
    label = row["label"] or setting.name(row["outcome"])
    if row["status"] not in ("shown", "rounded"):
        return f"{label}: {row['reason'] or TOO_FEW_ANSWERS}"
    unit = " points" if ESTIMANDS[row["estimand"]].kind == "change" and row["unit"] == "points" else ""
    return f"{label}: {with_interval(row)}{unit}."


def _account(row: Row) -> str:
    if is_missing(row["n"]):
        return f"“{row['label']}”."
    return f"“{row['label']}”, heard in {n_of_text(row)} {row['unit']}."
