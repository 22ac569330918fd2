"""How much was said and how much of it was coded: words, minutes, turns, and the share of the text under any code."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from earlyeval.analyse.coders import analysed_codings
from earlyeval.analyse.conversations import with_voices
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.theme_groups import DIVIDED_BY, UNDIVIDED, value_words
from earlyeval.foundations.results import not_estimable
from earlyeval.study import Study

_MINUTE = 60_000


@question("corpus-text")
def corpus_text(study: Study) -> Iterator[Row]:
    """Return, for each kind of conversation and role, words, minutes, turns, and the share of characters coded.

    A word is what stands between blanks. A character under several codes is coded once. What a transcript or its times
    do not tell is left out. These are counts of text and of nobody.
    """
    documents, texts = study.table("documents"), study.table("transcripts").set_index("doc_id")["text"]
    turns, coded = study.table("turns"), coded_characters(analysed_codings(study))
    known = documents[documents["doc_id"].isin(texts.index)]
    keys = [known["kind"].fillna("text"), known["role"].fillna("participant")]
    for (kind, role), rows in known.groupby(keys, sort=True):
        own = texts.reindex(rows["doc_id"])
        row = {
            "strand": "qualitative", "outcome": f"{kind}-{role}".replace("_", "-"), "sensitivity": "open",
            "label": f"{str(kind).replace('_', ' ').capitalize()}s with {role}s", "source_table": "transcripts",
        }  # fmt: skip
        words = int(own.str.split().str.len().sum())
        yield row | {"subgroup": "words", "unit": "words", "estimand": "count", "n": words, "estimate": words}
        yield from _turns(row, turns[turns["doc_id"].isin(rows["doc_id"])])
        characters = int(own.str.len().sum())
        under = int(coded.reindex(rows["doc_id"], fill_value=0).clip(upper=own.str.len()).sum())
        if characters:
            yield row | {"subgroup": "characters coded", "unit": "characters", "estimand": "proportion", "n": under,
                         "n_expected": characters, "estimate": under / characters}  # fmt: skip


def _turns(row: Row, turns: pd.DataFrame) -> Iterator[Row]:
    if len(turns):
        yield row | {"subgroup": "turns", "unit": "turns", "estimand": "count", "n": len(turns), "estimate": len(turns)}
    ends = turns.groupby("doc_id")["end_ms"].max().dropna()
    if len(ends):
        minutes = round(float(ends.sum()) / _MINUTE)
        yield row | {"subgroup": "minutes", "unit": "minutes", "estimand": "count", "n": minutes, "estimate": minutes}


def coded_characters(codings: pd.DataFrame) -> pd.Series:
    """Return how many characters of each document stand under any code: the union of all places."""
    placed = codings.dropna(subset=["start", "end"])
    found = {}
    for doc_id, rows in placed.groupby("doc_id", sort=True):
        ordered = rows.sort_values(["start", "end"])
        starts, ends = ordered["start"].to_numpy(), ordered["end"].to_numpy()
        reached = np.concatenate([[-np.inf], np.maximum.accumulate(ends)[:-1]])
        found[doc_id] = int(np.clip(ends - np.maximum(starts, reached), 0, None).sum())
    return pd.Series(found, dtype="int64")


@question("corpus-coverage")
def corpus_coverage(study: Study) -> Iterator[Row]:
    """Return how many of the voices there are in each role, kind of conversation, cluster and at each time point."""
    documents, told = with_voices(study.table("documents")), False
    for unit, of_unit in documents.groupby("unit", sort=False):
        total = of_unit["voice"].nunique()
        for column, words in DIVIDED_BY.items():
            parts = of_unit.dropna(subset=[column]).groupby(column, sort=column != "time_point")["voice"].nunique()
            for value, n in parts.items() if len(parts) > 1 else ():
                told = True
                yield {
                    "strand": "qualitative", "outcome": column.replace("_", "-"), "label": f"{words} ({unit})",
                    "subgroup": value_words(study, column, str(value)), "unit": str(unit), "estimand": "proportion",
                    "n": int(n), "n_expected": int(total), "estimate": n / total, "source_table": "documents",
                    "sensitivity": "open" if unit == "groups" else "personal",
                }  # fmt: skip
    if len(documents) and not told:
        yield not_estimable({"strand": "qualitative", "estimand": "proportion"}, reason=UNDIVIDED)
