"""Every question of a site report, in the order of the notebooks. The runner asks them all before any notebook."""

from collections.abc import Callable

import pandas as pd

from earlyeval.analyse import (
    alliance,
    arms,
    arrived,
    attendance,
    change,
    co_facilitation,
    consistency,
    contact_series,
    coverage,
    criteria,
    dose,
    drop_in,
    experience,
    fidelity,
    flow,
    glance,
    inequality,
    levels,
    lost,
    measures,
    pitfalls,
    programme,
    quality,
    quarters,
    quotations,
    rating_agreement,
    reach,
    reliable_change,
    response_shift,
    specification,
    status,
    themes,
    timeliness,
    visits_by_need,
)
from earlyeval.analyse import floor_and_ceiling as ends
from earlyeval.analyse import joint_display as joint
from earlyeval.foundations.results import stacked
from earlyeval.study import Study

QUESTIONS: tuple[Callable[[Study], pd.DataFrame], ...] = (
    programme.programme,
    programme.theory_of_change,
    arrived.returns,
    arrived.findings,
    arrived.missingness,
    arrived.linkage,
    quarters.returns_by_quarter,
    flow.flow,
    flow.retention,
    reach.reach,
    reach.specification,
    specification.overrides,
    attendance.sessions,
    attendance.attendance,
    drop_in.visits,
    dose.dose,
    visits_by_need.visits_by_need,
    coverage.coverage,
    timeliness.timeliness,
    contact_series.contact_series,
    fidelity.fidelity,
    quality.quality,
    alliance.alliance,
    co_facilitation.co_facilitation,
    measures.measures,
    consistency.internal_consistency,
    change.staff_change,
    response_shift.response_shift,
    rating_agreement.rating_agreement,
    change.family_change,
    levels.levels,
    lost.lost_to_follow_up,
    ends.floor_and_ceiling,
    reliable_change.reliable_change,
    reliable_change.caseness,
    status.status,
    inequality.inequality,
    specification.inside_outside,
    arms.arms,
    experience.experience,
    experience.comments,
    experience.comment_words,
    themes.corpus,
    themes.theme_reach,
    quotations.quotations,
    quotations.negative_cases,
    joint.joint_display,
    criteria.criteria,
    pitfalls.pitfalls,
    glance.glance,
)


def all_results(study: Study) -> pd.DataFrame:
    """Return the result rows of every question, in the order of the notebooks."""
    return stacked(question(study) for question in QUESTIONS)
