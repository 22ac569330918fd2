"""How much sites differ, in words that a reader without statistics can use; the numbers stand in the workbook."""

import pandas as pd

from earlyeval.present.numbers import count_text, is_missing, number_text, p_text, percent_text
from earlyeval.present.rows import Row, first, is_shown, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.wording import points

FEW_SITES = 10
WIDE = 0.4  # of an interval of I²
# Shares of the spread that is not chance, and the words for them; the cuts are those of the Cochrane Handbook's
# "might not be important", "moderate", "substantial" (section 10.10.2), made to meet.
CUTS = (
    (0.3, "hardly more than chance alone would make them"),
    (0.5, "somewhat more than chance alone would make them"),
    (0.75, "clearly more than chance alone would make them"),
    (1.01, "far more than chance alone would make them"),
)


def how_sites_differ(rows: pd.DataFrame, counted: Row | None) -> str:
    """Return whether the sites differ more than chance would have it, and how sure that is."""
    share = first(where(rows, estimand="share_between_sites"))
    if share is None or not is_shown(share):
        return "How much sites differ cannot be said."
    words = next(words for cut, words in CUTS if share["estimate"] < cut)
    spread = first(where(rows, estimand="between_site_sd"))
    size = ""
    if spread and is_shown(spread) and spread["estimate"] > 0:
        size = f"; their true changes are put at {points_of(spread['estimate'])} around the pooled one (one SD)"
    test = first(where(rows, estimand="heterogeneity"))
    p = f"; test of no difference p {_p(test)}" if test and not is_missing(test["p_value"]) else ""
    told = f"The sites differ {words} (I² {percent_text(share['estimate'])}{p}){size}."
    k = 0 if counted is None or is_missing(counted["n"]) else int(counted["n"])
    if k < FEW_SITES and not is_missing(share["conf_low"]):
        low, high = percent_text(share["conf_low"]), percent_text(share["conf_high"])
        unsure = ", so little is known of it" if share["conf_high"] - share["conf_low"] > WIDE else ""
        told += f" With {count_text(k)} sites I² could be anywhere from {low} to {high}{unsure}."
    return told


def further_site(prediction: Row | None) -> str:
    """Return where the true change of one more site of this kind would likely lie."""
    if prediction is None or not is_shown(prediction) or is_missing(prediction["conf_low"]):
        return "Two sites are too few to say what a further site may find."
    low, high = prediction["conf_low"], prediction["conf_high"]
    if low <= 0 <= high:
        return (
            "At a further site of this kind the true average change would likely lie anywhere from "
            f"{points(low)} lower to {points(high)} higher."
        )
    small, large = sorted((abs(low), abs(high)))
    side = "higher" if low > 0 else "lower"
    size = number_text(small, decimals=1)
    return (
        "At a further site of this kind the true average change would likely lie between "
        f"{size} and {points(large)} {side}."
    )


def without_any_one(rows: pd.DataFrame, setting: Setting) -> str:
    """Return how far the pooled change moves when any one site is left out; each stands in the workbook."""
    rest = [row for row in records(where(rows, subgroup="without this site")) if is_shown(row)]
    if len(rest) < 3:
        return ""
    low, high = min(row["estimate"] for row in rest), max(row["estimate"] for row in rest)
    if low == high:
        return "Whichever one site is left out, the pooled change stays the same to one decimal."
    ends = f"{number_text(low, decimals=1)} and {number_text(high, decimals=1)}"
    return f"Whichever one site is left out, the pooled change lies between {ends} points (each in tables.xlsx)."


def points_of(number: float) -> str:
    """Return a size in points to two decimals."""
    return f"{number_text(number, decimals=2)} points"


def _p(test: Row) -> str:
    text = p_text(test["p_value"])
    return text if text.startswith("<") else f"= {text}"
