"""Each outcome over the sites of a programme: what is found together, how sites differ, and nothing ranked."""

import pandas as pd

from earlyeval.present.display import Figure, Heading, Part, Sentences, Shown, slug
from earlyeval.present.displays.funnel import funnel_parts
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import count_text, interval_text, is_missing, n_of_text, n_text, with_interval
from earlyeval.present.place import sides
from earlyeval.present.rows import Row, first, groups, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.spread_words import further_site, how_sites_differ, without_any_one
from earlyeval.present.tables import Table
from earlyeval.present.wording import (
    LIKELY,
    TOO_FEW_ANSWERS,
    change_sentence,
    difference_sentence,
    judged,
    level_words,
    scale_words,
    ten_words,
)

MOST_SITES_DRAWN = 30
NOT_EFFECT = (
    "These are changes among people measured both times at each site. Sites differ in whom they reach and how they "
    "work, so a difference between them is a reason to ask, not a verdict."
)
HOW = (
    "Pooled by random effects (REML) with the Hartung-Knapp interval; large sites weigh more, but no site as much as "
    "if all had the same true change."
)
NO_RANKS = "Sites stand in alphabetical order. Nothing here ranks them."


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return one block per outcome: name, sentence, forest plot, table, how sites differ, control limits.

    Rows: those of ``analyse.across_sites.changes``.
    """
    nothing = nothing_to_show(rows, setting, about="Change across sites")
    if nothing:
        return nothing
    parts: list[Part] = []
    keys = ("outcome", "version", "respondent", "comparison", "arm")
    for _, of_outcome in groups(rows, *keys):
        parts.extend(_block(of_outcome, setting))
    return Shown(tuple(parts))


def _block(rows: pd.DataFrame, setting: Setting) -> list[Part]:
    sites = where(rows, subgroup="site")
    pooled = first(where(rows, estimand="pooled_change", subgroup="sites together"))
    prediction = first(where(rows, estimand="prediction_interval"))
    counted = first(where(rows, unit="sites"))
    label = str(sites["label"].iloc[0]) or setting.name(str(sites["outcome"].iloc[0]))
    parts: list[Part] = [Heading(label), Sentences(_said(sites, pooled, counted, setting, label=label))]
    shown = sites[[is_shown(row) for row in records(sites)]]
    together = pooled if pooled and is_shown(pooled) else None
    if 1 < len(shown) <= MOST_SITES_DRAWN:
        parts.append(_figure(shown, together, prediction, setting, label=label))
    if len(shown):
        parts.append(_table(sites, together, prediction, setting, label=label))
    if together:
        told = (how_sites_differ(rows, counted), further_site(prediction), without_any_one(rows, setting))
        parts.append(Sentences(tuple(text for text in told if text)))
        parts.extend(funnel_parts(rows, shown, setting, label=label))
    return parts


def _said(
    sites: pd.DataFrame, pooled: Row | None, counted: Row | None, setting: Setting, *, label: str
) -> tuple[str, ...]:
    """Return what was found together, on how many sites it rests, and how many are not shown."""
    k = 0 if counted is None or is_missing(counted["n"]) else int(counted["n"])
    told = []
    if pooled is None or not is_shown(pooled):
        reason = pooled["reason"] if pooled is not None and pooled["reason"] else TOO_FEW_ANSWERS
        told.append(f"{label}: {reason}")
    else:
        told.append(_pooled_sentence(pooled, setting, label=f"{label}, {count_text(k)} sites together"))
    unused = [setting.site(row["site"]) for row in records(sites) if _is_unused(row)]
    left = len(sites) - k - len(unused)
    if left and k:
        verb, has, are = ("is", "has", "is") if left == 1 else ("are", "have", "are")
        told.append(
            f"{count_text(left)} of the {count_text(len(sites))} sites with returns {verb} not shown, or {has} no "
            f"interval, and {are} in no number that is made from several sites."
        )
    if unused:
        told.append(f"Not measured before and after in this way: {', '.join(unused)}.")
    return tuple(told)


def _is_unused(row: Row) -> bool:
    """Say whether nobody at a site was measured both times, which is no small number but none at all."""
    return row["status"] == "not_estimable" and row["n"] == 0


def _pooled_sentence(pooled: Row, setting: Setting, *, label: str) -> str:
    row = {**pooled, "label": label}
    if not pooled["arm"] or pooled["comparison"].split(" - ")[0] in setting.names:
        return change_sentence(row, setting)
    one, other = sides(pooled["comparison"], list(setting.names.values()))
    return difference_sentence(row, setting, first=one, second=other)


def _figure(sites: pd.DataFrame, pooled: Row | None, prediction: Row | None, setting: Setting, *, label: str) -> Figure:
    from earlyeval.present.figures.sites import forest_of_sites

    low, high = sites["estimate"].min(), sites["estimate"].max()
    course = f"from {with_interval(_at(sites, low))} to {with_interval(_at(sites, high))} points"
    whole = f", pooled {with_interval(pooled)}" if pooled else ""
    alt = f"Forest plot of the change at {len(sites)} sites in alphabetical order, {course}{whole}."
    end = {"better": "better after than before", "worse": "worse after than before"}.get(
        judged(pooled) if pooled else "", "no clear change over sites"
    )
    further = ", and thin the range for a further site" if prediction and is_shown(prediction) else ""
    whole_row = f"; bottom: pooled{further}" if pooled else ""
    caption = setting.caption(f"{label}: change at each site with {level_words(sites)} interval{whole_row}")
    return forest_of_sites(
        sites, pooled, prediction if prediction and is_shown(prediction) else None,
        labels=[setting.site(site) for site in sites["site"]], axis_label=_axis(sites),
        identity=f"figure-sites-{slug(label)}-{slug(str(sites['version'].iloc[0]))}",
        words=(ten_words(label.split(" (")[0], end), alt, caption),
    )  # fmt: skip


def _at(sites: pd.DataFrame, value: float) -> Row:
    return records(sites[sites["estimate"] == value])[0]


def _axis(sites: pd.DataFrame) -> str:
    better = {"higher_is_better": "higher is better", "lower_is_better": "lower is better"}
    words = better.get(str(sites["direction"].iloc[0]), "")
    return f"Change in points{f' ({words})' if words else ''}"


def _table(sites: pd.DataFrame, pooled: Row | None, prediction: Row | None, setting: Setting, *, label: str) -> Table:
    level = level_words(sites)
    lines = [
        (setting.site(row["site"]), n_of_text(row), with_interval(row)) for row in records(sites) if not _is_unused(row)
    ]
    if pooled:
        lines.append(("Pooled over the sites shown", n_text(pooled), with_interval(pooled)))
    if pooled and prediction and is_shown(prediction):
        lines.append(("Likely at a further site", "", f"{interval_text(prediction)}"))
    scale = scale_words(records(sites.head(1))[0]).removeprefix(", on a ").strip(" ()")
    notes = [f"{scale[:1].upper()}{scale[1:]}." if scale else "", NO_RANKS, HOW if pooled else "", NOT_EFFECT]
    used = sites[[not _is_unused(row) for row in records(sites)]]
    named = used.assign(label=[setting.site(site) for site in used["site"]])
    found = notes_for(named, setting, *notes, LIKELY.format(level=level))
    version = slug(str(sites["version"].iloc[0]))
    return Table(
        f"table-sites-{slug(label)}-{version}", setting.caption(f"{label}: change at each site, in points"),
        ("Site", "Measured both times", f"Change ({level} interval)"), tuple(lines), found,
    )  # fmt: skip
