"""People who stood worst before: how they changed, and how much of it anybody picked that way would have changed.

Whoever is picked for an extreme score tends to score nearer to the average the next time, whatever is done: regression
to the mean. Its size follows from how far they stood from the average and how closely two measurements go together.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlyeval.analyse.change import outcomes_that_change
from earlyeval.analyse.groups import scores_by_person_and_time
from earlyeval.analyse.method_checks import ALTERNATIVE, CAUTION, FEWEST_TO_JUDGE, HEADLINE, method_check
from earlyeval.analyse.outcome_row import outcome_row, subscale_of
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.outcomes import BaselineSubgroup, Outcome
from earlyeval.statistics import association, change, paired, proportions, summaries
from earlyeval.study import Study

TOO_FEW = "There are too few people measured both times to tell how closely the two measurements go together."
NOT_TOGETHER = "The two measurements do not go together in these data, so no regression to the mean can be expected."
FROM_DATA = "change less what regression to the mean explains, correlation of the same people"
FROM_PRINT = "change less what regression to the mean explains, published retest reliability"
EMPIRICAL = "(1 - correlation) x (mean of all - mean of those picked), scores before"
WHY = (
    "What anybody picked by such a score would change is taken off: one minus the correlation of the two measurements, "
    "times how far each person stood from the average before."
)
INSTEAD = "it takes the correlation from people in whom nothing was done"
MIND = (
    "Average and correlation are taken as known and come from these people, who had the programme; the interval of "
    "what is left is therefore somewhat too short."
)


@dataclass(frozen=True)
class Picked:
    """People by their score before: all measured before, all pairs, and which of them were picked."""

    before_of_all: np.ndarray
    pairs: pd.DataFrame  # before, after, is_picked
    n_picked: int
    threshold: float
    is_above: bool

    @property
    def of_picked(self) -> pd.DataFrame:
        """The pairs of those who were picked."""
        return self.pairs[self.pairs["is_picked"]]


@question("baseline-severity")
def baseline_severity(study: Study) -> Iterator[Row]:
    """Return, per declared subgroup by the score before, its change, the regression to expect, and what is left.

    Rows
    ----
    ``label`` names outcome and group, ``subgroup`` the group. ``proportion`` picked, of those measured before;
    ``mean_change`` of their pairs; ``pearson``, the correlation before-after of all pairs; ``regression_to_mean`` from
    it, and as a second row from the cut-off and normal scores (sensitivity); ``change_beyond_regression``: the change
    less what each person's distance from the average predicts, and the same with the published retest reliability.
    """
    for strand in ("family", "staff"):
        for outcome in outcomes_that_change(study, strand):
            for group in outcome.baseline_subgroups:
                yield from _of_subgroup(study, outcome, group)


def picked(study: Study, outcome: Outcome, group: BaselineSubgroup) -> Picked:
    """Return who is in a subgroup by the score before; people on the threshold are in it, however many they are."""
    scores = scores_by_person_and_time(study, outcome)
    before = scores[study.baseline.id].dropna()
    if group.cut_off is not None:
        cut_off = next(one for one in subscale_of(study, outcome).cut_offs if one.id == group.cut_off)
        is_above = cut_off.at_least is not None
        threshold = float(cut_off.at_least if is_above else cut_off.at_most)
    else:
        is_above = group.highest_share is not None
        share = 1 - group.highest_share if is_above else group.lowest_share
        threshold = float(np.quantile(before, share)) if len(before) else float("nan")
    is_picked = before >= threshold if is_above else before <= threshold
    pairs = pd.DataFrame({"before": before, "after": scores[study.endpoint.id].reindex(before.index)})
    return Picked(
        before.to_numpy(), pairs.assign(is_picked=is_picked).dropna(), int(is_picked.sum()), threshold, is_above
    )


def _of_subgroup(study: Study, outcome: Outcome, group: BaselineSubgroup) -> Iterator[Row]:
    who, level = picked(study, outcome, group), study.plan.conf_level
    row = outcome_row(study, outcome) | {
        "label": f"{outcome.label}: {group.label}", "subgroup": group.label,
        "comparison": f"{study.endpoint.id} - {study.baseline.id}",
        "time_point": study.endpoint.id,
    }  # fmt: skip
    share = proportions.wilson(who.n_picked, len(who.before_of_all), conf_level=level)
    yield row | {"unit": "people", "time_point": study.baseline.id, "comparison": ""} | share.as_row()
    inside = who.of_picked
    others = len(who.pairs) - len(inside)
    row |= {"n_expected": who.n_picked} | ({"n_smallest": min(len(inside), others)} if others else {})
    changed = row | paired.mean_change(inside["before"], inside["after"], conf_level=level).as_row()
    yield changed
    if not changed["estimable"]:
        return
    together = association.pearson(who.pairs["before"], who.pairs["after"], conf_level=level)
    yield row | together.as_row() | {"unit": "people", "n_expected": float("nan"), "analysis": "sensitivity"}
    reason = TOO_FEW if len(who.pairs) < FEWEST_TO_JUDGE or not together.estimable else ""
    reason = reason or (NOT_TOGETHER if together.estimate <= 0 else "")
    if reason:
        yield not_estimable(row | {"estimand": "regression_to_mean", "n": len(inside)}, reason=reason)
        return
    yield from _expected(study, who, together.estimate, row=row)
    yield from _left(study, outcome, who, together.estimate, row=row)


def _expected(study: Study, who: Picked, correlation: float, *, row: Row) -> Iterator[Row]:
    average, spread = float(who.before_of_all.mean()), float(who.before_of_all.std(ddof=1))
    expected = change.regression_to_mean(
        who.of_picked["before"], population_mean=average, correlation=correlation, conf_level=study.plan.conf_level
    )
    yield row | expected.as_row() | {"method": EMPIRICAL}
    normal = change.regression_from_cut_off(
        who.threshold, population_mean=average, population_sd=spread, correlation=correlation,
        selected_above=who.is_above,
    )  # fmt: skip
    yield row | {
        "estimand": "regression_to_mean", "estimate": normal, "n": len(who.of_picked), "analysis": "sensitivity",
        "method": "from the cut-off, the correlation and normal scores",
    }  # fmt: skip


def _left(study: Study, outcome: Outcome, who: Picked, correlation: float, *, row: Row) -> Iterator[Row]:
    published = next((one.value for one in subscale_of(study, outcome).reliability if one.kind == "retest"), None)
    main = row | _beyond(study, who, correlation) | {"method": FROM_DATA}
    yield main
    if not main["estimable"]:
        return
    yield method_check(main, HEADLINE, method=FROM_DATA, note=WHY)
    if published is not None:
        yield row | _beyond(study, who, published) | {"method": FROM_PRINT, "analysis": "sensitivity"}
        yield method_check(main, ALTERNATIVE, method=FROM_PRINT, note=INSTEAD)
    yield method_check(main, CAUTION, method=FROM_DATA, note=MIND)


def _beyond(study: Study, who: Picked, correlation: float) -> Row:
    """Return the mean over the picked of their change less (1 - r) (average - their score before), t interval."""
    inside, average = who.of_picked, float(who.before_of_all.mean())
    left = inside["after"] - inside["before"] - (1 - correlation) * (average - inside["before"])
    answer = summaries.mean(left.to_numpy(), conf_level=study.plan.conf_level).as_row()
    return answer | {"estimand": "change_beyond_regression"}
