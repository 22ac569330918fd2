"""Births of all sites beside those of their areas: rare events that a single site can hardly show."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse import births
from earlyeval.analyse.questions import Row
from earlyeval.analyse.sites import Gate, across, plain, rows_of_sites, with_status
from earlyeval.foundations.results import not_estimable, records
from earlyeval.statistics import proportion_intervals
from earlyeval.statistics.exact_rates import standardised_ratio_mid_p
from earlyeval.study import Synthesis

OPEN_TO_SUBTRACTION = "A total would give away the number of a site, so none is shown."


@across("births-across-sites")
def births_across_sites(synthesis: Synthesis, gate: Gate) -> Iterator[Row]:
    """Return each site's births beside its area, and all births together beside what all areas would lead to.

    Rows
    ----
    The sites' own rows of every birth returned (``subgroup`` "all"). Without a site: the share of all births with its
    exact interval, and observed over expected, where what was expected at each site is worked out with the figures of
    its own area. A total counts hidden sites too, where each of them stays open; otherwise there is none.
    """
    rows = rows_of_sites(synthesis, births.births)
    rows = rows[(rows["subgroup"] == births.ALL) & rows["estimand"].isin(("proportion", "standardised_ratio"))]
    rows = with_status(rows.reset_index(drop=True), gate)
    level = synthesis.plan.conf_level
    for (_, estimand), of_one in rows.groupby(["outcome", "estimand"], sort=False):
        yield from (plain(row) for row in records(of_one))
        known = of_one[of_one["estimable"] & of_one["n"].notna() & (of_one["n_expected"] > 0)]
        if len(known) >= 2:
            yield _total(known, str(estimand), gate, level=level)


def _total(known: pd.DataFrame, estimand: str, gate: Gate, *, level: float) -> Row:
    first = records(known.head(1))[0]
    kept = ("strand", "outcome", "label", "subgroup", "unit", "source_table", "comparison")
    base = {name: first[name] for name in kept} | {"estimand": estimand}
    # What is hidden for others' sake is no small number, which is what the judge takes every hidden one for.
    if known["withheld"].any() or not all(_stays_open(known, column, gate) for column in ("n", "n_expected")):
        return not_estimable(base, reason=OPEN_TO_SUBTRACTION)
    observed, of = int(known["n"].sum()), int(known["n_expected"].sum())
    if estimand == "proportion":
        return base | proportion_intervals.clopper_pearson(observed, of, conf_level=level).as_row()
    expected = float(known["statistic"].sum())
    row = standardised_ratio_mid_p(observed, expected, conf_level=level).as_row()
    return base | row | {"n": observed, "n_expected": of, "statistic": expected}


def _stays_open(known: pd.DataFrame, column: str, gate: Gate) -> bool:
    shown = known[f"{column}_shown"]
    hidden = shown.isna() & (known[column] > 0)
    answer = gate.leaves_open(known[column].sum(), shown=shown.dropna().tolist(), hidden=int(hidden.sum()))
    return answer is True  # whatever else it may say is no judgement
