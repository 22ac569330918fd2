"""How far two or more people gave the same codes to the same words, level by level, code by code.

What is asked depends on how the programme's qualitative approach understands coding: a reflexive analysis is one
analyst's reading, so coders are not compared by number; where codes are claimed to be reliable, their agreement has to
be shown. The families are those of Braun and Clarke 2022, Thematic Analysis.
"""

from collections.abc import Iterator

import numpy as np

from earlyeval.analyse.agreement_labels import labelled, paradoxes
from earlyeval.analyse.coders import Compared, compared
from earlyeval.analyse.coding_levels import character_cells, passages, sets_by_coder, units_by_coder
from earlyeval.analyse.coding_sample import sample_rows
from earlyeval.analyse.coding_tool import tool_rows
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.statistics import agreement
from earlyeval.statistics.estimate import Estimate
from earlyeval.study import Study

RESAMPLES = 2000
# Below so many units with the code nothing is said of it.
FEWEST_USES = 3
ALL_CODES = "all-codes"
FEW_USES = "The code was given too seldom to say anything of agreement on it."
NO_UNITS = (
    "There are no units: neither double_coding.csv nor turns of speakers give any, so agreement by unit cannot be told."
)
REFLEXIVE = "The analysis is reflexive: coding is the analyst's reading, not a measurement, so coders are not compared by number (Braun and Clarke)."  # noqa: E501
NOT_REQUIRED = (
    "Nobody's codings can be compared: no document was coded by two people. This approach does not require it."
)
REQUIRED = "Nobody's codings can be compared: no document was coded by two people. An approach that rests on reliable codes requires it, so what is said of codes here has no such ground."  # noqa: E501
BASE: Row = {"strand": "qualitative", "source_table": "codings", "estimand": "cohen_kappa"}


@question("coding-agreement")
def coding_agreement(study: Study) -> Iterator[Row]:
    """Return agreement on each code and on all, at each level, with intervals that draw documents again.

    Rows
    ----
    ``subgroup`` names the level: document, unit, character or passage. Per code: how many units each coder gave it
    (counts), every figure of ``statistics.agreement.code_agreement``, F1 of passages; statements of what to mind. For
    all codes (outcome "all-codes"): pooled kappa, alpha of sets. Of the sample: how many documents were coded twice,
    how they were chosen, how many units were coded independently and blind.
    """
    approach = study.programme.qualitative_approach
    if approach == "reflexive":
        yield not_estimable(BASE, reason=REFLEXIVE)
        return
    both = compared(study)
    if both is None or not both.codes:
        if study.has("codings"):
            yield not_estimable(BASE, reason=REQUIRED if approach == "coding_reliability" else NOT_REQUIRED)
        return
    yield from sample_rows(study, both)
    names = study.table("codes").set_index("code_id")["code"].to_dict()
    for code_id in both.codes:
        yield from _of_code(study, both, code_id, BASE | {"outcome": code_id, "label": names.get(code_id, code_id)})
    yield from _of_all(study, both)
    yield from tool_rows(study, both, names)


def _of_code(study: Study, both: Compared, code_id: str, row: Row) -> Iterator[Row]:
    seed, level = study.registry.facts.seed, study.plan.conf_level
    for name, whole in (("document", True), ("unit", False)):
        own = row | {"subgroup": name, "unit": "documents" if whole else "units"}
        if not whole and not both.has_units:
            yield not_estimable(own, reason=NO_UNITS)
            continue
        given, where = units_by_coder(both, code_id, whole_documents=whole)
        yield from _uses(both, given, own)
        found = agreement.code_agreement(given, where, seed=seed, resamples=RESAMPLES, conf_level=level)
        yield from _figures(found, own, uses=int((np.nansum(given, axis=1) > 0).sum()))
    cells = character_cells(both, code_id)
    by_character = agreement.table_agreement(cells, seed=seed, resamples=RESAMPLES, conf_level=level)
    if len(both.coders) > 2:  # of pairs added up nobody is the first
        by_character.pop("bias_index")
    own = row | {"subgroup": "character", "unit": "documents"}
    yield from _figures(by_character, own, uses=int((cells[:, :3].sum(axis=1) > 0).sum()))
    marked = passages(both, code_id)
    of_passages = agreement.span_agreement(marked, seed=seed, resamples=RESAMPLES, conf_level=level)
    yield from (row | {"subgroup": "passage", "unit": "documents"} | found.as_row() for found in of_passages.values())


def _uses(both: Compared, given: np.ndarray, row: Row) -> Iterator[Row]:
    """Yield in how many units each coder gave the code; coders are numbered, their names are nobody's business."""
    for place, used in enumerate(np.nansum(given, axis=0), start=1):
        counted = {"estimand": "count", "n": int(used), "estimate": int(used), "sensitivity": "open"}
        unit = "files" if row["unit"] == "documents" else row["unit"]
        yield row | counted | {"comparison": f"coder {place}", "unit": unit}


def _figures(found: dict[str, Estimate], row: Row, *, uses: int) -> Iterator[Row]:
    rows = {name: row | estimate.as_row() for name, estimate in found.items()}
    if uses < FEWEST_USES:
        yield from (not_estimable(own, reason=FEW_USES) for own in rows.values())
        return
    yield from (labelled(own) for own in rows.values())
    for told in paradoxes(rows):
        yield row | {"estimand": "statement", "note": told, "unit": "", "sensitivity": "open"}


def _of_all(study: Study, both: Compared) -> Iterator[Row]:
    seed, level = study.registry.facts.seed, study.plan.conf_level
    shared = {"seed": seed, "resamples": RESAMPLES, "conf_level": level}
    for name, whole in (("document", True), ("unit", False)):
        if not whole and not both.has_units:
            continue
        row = BASE | {"outcome": ALL_CODES, "label": "All codes", "subgroup": name}
        row |= {"unit": "documents" if whole else "units"}
        sets, where = sets_by_coder(both, whole_documents=whole)
        if len(both.coders) == 2:
            tables = np.array([units_by_coder(both, code, whole_documents=whole)[0] for code in both.codes])
            pooled = agreement.pooled_kappa(tables[:, :, 0].T, tables[:, :, 1].T, documents=where, **shared)
            yield labelled(row | pooled.as_row())
        for distance in ("masi", "jaccard"):
            yield row | agreement.set_alpha(sets, distance, documents=where, **shared).as_row()
