"""What was said, as themes: in how many interviews or groups each was heard. Never a percentage of voices.

Not mentioning is not absence, and a count says nothing about how much something mattered. Focus groups count as
groups, not as people. A reflexive analysis does not count at all, and the rows say so.
"""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.coders import analysed_codings
from earlyeval.analyse.conversations import GROUP, PARTICIPANT, with_voices
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.study import Study

ROLE_OF_STRAND = {"family": ("parent", "participant"), "staff": ("practitioner", "manager", "referrer")}


@question("themes")
def theme_reach(study: Study) -> Iterator[Row]:
    """Return, per theme, in how many interviews and in how many groups it was heard: k of N.

    A theme was heard in a document when any of its codes was given to any segment of it. Where somebody was heard more
    than once, voices are counted and not documents: the unit is then people.
    """
    for theme in study.table("themes").itertuples(index=False):
        row = {
            "strand": "qualitative",
            "outcome": theme.theme_id,
            "label": theme.theme,
            "note": theme.central_concept,
            "estimand": "proportion",
            "source_table": "codings",
        }
        if study.programme.qualitative_approach == "reflexive":
            reason = "A reflexive analysis does not count: themes are the analyst's readings, not frequencies."
            yield not_estimable(row, reason=reason)
            continue
        for unit, documents in voices(study, theme.strand).items():
            heard = documents["doc_id"].isin(documents_with_codes(study, theme.code_ids.split()))
            by_voice = heard.groupby(documents["voice"].to_numpy()).any()
            k, n = int(by_voice.sum()), len(by_voice)
            if n:
                counted = {"unit": unit, "subgroup": unit, "n": k, "n_expected": n, "estimate": k / n}
                counted |= {"sensitivity": "open" if unit == "groups" else "personal"}
                yield row | counted | {"method": "heard at least once"}


@question("corpus")
def corpus(study: Study) -> Iterator[Row]:
    """Return how many interviews, groups and logs there are, from whom, and how many segments were coded."""
    documents = with_voices(study.table("documents"))
    for (kind, role, voice), rows in documents.groupby(["kind", "role", "unit"], sort=True):
        # A group is nobody in particular, nor are the logs that it kept; an interview is one person.
        of_group = "groups" if kind == "focus_group" else "files"
        yield {
            "strand": "qualitative",
            "outcome": f"{kind}-{role}".replace("_", "-"),
            "label": f"{str(kind).replace('_', ' ').capitalize()}s with {role}s",
            "unit": of_group if voice == GROUP else "interviews",
            "sensitivity": "open" if voice == GROUP else "personal",
            "estimand": "count",
            "n": len(rows),
            "estimate": len(rows),
            "source_table": "documents",
        }
    if study.has("codings"):
        coded = len(analysed_codings(study))
        yield {
            "strand": "qualitative",
            "outcome": "coded-segments",
            "label": "Coded segments",
            "unit": "codes",
            "estimand": "count",
            "n": coded,
            "estimate": coded,
            "source_table": "codings",
            "sensitivity": "open",
        }


def voices(study: Study, strand: str) -> dict[str, pd.DataFrame]:
    """Return the documents in which a strand speaks, with whose ``voice`` each is: those of people, those of groups."""
    spoken = with_voices(documents_of_strand(study, strand))
    is_group = spoken["unit"] == GROUP
    of_people = spoken[~is_group]
    unit = PARTICIPANT if of_people["voice"].duplicated().any() else "interviews"
    return {unit: of_people, "groups": spoken[is_group]}


def documents_of_strand(study: Study, strand: str) -> pd.DataFrame:
    """Return the documents in which the people of a strand speak; of "all" every one."""
    documents = study.table("documents")
    roles = ROLE_OF_STRAND.get(strand, ())
    return documents if strand == "all" else documents[documents["role"].isin(roles)]


def documents_with_codes(study: Study, code_ids: list[str]) -> set[str]:
    """Return the ids of documents in which any of the codes was given; a set for look-up, never for order."""
    codings = analysed_codings(study)
    return set(codings.loc[codings["code_id"].isin(code_ids), "doc_id"])
