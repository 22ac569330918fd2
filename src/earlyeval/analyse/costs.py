"""What it cost: in all, for each who started, and for each case closed with the concern removed."""

from collections.abc import Iterator
from math import floor, isnan, log10

import pandas as pd

from earlyeval.analyse.case_members import case_work
from earlyeval.analyse.groups import taking_part
from earlyeval.analyse.members import unit_of
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.statistics import proportions
from earlyeval.study import Study

FIGURES = 2
NONE_RETURNED = "No costs were returned."
MIXED_YEARS = "Costs are of several price years and were not brought to one, so they cannot be added up."
ROUNDED = "rounded to the first two digits, so that no number of people follows from pounds"
TAKEN_AS_KNOWN = "costs taken as known; the interval is that of the share of closed cases with the concern removed"


@question("costs")
def costs(study: Study) -> Iterator[Row]:
    """Return cost in all and by category, per case (or person who started) and per case with the concern removed.

    Rows
    ----
    ``cost`` in pounds of one price year (``note``), rounded to the first two digits, so that numbers of people
    cannot be worked out from pounds. ``outcome`` "total" (by category in ``subgroup``), "per-case",
    "per-closed-case", "per-concern-removed". The interval of the last turns round the Wilson interval of the share of
    closed cases with the concern removed; it says nothing of how sure the costs are. All costs are shared by all cases
    that began, those still open included: a case still open makes the others look dearer.
    """
    spent = study.table("costs")
    has_cases = case_work(study) is not None
    base = {"strand": "delivery", "unit": "cases" if has_cases else unit_of(study, "family"), "source_table": "costs"}
    base |= {"estimand": "cost", "analysis": "exploratory"}
    if spent.empty:
        if has_cases:
            yield not_estimable(base | {"outcome": "total", "label": "Cost in all", "n": 0}, reason=NONE_RETURNED)
        return
    if spent["price_year"].nunique() > 1:
        yield not_estimable(base | {"outcome": "total", "label": "Cost in all", "n": 0}, reason=MIXED_YEARS)
        return
    year = {"note": f"prices of {spent['price_year'].iloc[0]:g}", "method": ROUNDED}
    started = len(study.table("cases")) if has_cases else len(taking_part(study, "family"))
    yield from _totals(spent, base | year | {"n": started})
    whole = float(spent["amount"].sum())
    words = "case" if has_cases else "person who started"
    yield from _per(whole, started, base | year | {"outcome": "per-case", "label": f"Cost per {words}"})
    if has_cases:
        yield from _per_removed(study, whole, base | year)


def rounded(amount: float) -> float:
    """Return an amount to the first two digits; missing stays missing, nothing stays nothing."""
    if isnan(amount) or amount == 0:
        return amount
    return round(amount, FIGURES - 1 - floor(log10(abs(amount)))) + 0.0


def _totals(spent: pd.DataFrame, row: Row) -> Iterator[Row]:
    yield row | {"outcome": "total", "label": "Cost in all", "estimate": rounded(float(spent["amount"].sum()))}
    by_category = spent.groupby("category", sort=True)["amount"].sum()
    for category, amount in by_category.items():
        named = {"outcome": "total", "label": f"of it {category}", "subgroup": str(category)}
        yield row | named | {"estimate": rounded(float(amount))}


def _per(whole: float, n: int, row: Row) -> Iterator[Row]:
    if n == 0:
        yield not_estimable(row | {"n": 0}, reason="There was nobody to share the costs.")
        return
    yield row | {"n": n, "estimate": rounded(whole / n)}


def _per_removed(study: Study, whole: float, row: Row) -> Iterator[Row]:
    cases = study.table("cases")
    closed = cases[cases["closure_outcome"].notna()]
    yield from _per(whole, len(closed), row | {"outcome": "per-closed-case", "label": "Cost per closed case"})
    removed = int((closed["closure_outcome"] == "concern_removed").sum())
    named = row | {"outcome": "per-concern-removed", "label": "Cost per case closed with the concern removed"}
    if removed == 0:
        yield not_estimable(named | {"n": 0}, reason="No case has been closed with the concern removed.")
        return
    share = proportions.wilson(removed, len(closed), conf_level=study.plan.conf_level)
    per_closed = whole / len(closed)
    ends = {"conf_low": rounded(per_closed / share.conf_high), "conf_high": rounded(per_closed / share.conf_low)}
    method = f"{ROUNDED}; {TAKEN_AS_KNOWN}"
    yield named | ends | {
        "n": removed, "estimate": rounded(whole / removed), "conf_level": study.plan.conf_level, "method": method,
    }  # fmt: skip
