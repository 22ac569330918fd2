"""The words of a one-page newsletter for families and staff: short sentences made from released rows alone.

No p values, no intervals, no names of tests: a sentence that has no honest short form is left out.
"""

import pandas as pd

from earlyeval.present.place import lower_first
from earlyeval.present.rows import Row, any_shown, first, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.wording import higher_or_lower, how_many, judged, points, sentence, upper_first
from earlyeval.protect.gate import Released

MOST_CHANGES = 3
FEWEST_DAYS = 10
NOT_KNOWN = (
    "There was no other group to compare with, so nobody can say what brought a change about.",
    "Those who did not answer may see it differently.",
)
Part = tuple[str, tuple[str, ...]]


def newsletter_parts(released: Released, setting: Setting, *, what_next: str, thanks: str) -> list[Part]:
    """Return the parts of a newsletter: heading and sentences; a part without anything to say is left out.

    Parameters
    ----------
    released : Released
        The rows of a report that passed the gate.
    what_next, thanks : str
        Written by people, in the registry.
    """
    rows = released.rows
    parts = [
        ("Who came", _who_came(rows, setting)),
        ("What staff did", _training(rows, setting)),
        ("What staff say now", _changes(where(rows, question="staff-change"), setting)),
        ("What parents say now", _changes(where(rows, question="family-change"), setting)),
        ("What we saw in the room", _room(rows)),
        ("What we do not know", NOT_KNOWN),
        ("What happens next", (sentence(what_next),) if what_next else ()),
        ("Thank you", (sentence(thanks),)),
    ]
    return [(heading, sentences) for heading, sentences in parts if sentences]


def _who_came(rows: pd.DataFrame, setting: Setting) -> tuple[str, ...]:
    counted = where(rows, question="visits", unit="families", estimand="count", cluster="", subgroup="")
    told = [
        f"{upper_first(how_many(row, setting, who='families'))} came to the {lower_first(row['label'])}."
        for row in records(counted)
        if any_shown(pd.DataFrame([row]))
    ]
    referred = first(_shown(where(rows, question="drop-in-families", subgroup="referred", estimand="count")))
    if referred:
        told.append(f"Of them, {how_many(referred, setting, who='families')} had been referred.")
    again = first(_shown(where(rows, question="drop-in-families", subgroup="again-4")))
    if again:
        told.append(f"{upper_first(how_many(again, setting, who='families'))} {lower_first(again['label'])}.")
    return tuple(told)


def _training(rows: pd.DataFrame, setting: Setting) -> tuple[str, ...]:
    asked = where(rows, question="dose", strand="staff", estimand="proportion", subgroup="", analysis="secondary")
    return tuple(
        f"{upper_first(how_many(row, setting, who='staff'))} {lower_first(row['label'])}."
        for row in records(_shown(asked))
    )


def _changes(rows: pd.DataFrame, setting: Setting) -> tuple[str, ...]:
    changed = records(_shown(where(rows, estimand="mean_change", subgroup="pairs")).head(MOST_CHANGES))
    if not changed:
        return ()
    who = "staff" if changed[0]["strand"] == "staff" else ""
    asked = f"{upper_first(how_many(changed[0], setting, who=who))} answered before and after."
    return (asked, *(_change(row) for row in changed))


def _change(row: Row) -> str:
    if judged(row) == "unclear":
        return f"{row['label']}: no clear change."
    scale = f" ({row['note']})" if row["note"][:1].isdigit() else ""
    size = f"{points(row['estimate'])} {higher_or_lower(row['estimate'])}"
    side = {"better": ", for the better", "worse": ", for the worse"}.get(judged(row), "")
    return f"{row['label']}{scale}: {size} on average{side}."


def _room(rows: pd.DataFrame) -> tuple[str, ...]:
    """Say which way the days after the start lay, where they lay clearly to one side of those before."""
    told = []
    for row in records(_shown(where(rows, question="setting-course", estimand="tau_ab"))):
        if row["n"] < FEWEST_DAYS:
            continue  # too few days for either sentence
        if row["p_value"] < 0.05:
            side = "higher" if row["estimate"] > 0 else "lower"
            told.append(f"{row['label']}: an observer's scores were {side} on later days than before the start.")
        else:
            told.append(f"{row['label']}: an observer saw no clear difference between later days and those before.")
    return tuple(told)


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["status"].isin(("shown", "rounded")) & rows["n"].notna()]
