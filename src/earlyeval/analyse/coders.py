"""Who coded what: whose codings an analysis uses, and which stretches two people read without each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import numpy as np
import pandas as pd

from earlyeval.analyse.kept import once
from earlyeval.study import Study

# Rows: a stretch of a document that a coder read. Without a declaration a whole document is one stretch.
READ = ("unit_id", "doc_id", "start", "end", "coder")
# What makes two codings one.
_SAME = ["doc_id", "coder", "code_id", "start", "end"]
Spans = np.ndarray


@dataclass(frozen=True)
class Compared:
    """Codings of the same stretches by two or more people.

    ``read`` has a row for each stretch and coder, ``units`` one for each unit in it and coder (declared units, else
    turns of speakers, else none); ``spans`` gives, by document, coder and code, where the coder gave it; ``coders`` and
    ``codes`` are in their order; ``is_declared``: a table of double coding says who read what.
    """

    read: pd.DataFrame = field(repr=False)
    units: pd.DataFrame = field(repr=False)
    spans: Mapping[tuple[str, str, str], Spans] = field(repr=False)
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    is_declared: bool

    @property
    def has_units(self) -> bool:
        """Whether there are units smaller than documents."""
        return len(self.units) > 0

    @cached_property
    def pairs(self) -> list[tuple[str, str, str, Spans]]:
        """Each document with each pair of its coders and the stretches that both read."""
        found = []
        for doc_id, rows in self.read.groupby("doc_id", sort=True):
            windows = {
                coder: dict(zip(own["unit_id"], own[["start", "end"]].to_numpy(dtype=float), strict=True))
                for coder, own in rows.groupby("coder", sort=True)
            }
            for first, second in combinations(windows, 2):
                shared = [window for unit, window in windows[first].items() if unit in windows[second]]
                if shared:
                    found.append((str(doc_id), str(first), str(second), np.array(shared)))
        return found

    def marked(self, doc_id: str, coder: str, code_id: str) -> Spans:
        """Return where a coder gave a code in a document, as start and end."""
        return self.spans.get((doc_id, coder, code_id), np.empty((0, 2)))


def by_people(codings: pd.DataFrame) -> pd.DataFrame:
    """Return the codings that people made, without those of a program's own agent."""
    if "is_by_machine" not in codings.columns:
        return codings
    return codings[~codings["is_by_machine"].astype("boolean").fillna(value=False).astype(bool)]


def _once_each(codings: pd.DataFrame) -> pd.DataFrame:
    """Return codings without what one coder gave twice to the same place; a place that is not known is itself alone."""
    again = codings.duplicated(_SAME) & codings["start"].notna() & codings["coder"].notna()
    return codings[~again]


@once
def analysed_codings(study: Study) -> pd.DataFrame:
    """Return the codings that an analysis uses: without a second coder's, which serve agreement alone.

    The same place given the same code twice by one coder is one coding; places that overlap without being the same are
    segments of their own. A coding is a second coder's where it lies in a unit for which the table of double coding
    names its coder as ``coder_b``. Where no such table was returned, every coding counts.
    """
    codings, double = _once_each(by_people(study.table("codings"))), study.table("double_coding")
    if not len(double) or not len(codings):
        return codings
    units = double[["doc_id", "start", "end", "coder_b"]].rename(columns={"coder_b": "coder"})
    joined = codings.reset_index()[["index", "doc_id", "coder", "start", "end"]].merge(
        units, on=["doc_id", "coder"], suffixes=("", "_of_unit")
    )
    is_whole = joined["start_of_unit"].isna() | joined["start"].isna()
    meets = (joined["start"] < joined["end_of_unit"]) & (joined["end"] > joined["start_of_unit"])
    return codings.drop(index=joined.loc[is_whole | meets, "index"].unique())


def compared(study: Study) -> Compared | None:
    """Return what two or more people coded, or None where nobody's coding can be compared.

    Declared units come from the table of double coding. Without it, a document counts as read, whole, by everybody who
    coded anything in it; its units are the turns of its speakers, where every such document has some.
    """
    lengths = _lengths(study)
    codings = _placed(_once_each(by_people(study.table("codings"))), lengths)
    double = study.table("double_coding")
    read = _declared(double) if len(double) else _found(codings)
    if not len(read):
        return None
    ends = read["end"].where(read["start"].notna(), read["doc_id"].map(lengths)).fillna(0)
    is_whole = read["start"].isna()
    read = read.assign(start=read["start"].fillna(0), end=ends).reset_index(drop=True)
    readers = read[["doc_id", "coder"]].drop_duplicates()
    kept = codings.merge(readers, on=["doc_id", "coder"])
    spans = {
        (str(doc), str(coder), str(code)): rows[["start", "end"]].to_numpy(dtype=float)
        for (doc, coder, code), rows in kept.groupby(["doc_id", "coder", "code_id"], sort=True)
    }
    used = set(kept["code_id"])
    codes = tuple(code for code in study.table("codes")["code_id"] if code in used)
    whole = read.loc[is_whole.to_numpy(), ["doc_id", "coder"]].drop_duplicates()
    units = pd.concat([read[~is_whole.to_numpy()], _turns(study, whole)], ignore_index=True) if len(whole) else read
    return Compared(read, units, spans, tuple(sorted(read["coder"].unique())), codes, bool(len(double)))


def _placed(codings: pd.DataFrame, lengths: pd.Series) -> pd.DataFrame:
    """Return the codings of somebody that have a place; one of a whole document stands from its start to its end."""
    if "medium" in codings.columns:
        whole = (codings["medium"] == "document") & codings["start"].isna()
        codings = codings.assign(
            start=codings["start"].mask(whole, 0.0), end=codings["end"].mask(whole, codings["doc_id"].map(lengths))
        )
    return codings.dropna(subset=["coder", "start", "end"])


def _turns(study: Study, readers: pd.DataFrame) -> pd.DataFrame:
    """Return the turns of every document for each of its readers; nothing where a document has none."""
    turns = study.table("turns").dropna(subset=["start", "end"])
    if not readers["doc_id"].isin(turns["doc_id"]).all():
        return pd.DataFrame(columns=list(READ))
    named = turns.assign(unit_id=turns["doc_id"] + "/" + turns["turn"].astype("int64").astype("str"))
    return named[["unit_id", "doc_id", "start", "end"]].merge(readers, on="doc_id")[list(READ)]


def _declared(double: pd.DataFrame) -> pd.DataFrame:
    sides = [
        double[["unit_id", "doc_id", "start", "end"]].assign(coder=double[name]) for name in ("coder_a", "coder_b")
    ]
    return pd.concat(sides, ignore_index=True).dropna(subset=["coder"])[list(READ)]


def _found(codings: pd.DataFrame) -> pd.DataFrame:
    pairs = codings[["doc_id", "coder"]].drop_duplicates().sort_values(["doc_id", "coder"], kind="stable")
    by_two = pairs[pairs.groupby("doc_id")["coder"].transform("size") >= 2]
    missing = pd.Series(np.nan, index=by_two.index)
    return by_two.assign(unit_id=by_two["doc_id"], start=missing, end=missing)[list(READ)]


def _lengths(study: Study) -> pd.Series:
    """Return the length of each document; where it was not returned, up to the last passage that anybody coded."""
    documents, last = (
        study.table("documents").set_index("doc_id"),
        study.table("codings").groupby("doc_id")["end"].max(),
    )
    return documents["characters"].combine_first(last)
