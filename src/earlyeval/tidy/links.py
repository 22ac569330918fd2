"""Lists of ids within a cell, and the rules that one row alone cannot show."""

from collections.abc import Iterable, Mapping

import numpy as np

from earlyeval.foundations.suggest import shown
from earlyeval.tidy.findings import Finding, counted
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.parts import Whole
from earlyeval.tidy.problems import Problem, Problems
from earlyeval.tidy.texts import is_among


def check_links(wholes: Mapping[str, Whole], lists: Lists, problems: Problems) -> None:
    """Note ids in lists that name nothing, and clips without exactly one main rater."""
    numbers, themes = _numbers(lists), wholes["themes"].frame["theme_id"]
    evidence = (*numbers, *themes, *wholes["convergence"].frame["domain_id"], *wholes["quotations"].frame["quote_id"])
    _check_list(wholes["themes"], "code_ids", wholes["codes"].frame["code_id"], problems)
    _check_list(wholes["convergence"], "theme_ids", themes, problems)
    _check_list(wholes["convergence"], "outcome_ids", numbers, problems)
    _check_list(wholes["meta_inferences"], "evidence_ids", evidence, problems)
    _check_main_raters(wholes["ratings"], problems)


def unknown_participants(wholes: Mapping[str, Whole]) -> list[Finding]:
    """Return a finding when interviews are with people whom the list of people does not hold. They are kept."""
    documents, people = wholes["documents"].frame, wholes["people"].frame["person_id"]
    ids = documents["participant_id"].dropna()
    lost = int((~is_among(ids, people)).sum()) if len(ids) and len(people) else 0
    if not lost:
        return []
    sentence = f"{counted(lost, 'document')} of participants that people does not hold: kept, but not linked to scores."
    return [Finding("documents", "", 0, "participant_id", "unknown_participant", "note", lost, sentence)]


def _numbers(lists: Lists) -> list[str]:
    """Return the ids of everything declared that numbers are reported of: outcomes, experience, attendance."""
    programme, plan = lists.programme, lists.registry.plans.get(lists.programme.id)
    declared = (
        lists.registry.outcomes.get(programme.id, ()),
        plan.experience if plan else (),
        programme.definitions,
        programme.session_kinds,
    )
    return list(dict.fromkeys(one.id for group in declared for one in group))


def _check_list(whole: Whole, column: str, known: Iterable[str], problems: Problems) -> None:
    """Note every id of a list, separated by blanks, that is not known."""
    if not len(whole):
        return
    known = set(known)
    for row, text in enumerate(whole.frame[column].fillna("")):
        lost = [name for name in text.split() if name not in known]
        if lost:
            part = whole.parts[whole.origin[row]]
            allowed = ", ".join(sorted(known)[:20]) or "none is declared"
            found = f"found {shown(lost[0], at_most=20)}, which names nothing"
            problem = Problem(
                part.file, int(whole.rows[row]), column, "unknown_reference", found, allowed, "", part.row_word
            )
            problems.add(problem)


def _check_main_raters(ratings: Whole, problems: Problems) -> None:
    """Note the clips that two raters are said to have rated for the analysis."""
    if not len(ratings):
        return
    frame = ratings.frame
    main = frame[frame["is_main_rater"].fillna(False).astype("bool")]
    raters = main.groupby("clip_id")["rater_id"].transform("nunique")
    for row in np.unique(main.index[raters > 1].to_numpy()):
        part = ratings.parts[ratings.origin[row]]
        found, allowed = "found a clip with two main raters", "one main rater for each clip"
        place = int(ratings.rows[row])
        problems.add(Problem(part.file, place, "is_main_rater", "main_rater", found, allowed, "", part.row_word))
