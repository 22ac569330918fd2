"""Families of a drop-in: visits per family, coming again after so many weeks, and by which route they came."""

import pandas as pd

from earlyeval.present.display import Figure, Part, Shown, slug, together
from earlyeval.present.displays import methods, shares, values
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.numbers import percent_text
from earlyeval.present.rows import groups, of_kind, where
from earlyeval.present.setting import Setting
from earlyeval.present.wording import level_words

TITLE = "Families of the drop-in"


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return visits per family, a curve and table of coming again, and the shares by route."""
    nothing = nothing_to_show(rows, setting, about=TITLE)
    if nothing:
        return nothing
    again = rows[rows["subgroup"].str.startswith("again")]
    routes = where(rows, subgroup=("referred", "universal"))
    parts: list[Part] = []
    for (outcome,), of_kind_rows in groups(again, "outcome"):
        seen = of_kind_rows[of_kind_rows["estimate"].notna()]
        if len(seen) > 1:
            parts.append(_figure(seen, setting, kind=setting.name(outcome)))
    return together(
        values.show(rows, setting, title="Visits per family"),
        Shown(tuple(parts)),
        _without_groups(again, setting, title="Families who came again"),
        _without_groups(where(rows, subgroup="once"), setting, title="Families who came once"),
        _without_groups(of_kind(routes, "share"), setting, title="Referred, or of their own accord"),
        methods.show(of_kind(rows, "agreement"), setting, title="How evenly visits are spread"),
    )


def _without_groups(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """The label says what a row is; its subgroup is a key and would be said twice."""
    return shares.show(rows.assign(subgroup=""), setting, title=title, figure=False)


def _figure(rows: pd.DataFrame, setting: Setting, *, kind: str) -> Figure:
    from earlyeval.present.figures.course import course

    first, last = (percent_text(value) for value in (rows["estimate"].iloc[0], rows["estimate"].iloc[-1]))
    weeks = [name.removeprefix("again-") for name in rows["subgroup"]]
    alt = (
        f"Line chart of the share of families who came again: {first} after {weeks[0]} week and {last} after "
        f"{weeks[-1]} weeks, {kind.lower()}."
    )
    caption = setting.caption(
        f"{kind}: share of families who came again so many weeks or more after their first visit, of those whose "
        f"first visit lies that long back, with {level_words(rows)} intervals"
    )
    words = ("Families who came again, by weeks since their first visit", alt, caption)
    return course(
        [(kind, rows)], ticks=weeks, axis_label="Share of families", identity=f"figure-again-{slug(kind)}",
        words=words, as_share=True, below="Weeks since the first visit",
    )  # fmt: skip
