"""The few rows that a reader with one minute must see; ``subgroup`` says which sentence a row belongs to."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.arms import arms
from earlyeval.analyse.case_closure import case_closure
from earlyeval.analyse.change import family_change, staff_change
from earlyeval.analyse.conversations import round_half_up
from earlyeval.analyse.coverage import coverage
from earlyeval.analyse.flow import flow
from earlyeval.analyse.levels import levels
from earlyeval.analyse.pitfalls import primary_outcome
from earlyeval.analyse.questions import Row, of_strand, question
from earlyeval.analyse.reliable_change import reliable_change
from earlyeval.analyse.themes import theme_reach
from earlyeval.foundations.results import records, stacked
from earlyeval.registry.profiles import CountRule
from earlyeval.study import Study

FILED_UNDER = ["programme", "site", "question"]


@question("glance")
def glance(study: Study) -> Iterator[Row]:
    """Return who came, what changed, for how many, what was said, and what cannot be said.

    Slots (``subgroup``): "came", "measured-again", "coverage" (of the first contact that every child is due), "change",
    "staff-change", "reliably-better", "arms", "level", "concern-removed", "said", "cannot-say". Slots that the study
    has nothing for are left out.
    """
    primary = primary_outcome(study)
    strand = primary.strand if primary else "family"
    yield from _who_came(study, strand)
    seen = coverage(study)
    in_time = (seen["subgroup"] == "in-time") & (seen["cluster"] == "") & (seen["estimand"] == "proportion")
    yield from _slot("coverage", seen[in_time & seen["estimable"]].head(1))
    yield from _changes(study)
    closed = case_closure(study)
    yield from _slot("concern-removed", closed[closed["outcome"] == "concern-removed"])
    themes = theme_reach(study)
    heard = themes[
        (themes["estimand"] == "proportion") & themes["estimable"] & themes["unit"].isin(("interviews", "people"))
    ]
    if len(heard):
        yield from _slot("said", _heard_most(heard, study.profile.count))
    yield {
        "strand": "study",
        "outcome": "cannot-say",
        "subgroup": "cannot-say",
        "estimand": "statement",
        "sensitivity": "open",
        "note": _what_cannot_be_said(study),
    }


def _who_came(study: Study, strand: str) -> Iterator[Row]:
    """Yield who came, else who started, and who was measured again, of the strand of the main outcome."""
    stages = of_strand(flow(study), strand)
    stages = stages[(stages["arm"] == "") & stages["estimable"]]
    of_stage = stages["outcome"].str.removeprefix("staff-")
    came = stages[(of_stage == "attended-once") & (stages["estimand"] == "proportion")]
    started = stages[of_stage.isin(["started", "on-record"]) & (stages["estimand"] == "count")]
    yield from _slot("came", came.head(1) if len(came) else started.tail(1))
    again = stages[(of_stage == "measured-after") & (stages["estimand"] == "proportion")]
    yield from _slot("measured-again", again.head(1))


def _changes(study: Study) -> Iterator[Row]:
    primary = primary_outcome(study)
    if primary is None:
        measured = levels(study)
        everybody = measured[(measured["estimand"] == "mean") & (measured["subgroup"] == "all")]
        yield from _slot("level", everybody.head(1))
        return
    if study.plan.comparison == "arms":
        differences = arms(study)
        at_end = (differences["time_point"] == study.endpoint.id) & (differences["outcome"] == primary.id)
        yield from _slot("arms", differences[at_end & (differences["estimand"] == "adjusted_difference")])
        return
    changed = stacked([family_change(study), staff_change(study)])
    main = (changed["estimand"] == "mean_change") & (changed["outcome"] == primary.id)
    yield from _slot("change", changed[main])
    classes = reliable_change(study)
    better = (classes["outcome"] == primary.id) & (classes["subgroup"] == "reliably_better")
    yield from _slot("reliably-better", classes[better])
    if primary.strand == "family":
        of_staff = staff_change(study)
        yield from _slot("staff-change", of_staff[of_staff["estimand"] == "mean_change"].head(1))


def _heard_most(themes: pd.DataFrame, count: CountRule) -> pd.DataFrame:
    """Return the first theme, in the order of the list of themes, that nobody sees to be heard by fewer than another.

    Which it is follows from numbers as a reader has them: chosen by the true ones, the choice would tell which of two
    numbers that are shown alike, or are both hidden, is the larger.
    """
    is_small = themes["n"].between(count.hide_from, count.hide_to)
    rounded = [round_half_up(int(n), count.round_to) for n in themes["n"]]
    seen = pd.Series(rounded, index=themes.index).mask(is_small, 0)
    return themes[seen == seen.max()].head(1)


def _slot(name: str, rows: pd.DataFrame) -> Iterator[Row]:
    for row in records(rows.drop(columns=FILED_UNDER)):
        yield row | {"subgroup": name}


def _what_cannot_be_said(study: Study) -> str:
    if study.plan.comparison == "arms":
        return (
            "People who were lost may have differed from those who stayed, so the difference may be larger or smaller."
        )
    changed = stacked([family_change(study), staff_change(study)])
    measured = changed[(changed["estimand"] == "mean_change") & changed["estimable"]]
    if primary_outcome(study) is None or len(measured) == 0:
        return "Nobody was measured both before and after, so nothing can be said about change."
    return "There was no comparison group, so we cannot say that the programme brought these changes about."
