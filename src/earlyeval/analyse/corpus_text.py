"""How much was said and how much of it was coded: words, minutes, turns, and the share of the text under any code."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from earlyeval.analyse.coders import analysed_codings
from earlyeval.analyse.conversations import PARTICIPANT, with_voices
from earlyeval.analyse.givers import NOBODYS, shares_of
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.theme_groups import DIVIDED_BY, UNDIVIDED, value_words
from earlyeval.foundations.results import not_estimable
from earlyeval.study import Study

_MINUTE = 60_000


@question("corpus-text")
def corpus_text(study: Study) -> Iterator[Row]:
    """Return, for each kind of conversation and role, words, minutes, turns, and the share of characters coded.

    A word is what stands between blanks. A character under several codes is coded once. What a transcript or its times
    do not tell is left out. These are counts of text and of
    nobody, unless nearly all of it is one voice's.
    """
    documents, texts = with_voices(study.table("documents")), study.table("transcripts").set_index("doc_id")["text"]
    turns, coded = study.table("turns"), coded_characters(analysed_codings(study))
    known = documents[documents["doc_id"].isin(texts.index)]
    keys = [known["kind"].fillna("text"), known["role"].fillna("participant")]
    for (kind, role), rows in known.groupby(keys, sort=True):
        own = texts.reindex(rows["doc_id"])
        row = {
            "strand": "qualitative", "outcome": f"{kind}-{role}".replace("_", "-"), "sensitivity": "open",
            "label": f"{str(kind).replace('_', ' ').capitalize()}s with {role}s", "source_table": "transcripts",
        }  # fmt: skip
        voices = rows.set_index("doc_id")["voice"].where((rows["unit"] == PARTICIPANT).to_numpy())
        yield _sum_row(row, "words", own.str.split().str.len(), voices)
        yield from _turns(row, turns[turns["doc_id"].isin(rows["doc_id"])], voices)
        characters = int(own.str.len().sum())
        under = coded.reindex(rows["doc_id"], fill_value=0).clip(upper=own.str.len())
        if characters:
            yield _sum_row(row, "characters", under, voices) | {
                "subgroup": "characters coded", "estimand": "proportion", "n_expected": characters,
                "estimate": int(under.sum()) / characters,
            }  # fmt: skip


def _sum_row(row: Row, unit: str, amounts: pd.Series, voices: pd.Series) -> Row:
    """Return a row of a sum over documents; which voices hold most of it is for the gate."""
    n = round(float(amounts.sum()))
    told = row | {"subgroup": unit, "unit": unit, "estimand": "count", "n": n, "estimate": n}
    own = voices.reindex(amounts.index)
    return told | (NOBODYS if own.isna().all() else shares_of(amounts.groupby(own.to_numpy()).sum()))


def _turns(row: Row, turns: pd.DataFrame, voices: pd.Series) -> Iterator[Row]:
    if len(turns):
        yield _sum_row(row, "turns", turns.groupby("doc_id").size(), voices)
    ends = turns.groupby("doc_id")["end_ms"].max().dropna()
    if len(ends):
        yield _sum_row(row, "minutes", ends / _MINUTE, voices)


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
