"""What was looked for that speaks against each theme, and what was found."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.conversations import with_voices
from earlyeval.analyse.questions import Row, question
from earlyeval.study import Study
from earlyeval.tidy.codebook_tables import NONE_FOUND

NOT_SEARCHED = "No search for contrary cases is described."
FOUND, NONE, LOST = "Contrary passages were found.", "None was found.", "A passage that is named is not in the codings."


@question("negative-cases")
def negative_cases(study: Study) -> Iterator[Row]:
    """Return, per theme, the search for contrary cases and its outcome, and in how many voices they were found.

    Rows: two ``statement`` rows (``subgroup`` "search" and "found"), one ``proportion`` of people where any was found
    (none in a reflexive analysis), and the passages themselves, ``evaluators_view``, for the restricted view.
    """
    cases, is_counted = study.table("negative_cases"), study.programme.qualitative_approach != "reflexive"
    documents = with_voices(study.table("documents"))
    passages = study.table("codings").drop_duplicates("coding_id").merge(documents, on="doc_id", how="left")
    for theme in study.table("themes").itertuples(index=False):
        own = cases[cases["theme_id"] == theme.theme_id]
        named = own.loc[own["coding_id"].str.casefold() != NONE_FOUND, "coding_id"]
        found = passages[passages["coding_id"].isin(named)]
        row = {
            "strand": "qualitative", "outcome": theme.theme_id, "label": theme.theme, "sensitivity": "open",
            "source_table": "negative_cases",
        }  # fmt: skip
        said = row | {"estimand": "statement"}
        yield said | {"subgroup": "search", "note": " ".join(dict.fromkeys(own["search_done"])) or NOT_SEARCHED}
        if len(own):
            verdict = NONE if named.empty else FOUND if len(found) == len(named) else LOST
            yield said | {"subgroup": "found", "note": verdict}
        if len(found) and is_counted:
            yield from _counted(row, found, documents)
        for passage in found.itertuples(index=False):
            yield row | {"estimand": "evaluators_view", "sensitivity": "text", "subgroup": "passage",
                         "note": _text(passage.text), "comparison": passage.coding_id}  # fmt: skip


def _counted(row: Row, found: pd.DataFrame, documents: pd.DataFrame) -> Iterator[Row]:
    people = documents[documents["unit"] == "people"]["voice"]
    k, n = found.loc[found["unit"] == "people", "voice"].nunique(), people.nunique()
    if n:
        yield row | {"estimand": "proportion", "subgroup": "voices", "unit": "people", "sensitivity": "personal",
                     "n": int(k), "n_expected": int(n), "estimate": k / n}  # fmt: skip


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""
