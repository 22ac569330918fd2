"""Did coverage change when the service did? Quarter by quarter: control charts, and lines before and after."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.contacts_due import first_quarter, quarter_id, quarter_words, series_of, whole_numbers
from earlyeval.analyse.counted import plain_share_row, share_row, unanswered
from earlyeval.analyse.coverage import NO_CONTACTS, NOT_RETURNED, base_of
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.contacts import Contact
from earlyeval.statistics import time_series
from earlyeval.study import Study

# Fewer quarters on either side tell no slope from chance (Wagner and others 2002).
ENOUGH_QUARTERS = 8
RULES = "nhs_making_data_count"
RULE_WORDS = {
    "outside": "outside the limits", "shift": "part of a run on one side", "trend": "part of a trend",
    "two_of_three": "two of three near a limit",
}  # fmt: skip
EFFECTS = {
    "slope_before": "Trend before, a quarter", "level_change": "Step at the change",
    "slope_change": "Change of trend, a quarter",
}  # fmt: skip
NO_CHANGE = "The site declares no month at which the service changed, so there is no before and after."
NO_RUNS = "Too few quarters lie off their median for the rules of a run chart."
TOO_SHORT = "Fewer quarters than a line before and a line after need; the run chart is all that can be read."


@question("contact-series")
def contact_series(study: Study) -> Iterator[Row]:
    """Return each contact quarter by quarter: shares, control limits, signals; and the change against before.

    Rows
    ----
    Per quarter (``subgroup`` "2018-04", its first month) the ``proportion`` seen in time with its Wilson interval, and
    ``chart_limits``: the centre of a p chart with limits three sigma away. The centre is that of the quarters before
    the change where there are eight, else of all; ``note`` of the limits says which rules a quarter breaks.
    ``signals``: quarters that break a rule, of those since the change. Segmented regression with Newey-West errors
    gives the trend before, the step, the change of trend and the distance from the old line in the last quarter, in
    percentage points, where there are eight quarters on either side; else why not, and what a run chart says.
    """
    if not study.programme.contacts:
        yield unanswered({"strand": "delivery", "unit": "children", "label": "Contacts over time"}, NO_CONTACTS)
        return
    for contact in study.programme.contacts:
        series = series_of(study, contact)
        base = base_of(contact)
        if series.empty:
            yield unanswered(base, NOT_RETURNED, estimand="proportion")
            continue
        is_after = (series["quarter"] >= first_quarter(study)).to_numpy()
        if study.delivery.service_change is None:
            is_after[:] = True
        yield from _chart(study, series, is_after, base)
        yield from _interrupted(study, contact, series, is_after)
        yield from _run_chart(series, is_after, base)


def _chart(study: Study, series: pd.DataFrame, is_after, base: Row) -> Iterator[Row]:
    seen, due = whole_numbers(series["in_time"]), whole_numbers(series["due"])
    before = int((~is_after).sum())
    own = before if before >= ENOUGH_QUARTERS else None
    chart = time_series.p_chart(seen, due, baseline=own, rules=RULES)
    centre = "quarters before the change" if own else "all quarters"
    for place, quarter in enumerate(series["quarter"]):
        row = base | {
            "subgroup": quarter_id(quarter), "label": quarter_words(quarter),
            "comparison": "after" if is_after[place] else "before",
        }  # fmt: skip
        yield share_row(row, seen[place], due[place], conf_level=study.plan.conf_level)
        limits = row | {"estimand": "chart_limits", "n": int(due[place]), "method": f"p chart, centre from {centre}"}
        if not chart.estimable:
            yield not_estimable(limits, reason=chart.reason)
            continue
        told = [words for rule, words in RULE_WORDS.items() if rule in chart.signals and chart.signals[rule][place]]
        yield limits | {
            "estimate": float(chart.centre[place]), "conf_low": float(chart.low[place]),
            "conf_high": float(chart.high[place]), "note": "; ".join(told),
        }  # fmt: skip
    if chart.estimable and is_after.any():
        counted = base | {"outcome": base["outcome"], "subgroup": "signals", "unit": "quarters", "sensitivity": "open"}
        signalled = int(chart.any_signal[is_after].sum())
        yield plain_share_row(counted, signalled, int(is_after.sum()), method="quarters that break a rule of the chart")


def _interrupted(study: Study, contact: Contact, series: pd.DataFrame, is_after) -> Iterator[Row]:
    row = base_of(contact) | {"unit": "percentage points", "n": int(series["due"].sum())}
    blank = row | {"estimand": "level_change", "subgroup": "level_change"}
    if study.delivery.service_change is None:
        yield not_estimable(blank, reason=NO_CHANGE)
        return
    if min(int(is_after.sum()), int((~is_after).sum())) < ENOUGH_QUARTERS:
        yield not_estimable(blank, reason=TOO_SHORT)
        return
    times = [float(quarter.ordinal) for quarter in series["quarter"]]
    start = times[0]
    since = float(first_quarter(study).ordinal) - start
    found = time_series.segmented_regression(
        (100 * series["in_time"] / series["due"]).to_numpy(dtype="float64"), since,
        times=[time - start for time in times], conf_level=study.plan.conf_level,
    )  # fmt: skip
    if not found.estimable:
        yield not_estimable(blank, reason=found.reason)
        return
    counted = {"n": row["n"], "comparison": "after - before"}
    for name, words in EFFECTS.items():
        yield row | found.coefficients[name].as_row() | {"estimand": name, "subgroup": name, "note": words} | counted
    distance = found.effect_at(times[-1] - start).as_row() | {"estimand": "distance_from_old_line"}
    words = "Distance from the old line in the last quarter"
    yield row | distance | {"subgroup": "distance_from_old_line", "note": words} | counted


def _run_chart(series: pd.DataFrame, is_after, base: Row) -> Iterator[Row]:
    """Yield what a run chart about the median of the quarters since the change says, where it can say anything."""
    after = series[is_after]
    chart = time_series.run_chart((after["in_time"] / after["due"]).to_numpy(dtype="float64"))
    row = base | {
        "subgroup": "run-chart", "estimand": "runs_test", "unit": "quarters", "n": int(after["due"].sum()),
        "analysis": "exploratory", "sensitivity": "personal",
    }  # fmt: skip
    if not chart.estimable:
        yield not_estimable(row, reason=NO_RUNS)
        return
    said = "a shift" if chart.shift.any() else "a trend" if chart.trend.any() else "neither a shift nor a trend"
    test = chart.runs_test.as_row()
    kept = {name: test[name] for name in ("p_value", "method") if name in test}
    yield row | kept | {"note": f"The quarters since the change show {said} about their median."}
