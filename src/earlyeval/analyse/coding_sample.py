"""What was coded twice: how much of it, how it was chosen, and whether the coders worked without each other."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.coders import Compared
from earlyeval.analyse.conversations import GROUP, with_voices
from earlyeval.analyse.counted import plain_share_row
from earlyeval.analyse.questions import Row
from earlyeval.foundations.results import not_estimable
from earlyeval.study import Study

NOT_SAID = "It was not returned."
# O'Connor and Joffe 2020, doi:10.1177/1609406919899220: 10 to 25 % of units, chosen at random, coded independently.
ADVICE = "Ten to twenty-five percent of the units, chosen at random and coded independently, are usual (O'Connor and Joffe 2020)."  # noqa: E501
UNDECLARED = "No table of double coding was returned: a document counts as read, whole, by everybody who coded anything in it. How it was chosen, and whether coders worked independently, is not known."  # noqa: E501
PURPOSIVE = "Some of it was chosen on purpose or for training, so agreement there says little about the rest."
WORDS = {"random": "chosen at random", "purposive": "chosen on purpose", "training": "coded for training"}


def sample_rows(study: Study, both: Compared) -> Iterator[Row]:
    """Yield shares of documents coded twice, of how units were chosen, of independent and of blind coding.

    Units are nobody: how many of them two people coded says nothing of who speaks in them. A document is a person's
    conversation, so that documents are counted as people are, unless all of them are of groups.
    """
    row: Row = {"strand": "qualitative", "outcome": "double-coding", "sensitivity": "open"}
    coded = study.table("codings")["doc_id"].drop_duplicates()
    twice = both.read["doc_id"].nunique()
    base = row | {"label": "Documents coded twice", "source_table": "codings", "note": ADVICE} | _whose(study, coded)
    yield plain_share_row(base, min(twice, len(coded)), len(coded), method="of all coded documents")
    if not both.is_declared:
        yield row | {"label": "Documents coded twice", "estimand": "statement", "note": UNDECLARED}
        return
    double, units = study.table("double_coding"), {"unit": "units", "source_table": "double_coding"}
    for how, words in WORDS.items():
        n = int((double["selected_how"] == how).sum())
        if n:
            base = row | units | {"label": f"Units {words}", "subgroup": how}
            yield plain_share_row(base, n, len(double), method="of all units coded twice")
    if (double["selected_how"] != "random").any():
        yield row | {"label": "Units coded twice", "estimand": "statement", "note": PURPOSIVE}
    for column, words in (("independent", "Units coded independently"), ("blind", "Units coded blind")):
        yield _yes_row(double[column], row | units | {"label": words})


def _whose(study: Study, coded: pd.Series) -> Row:
    """Return as what documents are counted: as files where all are of groups, else under the rule of people."""
    documents = with_voices(study.table("documents"))
    is_group = documents.loc[documents["doc_id"].isin(coded), "unit"] == GROUP
    if len(is_group) == len(coded) and is_group.all():
        return {"unit": "files"}
    return {"unit": "documents", "sensitivity": "personal"}


def _yes_row(answers: pd.Series, row: Row) -> Row:
    said = answers.dropna()
    if said.empty:
        return not_estimable(row | {"estimand": "proportion", "n": 0, "n_expected": 0}, reason=NOT_SAID)
    return plain_share_row(row, int(said.sum()), len(said), method="of units for which it was returned")
