"""Arms beside each other at each time point, and their differences by each method side by side."""

import pandas as pd

from earlyeval.present.display import Heading, Part, Sentences, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import is_missing, n_of_text, number_text, p_text, value_text, with_interval
from earlyeval.present.place import sides
from earlyeval.present.rows import Row, first, groups, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import LIKELY, difference_sentence, level_words, ten_words

# In the order of the columns: each leans on something else where people were lost.
SIDE_BY_SIDE = {
    "mean_difference": "Everybody measured then",
    "adjusted_difference": "Completers, adjusted for the score before",
    "model_difference": "Every available score (mixed model)",
    "carried_forward_difference": "Last score carried forward, adjusted",
}
IN_THE_WORKBOOK = "Standardised differences stand in tables.xlsx."
MAIN = ("adjusted_difference", "model_difference", "mean_difference")


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return, per outcome: a sentence per comparison (its last time point), means over time, table of differences.

    Rows: ``mean`` and ``sd`` per ``arm`` and ``time_point`` (``subgroup`` may hold the arm's words); differences with
    ``comparison`` "one arm - other arm" and ``time_point``.
    """
    nothing = nothing_to_show(rows, setting, about="A comparison of arms")
    if nothing:
        return nothing
    parts: list[Part] = []
    for (outcome,), of_outcome in groups(rows, "outcome"):
        label = of_outcome["label"].iloc[0] or setting.name(outcome)
        differences = of_outcome[of_outcome["comparison"] != ""]
        parts.append(Heading(label))
        of_arms = of_outcome[of_outcome["arm"] != ""]
        known = [*(words for _, words in _arms(of_arms, setting)), *setting.names.values()]
        parts.extend(_said(differences, setting, known=known))
        means = where(of_arms, estimand="mean")
        if means["estimate"].notna().any():
            parts.append(_figure(means, setting, label=label))
        parts.append(_means(of_arms, setting, label=label))
        if len(differences):
            parts.append(_differences(differences, setting, label=label, known=known))
    return Shown(tuple(parts))


def _said(differences: pd.DataFrame, setting: Setting, *, known: list[str]) -> list[Part]:
    """Return one sentence per comparison, each on its last time point, by the first method that has one."""
    told = []
    for (comparison,), compared in groups(differences, "comparison"):
        by_method = (records(where(compared, estimand=estimand)) for estimand in MAIN)
        row = next((found[-1] for rows in by_method if (found := [row for row in rows if is_shown(row)])), None)
        if row:
            one, other = sides(comparison, known)
            told.append(difference_sentence(row, setting, first=one, second=other))
    return [Sentences(tuple(told), listed=len(told) > 1)] if told else []


def _arms(rows: pd.DataFrame, setting: Setting) -> list[tuple[str, str]]:
    """Return (arm, words): the words are the subgroup where rows give them there."""
    pairs = dict.fromkeys(zip(rows["arm"], rows["subgroup"], strict=True))
    return [(arm, words if words and words != arm else setting.name(arm)) for arm, words in pairs]


def _figure(means: pd.DataFrame, setting: Setting, *, label: str):
    from earlyeval.present.figures.arms import arms
    from earlyeval.present.figures.canvas import wrapped

    times = list(dict.fromkeys(means["time_point"]))
    named = _arms(means, setting)
    series = [(words, where(means, arm=arm).set_index("time_point").reindex(times)) for arm, words in named]
    known = [(words, rows["estimate"].dropna()) for words, rows in series if rows["estimate"].notna().any()]
    course = "; ".join(
        f"{words} from {number_text(values.iloc[0], decimals=1)} to {number_text(values.iloc[-1], decimals=1)}"
        for words, values in known
    )
    return arms(
        series,
        times=[wrapped(setting.name(point), characters=12) for point in times],
        axis_label="Mean score, points",
        identity=f"figure-arms-{slug(label)}",
        words=(
            ten_words(label.split(" (")[0], "both groups over time" if len(series) == 2 else "groups over time"),
            f"Line chart of mean scores at {len(times)} times: {course}.",
            setting.caption(f"{label}: mean of everybody measured at each time, with {level_words(means)} intervals"),
        ),
    )


def _means(rows: pd.DataFrame, setting: Setting, *, label: str) -> Table:
    named, lines = _arms(rows, setting), []
    for point in dict.fromkeys(rows["time_point"]):
        cells = []
        for arm, _ in named:
            here = where(rows, time_point=point, arm=arm)
            mean, spread = first(where(here, estimand="mean")), first(where(here, estimand="sd"))
            cells += [n_of_text(mean) if mean else "", _mean_and_sd(mean, spread)]
        lines.append((setting.name(point), *cells))
    heads = [head for _, words in named for head in (f"{words}: number", f"{words}: mean (SD)")]
    caption = setting.caption(f"{label}: each arm at each time, everybody measured then")
    return Table(f"table-arms-{slug(label)}", caption, ("Time", *heads), tuple(lines), notes_for(rows, setting))


def _mean_and_sd(mean, spread) -> str:
    if mean is None:
        return ""
    return value_text(mean) if spread is None else f"{value_text(mean)} ({value_text(spread)})"


def _minus(comparison: str, known: list[str]) -> str:
    return " minus ".join(side for side in sides(comparison, known) if side)


def _differences(rows: pd.DataFrame, setting: Setting, *, label: str, known: list[str]) -> Table:
    """Return the answers of the methods side by side, a line per time: they disagree when people are lost."""
    asked = rows[(rows["status"] != "not_estimable") & rows["estimand"].isin(SIDE_BY_SIDE)]
    methods = [name for name in SIDE_BY_SIDE if name in set(asked["estimand"])]
    lines = []
    for (comparison, point), here in groups(asked, "comparison", "time_point"):
        found = [first(where(here, estimand=name)) for name in methods]
        when = setting.name(point)
        named = when if asked["comparison"].nunique() == 1 else f"{when}: {_minus(comparison, known)}"
        lines.append((named, *(_difference(row) if row else "" for row in found)))
    level, compared = (
        level_words(asked),
        " and ".join(_minus(text, known) for text in dict.fromkeys(rows["comparison"])),
    )
    columns = ("Time", *(SIDE_BY_SIDE[name] for name in methods))
    caption = setting.caption(f"{label}: differences in points, {compared}")
    in_cells = f"Each cell: difference ({level} interval); p; number of people. {IN_THE_WORKBOOK}"
    likely = LIKELY.format(level=level).replace("averages", "differences")
    return Table(
        f"table-differences-{slug(label)}", caption, columns, tuple(lines), notes_for(rows, setting, in_cells, likely)
    )


def _difference(row: Row) -> str:
    p = "" if is_missing(row["p_value"]) else p_text(row["p_value"])
    sign = "p " if p.startswith("<") else "p = "
    return "; ".join(part for part in (with_interval(row), p and sign + p, n_of_text(row)) if part)
