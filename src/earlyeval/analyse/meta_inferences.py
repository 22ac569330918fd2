"""What is concluded from numbers and accounts together: by whom, from what, and what else would explain the same."""

from collections.abc import Iterator

from earlyeval.analyse.joint_display import joint_display, named
from earlyeval.analyse.numbers_of_domains import numbers, rows_of
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.quotation_checks import Quotation, register
from earlyeval.analyse.quotations import quotation_row
from earlyeval.analyse.themes import theme_reach
from earlyeval.foundations.results import not_estimable, records
from earlyeval.study import Study

NO_RESULT = "It is named as evidence, and there is no result of it here."


@question("meta-inferences")
def meta_inferences(study: Study) -> Iterator[Row]:
    """Return each conclusion of the register, followed by everything that it rests on as it was found.

    Rows
    ----
    ``meta_inference``: ``label`` the inference, ``note`` the rival explanation, ``direction`` how firmly it is held,
    ``method`` its author. After it, with the same ``subgroup``, the rows of its evidence: changes and other numbers,
    reach of themes, verdicts of domains, quotations. Evidence that is named and gave no result is a row that says so.
    Ids that name nothing were refused when the returns were read.
    """
    inferences = study.table("meta_inferences")
    if inferences.empty:
        return
    known, reaches, domains = numbers(study), theme_reach(study), joint_display(study)
    verdicts = domains[domains["estimand"] == "convergence"]
    quotations = {one.quote_id: one for one in register(study)} if study.has("quotations") else {}
    for inference in inferences.itertuples(index=False):
        row = {"strand": "qualitative", "subgroup": inference.inference_id, "source_table": "meta_inferences"}
        yield row | {
            "outcome": inference.inference_id,
            "estimand": "meta_inference",
            "label": inference.inference,
            "note": inference.rival_explanation,
            "direction": inference.strength,
            "method": f"inferred by {inference.author}",
            "sensitivity": "open",
        }
        for evidence in inference.evidence_ids.split():
            found = [*rows_of(known, evidence), *rows_of(reaches, evidence), *_of(verdicts, evidence)]
            if evidence in quotations:
                found = [_quoted(quotations[evidence])]
            if not found:
                silent = {"outcome": evidence, "estimand": "statement", "sensitivity": "open"}
                yield not_estimable(row | silent, reason=NO_RESULT)
            for one in found:
                yield one | {"label": named(one), "subgroup": inference.inference_id}


def _of(verdicts, domain: str) -> list[Row]:
    found = records(verdicts[verdicts["outcome"] == domain].drop(columns=["programme", "site", "question"]))
    return [row | {"note": ""} for row in found]


def _quoted(one: Quotation) -> Row:
    row = quotation_row(one, subgroup="") | {"comparison": "quotation", "label": one.attribution}
    return not_estimable(row, reason=one.why_not) if one.why_not else row
