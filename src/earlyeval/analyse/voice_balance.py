"""Whether a few voices carry the account: how codings and printed quotations are spread over those who were heard."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from earlyeval.analyse.coders import analysed_codings
from earlyeval.analyse.conversations import with_voices
from earlyeval.analyse.questions import Row, question
from earlyeval.analyse.spoken_of import counts_nothing
from earlyeval.foundations.results import not_estimable
from earlyeval.statistics.gini import gini
from earlyeval.study import Study

MOST_HEARD = 3
TOO_FEW = "Fewer voices than would make a share of the three most heard tell anything."
FEWEST = 2 * MOST_HEARD


@question("voice-balance")
def voice_balance(study: Study) -> Iterator[Row]:
    """Return, for codings and for quotations: voices they come from, the share of the three most heard, and Gini.

    Rows rest on people (``n``: voices; of the share, those with any). Focus groups are left out, since nobody knows who
    of a group spoke. Who the three are is never told. Quotations are those of the register with consent to be quoted
    word for word. A reflexive analysis counts no voices, and one row says so.
    """
    if refusal := counts_nothing(study):
        if study.has("codings"):
            yield not_estimable({"strand": "qualitative", "estimand": "proportion"}, reason=refusal)
        return
    documents = with_voices(study.table("documents"))
    people = documents[documents["unit"] == "people"].drop_duplicates("doc_id").set_index("doc_id")["voice"]
    if people.empty or not study.has("codings"):
        return
    codings = analysed_codings(study)
    register = study.table("quotations")
    quoted = register[register["consent"] == "verbatim"].merge(
        study.table("codings")[["coding_id", "doc_id"]].drop_duplicates("coding_id"), on="coding_id"
    )
    for outcome, label, rows in (("codings", "Coded segments", codings), ("quotations", "Quotations", quoted)):
        voices = rows["doc_id"].map(people).dropna()
        if len(voices):
            yield from _balance({"outcome": outcome, "label": label}, voices, people)


def _balance(named: Row, voices: pd.Series, people: pd.Series) -> Iterator[Row]:
    row = {"strand": "qualitative", "source_table": str(named["outcome"]), "unit": "people", **named}
    each = voices.value_counts().reindex(people.unique(), fill_value=0).to_numpy()
    with_any, n = int((each > 0).sum()), len(each)
    yield row | {"estimand": "proportion", "subgroup": "voices with any", "n": with_any, "n_expected": n,
                 "estimate": with_any / n}  # fmt: skip
    top = row | {"estimand": "top_three_share", "subgroup": "share of the three most heard", "n": with_any}
    if with_any < FEWEST:
        yield not_estimable(top, reason=TOO_FEW)
    else:
        yield top | {"estimate": float(np.sort(each)[-MOST_HEARD:].sum() / each.sum())}
    found = gini(each.astype(float)).as_row()
    yield row | {"subgroup": "how unevenly"} | {
        key: value for key, value in found.items() if key not in ("conf_low", "conf_high", "conf_level")
    }  # fmt: skip
