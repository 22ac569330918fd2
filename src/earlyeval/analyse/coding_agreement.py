"""How far two or more people gave the same codes to the same words, level by level, code by code.

What is asked depends on how the programme's qualitative approach understands coding: a reflexive analysis is one
analyst's reading, so coders are not compared by number; where codes are claimed to be reliable, their agreement has to
be shown. The families are those of Braun and Clarke 2022, Thematic Analysis.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from earlyeval.analyse.agreement_labels import labelled, paradoxes
from earlyeval.analyse.coders import Compared, compared
from earlyeval.analyse.coding_levels import Marks, character_cells, marks_of, passages
from earlyeval.analyse.coding_sample import sample_rows
from earlyeval.analyse.coding_tool import tool_rows
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.statistics import agreement
from earlyeval.statistics.estimate import Estimate
from earlyeval.study import Study

RESAMPLES = 2000
# Below so many units with the code nothing is said of it. That nothing is said leaves three numbers of uses open.
FEWEST_USES = 4
ALL_CODES = "all-codes"
UNIT_OF = {"document": "documents", "unit": "units"}
FEW_USES = "The code was given too seldom to say anything of agreement on it."
NO_UNITS = (
    "There are no units: neither double_coding.csv nor turns of speakers give any, so agreement by unit cannot be told."
)
REFLEXIVE = "The analysis is reflexive: coding is the analyst's reading, not a measurement, so coders are not compared by number (Braun and Clarke)."  # noqa: E501
NOT_REQUIRED = (
    "Nobody's codings can be compared: no document was coded by a second person. This approach does not require it."
)
REQUIRED = "Nobody's codings can be compared: no document was coded by a second person. An approach that rests on reliable codes requires it, so what is said of codes here has no such ground."  # noqa: E501
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
    marks = {"document": marks_of(both, whole_documents=True)}
    if both.has_units:
        marks["unit"] = marks_of(both, whole_documents=False)
    for place, code_id in enumerate(both.codes):
        row = BASE | {"outcome": code_id, "label": names.get(code_id, code_id)}
        yield from _by_units(
            study, both, {level: (own.tables[place], own.documents) for level, own in marks.items()}, row
        )
        yield from _by_place(study, both, code_id, row)
    for level, own in marks.items():
        yield from _of_all(study, both, own, BASE | {"subgroup": level, "unit": UNIT_OF[level]})
    yield from tool_rows(study, both, names)


def _by_units(study: Study, both: Compared, given: dict[str, tuple[np.ndarray, np.ndarray]], row: Row) -> Iterator[Row]:
    """Yield the figures of one code from units x coders, by document and by unit."""
    for level, unit in UNIT_OF.items():
        own = row | {"subgroup": level, "unit": unit}
        if level not in given:
            yield not_estimable(own, reason=NO_UNITS)
            continue
        yield from _uses(given[level][0], own)
        found = agreement.code_agreement(*given[level], **_drawn(study))
        yield from _figures(found, own, uses=int((np.nansum(given[level][0], axis=1) > 0).sum()))


def _by_place(study: Study, both: Compared, code_id: str, row: Row) -> Iterator[Row]:
    """Yield the figures of one code by character, and F1 of its passages."""
    cells = character_cells(both, code_id)
    by_character = agreement.table_agreement(cells, **_drawn(study))
    if len(both.coders) > 2:  # of pairs added up nobody is the first
        by_character.pop("bias_index")
    own = row | {"subgroup": "character", "unit": "documents"}
    yield from _figures(by_character, own, uses=int((cells[:, :3].sum(axis=1) > 0).sum()))
    of_passages = agreement.span_agreement(passages(both, code_id), **_drawn(study))
    yield from (row | {"subgroup": "passage", "unit": "documents"} | found.as_row() for found in of_passages.values())


def _uses(given: np.ndarray, row: Row) -> Iterator[Row]:
    """Yield in how many units each coder gave the code; coders are numbered, their names are nobody's business.

    A document is a person's conversation as a rule, and a unit a piece of one: how many hold a code is under the rule
    of counts, as how many people spoke of it is.
    """
    for place, used in enumerate(np.nansum(given, axis=0), start=1):
        counted = {"estimand": "count", "n": int(used), "estimate": int(used)}
        yield row | counted | {"comparison": f"coder {place}"}


def _figures(found: dict[str, Estimate], row: Row, *, uses: int) -> Iterator[Row]:
    rows = {name: row | estimate.as_row() for name, estimate in found.items()}
    if uses < FEWEST_USES:
        yield from (not_estimable(own, reason=FEW_USES) for own in rows.values())
        return
    yield from (labelled(own) for own in rows.values())
    for told in paradoxes(rows):
        yield row | {"estimand": "statement", "note": told, "unit": "", "sensitivity": "open"}


def _of_all(study: Study, both: Compared, marks: Marks, row: Row) -> Iterator[Row]:
    """Yield pooled kappa of two coders and alpha of sets of codes at one level."""
    row = row | {"outcome": ALL_CODES, "label": "All codes"}
    shared = {"documents": marks.documents, **_drawn(study)}
    if len(both.coders) == 2:
        first, second = marks.tables[:, :, 0].T, marks.tables[:, :, 1].T
        yield labelled(row | agreement.pooled_kappa(first, second, **shared).as_row())
    sets = marks.sets(both.codes)
    for distance in ("masi", "jaccard"):
        yield row | agreement.set_alpha(sets, distance, **shared).as_row()


def _drawn(study: Study) -> dict[str, Any]:
    """Return how intervals are drawn."""
    return {"seed": study.registry.facts.seed, "resamples": RESAMPLES, "conf_level": study.plan.conf_level}
