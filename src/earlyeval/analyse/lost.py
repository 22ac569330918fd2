"""People measured before and after, against people measured before only, as they stood at the start."""

from collections.abc import Iterator

from earlyeval.analyse.applicable import not_applicable_at, without
from earlyeval.analyse.change import outcomes_that_change
from earlyeval.analyse.groups import scores_by_person_and_time
from earlyeval.analyse.method_checks import ALTERNATIVE, HEADLINE, method_check
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.statistics import groups, summaries
from earlyeval.study import Study

WHY = "It leads because it can be compared between measures, and because balance is a matter of size and not of a test."
INSTEAD = "it is in points of the scale and lets the two groups vary differently"


@question("lost")
def lost_to_follow_up(study: Study) -> Iterator[Row]:
    """Return, per outcome, the baseline mean of those kept and lost, and their standardised difference.

    The difference is lost minus kept, in standard deviations of the two groups and in points, unsigned by direction.
    """
    for strand in ("family", "staff"):
        for outcome in outcomes_that_change(study, strand):
            yield from _lost_on_outcome(study, outcome)


def _lost_on_outcome(study: Study, outcome) -> Iterator[Row]:
    before, after = study.baseline.id, study.endpoint.id
    measured = scores_by_person_and_time(study, outcome).dropna(subset=[before])
    # Whoever said at the end that it does not apply to them was not lost.
    measured = measured.loc[without(measured.index, not_applicable_at(study, outcome, (after,)))]
    is_kept = measured[after].notna()
    kept, lost = measured.loc[is_kept, before].to_numpy(), measured.loc[~is_kept, before].to_numpy()
    row = outcome_row(study, outcome) | {"time_point": before, "n_expected": len(measured), "analysis": "sensitivity"}
    for subgroup, values in (("kept", kept), ("lost", lost)):
        yield row | {"subgroup": subgroup} | summaries.mean(values, conf_level=study.plan.conf_level).as_row()
        yield row | {"subgroup": subgroup} | summaries.sd(values, conf_level=study.plan.conf_level).as_row()
    compared = row | {"comparison": "lost - kept"}
    difference = groups.standardised_mean_difference(lost, kept, conf_level=study.plan.conf_level)
    main = compared | {"unit": "standard deviations", "subgroup": "in standard deviations"} | difference.as_row()
    points = (
        compared
        | {"subgroup": "in points"}
        | groups.mean_difference(lost, kept, conf_level=study.plan.conf_level).as_row()
    )
    yield main
    yield points
    if main["estimable"]:
        yield method_check(main, HEADLINE, method=main["method"], note=WHY)
        if points["estimable"]:
            yield method_check(main, ALTERNATIVE, method=points["method"], note=INSTEAD)
