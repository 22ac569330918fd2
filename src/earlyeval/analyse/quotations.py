"""Words of people who agreed to be quoted: from the register only, and only where every check of it holds.

A quotation is set aside, with a reason that holds none of its words, unless its speaker agreed to be quoted word for
word, somebody other than the coder checked it, its words stand in the coded segment it names, it holds nothing that
looks like an identifier, and its speaker is not quoted too often. Whether enough people share the speaker's role is
for the gate to say.
"""

import re
from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.study import Study
from earlyeval.tidy.identifiers import personal_detail_in

WIDE_ATTRIBUTIONS = ("a parent", "a participant", "a practitioner", "a member of staff", "somebody")
LEFT_OUT = re.compile(r"\s*\[(?:…|\.\.\.)\]\s*")


@question("quotations")
def quotations(study: Study) -> Iterator[Row]:
    """Return one row per quotation of the register: its words, whose they are in wide words, and its theme.

    ``n`` is how many people (or groups) of the speaker's role were listened to at the site. A quotation that a
    check sets aside is a row that is not estimable, with the reason.
    """
    themes = study.table("themes").set_index("theme_id")["theme"].to_dict()
    quoted: dict[str, int] = {}
    for quotation in _register(study).itertuples(index=False):
        row = {
            "strand": "qualitative",
            "outcome": quotation.theme_id,
            "subgroup": themes.get(quotation.theme_id, quotation.theme_id),
            "estimand": "quotation",
            "unit": "people",
            "n": _voices_of_role(study, quotation.role),
            "source_table": "quotations",
            "sensitivity": "text",
        }
        voice = quotation.participant_id if isinstance(quotation.participant_id, str) else quotation.doc_id
        quoted[voice] = quoted.get(voice, 0) + 1
        reason = _set_aside(quotation, times_quoted=quoted[voice], at_most=study.profile.quote.max_per_person)
        if reason:
            yield not_estimable(row, reason=reason)
        else:
            yield row | {"label": quotation.attribution, "note": quotation.printed_text}


def _register(study: Study) -> pd.DataFrame:
    """Return the register of quotations, each with the coded segment and the conversation it comes from."""
    segments = study.table("codings")[["coding_id", "doc_id", "text"]]
    conversations = study.table("documents")[["doc_id", "participant_id", "role"]]
    return (
        study.table("quotations")
        .merge(segments, on="coding_id", how="left")
        .merge(conversations, on="doc_id", how="left")
    )


def _set_aside(quotation, *, times_quoted: int, at_most: int) -> str:
    """Return why a quotation may not be printed, in words that hold none of its own; empty where it may."""
    if quotation.consent != "verbatim":
        return "Set aside: the speaker did not agree to be quoted word for word."
    if str(quotation.coder).strip().casefold() == str(quotation.checked_by).strip().casefold():
        return "Set aside: it was not checked by a second person."
    if not is_verbatim(quotation.printed_text, quotation.text):
        return "Set aside: its words are not those of the coded segment."
    if personal_detail_in(quotation.printed_text):
        return "Set aside: it holds something that looks like an identifier."
    if not _is_wide(quotation.attribution, quotation.role):
        return "Set aside: the attribution says more than the speaker's role."
    if times_quoted > at_most:
        return "Set aside: the same speaker is quoted often enough."
    return ""


def is_verbatim(printed: object, segment: object) -> bool:
    """Say whether printed words stand in a segment, in order; "[...]" marks what was left out."""
    if not isinstance(printed, str) or not isinstance(segment, str):
        return False
    place, text = 0, " ".join(segment.split())
    for part in LEFT_OUT.split(" ".join(printed.split())):
        found = text.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return True


def _voices_of_role(study: Study, role: object) -> int:
    """Return how many people of just this role were listened to; a conversation without a named voice counts none."""
    documents = study.table("documents")
    return int(documents.loc[documents["role"] == role, "participant_id"].nunique())


def _is_wide(attribution: object, role: object) -> bool:
    """Say whether an attribution names nothing but the role: "a parent", "a member of staff"."""
    return isinstance(attribution, str) and attribution.strip().lower() in {f"a {role}", *WIDE_ATTRIBUTIONS}


@question("negative-cases")
def negative_cases(study: Study) -> Iterator[Row]:
    """Return, per theme, what was searched that speaks against it and what was found; said where nobody searched."""
    for theme in study.table("themes").itertuples(index=False):
        searched = theme.negative_case_search if isinstance(theme.negative_case_search, str) else ""
        yield {
            "strand": "qualitative",
            "outcome": theme.theme_id,
            "label": theme.theme,
            "subgroup": "what speaks against it",
            "estimand": "statement",
            "note": searched or "No search for contrary cases is described.",
            "source_table": "themes",
            "sensitivity": "open",
        }
