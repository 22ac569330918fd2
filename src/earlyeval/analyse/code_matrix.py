"""Which codes each participant's conversations hold: the matrix behind every count of voices, and what codes share."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pandas as pd

from earlyeval.analyse.coders import analysed_codings
from earlyeval.analyse.conversations import codes_by_document, with_voices
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.spoken_of import counts_nothing
from earlyeval.foundations.results import not_estimable
from earlyeval.study import Study

MOST_PAIRS = 30
NONE_SHARED = "Codes share no passage: nothing was given several of them."


def code_by_participant(study: Study, *, counts: bool = False) -> pd.DataFrame:
    """Return one row per voice and one column per code: whether the voice has it (0 or 1), or how many codings.

    For the evaluators alone: rows carry the ids of participants and groups. A participant with several conversations is
    one row. Codes that no coding has are columns of zeros; codings without a code or document are left out.
    """
    documents = with_voices(study.table("documents"))
    table = codes_by_document(study, documents)
    table.index = pd.Index(documents["voice"], name="voice")
    unused = [code for code in study.table("codes")["code_id"] if code not in table.columns]
    table = table.groupby(level=0, sort=False).sum().reindex(columns=[*table.columns, *unused], fill_value=0)
    order = [code for code in study.table("codes")["code_id"] if code in table.columns]
    table = table[[*order, *(code for code in table.columns if code not in order)]].astype("int64")
    table.columns.name = None
    return table if counts else (table > 0).astype("int64")


@question("code-reach")
def code_reach(study: Study) -> Iterator[Row]:
    """Return, per code, how many voices have it of how many there are, and how many codings it was given."""
    if study.programme.qualitative_approach == "none" or not study.has("codings"):
        return
    if refusal := counts_nothing(study):
        yield not_estimable({"strand": "qualitative", "estimand": "proportion"}, reason=refusal)
        return
    documents, counts = with_voices(study.table("documents")), code_by_participant(study, counts=True)
    units = documents.drop_duplicates("voice").set_index("voice")["unit"].reindex(counts.index)
    names = study.table("codes").set_index("code_id")["code"].to_dict()
    for code in counts.columns:
        row = {"strand": "qualitative", "outcome": code, "label": names.get(code, code), "source_table": "codings"}
        for unit, of_unit in counts.groupby(units.to_numpy(), sort=False):
            k, n = int((of_unit[code] > 0).sum()), len(of_unit)
            yield row | {
                "unit": unit, "subgroup": unit, "estimand": "proportion", "n": k, "n_expected": n, "estimate": k / n,
                "sensitivity": "open" if unit == "groups" else "personal", "method": "given at least once",
            }  # fmt: skip
        given = int(counts[code].sum())
        # One or two passages are one or two people: how many there are is protected as they are.
        yield row | {"unit": "codings", "subgroup": "codings", "estimand": "count", "n": given, "estimate": given}


@question("co-occurrence")
def co_occurrence(study: Study) -> Iterator[Row]:
    """Return the pairs of codes that most often share a passage: how often, and the share of voices with either.

    Two codings share a passage where their places in a document overlap. ``jaccard`` is, of the people who have either
    code, the share who have both. The thirty pairs with most passages are told, in the order of their codes: ordered by
    how often, a hidden number would lie between its neighbours. A pair that shares none is not told.
    """
    if study.programme.qualitative_approach == "none" or not study.has("codings"):
        return
    if refusal := counts_nothing(study):
        yield not_estimable({"strand": "qualitative", "estimand": "proportion"}, reason=refusal)
        return
    shared_places = overlapping(analysed_codings(study)).head(MOST_PAIRS).sort_index()
    if shared_places.empty:
        yield not_estimable({"strand": "qualitative", "estimand": "proportion"}, reason=NONE_SHARED)
    documents, names = with_voices(study.table("documents")), study.table("codes").set_index("code_id")["code"]
    of_people = documents[documents["unit"] == "people"]
    heard = codes_by_document(study, of_people) > 0
    heard = heard.groupby(of_people["voice"].to_numpy(), sort=False).any()
    for (one, other), shared in shared_places.items():
        row = {
            "strand": "qualitative", "outcome": f"{one}+{other}",
            "label": f"{names.get(one, one)} and {names.get(other, other)}", "source_table": "codings",
            "analysis": "exploratory",
        }  # fmt: skip
        yield row | {"unit": "codings", "estimand": "count", "n": int(shared), "estimate": int(shared),
                     "method": "codings that share a passage"}  # fmt: skip
        both, either = _of_both(heard, one, other)
        if either:
            yield row | {"unit": "people", "estimand": "jaccard", "n": both, "n_expected": either,
                         "estimate": both / either}  # fmt: skip


def overlapping(codings: pd.DataFrame) -> pd.Series:
    """Return how many pairs of codings of two codes overlap in their document, by pair of codes, the most first.

    Places are end-exclusive: codings that only touch do not overlap. The same place given the same code twice (by two
    coders) counts once.
    """
    placed = codings.dropna(subset=["code_id", "start", "end"]).drop_duplicates(["doc_id", "code_id", "start", "end"])
    found: dict[tuple[str, str], int] = {}
    for _, rows in placed.groupby("doc_id", sort=True):
        starts, ends = rows["start"].to_numpy(), rows["end"].to_numpy()
        codes = rows["code_id"].to_numpy(dtype=object)
        meet = np.triu((starts[:, None] < ends[None]) & (starts[None] < ends[:, None]), k=1)
        for first, second in zip(*np.nonzero(meet), strict=True):
            if codes[first] != codes[second]:
                pair = tuple(sorted((codes[first], codes[second])))
                found[pair] = found.get(pair, 0) + 1
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return pd.Series([number for _, number in ordered], index=[pair for pair, _ in ordered], dtype="int64")


def _of_both(heard: pd.DataFrame, one: str, other: str) -> tuple[int, int]:
    if one not in heard or other not in heard:
        return 0, int(heard[[code for code in (one, other) if code in heard]].any(axis=1).sum())
    return int((heard[one] & heard[other]).sum()), int((heard[one] | heard[other]).sum())


def participant_jaccard(study: Study) -> pd.DataFrame:
    """Return the share of voices with both codes among those with either, for every pair; missing where nobody has one.

    For the evaluators alone, as a square table.
    """
    heard = code_by_participant(study)
    shares = pd.DataFrame(np.nan, index=heard.columns, columns=heard.columns)
    for one, other in combinations(heard.columns, 2):
        both, either = _of_both(heard > 0, one, other)
        shares.loc[one, other] = shares.loc[other, one] = both / either if either else np.nan
    return shares
