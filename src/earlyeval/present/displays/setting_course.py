"""A setting seen on several days: its run chart with the median, what the rules say, and days after against before."""

import pandas as pd

from earlyeval.foundations.estimands import ESTIMANDS
from earlyeval.present.display import Figure, Part, Shown, slug
from earlyeval.present.displays.change import DIRECTION_WORDS
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import is_missing, n_text, number_text, p_text, value_text, with_interval
from earlyeval.present.rows import Row, first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import ten_words, upper_first

TITLE = "The setting, day by day"
RULES = "Rules of a run chart: Perla and others 2011. Tau: Parker and others 2011; above zero is better."
ONE_CASE = "One room is one case: there is no test of means, and days near each other are alike."
SUMMARIES = ("setting_median", "setting_runs", "tau_ab", "tau_u")


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return, per outcome and cluster, the run chart, the table of days, and the table of median, runs and Tau-U."""
    nothing = nothing_to_show(rows, setting, about=TITLE)
    if nothing:
        return nothing
    parts: list[Part] = []
    for (outcome, cluster), own in groups(rows, "outcome", "cluster"):
        days = where(own, estimand="setting_score")
        if days["estimate"].notna().any():
            name = f"{first(days)['label']}{', ' + setting.name(cluster) if cluster else ''}"
            parts += [_figure(own, days, setting, name=name), _days(days, setting, name=name)]
            parts.append(_summary(own, setting, name=name, identity=f"{outcome} {cluster}"))
    return Shown(tuple(parts))


def _figure(own: pd.DataFrame, days: pd.DataFrame, setting: Setting, *, name: str) -> Figure:
    from earlyeval.present.figures.course import course

    median = first(where(own, estimand="setting_median"))
    series = [(setting.name(phase), days.assign(estimate=days["estimate"].where(days["time_point"] == phase)))
              for phase in dict.fromkeys(days["time_point"])]  # fmt: skip
    signal = first(where(own, estimand="statement"))
    words = signal["note"] if signal else ""
    alt = (
        f"Run chart of {len(days)} days, from {number_text(days['estimate'].iloc[0], decimals=1)} to "
        f"{number_text(days['estimate'].iloc[-1], decimals=1)}, median {number_text(median['estimate'], decimals=1)}."
    )
    caption = setting.caption(f"{name}: each day's score and the median of all days. {words}")
    better = DIRECTION_WORDS.get(days["direction"].iloc[0], "")
    return course(
        series,
        ticks=[_short(day) for day in days["subgroup"]],
        axis_label=f"Score{f' ({better})' if better else ''}",
        identity=f"figure-setting-{slug(name)}",
        words=(ten_words(name, "day by day"), alt, caption),
        centre=(median["estimate"], "Median of all days"),
    )


def _short(day: str) -> str:
    """Return "22/7" above "2014" for "2014-07-22"."""
    year, month, number = day.split("-")
    return f"{int(number)}/{int(month)}\n{year}"


def _days(days: pd.DataFrame, setting: Setting, *, name: str) -> Table:
    lines = tuple((row["subgroup"], setting.name(row["time_point"]), value_text(row)) for row in records(days))
    title = f"{name}: score of each day"
    heads, notes = ("Day", "Phase", "Score"), notes_for(days, setting)
    return Table(f"table-{slug(title)}", setting.caption(title), heads, lines, notes)


def _summary(own: pd.DataFrame, setting: Setting, *, name: str, identity: str) -> Table:
    asked = where(own, estimand=SUMMARIES)
    lines = tuple(_line(row) for row in records(asked[asked["status"] != "not_estimable"]))
    signal = first(where(own, estimand="statement"))
    notes = notes_for(asked, setting, signal["note"] if signal else "", RULES, ONE_CASE)
    heads = ("What", "Days", "Value", "p")
    caption = setting.caption(f"{name}: median, runs and Tau")
    return Table(f"table-setting-{slug(identity)}", caption, heads, lines, notes)


def _line(row: Row) -> tuple[str, ...]:
    p = "" if is_missing(row["p_value"]) else p_text(row["p_value"])
    value = f"{row['estimate']:.0f} runs" if row["estimand"] == "setting_runs" else with_interval(row)
    return upper_first(ESTIMANDS[row["estimand"]].words), n_text(row), value, p
