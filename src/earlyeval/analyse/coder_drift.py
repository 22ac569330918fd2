"""Did coders agree less, or use other codes, as they went on? By the date of coding, over documents coded twice."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from earlyeval.analyse.coders import Compared, by_people, compared
from earlyeval.analyse.coding_agreement import REFLEXIVE
from earlyeval.analyse.coding_levels import marks_of
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.statistics import agreement
from earlyeval.study import Study

BATCH = 5  # documents in a rolling batch
NO_DATES = "The dates of coding were not returned, or everything was coded on the same day."
TOO_FEW = "Fewer documents were coded twice than batches need."
NOT_TWO = "Batches are compared where the coders are a pair."
BASE: Row = {"strand": "qualitative", "source_table": "codings", "analysis": "sensitivity"}


@question("coder-drift")
def coder_drift(study: Study) -> Iterator[Row]:
    """Return pooled kappa of rolling batches of documents, in order of coding, and how codes of each coder shifted.

    Rows
    ----
    ``pooled_kappa`` per batch of five documents coded twice (subgroup "documents 1 to 5"), by unit where units are
    declared, else by document; ``total_variation`` per coder between the earlier and the later half of the coder's
    documents, with a p value from documents dealt out again.
    """
    if not study.has("codings"):
        return
    if study.programme.qualitative_approach == "reflexive":
        yield not_estimable(BASE | {"estimand": "pooled_kappa"}, reason=REFLEXIVE)
        return
    both = compared(study)
    if both is not None and both.codes:
        yield from _batches(study, both)
    yield from _shifts(study)


def _batches(study: Study, both: Compared) -> Iterator[Row]:
    row = BASE | {"estimand": "pooled_kappa", "outcome": "all-codes", "label": "All codes"}
    row |= {"unit": "units" if both.has_units else "documents"}
    order = _in_order_of_coding(study, both)
    if len(both.coders) != 2 or len(order) < BATCH + 1:
        reason = NOT_TWO if len(both.coders) != 2 else NO_DATES if not order else TOO_FEW
        yield not_estimable(row, reason=reason)
        return
    documents = sorted(both.read["doc_id"].unique())
    marks = marks_of(both, whole_documents=not both.has_units)
    tables, where = marks.tables, marks.documents
    number = {doc_id: place for place, doc_id in enumerate(documents)}
    for first in range(len(order) - BATCH + 1):
        inside = np.isin(where, [number[doc_id] for doc_id in order[first : first + BATCH]])
        found = agreement.pooled_kappa(
            tables[:, inside, 0].T, tables[:, inside, 1].T, documents=where[inside],
            seed=study.registry.facts.seed, conf_level=study.plan.conf_level,
        )  # fmt: skip
        yield row | {"subgroup": f"documents {first + 1} to {first + BATCH}"} | found.as_row()


def _in_order_of_coding(study: Study, both: Compared) -> list[str]:
    """Return the documents coded twice in order of the last day on which anybody coded them; none without dates."""
    codings = by_people(study.table("codings"))
    own = codings[codings["doc_id"].isin(both.read["doc_id"])].dropna(subset=["coded_on"])
    days = own.groupby("doc_id", sort=True)["coded_on"].max()
    if days.nunique() < 2 or len(days) < both.read["doc_id"].nunique():
        return []
    return [str(doc_id) for doc_id in days.sort_values(kind="stable").index]


def _shifts(study: Study) -> Iterator[Row]:
    codings = by_people(study.table("codings")).dropna(subset=["coder", "coded_on"])
    row = BASE | {"estimand": "total_variation", "outcome": "code-use", "unit": "codes"}
    row |= {"label": "Use of the codes, earlier and later half"}
    if codings["coded_on"].nunique() < 2:
        yield not_estimable(row, reason=NO_DATES)
        return
    codes = sorted(codings["code_id"].unique())
    for place, (_, own) in enumerate(codings.groupby("coder", sort=True), start=1):
        first_day = own.groupby("doc_id")["coded_on"].min()
        order = first_day.sort_values(kind="stable").index
        counts = pd.crosstab(own["doc_id"], own["code_id"]).reindex(index=order, columns=codes, fill_value=0).to_numpy()
        half = len(counts) // 2
        told = row | {"subgroup": f"coder {place}"}
        if half == 0:
            yield not_estimable(told, reason=TOO_FEW)
            continue
        found = agreement.total_variation(counts[:half], counts[half:], seed=study.registry.facts.seed)
        yield told | found.as_row()
