"""Numbers beside accounts, domain by domain: what each says, whether they fit, what we take from both."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.spoken_words import accounts_words, fit_words, numbers_words
from earlyeval.present.notes import notes_for
from earlyeval.present.rows import Row, groups, of_kind, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

BOTH_SILENT = "… Both are silent"
NOBODY_SAYS = "The numbers say nothing; the accounts say nothing"
SILENT = "Nothing on this."
NUMBERS = ("change", "share", "summary", "model", "test", "setting")
RULE = (
    "Agreement: both say the same. Contradiction: one says better, the other worse. In part: one is clear, the other "
    "is not. A change speaks by whether its interval leaves zero out, a share of positive answers by whether its "
    "interval leaves one half out; other numbers describe, and the analysts say what they take from them."
)
LIMITS, HALF_A_DECIMAL = ("conf_low", "conf_high"), 0.05
ROUNDED = "An interval that ends at 0.0 may leave zero out: its ends are rounded, what they say is not."
BY_TEST = (
    "Grades are ordered and have no mean, and one room is one case: these speak by their test (p below 0.05) and by "
    "the way that more of them moved."
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
            numbers = of_kind(others[others["strand"] != "qualitative"], *NUMBERS)
            lines.append((
                verdict["label"] or setting.name(verdict["outcome"]),
                numbers_words(records(numbers), setting) or SILENT,
                accounts_words(records(accounts)) or SILENT,
                _fit(verdict, setting),
                " ".join(text for text in (verdict["reason"], verdict["note"]) if text),
            ))  # fmt: skip
    authors = [text[:1].upper() + text[1:] + "." for text in where(rows, estimand="convergence")["method"] if text]
    near = of_kind(rows, "change", "model")
    is_near = any((near[end].abs() < HALF_A_DECIMAL).any() for end in LIMITS)
    is_tested = len(of_kind(rows, "test", "setting")) > 0
    notes = notes_for(
        rows, setting, RULE, BY_TEST if is_tested else "", ROUNDED if is_near else "", *dict.fromkeys(authors)
    )
    columns = ("About", "What the numbers say", "What people said", "Do they fit?", "What we take from it")
    return Shown(
        (Table("table-joint-display", setting.caption("Numbers beside accounts"), columns, tuple(lines), notes),)
    )


def _fit(verdict: Row, setting: Setting) -> str:
    if verdict["direction"] == "silence" and verdict["reason"].startswith(NOBODY_SAYS):
        return BOTH_SILENT
    return fit_words(verdict, setting)
