"""The tables of coded material that evaluators take elsewhere, at restricted level only: who has which code.

They carry ids of participants and never leave the restricted folder.
"""

from pathlib import Path

import pandas as pd

from earlyeval.analyse.code_matrix import code_by_participant, participant_jaccard
from earlyeval.run.outputs import FORMULA_SIGNS
from earlyeval.study import Study

DIGITS = "%.4f"


def write_code_tables(study: Study, folder: Path) -> list[str]:
    """Write the code-by-participant matrix (0 and 1; counts) and the shares of pairs of codes; return their names.

    Nothing is written for a study without codings, nor for a reflexive analysis, which does not count.
    """
    if not study.has("codings") or study.programme.qualitative_approach == "reflexive":
        return []
    tables = {
        "code-by-participant.csv": code_by_participant(study),
        "code-by-participant-counts.csv": code_by_participant(study, counts=True),
        "codes-shared-by-participants.csv": participant_jaccard(study).rename_axis("code_id"),
    }
    for name, table in tables.items():
        _safe(table).to_csv(folder / name, float_format=DIGITS, lineterminator="\n", encoding="utf-8")
    return list(tables)


def _safe(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table none of whose ids can become a formula."""
    ids = [f"'{text}" if str(text).startswith(FORMULA_SIGNS) else text for text in table.index]
    return table.set_axis(pd.Index(ids, name=table.index.name), axis=0)
