"""How precise ratings of video are: clip means, items, raters, batches by date."""

import pandas as pd

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.present.display import Part, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_text, percent_in_brackets, with_interval
from earlyeval.present.rows import first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, upper_first

OF_CLIPS = ("bias", "lower_limit", "upper_limit", "standard_error_of_measurement", "smallest_detectable_change",
            "icc_ck")  # fmt: skip
ERROR = "A change of one person smaller than the smallest detectable change may be the rater's alone."
CONSISTENCY = "ICC(C,k) forgives a rater who is stricter throughout, and is of the mean of the raters: it is no ground for scores of one rater."  # noqa: E501
LENIENT = "Above zero: kinder than the other raters of the same clips; below zero: stricter."
BATCHES = "Clips in the order of rating, ten at a time; the main rater less the second."
ITEMS = "Kappa with quadratic weights: ratings that lie further apart count more. Few clips make it shaky item by item."


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return up to four tables per outcome: clip means, items, raters, batches."""
    nothing = nothing_to_show(rows, setting, about=title)
    if nothing:
        return nothing
    parts: list[Part] = []
    for (outcome,), own in groups(rows, "outcome"):
        found = own[own["status"] != "not_estimable"]
        of_clips = where(found, estimand=OF_CLIPS, comparison="")
        named = f"{title}: {own['label'].iloc[0]}"
        parts.append(_values(of_clips, setting, f"{named}, clip by clip", outcome, ERROR, CONSISTENCY))
        items = where(found, estimand=("cohen_kappa", "exact_agreement", "within_one"))
        if len(items):
            parts.append(_items(items, setting, f"{named}, item by item", outcome))
        told = found[found["comparison"] != ""]
        is_batch = told["comparison"].str.startswith("clips")
        for kept, note, name in ((told[~is_batch], LENIENT, "raters"), (told[is_batch], BATCHES, "batches")):
            if len(kept):
                parts.append(_values(kept, setting, f"{named}, {name}", f"{outcome}-{name}", note))
    return Shown(tuple(parts))


def _values(rows: pd.DataFrame, setting: Setting, title: str, identity: str, *more: str) -> Table:
    lines = tuple(
        (upper_first(row["comparison"] or ESTIMANDS[row["estimand"]].words), n_text(row), with_interval(row))
        for row in records(rows)
    )
    columns = ("What", "Clips", f"Value ({level_words(rows)} interval)")
    return Table(
        f"table-precision-{slug(identity)}", setting.caption(title), columns, lines, notes_for(rows, setting, *more)
    )


def _items(rows: pd.DataFrame, setting: Setting, title: str, identity: str) -> Table:
    lines = []
    for (item,), own in groups(rows, "subgroup"):
        kappa = first(where(own, estimand="cohen_kappa"))
        exact, near = (first(where(own, estimand=name)) for name in ("exact_agreement", "within_one"))
        shares = [f"{n_text(row)}{percent_in_brackets(row)}" if row else "" for row in (exact, near)]
        lines.append((upper_first(item.replace("-", " ")), n_text(kappa) if kappa else "",
                      with_interval(kappa) if kappa else "", *shares))  # fmt: skip
    kappas = where(rows, estimand="cohen_kappa")
    columns = ("Item", "Clips", f"Kappa ({level_words(kappas)} interval)", "Equal", "At most a point apart")
    notes = notes_for(rows, setting, ITEMS)
    return Table(f"table-items-{slug(identity)}", setting.caption(title), columns, tuple(lines), notes)
