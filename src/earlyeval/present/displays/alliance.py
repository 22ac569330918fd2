"""The working relationship of parents and workers: mean, likeness within workers, link to engaging."""

import pandas as pd

from earlyeval.present.display import Sentences, Shown, slug
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.displays.stacked import count_and_share
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import interval_text, n_text, value_text
from earlyeval.present.place import lower_first
from earlyeval.present.rows import first, is_shown, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import how_many, level_words, scale_words, upper_first


def show(rows: pd.DataFrame, setting: Setting, *, title: str) -> Shown:
    """Return who rated it, the mean in words, and a table of what the models say. No worker is shown alone."""
    nothing = nothing_to_show(rows, setting, about=title)
    if nothing:
        return nothing
    told = [_rated(rows, setting), _mean(rows), _engaged(rows)]
    lines = []
    for name, words in (
        ("model_mean", "Mean rating"), ("intraclass_correlation", "Share of variance between workers"),
        ("odds_ratio", "Odds of engaging, for a rating one standard deviation higher"),
    ):  # fmt: skip
        row = first(where(rows, estimand=name))
        if row is not None and row["status"] != "not_estimable":
            lines.append((words, n_text(row), value_text(row), interval_text(row)))
    heads = ("What", "Parents", "Value", f"{level_words(rows)} interval")
    methods = [f"{upper_first(text)}." for text in dict.fromkeys(rows["method"]) if text]
    table = Table(
        f"table-{slug(title)}", setting.caption(title), heads, tuple(lines), notes_for(rows, setting, *methods)
    )
    return Shown((Sentences(tuple(text for text in told if text)), *((table,) if lines else ())))


def _rated(rows: pd.DataFrame, setting: Setting) -> str:
    rated, workers = first(where(rows, subgroup="rated")), first(where(rows, subgroup="workers"))
    beside = "" if workers is None else f" They were visited by {how_many(workers, setting, who='workers')}."
    return "" if rated is None else f"Rated by {count_and_share(rated)} of those taking part.{beside}"


def _mean(rows: pd.DataFrame) -> str:
    mean = first(where(rows, estimand="model_mean"))
    if mean is None or not is_shown(mean):
        return ""
    return f"{mean['label']}: {value_text(mean)} on average{scale_words(mean)}."


def _engaged(rows: pd.DataFrame) -> str:
    odds = first(where(rows, estimand="odds_ratio"))
    if odds is None or not is_shown(odds):
        return ""
    meant = lower_first(odds["note"])
    if odds["conf_low"] <= 1 <= odds["conf_high"]:
        return f"Whether parents with a better relationship engage more ({meant}) is unclear."
    way = "more" if odds["estimate"] > 1 else "less"
    return f"Parents who rate the relationship higher engage {way} often ({meant})."
