"""Reporting checklists, item by item: what the report itself answers, what the authors say, and what nobody answered.

Which checklists: those that the programme names, else those that suit its approach (a reflexive analysis has RTARG in
place of COREQ); GRAMMS where numbers stand beside accounts. An item that is answered is not thereby done well.
"""

from collections.abc import Callable, Iterator, Mapping

from earlyeval.analyse.programme import APPROACHES
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.checklists import Checklist
from earlyeval.study import Study

AUTHOR, REPORT, NOBODY = "the author", "this report", "nobody yet"
UNVERIFIED = "not compared with its source"
_SEEN = "See the section"


def _if(study: Study, table: str, words: str) -> str:
    return words if study.has(table) else ""


def _coders(study: Study) -> str:
    known = study.table("codings")["coder"].nunique()
    if known == 0:
        return ""
    return "One coder gave all codes." if known == 1 else f"More than one coder gave codes. {_SEEN} on agreement."


def _repeated(study: Study) -> str:
    named = study.table("documents")["participant_id"].dropna()
    if named.empty:
        return ""
    return "Some were spoken to again." if named.duplicated().any() else "Nobody was spoken to twice."


def _saturation(study: Study) -> str:
    if study.programme.qualitative_approach == "reflexive":
        return "Not claimed: a reflexive analysis does not hold that meaning is used up."
    return _if(study, "codings", f"{_SEEN} on new codes, which tells the ways of counting apart.")


def _derivation(study: Study) -> str:
    return _if(study, "codebook_history", f"{_SEEN} on how the codebook grew, which says when each code came.")


def _trust(study: Study) -> str:
    done = [
        words
        for table, words in (
            ("double_coding", "passages coded twice"),
            ("negative_cases", "a search for contrary cases"),
        )
        if study.has(table)
    ]
    return f"In this report: {' and '.join(done)}." if done else ""


ANSWERERS: Mapping[str, Callable[[Study], str]] = {
    "approach": lambda study: APPROACHES.get(study.programme.qualitative_approach, ""),
    "codebook": lambda study: _if(study, "codes", f"{_SEEN} on how the codebook grew."),
    "coders": _coders,
    "consistent": lambda study: _if(study, "quotations", f"{_SEEN} of quotations, each traced to its passage."),
    "conversations": lambda study: _if(study, "documents", f"{_SEEN} on who was listened to."),
    "derivation": _derivation,
    "each_method": lambda study: f"{_SEEN}s on each measure, and on how the conversations were analysed.",
    "field_notes": lambda study: "Kept." if study.table("documents")["kind"].eq("field_note").any() else "",
    "information_power": lambda study: (
        f"{_SEEN} on new codes, where the authors judge it." if study.programme.qualitative.information_power else ""
    ),
    "integration": lambda study: _if(
        study, "convergence", "Domain by domain, in the notebook on numbers and accounts."
    ),
    "limitations": lambda study: f"{_SEEN} on how far this can be trusted.",
    "meta_inferences": lambda study: _if(study, "convergence", "In the notebook on numbers and accounts, by author."),
    "negative_cases": lambda study: _if(study, "negative_cases", f"{_SEEN} on voices that do not fit."),
    "no_counts": lambda study: (
        "Left out on purpose, as the approach asks." if study.programme.qualitative_approach == "reflexive" else ""
    ),
    "quotations": lambda study: _if(study, "quotations", f"{_SEEN} with people's own words."),
    "reflexivity": lambda study: study.programme.qualitative.reflexivity,
    "repeated": _repeated,
    "sample_description": lambda study: _if(
        study, "people", "In the notebook on participants, as far as was returned."
    ),
    "saturation": _saturation,
    "themes": lambda study: _if(study, "themes", f"{_SEEN} on themes, each with its plain definition."),
    "transcripts": lambda study: (
        "Transcripts stand beside the codings." if study.table("documents")["text_path"].notna().any() else ""
    ),
    "trust": _trust,
}


@question("checklists")
def checklists(study: Study) -> Iterator[Row]:
    """Return every item of the checklists that suit this study: what is asked, the answer, and whose it is.

    Rows: one ``statement`` per item (``subgroup`` the checklist, ``label`` what is asked, ``note`` the answer,
    ``direction`` who answers), and per checklist the ``proportion`` of items with an answer. An author's answer comes
    before the report's own.
    """
    if not study.has("documents") or study.programme.qualitative_approach == "none":
        return
    given = study.registry.answers.get(study.programme.id, {})
    for checklist in wanted(study):
        answered, row = 0, {"strand": "qualitative", "sensitivity": "open", "subgroup": _name(checklist)}
        for item in checklist.items:
            said = given.get(checklist.id, {}).get(item.id, "")
            made = ANSWERERS[item.answered_by](study) if item.answered_by and not said else ""
            whose = AUTHOR if said else REPORT if made else NOBODY
            answered += bool(said or made)
            yield row | {"outcome": f"{checklist.id}-{item.id}", "label": item.about, "estimand": "statement",
                         "note": said or made, "direction": whose}  # fmt: skip
        total = len(checklist.items)
        yield row | {"outcome": checklist.id, "label": "Items with an answer", "estimand": "proportion",
                     "unit": "criteria", "n": answered, "n_expected": total, "estimate": answered / total,
                     "method": "" if checklist.verified else UNVERIFIED}  # fmt: skip


def wanted(study: Study) -> list[Checklist]:
    """Return the checklists of a study, in alphabetical order: those it names, else those that suit its approach."""
    declared, known = study.programme.qualitative, study.registry.checklists
    if declared.checklists:
        return [known[name] for name in declared.checklists if name in known]
    is_mixed = study.has("convergence")
    approach = study.programme.qualitative_approach
    return [
        checklist
        for _, checklist in sorted(known.items())
        if approach in checklist.for_approaches and (is_mixed or not checklist.mixed_methods)
    ]


def _name(checklist: Checklist) -> str:
    return f"{checklist.name} ({checklist.version})"
