"""A drop-in month by month: visits, families, and which of those were new."""

import pandas as pd

from earlyeval.present.display import Figure, Part, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.side_by_side import side_by_side
from earlyeval.present.numbers import count_text
from earlyeval.present.rows import groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.wording import ten_words

OVERALL = {"visits": "Visits", "families": "Different families"}
MONTHLY = {**OVERALL, "new families": "Of them new", "returning families": "Of them returning"}


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return, per drop-in, a table by cluster, then families by month as bars and as a table."""
    nothing = nothing_to_show(rows, setting, about=title)
    if nothing:
        return nothing
    parts: list[Part] = []
    for (outcome,), of_kind in groups(rows, "outcome"):
        kind = setting.name(outcome)
        overall, monthly = of_kind[of_kind["subgroup"] == ""], of_kind[of_kind["subgroup"] != ""]
        caption = f"{kind}: visits and families over the whole time"
        parts.append(
            side_by_side(overall, setting, title=caption, names={"cluster": "Group"}, columns=OVERALL, column="unit")
        )
        if monthly.empty:
            continue
        families = where(monthly, unit="families")
        if families["n"].notna().any():
            parts.append(_figure(families, setting, kind=kind))
        caption = f"{kind}: visits and families month by month"
        parts.append(
            side_by_side(monthly, setting, title=caption, names={"label": "Month"}, columns=MONTHLY, column="unit")
        )
    return Shown(tuple(parts))


def _figure(families: pd.DataFrame, setting: Setting, *, kind: str) -> Figure:
    from earlyeval.present.figures.months import months

    known = families[families["n"].notna()]
    most = known.loc[known["n"].idxmax()]
    begin, end = records(known)[0], records(known)[-1]
    alt = (
        f"Bar chart of different families in each of {len(families)} months: {count_text(begin['n'])} in "
        f"{begin['label']}, most in {most['label']} ({count_text(most['n'])}), {count_text(end['n'])} in "
        f"{end['label']}."
    )
    words = (ten_words(kind, "different families each month"), alt, setting.caption(f"{kind}: different families"))
    return months(families, identity=f"figure-{slug(kind)}-months", words=words)
