"""The change of mothers and fathers, or of any other groups: each alone first, then whether they differ.

People of one family are not independent, so the difference comes from a model that knows who belongs to whom: score ~
group x time + (1 | family / person), by restricted maximum likelihood over every available score. Beside it stands the
difference within families of whom both changed, which needs no model of how alike they are.
"""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.applicable import characteristic_of_people
from earlyeval.analyse.change import outcomes_that_change
from earlyeval.analyse.groups import scores_by_person_and_time
from earlyeval.analyse.groups_model import GroupScores, differences_in_change
from earlyeval.analyse.members import expected_of
from earlyeval.analyse.method_checks import ALTERNATIVE, HEADLINE, method_check
from earlyeval.analyse.outcome_row import outcome_row
from earlyeval.analyse.questions import Row, question
from earlyeval.registry.outcomes import ROLE, Outcome
from earlyeval.statistics import paired
from earlyeval.study import Study

WHY = "It uses every score, and takes into account that people of one family are alike."
INSTEAD = "it compares the changes inside families in which both answered both times, and needs no model"


@question("change-by-group")
def change_by_group(study: Study) -> Iterator[Row]:
    """Return, for every outcome that tells groups apart, the change of each group and the difference between them.

    Rows
    ----
    ``mean_change`` per group (``label`` says what is told apart, ``subgroup`` the group), each among its own pairs;
    ``count`` of families with people of more than one group (unit "families"); ``model_difference`` of each further
    group from the first at every later time: how much more, or less, its scores rose; ``mean_difference``, the same
    within families, of whom one person of either group was measured twice.
    ``n_smallest`` is the smallest group. People whose group was not returned are left out.
    """
    for strand in ("family", "staff"):
        for outcome in outcomes_that_change(study, strand):
            for name, words in declared_groups(study, outcome).items():
                yield from _groups_of_outcome(study, outcome, name, words)


def declared_groups(study: Study, outcome: Outcome) -> dict[str, dict[str, str]]:
    """Return what an outcome tells apart: "role" or a characteristic's id, with the words of each value in order."""
    found = {ROLE: {role: f"{role}s" for role in outcome.by_role}} if outcome.by_role else {}
    values = {known.id: dict(known.values) for known in study.programme.characteristics}
    return found | {name: values[name] for name in outcome.by_characteristic}


def _told_apart(study: Study, name: str) -> str:
    labels = {known.id: known.label for known in study.programme.characteristics}
    return labels.get(name, name).lower()


def _groups_of_outcome(study: Study, outcome: Outcome, name: str, words: dict[str, str]) -> Iterator[Row]:
    before, after = study.baseline.id, study.endpoint.id
    scores = scores_by_person_and_time(study, outcome)
    known = characteristic_of_people(study, name)
    of_people = pd.Series(dtype="str") if known is None else known
    group = of_people.reindex(scores.index)
    expected = of_people.reindex(expected_of(study, outcome))
    seen = [value for value in words if (group[scores[[before, after]].notna().all(axis=1)] == value).any()]
    twice = {value: scores[group == value][[before, after]].dropna() for value in words}
    label = {"label": f"{outcome.label}, by {_told_apart(study, name)}"}
    row = outcome_row(study, outcome) | label | {"time_point": after}
    smallest = {"n_smallest": min((len(twice[value]) for value in seen), default=0)}
    for value, called in words.items():
        change = paired.mean_change(
            twice[value][before].to_numpy(), twice[value][after].to_numpy(), conf_level=study.plan.conf_level
        )
        n_expected = max(int((expected == value).sum()), len(twice[value]))
        of_group = {"comparison": f"{after} - {before}", "subgroup": called, "n_expected": n_expected}
        yield row | change.as_row() | smallest | of_group
    data = GroupScores.of(study, scores, group[group.isin(list(words))])
    yield row | {
        "estimand": "count", "n": data.shared, "estimate": data.shared, "unit": "families",
        "subgroup": "families with more than one of these groups", "comparison": "",
    }  # fmt: skip
    differences = list(differences_in_change(study, data, words, row=row))
    yield from differences
    yield from _checks(differences, endpoint=after)


def _checks(differences: list[Row], *, endpoint: str) -> Iterator[Row]:
    """Yield why the model leads and what stands beside it, for each difference at the endpoint."""
    at_end = [row for row in differences if row["time_point"] == endpoint and row.get("estimable", True)]
    for main in (row for row in at_end if row["estimand"] == "model_difference"):
        yield method_check(main, HEADLINE, method=main["method"], note=WHY)
        for other in at_end:
            if other["estimand"] == "mean_difference" and other["comparison"] == main["comparison"]:
                yield method_check(main, ALTERNATIVE, method=other["method"], note=INSTEAD)
