"""Agreement of raters, or how well the items of a scale hang together."""

import pandas as pd

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.present.display import Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import interval_text, n_of_text, value_text
from earlyeval.present.place import described
from earlyeval.present.rows import Row, of_kind, records
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, upper_first

ICC_NOTE = "ICC(A,1), also called ICC(2,1): how well one rater's scores stand for another's; 1 is perfect agreement."


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return one table: measure, what, units rated, coefficient or share, interval; published alpha where known."""
    asked = of_kind(rows, "agreement", "share")
    nothing = nothing_to_show(asked, setting, about=title)
    if nothing:
        return nothing
    found = asked[asked["status"] != "not_estimable"]
    published = [_published(row) for row in records(found)]
    lines = []
    for row in records(found):
        kind = ESTIMANDS[row["estimand"]]
        group = described({**row, "time_point": ""}, setting, everybody="")
        what = group if kind.kind == "share" and group else upper_first(kind.words)
        label = row["label"] or setting.name(row["outcome"])
        lines.append((label, what, f"{n_of_text(row)} {row['unit']}".strip(), value_text(row), interval_text(row)))
    columns = ("Measure", "What", "Rests on", "Value", f"{level_words(found)} interval")
    if any(published):
        columns = (*columns, "Published")
        lines = [(*line, value) for line, value in zip(lines, published, strict=True)]
    icc = ICC_NOTE if (found["estimand"] == "icc_a1").any() else ""
    methods = [f"{upper_first(text.rstrip('.'))}." for text in dict.fromkeys(found["method"]) if text]
    notes = notes_for(asked, setting, icc, *methods)
    return Shown((Table(f"table-{slug(title)}", setting.caption(title), columns, tuple(lines), notes, 2),))


def _published(row: Row) -> str:
    """Return the published value that stands in the note of a row of alpha, "published: 0.89"."""
    return row["note"].removeprefix("published: ") if row["estimand"] == "alpha" else ""
