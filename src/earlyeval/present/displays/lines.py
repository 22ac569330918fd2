"""One line per person, before to after: in the restricted view only."""

import pandas as pd

from earlyeval.present.display import Figure, Sentences, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.rows import first, groups, where
from earlyeval.present.setting import Setting

KEPT_BACK = "Where so few were measured, a line per person would show somebody: the lines stay in the restricted view."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return a picture per outcome; at release level one line of words, however few they are."""
    scores = where(rows, estimand="individual_score")
    if len(scores) and setting.level == "release":
        return Shown((Sentences((KEPT_BACK,), css_class="reason"),))
    nothing = nothing_to_show(scores, setting, about="Single lines of people")
    if nothing:
        return nothing
    return Shown(tuple(_figure(of_outcome, setting) for _, of_outcome in groups(scores, "outcome")))


def _figure(rows: pd.DataFrame, setting: Setting) -> Figure:
    from earlyeval.present.figures.lines import lines

    label = first(rows)["label"]
    points = list(dict.fromkeys(rows["time_point"]))
    by_person = [of_person["estimate"].tolist() for _, of_person in groups(rows, "subgroup")]
    up = sum(scores[-1] > scores[0] for scores in by_person)
    alt = f"Line chart of {len(by_person)} people's {label.lower()}, before to after; {up} lines rise."
    words = (f"{label}: every person", alt, setting.caption(f"{label}: one line per person; not to be passed on"))
    return lines(by_person, ticks=[setting.name(point) for point in points], identity=f"figure-lines-{slug(label)}",
                 words=words)  # fmt: skip
