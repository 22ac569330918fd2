"""How much people received: each definition of enough side by side, the spread, and bands of visits."""

import pandas as pd

from earlyeval.present.display import Shown, together
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.shares import show as show_shares
from earlyeval.present.displays.side_by_side import side_by_side
from earlyeval.present.displays.stacked import is_drawable, stacked_figure
from earlyeval.present.displays.values import show as show_values
from earlyeval.present.rows import groups, of_kind, where
from earlyeval.present.setting import Setting

DRAWN_FROM = 0.5  # a picture of less than half of the people would mislead
AT_MOST_BANDS = 4


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return the shares that meet each definition, then median and quartiles, then the bands of each kind."""
    nothing = nothing_to_show(rows, setting, about="How much each person received")
    if nothing:
        return nothing
    shares = of_kind(rows, "share")
    defined = where(shares, subgroup="")
    parts = [show_shares(defined, setting, title=title)] if len(defined) else []
    parts.append(show_values(rows, setting, title="Sessions attended by each person"))
    parts.extend(_bands(of_kind, setting) for of_kind in _kinds_with_bands(shares))
    return together(*parts)


def _kinds_with_bands(shares: pd.DataFrame) -> list[pd.DataFrame]:
    banded = shares[(shares["subgroup"] != "") & (shares["status"] != "not_estimable")]
    return [of_kind for _, of_kind in groups(banded, "outcome")]


def _bands(rows: pd.DataFrame, setting: Setting) -> Shown:
    kind = setting.name(str(rows["outcome"].iloc[0]))
    title = f"{kind}: sessions attended per person"
    bands = {subgroup: subgroup if subgroup[:1].isdigit() else "None" for subgroup in rows["subgroup"]}
    names = {"unit": "Who"}
    table = side_by_side(rows, setting, title=title, names=names, columns=bands)
    if not is_drawable(rows) or rows["estimate"].sum() < DRAWN_FROM or len(bands) > AT_MOST_BANDS:
        return Shown((table,))
    figure = stacked_figure(
        [(setting.name(str(rows["unit"].iloc[0])), rows)], list(bands.items()), setting, title=title
    )
    return Shown((figure, table))
