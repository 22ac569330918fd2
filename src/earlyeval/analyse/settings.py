"""A setting that was observed on several days: its course, its median, and whether it moved more than by chance.

One room is one case: there is no test of means here. A run chart asks whether days in a row lie on one side of the
median, Tau-U whether days after the start of the programme lie above those before it.
"""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.counted import clusters_with_all
from earlyeval.analyse.outcome_row import better_sign, outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics.run_charts import RunChart, run_chart
from earlyeval.statistics.single_case import overlap
from earlyeval.study import Study

NEVER_SEEN = "No observations of the setting were returned."
TAUS = ("tau_ab", "tau_u")
SHIFT = "Six or more days in a row lay on one side of the median, which chance seldom does."
TREND = "Five or more days in a row went the same way, which chance seldom does."
QUIET = "No days in a row lay or moved to one side as they would not by chance."


@question("setting-course")
def setting_course(study: Study) -> Iterator[Row]:
    """Return, per outcome of an observed setting and cluster, each day's score, the median, signals and Tau-U.

    Rows
    ----
    ``setting_score`` per day (``subgroup`` the date, ``time_point`` the phase): the mean of the observers of that day.
    ``setting_median`` of all days; ``setting_runs`` the exact test of runs about it; a ``statement`` on shifts and
    trends; ``tau_ab`` and ``tau_u`` of the days after the baseline phase against those in it, + always better.
    A room is nobody: rows are open, and ``n`` counts days.
    """
    for outcome in study.outcomes:
        if outcome.source == "observations":
            yield from _course_of_outcome(study, outcome)


def days_of(study: Study, outcome: Outcome) -> pd.DataFrame:
    """Return one row per day and cluster: observed_on, cluster, time_point, score (mean of the observers)."""
    seen = study.table("observations")
    own = seen[
        (seen["instrument"] == outcome.instrument)
        & (seen["version"] == outcome.version)
        & (seen["subscale"] == outcome.subscale)
        & seen["score"].notna()
    ]
    own = own.assign(cluster=own["cluster"].fillna(""))
    by_day = own.groupby(["cluster", "observed_on"], sort=True)
    return by_day.agg(score=("score", "mean"), time_point=("time_point", "first")).reset_index()


def _course_of_outcome(study: Study, outcome: Outcome) -> Iterator[Row]:
    row = outcome_row(study, outcome) | {"unit": "observations", "sensitivity": "open", "source_table": "observations"}
    days = days_of(study, outcome)
    if days.empty:
        yield not_estimable(row | {"estimand": "setting_score", "n": 0}, reason=NEVER_SEEN)
        return
    groups = [(cluster, here) for cluster, here in clusters_with_all(study, days["cluster"]) if cluster]
    for cluster, is_here in groups or [("", days["cluster"].notna())]:
        here = days[is_here].sort_values("observed_on", kind="stable")
        yield from _course(study, outcome, here, row | {"cluster": cluster})


def _course(study: Study, outcome: Outcome, days: pd.DataFrame, row: Row) -> Iterator[Row]:
    for day in days.itertuples(index=False):
        named = {"subgroup": day.observed_on.strftime("%Y-%m-%d"), "time_point": day.time_point}
        yield row | named | {"estimand": "setting_score", "n": 1, "estimate": float(day.score)}
    chart = run_chart(days["score"].to_numpy())
    yield row | {"estimand": "setting_median", "n": chart.n, "estimate": chart.median}
    yield row | chart.runs_test.as_row() | {"estimand": "setting_runs"}
    yield row | {"estimand": "statement", "subgroup": "signal", "note": _signal(chart), "unit": ""}
    yield from _against_baseline(study, outcome, days, row)


def _signal(chart: RunChart) -> str:
    words = [SHIFT] if chart.shift.any() else []
    words += [TREND] if chart.trend.any() else []
    return " ".join(words) or QUIET


def _against_baseline(study: Study, outcome: Outcome, days: pd.DataFrame, row: Row) -> Iterator[Row]:
    if study.baseline is None:
        return
    is_before = (days["time_point"] == study.baseline.id).to_numpy()
    scores = days["score"].to_numpy()
    answers = overlap(scores[is_before], scores[~is_before], better=better_sign(study, outcome))
    for name in TAUS:
        yield row | {"comparison": f"later days - {study.baseline.label}"} | answers[name].as_row()
