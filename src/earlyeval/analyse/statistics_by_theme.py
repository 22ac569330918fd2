"""Scores of people in whose interview a theme was heard, beside those of the people in whose interview it was not.

A description of few people, never a test: nobody was put in a group, and not mentioning is not absence.
"""

from collections.abc import Iterator

import numpy as np

from earlyeval.analyse.outcome_row import better_sign, outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.side_by_theme import Side, pairs_of, side_of
from earlyeval.analyse.spoken_of import Subject, counts_nothing, passages_by_person
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.outcomes import Outcome
from earlyeval.statistics import summaries
from earlyeval.statistics.drawn_again import FEWEST, drawn_difference
from earlyeval.study import Study

HEARD, NOT_HEARD = "heard", "not heard"
TOO_FEW = "Too few people are in this group to describe their scores."
NOBODY = "Nobody who was listened to has this score."
# The same quantity, of scores and of changes.
OF_SCORES = ("mean", "sd", "median")
OF_CHANGES = {"mean": "mean_change", "sd": "sd_change", "median": "median_change"}


@question("statistics-by-theme")
def statistics_by_theme(study: Study) -> Iterator[Row]:
    """Return, per pair of theme and outcome, the scores of those who spoke of it and of those who did not.

    Rows
    ----
    ``subgroup`` "heard" or "not heard": mean, SD and median of the change (of the latest score where nothing was
    measured before) with ``n``; then Hedges' g and Cliff's delta of the two with bootstrap intervals, + where those
    who spoke of it are better off. ``label`` names theme and outcome. People without the score are left out and
    counted in ``n_expected``. Groups below five are not described; the profile may ask for more.
    """
    if refusal := counts_nothing(study):
        if study.has("themes"):
            yield not_estimable({"strand": "qualitative", "estimand": "hedges_g", "n": 0}, reason=refusal)
        return
    for subject, outcome in pairs_of(study):
        yield from _of_pair(study, subject, outcome)


def _of_pair(study: Study, subject: Subject, outcome: Outcome) -> Iterator[Row]:
    side, counts = side_of(study, outcome), passages_by_person(study, subject)
    row = outcome_row(study, outcome) | {
        "label": f"\N{LEFT DOUBLE QUOTATION MARK}{subject.label}\N{RIGHT DOUBLE QUOTATION MARK}: {outcome.label}",
        "analysis": "exploratory",
        "source_table": "codings",
    }
    own = side.values[side.values.index.isin(counts.index)] if side else None
    if side is None or own.empty:
        yield not_estimable(row | {"estimand": "hedges_g", "n": 0}, reason=NOBODY)
        return
    row |= {"time_point": side.time_point, "comparison": side.comparison}
    is_heard = counts.reindex(own.index).to_numpy() > 0
    groups = {HEARD: own.to_numpy()[is_heard], NOT_HEARD: own.to_numpy()[~is_heard]}
    listened = {HEARD: int((counts > 0).sum()), NOT_HEARD: int((counts == 0).sum())}
    for name, values in groups.items():
        yield from _of_group(row | {"subgroup": name, "n_expected": listened[name]}, values, side, study=study)
    yield from _difference(study, outcome, row, groups)


def _of_group(row: Row, values: np.ndarray, side: Side, *, study: Study) -> Iterator[Row]:
    named = {name: OF_CHANGES[name] if side.is_change else name for name in OF_SCORES}
    if len(values) < FEWEST:
        yield not_estimable(row | {"estimand": named["mean"], "n": len(values)}, reason=TOO_FEW)
        return
    found = {
        "mean": summaries.mean(values, conf_level=study.plan.conf_level),
        "sd": summaries.sd(values),
        "median": summaries.median(values),
    }
    for name, estimate in found.items():
        yield row | estimate.as_row() | {"estimand": named[name]}


def _difference(study: Study, outcome: Outcome, row: Row, groups: dict[str, np.ndarray]) -> Iterator[Row]:
    both = row | {"subgroup": f"{HEARD} - {NOT_HEARD}", "unit": "people", "note": ""}
    for quantity in ("hedges_g", "cliffs_delta"):
        found = drawn_difference(
            groups[HEARD], groups[NOT_HEARD], seed=study.registry.facts.seed, quantity=quantity,
            better=better_sign(study, outcome), conf_level=study.plan.conf_level,
        )  # fmt: skip
        yield both | found.as_row() | {"analysis": "exploratory"}
