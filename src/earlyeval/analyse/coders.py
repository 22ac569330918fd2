"""Who coded what: whose codings an analysis uses, and which stretches two people read without each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from earlyeval.study import Study

# Rows: a stretch of a document that a coder read. Without a declaration a whole document is one stretch.
READ = ("unit_id", "doc_id", "start", "end", "coder")
Spans = np.ndarray


@dataclass(frozen=True)
class Compared:
    """Codings of the same stretches by two or more people.

    ``read`` has a row for each stretch and coder; ``spans`` gives, by document, coder and code, where the coder gave
    it; ``coders`` and ``codes`` are in their order; ``has_units``: stretches are units and not whole documents;
    ``is_declared``: a table of double coding says who read what.
    """

    read: pd.DataFrame = field(repr=False)
    spans: Mapping[tuple[str, str, str], Spans] = field(repr=False)
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    has_units: bool
    is_declared: bool

    def marked(self, doc_id: str, coder: str, code_id: str) -> Spans:
        """Return where a coder gave a code in a document, as start and end."""
        return self.spans.get((doc_id, coder, code_id), np.empty((0, 2)))


def by_people(codings: pd.DataFrame) -> pd.DataFrame:
    """Return the codings that people made, without those of a program's own agent."""
    if "is_by_machine" not in codings.columns:
        return codings
    return codings[~codings["is_by_machine"].astype("boolean").fillna(value=False).astype(bool)]


def analysed_codings(study: Study) -> pd.DataFrame:
    """Return the codings that an analysis uses: without a second coder's, which serve agreement alone.

    A coding is a second coder's where it lies in a unit for which the table of double coding names its coder as
    ``coder_b``. Where no such table was returned, every coding counts.
    """
    codings, double = by_people(study.table("codings")), study.table("double_coding")
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
    coded anything in it.
    """
    codings = by_people(study.table("codings")).dropna(subset=["coder", "start", "end"])
    double = study.table("double_coding")
    read = _declared(double) if len(double) else _found(codings)
    if not len(read):
        return None
    lengths = _lengths(study, codings)
    ends = read["end"].where(read["start"].notna(), read["doc_id"].map(lengths)).fillna(0)
    read = read.assign(start=read["start"].fillna(0), end=ends)
    readers = read[["doc_id", "coder"]].drop_duplicates()
    kept = codings.merge(readers, on=["doc_id", "coder"])
    spans = {
        (str(doc), str(coder), str(code)): rows[["start", "end"]].to_numpy(dtype=float)
        for (doc, coder, code), rows in kept.groupby(["doc_id", "coder", "code_id"], sort=True)
    }
    used = set(kept["code_id"])
    codes = tuple(code for code in study.table("codes")["code_id"] if code in used)
    has_units = bool(len(double)) and bool(double["start"].notna().any())
    coders = tuple(sorted(read["coder"].unique()))
    return Compared(read.reset_index(drop=True), spans, coders, codes, has_units, bool(len(double)))


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


def _lengths(study: Study, codings: pd.DataFrame) -> pd.Series:
    """Return the length of each document; where it was not returned, up to the last passage that anybody coded."""
    documents = study.table("documents").set_index("doc_id")
    last = codings.groupby("doc_id")["end"].max()
    return documents["characters"].fillna(last).combine_first(last)
