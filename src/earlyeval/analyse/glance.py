"""The few rows that a reader with one minute must see; ``subgroup`` says which sentence a row belongs to."""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.arms import arms
from earlyeval.analyse.change import family_change, staff_change
from earlyeval.analyse.flow import flow
from earlyeval.analyse.levels import levels
from earlyeval.analyse.pitfalls import primary_outcome
from earlyeval.analyse.questions import Row, of_strand, question
from earlyeval.analyse.reliable_change import reliable_change
from earlyeval.analyse.themes import theme_reach
from earlyeval.study import Study

FILED_UNDER = ["programme", "site", "question"]


@question("glance")
def glance(study: Study) -> Iterator[Row]:
    """Return who came, what changed, for how many, what was said, and what cannot be said.

    Slots (``subgroup``): "came", "measured-again", "change", "staff-change", "reliably-better", "arms", "level",
    "said", "cannot-say". Slots that the study has nothing for are left out.
    """
    stages = of_strand(flow(study), "family")
    stages = stages[stages["arm"] == ""]
    came = stages[(stages["outcome"] == "attended-once") & (stages["estimand"] == "proportion") & stages["estimable"]]
    started = stages[(stages["outcome"] == "started") & (stages["estimand"] == "count") & stages["estimable"]]
    yield from _slot("came", (came if len(came) else started).head(1))
    again = stages[(stages["outcome"] == "measured-after") & (stages["estimand"] == "proportion")]
    yield from _slot("measured-again", again[again["estimable"]].head(1))
    yield from _changes(study)
    themes = theme_reach(study)
    heard = themes[(themes["estimand"] == "proportion") & themes["estimable"] & (themes["unit"] == "interviews")]
    yield from _slot("said", heard.sort_values(["n", "outcome"], ascending=[False, True]).head(1))
    yield {
        "strand": "study",
        "outcome": "cannot-say",
        "subgroup": "cannot-say",
        "estimand": "statement",
        "sensitivity": "open",
        "note": _what_cannot_be_said(study),
    }


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
    changed = family_change(study)
    main = (changed["estimand"] == "mean_change") & (changed["outcome"] == primary.id)
    yield from _slot("change", changed[main])
    classes = reliable_change(study)
    better = (classes["outcome"] == primary.id) & (classes["subgroup"] == "reliably_better")
    yield from _slot("reliably-better", classes[better])
    of_staff = staff_change(study)
    yield from _slot("staff-change", of_staff[of_staff["estimand"] == "mean_change"].head(1))


def _slot(name: str, rows: pd.DataFrame) -> Iterator[Row]:
    for row in rows.drop(columns=FILED_UNDER).to_dict("records"):
        yield row | {"subgroup": name}


def _what_cannot_be_said(study: Study) -> str:
    if study.plan.comparison == "arms":
        return (
            "People who were lost may have differed from those who stayed, so the difference may be larger or smaller."
        )
    if primary_outcome(study) is None:
        return "Everything was measured once, so nothing can be said about change."
    return "There was no comparison group, so we cannot say that the programme brought these changes about."
