"""Each contact quarter by quarter: the control chart, what breaks its rules, and the change against the time before."""

import pandas as pd

from earlyeval.present.display import Figure, Heading, Part, Sentences, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.stacked import count_and_share
from earlyeval.present.figures.series import series
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import count_text, interval_text, percent_text, value_text
from earlyeval.present.rows import first, groups, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words, significance, upper_first

EFFECTS = ("slope_before", "level_change", "slope_change", "distance_from_old_line")
FEWEST_POINTS = 4
CHART = (
    "Full line: centre of the quarters before the change where there are enough of them, else of all; dashed: limits "
    "three sigma away; dotted: the change of the service. A diamond breaks a rule of the chart; a hollow point is all "
    "or nearly all."
)


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return, per contact, a control chart and what it says, then the change against before, then every quarter."""
    nothing = nothing_to_show(rows, setting, about=title)
    if nothing:
        return nothing
    parts: list[Part] = []
    names: dict[str, str] = {}
    quarters = rows[rows["comparison"].isin(["before", "after"])]
    for (outcome,), of_contact in groups(rows, "outcome"):
        of_quarters = where(quarters, outcome=outcome)
        name = names[outcome] = _name(of_contact)
        found = _chart(of_quarters, setting, name=name)
        if found is None:
            continue
        parts += [Heading(name), found, Sentences(tuple(_sentences(of_contact)))]
    effects = rows[rows["estimand"].isin(EFFECTS)]
    if len(effects):
        parts.append(_effects(effects, setting))
    parts.append(_quarters(quarters, names, setting, title=title))
    return Shown(tuple(parts))


def _name(of_contact: pd.DataFrame) -> str:
    named = of_contact[~of_contact["comparison"].isin(["before", "after"])]
    return str((named if len(named) else of_contact)["label"].iloc[0])


def _chart(quarters: pd.DataFrame, setting: Setting, *, name: str) -> Figure | None:
    points = []
    for row in records(where(quarters, estimand="proportion")):
        limit = first(where(quarters, estimand="chart_limits", subgroup=row["subgroup"]))
        points.append((row, limit if limit is not None and is_shown(limit) else None))
    known = [row for row, _ in points if not pd.isna(row["estimate"])]
    if len(known) < FEWEST_POINTS:
        return None
    signals = sum(limit is not None and limit["note"] != "" for _, limit in points)
    alt = (
        f"Control chart of {name} over {len(points)} quarters: {percent_text(known[0]['estimate'])} in "
        f"{known[0]['label']}, {percent_text(known[-1]['estimate'])} in {known[-1]['label']}; "
        f"{signals} quarters break a rule of the chart."
    )
    words = ("Children seen in time, quarter by quarter", alt, setting.caption(f"{name}. {CHART}"))
    return series(points, identity=f"figure-series-{slug(name)}", words=words)


def _sentences(of_contact: pd.DataFrame) -> list[str]:
    told = []
    signals = first(where(of_contact, subgroup="signals"))
    if signals is not None and is_shown(signals):
        whole = count_text(signals["n_expected"])
        told.append(f"Quarters since the change that break a rule of the chart: {count_text(signals['n'])} of {whole}.")
    step = first(where(of_contact, estimand="level_change"))
    if step is not None and is_shown(step):
        told.append(_step_words(step))
    elif step is not None:
        told.append(step["reason"])
    runs = first(where(of_contact, subgroup="run-chart"))
    if runs is not None and runs["status"] != "not_estimable" and (step is None or not is_shown(step)):
        told.append(runs["note"])
    return told


def _step_words(step) -> str:
    size = f"{value_text({**step, 'estimate': abs(step['estimate'])})} percentage points"
    way = "higher" if step["estimate"] > 0 else "lower"
    clear = not step["conf_low"] <= 0 <= step["conf_high"]
    sure = "" if clear else " The interval holds zero, so it cannot be told from no step."
    return (
        f"At the change the line stands {size} {way} than the old line would "
        f"({level_words(pd.DataFrame([step]))} interval {interval_text(step)}).{sure}"
    )


def _effects(rows: pd.DataFrame, setting: Setting) -> Table:
    known = rows[rows["status"] != "not_estimable"]
    lines = tuple(
        (row["label"], upper_first(row["note"]), value_text(row), interval_text(row), significance(row))
        for row in records(known)
    )
    caption = "Before and after the change, in percentage points"
    methods = [f"{upper_first(text)}." for text in dict.fromkeys(known["method"]) if text]
    heads = ("Contact", "What", "Percentage points", f"{level_words(known)} interval", "p")
    return Table("table-before-after", setting.caption(caption), heads, lines, notes_for(rows, setting, *methods), 2)


def _quarters(quarters: pd.DataFrame, names: dict[str, str], setting: Setting, *, title: str) -> Table:
    shares = where(quarters, estimand="proportion")
    contacts = list(dict.fromkeys(shares["outcome"]))
    lines = []
    for (quarter,), of_quarter in groups(shares.sort_values("subgroup", kind="stable"), "subgroup"):
        cells = [first(where(of_quarter, outcome=contact)) for contact in contacts]
        signs = [first(where(quarters, estimand="chart_limits", outcome=one, subgroup=quarter)) for one in contacts]
        words = [_cell(cell, sign) for cell, sign in zip(cells, signs, strict=True)]
        lines.append((str(of_quarter["label"].iloc[0]), *words))
    note = "◆ breaks a rule of the control chart."
    heads = ("Quarter", *(names.get(contact, setting.name(contact)) for contact in contacts))
    return Table(f"table-{slug(title)}", setting.caption(title), heads, tuple(lines), notes_for(shares, setting, note))


def _cell(cell, sign) -> str:
    if cell is None:
        return ""
    mark = " ◆" if sign is not None and is_shown(sign) and sign["note"] else ""
    return f"{count_and_share(cell)}{mark}"
