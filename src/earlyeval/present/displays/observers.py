"""Who observed, what each saw of the core components, and whether two pairs of eyes saw the same."""

import pandas as pd

from earlyeval.present.display import Sentences, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.stacked import count_and_share
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import interval_text, value_text
from earlyeval.present.rows import Row, first, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return a table of the share delivered as intended by role of the observer, and a sentence on agreement."""
    nothing = nothing_to_show(where(rows, estimand="proportion"), setting, about=title)
    if nothing:
        return nothing
    roles = rows[(rows["respondent"] != "") & (rows["subgroup"] != "")]
    lines = tuple((row["label"], count_and_share(row)) for row in records(roles))
    columns = ("Observed by", "Core components as intended, of those rated")
    table = Table(f"table-{slug(title)}", setting.caption(title), columns, lines, notes_for(roles, setting))
    agreement = first(where(rows, outcome="agreement", estimand="proportion"))
    kappa = first(where(rows, outcome="agreement", estimand="cohen_kappa"))
    return Shown((table, *((_sentence(agreement, kappa),) if agreement else ())))


def _sentence(row: Row, kappa: Row | None) -> Sentences:
    if row["status"] == "not_estimable":
        return Sentences((row["reason"],))
    told = [f"{row['label']}, where both rated the same component: {count_and_share(row)}."]
    if kappa is not None and is_shown(kappa):
        limits = (
            ""
            if pd.isna(kappa["conf_low"])
            else f" ({level_words(pd.DataFrame([kappa]))} interval {interval_text(kappa)})"
        )
        told.append(
            f"Beyond chance, with larger disagreements counting more: weighted kappa {value_text(kappa)}{limits}; 0 is "
            "chance, 1 is perfect."
        )
    return Sentences(tuple(told))
