"""Two answers to "where did you stand before?": the one given then, and the one given looking back.

Training often changes what people think a scale means, so the ordinary comparison may hide change; looking back
may inflate it. Both are shown, and never pooled.
"""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.groups import scores_by_person_and_time
from earlyeval.analyse.members import expected_of
from earlyeval.analyse.method_checks import ALTERNATIVE, HEADLINE, method_check, words_of
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.statistics import paired
from earlyeval.study import Study

WHY = "All three are means of the same people, those who answered every time, so that the shift is their difference."
INSTEAD = "it goes by the order of the shifts, which are often the same few points"


@question("response-shift")
def response_shift(study: Study) -> Iterator[Row]:
    """Return the ordinary change, the change from the retrospective pre-test, and the shift between the two.

    Each is a mean of people who answered all that were asked (before, after, looking back), in scale points. The shift
    is also given by ranks.
    """
    endpoint = study.endpoint
    for outcome in study.outcomes:
        looking_back = [point for point in outcome.time_points if study.time_points[point].retrospective_of]
        if endpoint is None or not looking_back or endpoint.id not in outcome.time_points:
            continue
        then = looking_back[0]
        before = study.time_points[then].retrospective_of
        scores = scores_by_person_and_time(study, outcome)
        points = {"ordinary": (before, endpoint.id), "looking back": (then, endpoint.id), "shift": (then, before)}
        asked = [point for point in (before, endpoint.id, then) if point in scores.columns]
        answered = scores.dropna(subset=asked)
        row = outcome_row(study, outcome) | {
            "n_expected": len(expected_of(study, outcome)),
            "analysis": "sensitivity",
        }
        for subgroup, (first, second) in points.items():
            named = row | {"comparison": f"{second} - {first}", "subgroup": subgroup}
            if before not in scores.columns and before in (first, second):
                reason = "It was not asked before, only afterwards."
                yield not_estimable(named | {"estimand": "mean_change", "n": 0}, reason=reason)
                continue
            change = paired.mean_change(
                answered[first].to_numpy(), answered[second].to_numpy(), conf_level=study.plan.conf_level
            )
            yield named | change.as_row()
            if subgroup == "shift" and change.estimable:
                yield from _checks(answered[[first, second]], named | change.as_row(), level=study.plan.conf_level)


def _checks(answered: pd.DataFrame, shift: Row, *, level: float) -> Iterator[Row]:
    """Yield the shift by ranks, and why the mean leads."""
    then, before = (answered[column].to_numpy() for column in answered)
    ranks = shift | paired.hodges_lehmann(then, before, conf_level=level).as_row() | {"subgroup": "shift, by ranks"}
    test = paired.signed_rank(then, before).as_row()
    yield from (ranks, words_of(shift) | test | {"subgroup": "shift, by ranks"})
    yield method_check(shift, HEADLINE, method=shift["method"], note=WHY)
    if ranks["estimable"]:
        yield method_check(shift, ALTERNATIVE, method=ranks["method"], note=INSTEAD)
