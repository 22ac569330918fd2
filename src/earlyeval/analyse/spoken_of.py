"""Who was listened to as a person, and how often each of them spoke of a code or a theme.

Only conversations with a named voice count here: a focus group is nobody in particular, so nothing that was said in
one can stand beside anybody's score. Passages that a machine coded are never counted.
"""

from dataclasses import dataclass

import pandas as pd

from earlyeval.analyse.coders import analysed_codings
from earlyeval.analyse.kept import once
from earlyeval.analyse.themes import documents_of_strand
from earlyeval.study import Study


@dataclass(frozen=True)
class Subject:
    """A theme, or a code: its id, its words, the codes that it is made of, and the strand that speaks of it."""

    id: str
    label: str
    code_ids: tuple[str, ...]
    strand: str = "all"


def subject_of(study: Study, about: str) -> Subject | None:
    """Return the theme or code of that id, or the code of those words; None where there is none."""
    themes, codes = study.table("themes"), study.table("codes")
    for theme in themes[themes["theme_id"] == about].itertuples(index=False):
        return Subject(theme.theme_id, theme.theme, tuple(theme.code_ids.split()), theme.strand)
    named = codes["code"].str.strip().str.casefold() == about.strip().casefold()
    for code in codes[(codes["code_id"] == about) | named].itertuples(index=False):
        return Subject(code.code_id, code.code, (code.code_id,))
    return None


def themes_of(study: Study) -> list[Subject]:
    """Return every theme, in its order."""
    rows = study.table("themes").itertuples(index=False)
    return [Subject(theme.theme_id, theme.theme, tuple(theme.code_ids.split()), theme.strand) for theme in rows]


@once
def people_listened_to(study: Study) -> pd.DataFrame:
    """Return one row per conversation with a named voice: doc_id, person_id, role, kind."""
    documents = study.table("documents")
    own = documents[documents["participant_id"].notna() & (documents["kind"] != "focus_group")]
    return own[["doc_id", "participant_id", "role", "kind"]].rename(columns={"participant_id": "person_id"})


@once
def passages(study: Study) -> pd.DataFrame:
    """Return each coded passage of a named voice once for each code: doc_id, person_id, code_id.

    Two coders who gave the same code to the same place count once; so does one who did so twice.
    """
    codings = analysed_codings(study)
    place = codings[["start", "end"]].astype("Float64")
    # A passage whose place is not known is itself alone.
    own = codings["coding_id"].where(place["start"].isna(), "")
    keyed = codings[["doc_id", "code_id"]].assign(start=place["start"], end=place["end"], own=own)
    kept = keyed.drop_duplicates().merge(people_listened_to(study)[["doc_id", "person_id"]], on="doc_id")
    return kept[["doc_id", "person_id", "code_id"]]


def passages_by_person(study: Study, subject: Subject) -> pd.Series:
    """Return how many passages of each person listened to were given any of the codes; 0 where none was.

    Of a theme, these are the people of its strand: nobody else was asked about it.
    """
    listened = people_listened_to(study)
    own = listened[listened["doc_id"].isin(documents_of_strand(study, subject.strand)["doc_id"])]
    people = pd.Index(own["person_id"].unique(), name="person_id")
    found = passages(study)
    counts = found[found["code_id"].isin(subject.code_ids)].groupby("person_id").size()
    return counts.reindex(people, fill_value=0).sort_index().astype("int64")


def counts_nothing(study: Study) -> str:
    """Return why themes are not counted in this study, or ""."""
    if study.programme.qualitative_approach == "reflexive":
        return "A reflexive analysis does not count: themes are the analyst's readings, not frequencies."
    return ""
