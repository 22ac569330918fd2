"""What the tool that a project was coded in prints as agreement, beside what it should be."""

from collections.abc import Iterator, Mapping

import numpy as np

from earlyeval.analyse.coders import Compared
from earlyeval.analyse.questions import Row
from earlyeval.statistics import agreement
from earlyeval.study import Study

WRONG = "What QualCoder prints as kappa is not Cohen's kappa: it leaves out what nobody coded and multiplies the two ways to agree by chance, where they should be added. It is high for coders who agree by chance alone, and low for coders who agree well on a rare code. The right kappa by character stands beside it."  # noqa: E501


def is_of_qualcoder(study: Study) -> bool:
    """Say whether the coded material came out of a QualCoder project."""
    return bool(study.table("coded_elements")["tool"].str.contains("qualcoder", case=False, na=False).any())


def tool_rows(study: Study, both: Compared, names: Mapping[str, str]) -> Iterator[Row]:
    """Yield, per code of a QualCoder project, the mean over files of the number it prints as kappa, with a warning."""
    if not is_of_qualcoder(study):
        return
    row: Row = {"strand": "qualitative", "source_table": "codings", "subgroup": "character", "unit": "documents"}
    yield row | {"outcome": "all-codes", "label": "All codes", "estimand": "statement", "note": WRONG, "unit": ""}
    for code_id in both.codes:
        printed = []
        for doc_id, first, second, windows in both.pairs:
            sides = (both.marked(doc_id, first, code_id), both.marked(doc_id, second, code_id))
            length = int(max([windows[:, 1].max(), *(side[:, 1].max() for side in sides if len(side))]))
            found = agreement.qualcoder_kappa(*sides, length=length)
            if found.estimable:
                printed.append(found.estimate)
        if printed:
            told = {"estimand": "qualcoder_kappa", "n": len(printed), "estimate": float(np.mean(printed))}
            told |= {"method": "mean over files of what QualCoder prints", "analysis": "sensitivity"}
            yield row | told | {"outcome": code_id, "label": names.get(code_id, code_id)}
