"""Pairs of codes that share passages, and how many of the people who have either have both."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_of_text, n_text, value_text
from earlyeval.present.rows import first, groups, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

TITLE = "Codes that share passages"
NO_LINK = "Two codes on one passage were heard together; that one leads to the other does not follow."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one table, the pairs with most passages first and hidden ones last.

    Rows per pair: ``count`` of shared passages and ``jaccard``.
    """
    told = nothing_to_show(rows, setting, about=TITLE)
    if told:
        return told
    has_share = where(rows, estimand="jaccard")["estimate"].notna().any()
    lines, passages = [], where(rows, estimand="count").set_index("outcome")["n"].fillna(-1.0)
    for _, of_pair in sorted(groups(rows, "outcome"), key=lambda pair: -passages.get(pair[0][0], -1.0)):
        shared, both = first(where(of_pair, estimand="count")), first(where(of_pair, estimand="jaccard"))
        people = ("", "") if both is None else (n_of_text(both), value_text(both))
        lines.append((first(of_pair)["label"], n_text(shared), *people[: 1 + has_share]))
    columns = ("Codes", "Passages shared", "People with both, of those with either", *(("Share",) if has_share else ()))
    notes = notes_for(rows, setting, NO_LINK)
    return Shown((Table("table-co-occurrence", setting.caption(TITLE), columns, tuple(lines), notes),))
