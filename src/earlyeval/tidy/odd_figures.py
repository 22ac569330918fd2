"""Figures that a site reported itself and that do not fit themselves, each other, or the rows that it sent."""

from collections.abc import Iterator, Mapping

import pandas as pd

from earlyeval.tidy.figure_tables import WHOLE_PERIOD
from earlyeval.tidy.findings import Finding, counted

_PRESENT = ("attended", "late", "left_early")
_TIMES = {"share": 1.0, "percent": 100.0}
_SMALLEST = 1e-9  # two numbers that differ by less are the same number


def odd_figures(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Yield findings about ``site_figures``. Counts only: what was reported is repeated nowhere, and kept as it is.

    Notes
    -----
    A share may differ from numerator by denominator by half of its last decimal. Denominators are compared between
    sources of one indicator and period, and, for the period "all", with the rows that arrived.
    """
    figures = tables["site_figures"]
    if not len(figures):
        return
    lower, upper, estimate = figures["lower"], figures["upper"], figures["estimate"]
    kinds = (
        ("half_interval", "interval of which one end alone was sent", lower.isna() != upper.isna()),
        ("interval_misses", "interval that does not hold its estimate",
         (lower > upper) | (estimate < lower) | (estimate > upper)),
        ("part_above_whole", "numerator above its denominator", figures["numerator"] > figures["denominator"]),
        ("share_differs", "share that is not its numerator by its denominator", _differs(figures)),
        ("denominators_differ", "denominator that another source of the same indicator and period gives otherwise",
         _other_denominators(figures)),
        ("denominator_of_rows", "denominator that is not what the returns themselves hold",
         _not_our_rows(figures, tables)),
    )  # fmt: skip
    for rule, words, is_odd in kinds:
        n_odd = int(is_odd.fillna(False).sum())
        if n_odd:
            sentence = f"{counted(n_odd, 'figure')} reported by the site with an {words}: kept as it was sent."
            sentence = sentence if words.startswith("interval") else sentence.replace("with an ", "with a ")
            yield Finding("site_figures", "", 0, "", rule, "note", n_odd, sentence)


def _differs(figures: pd.DataFrame) -> pd.Series:
    """Return which shares and percentages are further from numerator by denominator than rounding can bring them."""
    times = figures["estimate_is"].map(_TIMES)
    worked_out = figures["numerator"] / figures["denominator"].where(figures["denominator"] > 0) * times
    return (figures["estimate"] - worked_out).abs() > figures["estimate"].map(_half_unit) + _SMALLEST


def _half_unit(estimate: float) -> float:
    """Return half of the last decimal of a number as it is written: 0.005 for 0.35."""
    decimals = len(repr(float(estimate)).partition(".")[2].rstrip("0")) if pd.notna(estimate) else 0
    return 0.5 * 10.0**-decimals


def _other_denominators(figures: pd.DataFrame) -> pd.Series:
    of_one = figures.groupby(["indicator", "period"])["denominator"]
    return figures["denominator"].notna() & (of_one.transform("nunique") > 1)


def _not_our_rows(figures: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.Series:
    ours = figures["counts"].map(_rows(tables))
    return (figures["period"] == WHOLE_PERIOD) & ours.notna() & (figures["denominator"] != ours)


def _rows(tables: Mapping[str, pd.DataFrame]) -> dict[str, float]:
    """Return what our own rows count of each thing; nothing of what did not arrive."""
    people, sessions, attendance = tables["people"], tables["sessions"], tables["attendance"]
    counts = {
        "people": len(people),
        "families": people["family_id"].nunique(),
        "children": (people["role"] == "child").sum(),
        "staff": (people["role"] == "staff").sum(),
        "sessions": (sessions["delivered"].fillna(True)).sum(),
        "visits": attendance["status"].isin(_PRESENT).sum(),
        **{name: len(tables[name]) for name in ("referrals", "births", "cases")},
    }
    return {name: float(count) for name, count in counts.items() if count}
