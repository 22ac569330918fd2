"""One line per person listened to: scores, change, sessions, themes and a quotation. For the evaluators alone."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.members import attendance_by_visit, main_outcome
from earlyeval.analyse.outcome_row import better_sign, outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.quotation_checks import printable
from earlyeval.analyse.side_by_theme import Side, beside_adults, score_at, side_of
from earlyeval.analyse.spoken_of import passages_by_person, people_listened_to, themes_of
from earlyeval.registry.outcomes import Outcome
from earlyeval.study import Study

EXTREMES = 2
RULE = (
    "Marked are the two who changed most for the better, the two who changed most for the worse (or least for the "
    "better), and whoever lies nearest to the median."
)
BEST, WORST, TYPICAL = "most for the better", "most for the worse", "nearest to the median"
NOTHING_HEARD = "none of the themes"


@question("by-participant")
def by_participant(study: Study) -> Iterator[Row]:
    """Return a block of rows per person listened to, in the order of change on the main outcome, best first.

    Rows
    ----
    All of kind "private": they pass at the restricted level only. ``subgroup`` is a running number in the order of
    change and no id. ``individual_score``: score before and after (``time_point``), change (``comparison``) and the
    number of sessions attended (``source_table`` attendance). ``individual_words``: themes, a quotation that may be
    printed, and why the case was picked (``label`` says which). People without a change come last.
    """
    outcome = main_outcome(study, "family")
    people = pd.Index(people_listened_to(study)["person_id"].unique())
    side = side_of(study, outcome) if outcome is not None and outcome.is_averaged else None
    if side is None or people.empty:
        return
    values = side.values[side.values.index.isin(people)]
    order = (values * better_sign(study, outcome)).sort_values(ascending=False, kind="stable")
    everybody = order.index.append(people.difference(order.index))
    picked = _picked(order)
    row = outcome_row(study, outcome) | {"n": 1, "analysis": "exploratory", "sensitivity": "text"}
    for number, person in enumerate(everybody, start=1):
        named = row | {"subgroup": f"person {number}"}
        yield from _scores(study, outcome, side, person, named)
        yield from _words(study, person, named | {"estimand": "individual_words", "unit": ""}, picked)


def _picked(order: pd.Series) -> dict[str, str]:
    """Return why people are picked as cases; who could be picked twice is picked for the first reason."""
    picked: dict[str, str] = {}
    if order.empty:
        return picked
    median = (order - order.median()).abs().sort_values(kind="stable").index[:1]
    for people, why in ((order.index[:EXTREMES], BEST), (order.index[::-1][:EXTREMES], WORST), (median, TYPICAL)):
        for person in people:
            picked.setdefault(person, why)
    return picked


def _scores(study: Study, outcome: Outcome, side: Side, person: str, row: Row) -> Iterator[Row]:
    numbered = row | {"estimand": "individual_score"}
    points = (study.baseline.id, study.endpoint.id) if side.is_change else (side.time_point,)
    for point in points:
        scores = beside_adults(study, outcome, score_at(study, outcome, point).values)
        if person in scores.index:
            yield numbered | {"time_point": point, "estimate": float(scores[person])}
    if side.is_change and person in side.values.index:
        yield numbered | {"comparison": side.comparison, "estimate": float(side.values[person])}
    visits = attendance_by_visit(study)
    if len(visits):
        came = visits[(visits["person_id"] == person) & visits["came"]]["session_id"].nunique()
        yield numbered | {
            "label": "Sessions",
            "source_table": "attendance",
            "estimate": float(came),
            "unit": "sessions",
        }


def _words(study: Study, person: str, row: Row, picked: dict[str, str]) -> Iterator[Row]:
    spoken = [theme.label for theme in themes_of(study) if passages_by_person(study, theme).get(person, 0) > 0]
    yield row | {"label": "Themes", "note": "; ".join(spoken) or NOTHING_HEARD}
    own = [quotation for quotation in printable(study) if quotation.person_id == person]
    if own:
        yield row | {"label": "Quotation", "note": own[0].text, "method": own[0].key}
    if person in picked:
        yield row | {"label": "Picked", "note": picked[person], "reason": RULE}
