"""The change here beside how scores are known to move without any programme."""

import pandas as pd

from earlyeval.present.display import Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_of_text, with_interval
from earlyeval.present.place import compared
from earlyeval.present.rows import Row, first, groups, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, upper_first

VERDICTS = {
    "higher": "the whole interval here lies higher",
    "lower": "the whole interval here lies lower",
    "not told apart": "the change here cannot be told apart from it",
}
OTHER_PEOPLE = (
    "Figures from elsewhere come from other people at another place and time. They are printed beside the change and "
    "never taken off it."
)


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return one table: outcome, change here, each figure from elsewhere, and how the two lie to each other.

    Rows of an outcome: ``mean_change``, then ``natural_change`` (words in ``note``, whose in ``subgroup``, verdict in
    ``direction``).
    """
    known = where(rows, estimand="natural_change")
    nothing = nothing_to_show(known, setting, about="Change without a programme")
    if nothing:
        return nothing
    lines = []
    for (outcome,), of_outcome in groups(rows, "outcome"):
        change = first(where(of_outcome, estimand="mean_change"))
        for figure in records(where(known, outcome=outcome)):
            lines.append(_line(change, figure, setting))
    changes = where(rows, estimand="mean_change")
    columns = ("Outcome", "Compared", "Number", f"Change here, points ({level_words(changes)} interval)",
               "Without a programme", "Whose", "How they compare", "Checked")  # fmt: skip
    notes = notes_for(changes, setting, OTHER_PEOPLE)
    return Shown((Table(f"table-{slug(title)}", setting.caption(title), columns, tuple(lines), notes),))


def _line(change: Row, figure: Row, setting: Setting) -> tuple[str, ...]:
    shown = is_shown(change)
    verdict = VERDICTS.get(figure["direction"], "") if shown else ""
    return (
        figure["label"], compared(change, setting), n_of_text(change), with_interval(change) if shown else "",
        upper_first(figure["note"]), figure["subgroup"], upper_first(verdict) or "Too few people to say",
        upper_first(figure["method"]),
    )  # fmt: skip
