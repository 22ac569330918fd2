"""The course of totals over reviews: a line of means with intervals, their table, and the average change a review."""

import pandas as pd

from earlyeval.present.display import Figure, Part, Shown, slug, together
from earlyeval.present.displays import methods, values
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.numbers import number_text
from earlyeval.present.rows import groups, of_kind, where
from earlyeval.present.setting import Setting
from earlyeval.present.wording import level_words, ten_words

TITLE = "Scores review by review"


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one picture per outcome, one table of means, and the change from one review to the next."""
    nothing = nothing_to_show(rows, setting, about=TITLE)
    if nothing:
        return nothing
    parts: list[Part] = []
    for _, of_outcome in groups(where(rows, estimand="mean"), "outcome"):
        seen = of_outcome[of_outcome["estimate"].notna()]
        if len(seen) > 1:
            parts.append(_figure(seen, setting))
    return together(
        Shown(tuple(parts)),
        values.show(rows, setting, title=TITLE),
        methods.show(of_kind(rows, "model"), setting, title="Change from one review to the next"),
    )


def _figure(rows: pd.DataFrame, setting: Setting) -> Figure:
    from earlyeval.present.figures.course import course

    label = rows["label"].iloc[0]
    ends = [number_text(value, decimals=1) for value in (rows["estimate"].iloc[0], rows["estimate"].iloc[-1])]
    alt = f"Line chart of the mean of {label.lower()}: {ends[0]} at the first review shown and {ends[1]} at the last."
    caption = setting.caption(f"{label}: mean of the cases still reviewed, with {level_words(rows)} intervals")
    return course(
        [(label, rows)],
        ticks=[name.removeprefix("review ") for name in rows["subgroup"]],
        axis_label="Points",
        below="Review",
        identity=f"figure-reviews-{slug(label)}",
        words=(ten_words(label, "mean at each review"), alt, caption),
    )
