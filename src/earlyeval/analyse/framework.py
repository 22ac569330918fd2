"""The matrix of a framework analysis: which cases have something on which theme; the summaries stay with evaluators."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.conversations import GROUP, PARTICIPANT, with_voices
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.themes import documents_of_strand
from earlyeval.study import Study

MISSING = "not in the codings"
OF_OTHERS = "of another case"


@question("framework")
def framework(study: Study) -> Iterator[Row]:
    """Return, per theme, how many cases have a summary; and for the restricted view every cell of the matrix.

    A case is a participant or a group with at least one document; of a theme those of its strand count, people and
    groups apart. Rows of kind "private" hold the summary (``note``),
    the case by a running number in the order of the documents (``subgroup``) and the coded segments behind it
    (``comparison``); one that is not in the codings, or is another case's, is said to be so. An empty cell is a case
    without a summary on a theme: nobody knows from it alone whether there was nothing or nobody looked.
    """
    summaries = study.table("framework")
    if summaries.empty:
        return
    documents = with_voices(study.table("documents"))
    cases = _cases(documents, summaries)
    of_coding = study.table("codings").drop_duplicates("coding_id").merge(documents, on="doc_id", how="left")
    voices = of_coding.set_index("coding_id")["voice"].to_dict()
    for theme in study.table("themes").itertuples(index=False):
        own = summaries[summaries["theme_id"] == theme.theme_id].drop_duplicates("case_id").set_index("case_id")
        row = {"strand": "qualitative", "outcome": theme.theme_id, "label": theme.theme, "source_table": "framework"}
        asked = with_voices(documents_of_strand(study, theme.strand))
        for unit, of_unit in _cases_by_unit(asked, own.index.to_series(), documents):
            filled = int(of_unit.isin(own.index).sum())
            yield row | {
                "estimand": "proportion", "unit": unit, "subgroup": "cases with a summary", "n": filled,
                "n_expected": len(of_unit), "estimate": filled / len(of_unit),
                "sensitivity": "open" if unit == GROUP else "personal",
            }  # fmt: skip
        for number, case in enumerate(cases, start=1):
            if case in own.index:
                cell = own.loc[case]
                yield row | {
                    "estimand": "evaluators_view", "sensitivity": "text", "subgroup": f"case {number}",
                    "note": cell["summary"], "comparison": _links(cell["coding_ids"], case, voices),
                }  # fmt: skip


def _cases_by_unit(
    asked: pd.DataFrame, summarised: pd.Series, documents: pd.DataFrame
) -> Iterator[tuple[str, pd.Series]]:
    """Yield the cases that might speak of a theme, people and groups; a case without any document is one of people."""
    unknown = summarised[~summarised.isin(documents["voice"])]
    for unit in (PARTICIPANT, GROUP):
        own = asked.loc[asked["unit"] == unit, "voice"]
        cases = pd.concat([own, unknown]) if unit == PARTICIPANT else own
        if len(cases):
            yield unit, cases.drop_duplicates()


def _cases(documents: pd.DataFrame, summaries: pd.DataFrame) -> pd.Series:
    """Return the cases, in the order of the documents; one that has a summary and no document comes last."""
    return pd.Series([*dict.fromkeys([*documents["voice"], *summaries["case_id"]])], dtype="str")


def _links(coding_ids: object, case: str, voices: dict[str, object]) -> str:
    """Return the coded segments behind a summary, each with what is wrong with it."""
    named = coding_ids.split() if isinstance(coding_ids, str) else []
    told = []
    for coding in named:
        wrong = MISSING if coding not in voices else OF_OTHERS if voices[coding] != case else ""
        told.append(f"{coding} ({wrong})" if wrong else coding)
    return ", ".join(told)
