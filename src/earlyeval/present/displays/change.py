"""The change of each outcome, always in the same order: name, sentence, picture, table, notes."""

import pandas as pd

from earlyeval.present.display import Figure, Heading, Part, Sentences, Shown, slug
from earlyeval.present.displays.how import caution_lines, how_lines
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import is_missing, n_of_text, number_text, value_text, with_interval
from earlyeval.present.place import described
from earlyeval.present.rows import Row, first, groups, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import (
    LIKELY,
    NOT_EFFECT,
    change_sentence,
    change_title,
    judged,
    level_words,
    scale_words,
    significance,
)

DIRECTION_WORDS = {"higher_is_better": "higher is better", "lower_is_better": "lower is better"}
PLACE = ("cluster", "arm", "subgroup")
OF_TABLE = ("mean_change", "mean", "sd", "g_av")


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one block per outcome, then (for two outcomes or more) all standardised changes in one picture.

    Rows of an outcome: ``mean_change`` ("endpoint - baseline", its scale's range in ``note`` as "0 to 27"); ``mean``
    and ``sd`` at both time points, with the same cluster, arm and subgroup; ``g_av``; optionally ``holm``. A
    ``mean_change`` of another cluster, arm or subgroup is a further line of the table.
    """
    changes = where(rows, estimand="mean_change")
    nothing = nothing_to_show(changes, setting, about="Change between before and after")
    if nothing and changes.empty:
        return nothing
    parts: list[Part] = []
    for (outcome,), of_outcome in groups(changes, "outcome"):
        parts.extend(_block(where(rows, outcome=outcome), of_outcome, setting))
    parts.extend(caution_lines(rows, setting))
    standardised = _main_standardised(rows, changes)
    if len(standardised) > 1:
        parts.append(_forest(standardised, setting))
    return Shown(tuple(parts))


def _block(rows: pd.DataFrame, changes: pd.DataFrame, setting: Setting) -> list[Part]:
    main = first(changes)
    name = main["label"] or setting.name(main["outcome"])
    parts: list[Part] = [Heading(name), Sentences((change_sentence(main, setting),))]
    if not is_shown(main):
        return parts
    pictured = _times(rows, main, "mean")
    if len(pictured) == 2 and pictured["estimate"].notna().all():
        parts.append(_figure(pictured, main, setting))
    parts.append(_table(rows, changes, setting, name=name))
    parts.extend(how_lines(rows, setting))
    return parts


def _times(rows: pd.DataFrame, change: Row, estimand: str) -> pd.DataFrame:
    """Return the rows of one quantity before and after, of the same people that the change is of."""
    after, _, before = change["comparison"].partition(" - ")
    same = where(rows, estimand=estimand, **{column: change[column] for column in PLACE})
    found = [where(same, time_point=point).head(1) for point in (before, after)]
    return pd.concat(found)


def _figure(means: pd.DataFrame, main: Row, setting: Setting) -> Figure:
    from earlyeval.present.figures.change import change

    labels = [setting.name(point) for point in means["time_point"]]
    values = [number_text(value, decimals=1) for value in means["estimate"]]
    better = DIRECTION_WORDS.get(main["direction"], "")
    course = {"better": "a change for the better", "worse": "a change for the worse", "changed": "a change"}
    alt = (
        f"Dot plot of the mean score: {values[0]} ({labels[0].lower()}) and {values[1]} ({labels[1].lower()}), "
        f"{course.get(judged(main), 'no clear change')}."
    )
    interval = f" with {level_words(means)} intervals" if means["conf_low"].notna().any() else ""
    caption = setting.caption(f"{main['label']}: mean score{interval}, people measured both times")
    return change(
        means,
        labels=labels,
        axis_label=f"Points{f' ({better})' if better else ''}",
        limits=_limits(main["note"]),
        identity=f"figure-change-{slug(main['outcome'])}",
        words=(change_title(main), alt, caption),
    )


def _limits(note: str) -> tuple[float, float] | None:
    low, separator, high = note.partition(" to ")
    try:
        return (float(low), float(high)) if separator else None
    except ValueError:
        return None


def _table(rows: pd.DataFrame, changes: pd.DataFrame, setting: Setting, *, name: str) -> Table:
    main, lines = first(changes), []
    after, _, before = main["comparison"].partition(" - ")
    for change in records(changes):
        means, spreads = _times(rows, change, "mean"), _times(rows, change, "sd")
        same = where(rows, estimand="g_av", comparison=change["comparison"])
        standardised = first(where(same, **{column: change[column] for column in PLACE}))
        lines.append((
            described({**change, "time_point": ""}, setting, everybody="All measured both times"),
            n_of_text(change),
            *(_mean_and_sd(means, spreads, point, setting) for point in change["comparison"].split(" - ")[::-1]),
            with_interval(change),
            with_interval(standardised) if standardised else "",
        ))  # fmt: skip
    level = level_words(changes)
    columns = ("Group", "Number", f"{setting.name(before)}: mean (SD)", f"{setting.name(after)}: mean (SD)",
               f"Change ({level} interval)", f"g_av ({level} interval)")  # fmt: skip
    caption = setting.caption(f"{name}: mean before and after, and change in points")
    # A caution or a reason about another quantity of this outcome belongs where that quantity is shown.
    notes = notes_for(where(rows, estimand=OF_TABLE), setting, *_notes(rows, main, level=level))
    return Table(f"table-change-{slug(main['outcome'])}", caption, columns, tuple(lines), notes)


def _mean_and_sd(means: pd.DataFrame, spreads: pd.DataFrame, point: str, setting: Setting) -> str:
    mean, spread = first(where(means, time_point=point)), first(where(spreads, time_point=point))
    if mean is None:
        return ""
    return value_text(mean) if spread is None else f"{value_text(mean)} ({value_text(spread)})"


def _notes(rows: pd.DataFrame, main: Row, *, level: str) -> list[str]:
    scale = scale_words(main).removeprefix(", on a ").strip(" ()")
    notes = [f"{scale[:1].upper()}{scale[1:]}." if scale else ""]
    better = "; above zero is better" if main["direction"] in DIRECTION_WORDS else ""
    notes.append(f"g_av: change divided by the mean of the two standard deviations{better}.")
    notes.append(LIKELY.format(level=level))
    if significance(main):
        holm = first(where(rows, estimand="holm"))
        adjusted = ""
        if holm and not is_missing(holm["p_value"]):
            adjusted = f"; adjusted for the family of outcomes (Holm) {significance(holm)}"
        method = f" ({main['method']})" if main["method"] else ""
        notes.append(f"Test of no average change{method}: {significance(main)}{adjusted}.")
    return [*notes, NOT_EFFECT]


def _main_standardised(rows: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """Return the g_av that belongs to the first change of each outcome, where it was released."""
    found = []
    for _, of_outcome in groups(changes, "outcome"):
        main = first(of_outcome)
        if main["direction"] not in DIRECTION_WORDS:  # a scale without a better end has no place on better and worse
            continue
        same = where(rows, estimand="g_av", outcome=main["outcome"], comparison=main["comparison"])
        found.append(where(same, **{column: main[column] for column in PLACE}).head(1))
    together = pd.concat(found) if found else rows.head(0)
    return together[together["estimate"].notna()]


def _forest(rows: pd.DataFrame, setting: Setting) -> Figure:
    from earlyeval.present.figures.forest import forest

    labels = [row["label"] or setting.name(row["outcome"]) for row in records(rows)]
    better = int((rows["conf_low"] > 0).sum())
    worse = int((rows["conf_high"] < 0).sum())
    alt = (
        f"Forest plot of standardised change for {len(rows)} outcomes: {better} clearly for the better, "
        f"{worse} clearly for the worse, {len(rows) - better - worse} unclear."
    )
    title = f"{better} of {len(rows)} outcomes clearly better after than before"
    caption = setting.caption(f"Standardised change (g_av) with {level_words(rows)} intervals, as in the tables above")
    identity = f"figure-change-all-{slug(str(rows['strand'].iloc[0])) or 'study'}"
    return forest(rows, labels=labels, axis_label="← worse    g_av    better →", identity=identity,
                  words=(title, alt, caption))  # fmt: skip
