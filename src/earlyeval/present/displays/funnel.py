"""Control limits: whether any site is further from the others than chance would put a site of its size."""

import pandas as pd

from earlyeval.present.display import Figure, Part, Sentences, slug
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import interval_text, n_text, percent_text, value_text
from earlyeval.present.place import lower_first
from earlyeval.present.rows import Row, first, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

INSIDE = "within both limits"
OUTSIDE = {0: "outside the {level} limits only", 1: "outside the {level} limits"}
NOT_BETTER = (
    "Outside the limits means: further from the other sites than chance alone would put a site of this size. It says "
    "neither better nor worse work, and it is a reason to ask what was different there. By chance alone about one site "
    "in twenty lies outside the 95% limits, and one in five hundred outside the 99.8% limits."
)
TARGET = "Limits lie around the mean of the sites shown, each weighed by its precision; they are wider for small sites."


def funnel_parts(rows: pd.DataFrame, sites: pd.DataFrame, setting: Setting, *, label: str) -> list[Part]:
    """Return sentence, funnel plot and table of the control limits; nothing where there are none."""
    limits = where(rows, estimand="control_limits")
    limits = limits[[is_shown(row) for row in records(limits)]]
    if limits.empty:
        return []
    levels = sorted(limits["conf_level"].unique())
    verdicts = {row["site"]: _verdict(row, limits, levels) for row in records(sites)}
    told = {setting.site(site): words for site, (place, words) in verdicts.items() if place >= 0}
    return [
        Sentences((_said(told, len(verdicts)),)),
        _figure(sites, limits, verdicts, setting, label=label),
        _table(sites, limits, verdicts, setting, label=label),
    ]


def _verdict(site: Row, limits: pd.DataFrame, levels: list[float]) -> tuple[int, str]:
    """Return which limits a site lies outside of (-1: none) as an index of the levels, and in words."""
    place = -1
    for number, level in enumerate(levels):
        row = first(limits[(limits["site"] == site["site"]) & (limits["conf_level"] == level)])
        if row and not row["conf_low"] <= site["estimate"] <= row["conf_high"]:
            place = number
    if place < 0:
        return place, INSIDE
    words = OUTSIDE[1] if place == len(levels) - 1 else OUTSIDE[0]
    return place, words.format(level=_level(levels[place]))


def _level(level: float) -> str:
    return percent_text(level, decimals=0 if level == round(level, 2) else 1)


def _said(outside: dict[str, str], k: int) -> str:
    if not outside:
        return f"All {k} sites shown lie within their control limits: none stands out from the others."
    named = [f"{site} lies {words}" for site, words in outside.items()]
    told = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    return (
        f"Of the {k} sites shown, {told}; {'the others lie' if len(outside) < k else 'none lies'} within both limits."
    )


def _figure(
    sites: pd.DataFrame, limits: pd.DataFrame, verdicts: dict[str, tuple[int, str]], setting: Setting, *, label: str
) -> Figure:
    from earlyeval.present.figures.sites import funnel

    outside = sum(place >= 0 for place, _ in verdicts.values())
    target = value_text(records(limits.head(1))[0])
    alt = (
        f"Funnel plot of {len(sites)} sites around {target} points: {len(sites) - outside} within the control limits, "
        f"{outside} outside."
    )
    levels = " and ".join(_level(level) for level in sorted(limits["conf_level"].unique()))
    title = "No site stands out from the others" if not outside else f"Sites outside the limits: {outside}"
    caption = setting.caption(f"{label}: change at each site and control limits ({levels})")
    return funnel(
        sites, limits, named={site: setting.site(site) for site, (place, _) in verdicts.items() if place >= 0},
        identity=f"figure-funnel-{slug(label)}-{slug(str(sites['version'].iloc[0]))}", words=(title, alt, caption),
    )  # fmt: skip


def _table(
    sites: pd.DataFrame, limits: pd.DataFrame, verdicts: dict[str, tuple[int, str]], setting: Setting, *, label: str
) -> Table:
    levels = sorted(limits["conf_level"].unique())
    lines = []
    for row in records(sites):
        own = [first(limits[(limits["site"] == row["site"]) & (limits["conf_level"] == level)]) for level in levels]
        cells = [interval_text(limit) if limit else "" for limit in own]
        lines.append((setting.site(row["site"]), n_text(row), value_text(row), *cells, verdicts[row["site"]][1]))
    heads = ("Site", "Measured both times", "Change", *(f"{_level(level)} limits" for level in levels), "Lies")
    version = slug(str(sites["version"].iloc[0]))
    caption = setting.caption(f"{label}: control limits for each site, in points")
    notes = notes_for(limits, setting, NOT_BETTER, TARGET)
    return Table(f"table-limits-{slug(lower_first(label))}-{version}", caption, heads, tuple(lines), notes)
