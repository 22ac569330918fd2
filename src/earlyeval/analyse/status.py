"""Scores that must not be averaged: shares of people in each named status, at each time point.

For age-form instruments (another form at another age) a mean would mix scales; the status against the form's own
cut-off can be compared.
"""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.members import scores_of
from earlyeval.analyse.method_checks import HEADLINE, method_check
from earlyeval.analyse.outcome_row import outcome_row, subscale_of
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.instruments import Subscale
from earlyeval.statistics import proportions
from earlyeval.study import Study

# What a score on an age form can be, from the least to the most serious.
STATUSES_OF_FORMS = ("typical", "monitoring", "referral")
WHY = (
    "Totals of different forms cannot be averaged, so shares are compared; Wilson's interval holds for few people and "
    "for shares near none or all, where an exact one would be wider."
)


@question("status")
def status(study: Study) -> Iterator[Row]:
    """Return the share of people in each band of a score, at each time point, for outcomes reported by status.

    Bands that anybody is in stand in the order of the registry: from typical to referral for age forms, otherwise
    as the subscale declares them.
    """
    for outcome in study.outcomes:
        if not outcome.status_only:
            continue
        scores = scores_of(study, outcome)
        wanted = scores[scores["band"].fillna("") != ""]
        bands = _in_order(subscale_of(study, outcome), wanted["band"])
        if len(wanted):
            row = outcome_row(study, outcome)
            yield method_check(
                row, HEADLINE, method="share of those with a status at that time, Wilson interval", note=WHY
            )
        for time_point in outcome.time_points:
            placed = wanted.loc[wanted["time_point"] == time_point, "band"]
            for band in bands or ["any status"]:
                share = proportions.wilson(int((placed == band).sum()), len(placed), conf_level=study.plan.conf_level)
                yield (
                    outcome_row(study, outcome)
                    | {"time_point": time_point, "subgroup": band, "unit": "people", "note": band}
                    | share.as_row()
                )


def _in_order(scale: Subscale, found: pd.Series) -> list[str]:
    declared = STATUSES_OF_FORMS if scale.form_cut_offs else tuple(band.label for band in scale.bands)
    return sorted(found.unique(), key=lambda band: (band not in declared, (*declared, band).index(band), band))
