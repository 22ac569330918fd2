"""Standards of quality, assessment by assessment, in word and shape."""

import pandas as pd

from earlyeval.present.display import Sentences, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import count_text
from earlyeval.present.rows import first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import upper_first

SHAPES = {"met": "▲ Met", "partly met": "■ Partly", "not met": "● Not met"}
AT_MOST = 6  # assessments side by side; the latest are kept


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return how many standards were met at the first and the last assessment, and a table of all."""
    verdicts = where(rows, estimand="qa_standard")
    judged = verdicts[verdicts["direction"] != ""]
    nothing = nothing_to_show(verdicts if judged.empty else judged, setting, about=title)
    if nothing:
        return nothing
    months = sorted(dict.fromkeys(judged["time_point"]))[-AT_MOST:]
    lines = []
    for (outcome,), of_standard in groups(verdicts, "outcome"):
        cells = [first(where(of_standard, time_point=month)) for month in months]
        words = ["– Not assessed" if cell is None else SHAPES[cell["direction"]] for cell in cells]
        lines.append((str(of_standard["label"].iloc[0]) or outcome, *words))
    table = Table(
        f"table-{slug(title)}", setting.caption(title), ("Standard", *months), tuple(lines), notes_for(judged, setting)
    )
    return Shown((*_sentences(rows), table))


def _sentences(rows: pd.DataFrame) -> tuple[Sentences, ...]:
    met = rows[(rows["outcome"] == "all-standards") & (rows["cluster"] == "")]
    ordered = records(met.sort_values("time_point", kind="stable"))
    if not ordered:
        return ()
    ends = ordered if len(ordered) == 1 else [ordered[0], ordered[-1]]
    told = [f"{count_text(row['n'])} of {count_text(row['n_expected'])} in {row['time_point']}" for row in ends]
    return (Sentences((upper_first(f"standards met in full: {', then '.join(told)}."),)),)
