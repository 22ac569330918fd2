"""From referral to analysis: boxes, and the table of the same stages with the share of the stage before."""

import pandas as pd

from earlyeval.present.display import Figure, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.shares import _some_without
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import count_text, n_text, percent_text, said_in_words
from earlyeval.present.rows import Row, first, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import upper_first


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return, per strand, the stages of everybody as boxes, and a table of all stages with each arm beside.

    Rows: one ``count`` per stage (``outcome``) with its words in ``label``, and a ``proportion`` of an earlier stage
    (``comparison``: that stage); the same for each ``arm``. A stage that nobody knows keeps its reason in the notes.
    """
    nothing = nothing_to_show(rows, setting, about="Who took part")
    if nothing:
        return nothing
    parts = []
    for strand in dict.fromkeys(rows["strand"]):
        of_strand = where(rows, strand=strand)
        stages = where(of_strand[of_strand["arm"] == ""], estimand="count")
        stages = stages[stages["status"] != "not_estimable"]
        if len(stages) > 1 and stages["n"].notna().any():
            parts.append(_figure(stages, strand=strand, who=_who(of_strand), setting=setting))
        parts.append(_table(of_strand, setting, strand=strand, who=_who(of_strand)))
    return Shown(tuple(parts))


def _who(rows: pd.DataFrame) -> str:
    """Return who is counted: "Families and parents", "Staff"."""
    units = dict.fromkeys(unit for unit in rows.loc[rows["status"] != "not_estimable", "unit"] if unit)
    return upper_first(" and ".join(units)) or "People"


def _figure(stages: pd.DataFrame, *, strand: str, who: str, setting: Setting) -> Figure:
    from earlyeval.present.figures.flow import flow

    known = records(stages[stages["n"].notna()])
    begin, end = known[0], known[-1]
    return flow(
        stages,
        identity=f"figure-flow-{strand or 'study'}",
        title=f"{who}: from first contact to analysis",
        alt=f"Flow chart of {len(stages)} stages, from {count_text(begin['n'])} ({begin['label'].lower()}) "
        f"down to {count_text(end['n'])} ({end['label'].lower()}).",
        caption=setting.caption("Number at each stage"),
    )


def _table(rows: pd.DataFrame, setting: Setting, *, strand: str, who: str) -> Table:
    arms = [arm for arm in dict.fromkeys(rows["arm"]) if arm]
    shares = where(rows, estimand="proportion")
    lines = []
    for stage in records(where(rows[rows["arm"] == ""], estimand="count")):
        share = first(where(shares[shares["arm"] == ""], outcome=stage["outcome"]))
        of_arms = [first(where(rows, estimand="count", outcome=stage["outcome"], arm=arm)) for arm in arms]
        number = "not known" if stage["status"] == "not_estimable" else n_text(stage)
        lines.append((stage["label"], number, _share(share, rows), *(n_text(cell) if cell else "" for cell in of_arms)))
    columns = ("Stage", "Number", "Share of an earlier stage", *(setting.name(arm) for arm in arms))
    told = [row["note"] for row in records(where(rows, estimand="count")) if row["note"]]
    small = "A stage without a percentage rests on too few for one." if _some_without(shares) else ""
    notes = notes_for(rows, setting, *told, small)
    caption = setting.caption(f"{who}: number at each stage")
    return Table(f"table-flow-{strand or 'study'}", caption, columns, tuple(lines), notes)


def _share(row: Row | None, rows: pd.DataFrame) -> str:
    share = "" if row is None else said_in_words(row)
    if row is None or (pd.isna(row["estimate"]) and not share):
        return ""
    earlier = first(where(rows, outcome=row["comparison"], estimand="count"))
    of = f" of {earlier['label'][:1].lower() + earlier['label'][1:]}" if earlier else ""
    return f"{share or percent_text(row['estimate'])}{of}"
