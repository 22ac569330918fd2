"""Standards of quality: which were met, and whether that changed from one assessment to the next."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.counted import clusters_with_all, plain_share_row, unanswered
from earlyeval.analyse.questions import Row, question
from earlyeval.study import Study

MET_WORDS = {"yes": "met", "partly": "partly met", "no": "not met"}
NONE_DECLARED = "The programme declares no standards of quality."
NOT_ASSESSED = "No assessment of this standard was returned."


@question("quality")
def quality(study: Study) -> Iterator[Row]:
    """Return how each standard was judged at each assessment, and the share of standards met each time.

    Rows
    ----
    ``qa_standard`` per standard and month of an assessment (``time_point``): the verdict in ``direction`` ("met",
    "partly met", "not met"), the worst where several were made in a month. ``proportion`` of the standards assessed in
    that month that were met in full, overall and by cluster, without an interval: they are no sample of anything.
    Standards are nobody, so the rows are open.
    """
    base = {"strand": "delivery", "unit": "standards", "source_table": "standards", "sensitivity": "open"}
    if not study.programme.standards:
        yield unanswered(base | {"label": "Standards of quality"}, NONE_DECLARED, estimand="qa_standard")
        return
    assessed = study.table("standards").sort_values(["assessed_on", "standard"], kind="stable")
    assessed = assessed.assign(month=assessed["assessed_on"].dt.strftime("%Y-%m"))
    for standard in study.programme.standards:
        row = base | {"outcome": standard.id, "label": standard.label}
        of_standard = assessed[assessed["standard"] == standard.id]
        if of_standard.empty:
            yield unanswered(row, NOT_ASSESSED, estimand="qa_standard")
        for month, found in of_standard.groupby("month", sort=True):
            yield row | {"estimand": "qa_standard", "time_point": month, "direction": MET_WORDS[_worst(found["met"])]}
    for month, found in assessed.groupby("month", sort=True):
        label = {"outcome": "all-standards", "label": "Standards met in full", "time_point": month}
        for cluster, is_here in clusters_with_all(study, found["cluster"]):
            here = found[is_here]
            worst = here.groupby("standard")["met"].agg(_worst)
            row = base | label | {"cluster": cluster}
            yield plain_share_row(
                row, int((worst == "yes").sum()), len(worst), method="share of the standards assessed"
            )


def _worst(verdicts: pd.Series) -> str:
    found = verdicts.tolist()
    return next(word for word in reversed(MET_WORDS) if word in found)
