"""Births beside those of the area: a sentence and a line for each indicator, all births and those of completers."""

import pandas as pd

from earlyeval.present.display import Part, Sentences, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import (
    interval_text,
    is_missing,
    n_of_text,
    percent_in_brackets,
    value_text,
    with_interval,
)
from earlyeval.present.rows import Row, first, groups, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import TOO_FEW_ANSWERS, how_many, level_words, sentence

ALL, COMPLETERS, AREA = "all", "completers", "area"
WHO = {ALL: "All births", COMPLETERS: "Of mothers who came often enough"}
RATIO = (
    "Observed over expected: the births of that kind, divided by those that would have been expected with the shares "
    "of the area (by kinds of mothers where the area's figures are); 1 is as many as in the area."
)
CAVEAT = (
    "Mothers who came often are not the others: whoever gives birth early has less time to come, so fewer early births "
    "among them need not be due to coming."
)


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return a sentence per indicator, a picture of the shares beside the area, and the table.

    Rows: those of ``analyse.births.births``.
    """
    nothing = nothing_to_show(rows, setting, about="Births")
    if nothing:
        return nothing
    told = [text for _, of_one in groups(rows, "outcome") if (text := said_of_births(of_one, setting))]
    parts: list[Part] = [Sentences(tuple(told), listed=True)] if told else []
    figure = _figure(rows, setting)
    parts += [figure] if figure else []
    return Shown((*parts, _table(rows, setting)))


def _one(rows: pd.DataFrame, estimand: str, subgroup: str) -> Row | None:
    return first(where(rows, estimand=estimand, subgroup=subgroup))


def said_of_births(rows: pd.DataFrame, setting: Setting) -> str:
    """Return how many births were of a kind, beside the area, and whether that differs; "" where nothing is known."""
    share, area = _one(rows, "proportion", ALL), _one(rows, "proportion", AREA)
    if share is None or share["status"] == "not_estimable":
        return ""
    if is_missing(share["n"]):
        return f"{share['label']}: {TOO_FEW_ANSWERS}"
    beside = f"; in the area {value_text(area)}" if area and not is_missing(area["estimate"]) else ""
    lead = sentence(f"{share['label']}: {how_many(share, setting, who='births')}{percent_in_brackets(share)}{beside}")
    ratio = _one(rows, "standardised_ratio", ALL)
    return f"{lead}{_verdict(ratio)}" if ratio and is_shown(ratio) else lead


def _verdict(ratio: Row) -> str:
    low, high = ratio["conf_low"], ratio["conf_high"]
    if is_missing(low):
        return ""
    span = f"observed over expected {value_text(ratio)}, likely between {value_text(ratio, 'conf_low')} and "
    span += value_text(ratio, "conf_high")
    if low <= 1 <= high:
        return f" That is no clear difference from the area ({span})."
    return f" That is {'more' if low > 1 else 'fewer'} than in the area ({span})."


def _figure(rows: pd.DataFrame, setting: Setting):
    from earlyeval.present.figures.beside_population import beside_population

    pairs = []
    for _, of_one in groups(rows, "outcome"):
        share, area = _one(of_one, "proportion", ALL), _one(of_one, "proportion", AREA)
        if share and area and is_shown(share) and not is_missing(area["estimate"]):
            pairs.append((share, area))
    if not pairs:
        return None
    told = "; ".join(f"{row['label'].lower()} {value_text(row)}, area {value_text(area)}" for row, area in pairs)
    caption = setting.caption("Share of all births returned (bar) and of births in the area (mark)")
    words = ("Births of the programme, beside the area", f"Bar chart of shares of births: {told}.", caption)
    return beside_population(pairs, identity="figure-births", words=words)


def _table(rows: pd.DataFrame, setting: Setting) -> Table:
    lines = []
    for _, of_one in groups(rows, "outcome"):
        area = _one(of_one, "proportion", AREA)
        for subgroup, who in WHO.items():
            share, ratio = _one(of_one, "proportion", subgroup), _one(of_one, "standardised_ratio", subgroup)
            if share is None:
                continue
            lines.append((
                share["label"], who, n_of_text(share), value_text(share), interval_text(share),
                value_text(area) if area else "", with_interval(ratio) if ratio and is_shown(ratio) else "",
            ))  # fmt: skip
    level = level_words(rows)
    columns = ("Births", "Group", "Number", "Share", f"Exact {level} interval", "Area",
               f"Observed over expected ({level} interval)")  # fmt: skip
    asked = [row["note"] for row in records(where(rows, subgroup=COMPLETERS)) if row["note"]]
    often = [f"Often enough: {asked[0][:1].lower()}{asked[0][1:]}."] if asked else []
    sources = [row["note"] for row in records(where(rows, subgroup=AREA))]
    area_is = [f"Area: {sources[0]}."] if sources else []
    caveat = [CAVEAT] if asked else []
    notes = notes_for(rows[rows["comparison"] != AREA], setting, RATIO, *area_is, *often, *caveat)
    return Table("table-births", setting.caption("Births beside the area"), columns, tuple(lines), notes, row_headers=2)
