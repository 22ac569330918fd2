"""Whether those who score better or worse spoke of a thing more often: rank correlation of scores and passages.

Exploratory, always: people who were listened to are few and were not drawn at random. A plan may say beforehand which
way a score and a code should go together; the reading then follows by a rule that is printed with it.
"""

from collections.abc import Iterator
from math import isnan

import pandas as pd

from earlyeval.analyse.outcome_row import better_sign, outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.side_by_theme import beside_adults, pairs_of, score_at
from earlyeval.analyse.spoken_of import Subject, counts_nothing, passages_by_person, subject_of
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.outcomes import Outcome
from earlyeval.registry.plan import Association
from earlyeval.statistics.drawn_again import drawn_spearman
from earlyeval.study import Study

# Labels of size, not tests: Cohen 1988, Statistical Power Analysis, calls .10 small and .30 medium.
SMALL, MEDIUM = 0.10, 0.30
NO_CODE = "No theme or code of that name is in the codebook."
NOBODY = "Nobody who was listened to has this score."


@question("associations")
def associations(study: Study) -> Iterator[Row]:
    """Return the rank correlation of each declared score with the passages of a code or theme, and how it reads.

    Rows
    ----
    ``spearman`` with a bootstrap interval, among people who were listened to and have the score (``n`` of
    ``n_expected`` listened to); ``label`` names both, ``subgroup`` the code or theme. For each association that the
    plan expects a ``convergence`` verdict: ``direction`` agreement, partial or dissonance, the two readings in
    ``reason``, the plan's own reason in ``note``. Without declared associations each pair of the integration is asked
    and nothing is read into it.
    """
    expected = study.plan.associations
    if refusal := counts_nothing(study):
        if study.has("themes") or expected:
            yield not_estimable({"strand": "qualitative", "estimand": "spearman", "n": 0}, reason=refusal)
        return
    if expected:
        outcomes = {outcome.id: outcome for outcome in study.outcomes}
        for one in expected:
            yield from _of_expected(study, one, outcomes[one.outcome])
        return
    for subject, outcome in pairs_of(study):
        yield _correlation(study, subject, outcome, time_point=_last_time(study, outcome))


def _of_expected(study: Study, one: Association, outcome: Outcome) -> Iterator[Row]:
    subject = subject_of(study, one.about)
    if subject is None:
        row = outcome_row(study, outcome) | {"label": one.about, "estimand": "spearman", "n": 0, "unit": "people"}
        if study.has("codes"):
            yield not_estimable(row, reason=NO_CODE)
        return
    found = _correlation(study, subject, outcome, time_point=one.time_point or _last_time(study, outcome))
    yield found
    if found["estimable"]:
        yield _verdict(study, one, outcome, found)


def _correlation(study: Study, subject: Subject, outcome: Outcome, *, time_point: str) -> Row:
    counts = passages_by_person(study, subject)
    scores = beside_adults(study, outcome, score_at(study, outcome, time_point).values)
    both = pd.concat([scores, counts], axis=1, join="inner", keys=["score", "passages"])
    row = outcome_row(study, outcome) | {
        "strand": "qualitative",
        "label": f"{outcome.label} and \N{LEFT DOUBLE QUOTATION MARK}{subject.label}\N{RIGHT DOUBLE QUOTATION MARK}",
        "subgroup": subject.label,
        "time_point": time_point,
        "unit": "people",
        "n_expected": len(counts),
        "analysis": "exploratory",
        "source_table": "codings",
    }
    if both.empty:
        return not_estimable(row | {"estimand": "spearman", "n": 0}, reason=NOBODY)
    seed, level = study.registry.facts.seed, study.plan.conf_level
    values = both["score"].to_numpy(dtype=float), both["passages"].to_numpy(dtype=float)
    return row | drawn_spearman(*values, seed=seed, conf_level=level).as_row()


def _verdict(study: Study, one: Association, outcome: Outcome, found: Row) -> Row:
    # Spoken of more by those who score worse: on a scale where lower is better, more passages with higher scores.
    sign = better_sign(study, outcome) * (1 if one.more_when == "better" else -1)
    fit = reads(found["estimate"], found.get("conf_low", float("nan")), found.get("conf_high", float("nan")), sign=sign)
    kept = {name: found[name] for name in found if name not in ("estimate", "conf_low", "conf_high", "conf_level")}
    return kept | {
        "estimand": "convergence",
        "n_expected": found["n"],
        "direction": fit,
        "reason": f"Expected: spoken of more by those who score {one.more_when}.",
        "note": one.because,
        "method": "",
    }


def reads(estimate: float, low: float, high: float, *, sign: int) -> str:
    """Return how a correlation reads against the sign that was expected: agreement, partial, dissonance.

    Agreement: it goes the expected way by .30 or more, and its interval leaves out anything beyond .10 the other way.
    Dissonance: the same, the other way round. Partial: anything between, or no interval.
    """
    if isnan(low) or isnan(high):
        return "partial"
    least, most = sorted((sign * low, sign * high))
    if sign * estimate >= MEDIUM and least > -SMALL:
        return "agreement"
    if sign * estimate <= -MEDIUM and most < SMALL:
        return "dissonance"
    return "partial"


def _last_time(study: Study, outcome: Outcome) -> str:
    asked = [point for point in study.time_points if point in outcome.time_points]
    plain = [point for point in asked if study.time_points[point].retrospective_of is None]
    return (plain or asked)[-1]
