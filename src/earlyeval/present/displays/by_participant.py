"""One line per person: scores, change, sessions, themes, a quotation. In the restricted view only."""

import pandas as pd

from earlyeval.present.display import Sentences, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.numbers import NOT_AVAILABLE, number_text
from earlyeval.present.rows import Row, first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

KEPT_BACK = (
    "A line per person shows who somebody is: scores, sessions and words of each person stay in the restricted view."
)


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return one table in the order of the rows; at release level one line of words.

    Rows per ``subgroup`` (a running number): ``individual_score`` at each ``time_point``, of the change
    (``comparison``) and of sessions (``source_table`` attendance); ``individual_words`` by ``label``.
    """
    private = where(rows, estimand=("individual_score", "individual_words"))
    if len(private) and setting.level == "release":
        return Shown((Sentences((KEPT_BACK,), css_class="reason"),))
    nothing = nothing_to_show(private, setting, about=title)
    if nothing:
        return nothing
    scores = where(private, estimand="individual_score")
    measured = scores[(scores["source_table"] != "attendance") & (scores["comparison"] == "")]
    points = list(dict.fromkeys(measured["time_point"]))
    lines = []
    for (person,), of_person in groups(private, "subgroup"):
        own = where(of_person, estimand="individual_score")
        at = [_score(where(own[own["comparison"] == ""], time_point=point)) for point in points]
        words = [_words(where(of_person, estimand="individual_words", label=name)) for name in
                 ("Themes", "Quotation", "Picked")]  # fmt: skip
        change, sessions = own[own["comparison"] != ""], where(own, source_table="attendance")
        lines.append((setting.name(person), *at, _score(change), _score(sessions, decimals=0), *words))
    columns = ("Person", *(setting.name(point) for point in points), "Change", "Sessions", "Themes", "A quotation",
               "Picked as")  # fmt: skip
    label = first(measured)["label"] if len(measured) else ""
    rules = [row["reason"] for row in records(private) if row["reason"]][:1]
    caption = setting.caption(f"{title}: {label}" if label else title)
    return Shown((Table("table-by-participant", caption, columns, tuple(lines), tuple(rules)),))


def _score(rows: pd.DataFrame, *, decimals: int = 1) -> str:
    row: Row | None = first(rows)
    return number_text(row["estimate"], decimals=decimals) if row else NOT_AVAILABLE


def _words(rows: pd.DataFrame) -> str:
    row = first(rows)
    return row["note"] if row else ""
