"""Whose conversations there are, in which order they were analysed, and which codes each holds."""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from earlyeval.analyse.coders import analysed_codings
from earlyeval.registry.profiles import CountRule
from earlyeval.study import Study

PARTICIPANT, GROUP = "people", "groups"
_NUMBERS = re.compile(r"([0-9]+)")
WORDS_OF_ROLE: Mapping[str, str] = {
    "parent": "parents", "practitioner": "practitioners", "manager": "managers", "referrer": "referrers",
    "participant": "participants",
}  # fmt: skip


def in_order(documents: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the documents in the order of analysis, and in words what that order is taken from.

    As declared (``analysed_order``), else by the day they were held, else by the names that their tool gives them
    ("P2" before "P10"), else as they are listed.
    """
    for column, words in (
        ("analysed_order", "as it was declared"),
        ("held_on", "from the days on which they were held"),
    ):
        if documents[column].notna().all():
            return documents.sort_values(column, kind="stable"), words
    if documents["name"].notna().all():
        keys = documents["name"].map(_natural)
        return documents.loc[sorted(documents.index, key=lambda row: keys[row])], "from the names of the documents"
    return documents, "from the list of documents"


def _natural(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key by which numbers in names come in the order of their size."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in _NUMBERS.split(name) if part
    )


def with_voices(documents: pd.DataFrame) -> pd.DataFrame:
    """Return documents with ``voice`` and ``unit``: whose voice each is, and whether it is a person's or a group's.

    A person heard twice is one voice, and so is a group, whether it talked or kept a log. A document that names nobody
    is a voice of its own.
    """
    is_log = documents["participant_id"].isna() & documents["group_id"].notna()
    is_group = ((documents["kind"] == "focus_group") | is_log).to_numpy()
    named = documents["participant_id"].where(~is_group, documents["group_id"])
    voice = named.where(named.notna(), documents["doc_id"])
    return documents.assign(voice=voice, unit=np.where(is_group, GROUP, PARTICIPANT))


def codes_by_document(study: Study, documents: pd.DataFrame) -> pd.DataFrame:
    """Return how many codings of each code each document has: a row per document in its order, a column per code.

    Columns are the codes that any of these documents has, in the order of the codebook.
    """
    codings = analysed_codings(study)
    own = codings[codings["doc_id"].isin(documents["doc_id"]) & codings["code_id"].notna()]
    counted = pd.crosstab(own["doc_id"], own["code_id"])
    known = [code for code in study.table("codes")["code_id"] if code in counted.columns]
    others = [code for code in counted.columns if code not in known]
    return counted.reindex(index=documents["doc_id"], columns=[*known, *others], fill_value=0)


def last_to_tell(n: int, count: CountRule | None) -> int:
    """Return up to which place in the order conversations may be told of singly under a profile.

    As many as there are at least, for a reader of the rounded number: further ones would tell how many there were.
    """
    if count is None:
        return n
    if count.hide_from <= n <= count.hide_to:
        return 0
    base = count.round_to
    return n if base <= 1 else max(0, round_half_up(n, base) - base // 2)


def round_half_up(n: int, base: int) -> int:
    """Return a count rounded to a base, as the gate rounds it."""
    return base * ((2 * n + base) // (2 * base))
