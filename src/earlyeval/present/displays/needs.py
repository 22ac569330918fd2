"""Needs at referral, services received and outcomes judged: bars, and squares where two of them meet."""

import pandas as pd

from earlyeval.present.display import Shown, together
from earlyeval.present.displays import matrix, shares
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.side_by_side import side_by_side
from earlyeval.present.rows import where
from earlyeval.present.setting import Setting

TITLE = "Needs, services and outcomes"


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return needs, services and outcomes one after the other, and who with which need received what."""
    nothing = nothing_to_show(rows, setting, about=TITLE)
    if nothing:
        return nothing
    crossed = where(rows, outcome="needs-services")
    with_need = where(rows, outcome="outcomes-of-need")
    by_service = where(rows, outcome="outcomes-of-service")
    parts = [
        shares.show(where(rows, outcome="needs"), setting, title="Needs of cases at referral"),
        shares.show(where(rows, outcome="services"), setting, title="Services that cases received"),
        shares.show(where(rows, outcome="outcomes"), setting, title="Outcomes judged better, where judged"),
    ]
    if len(crossed):
        title = "Services received, by need at referral"
        parts.insert(2, matrix.show(crossed, setting, title=title, line="Need at referral", of="Cases with it"))
    if len(with_need):
        title = "Outcomes judged better, where the need was there"
        parts.append(shares.show(with_need, setting, title=title, figure=False))
    if len(by_service):
        title = "Outcomes judged better, where the need was there, by service received"
        columns = {name: name for name in dict.fromkeys(by_service["subgroup"])}
        names = {"label": "Outcome"}
        parts.append(Shown((side_by_side(by_service, setting, title=title, names=names, columns=columns),)))
    return together(*parts)
