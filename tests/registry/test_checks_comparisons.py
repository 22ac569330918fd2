"""What an outcome says of groups of people, of other outcomes and of comparisons over time must be declared."""
# ruff: noqa: E501 - one case a line

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from earlyeval.foundations.paths import study_paths
from earlyeval.registry.load import load_registry

pytestmark = pytest.mark.unit

OUTCOMES, PLAN = "outcomes/parent-group", "plan/parent-group"
INSTRUMENT = "instruments/feeding-confidence"
FIRST = ["outcomes", 0]
THIRD = {"id": "third", "label": "The lowest third"}
DRIFT = {"label": "Untreated", "lowest": 0.1, "highest": 0.4, "source": "example-questionnaire", "verified": False}
ASSOCIATION = {"about": "hard to come", "outcome": "feeding-confidence", "more_when": "worse"}
DRIFTS = ["versions", 0, "subscales", 0, "natural_changes"]

BREAKAGES: list[tuple[str, list[str | int], Any, str]] = [
    (OUTCOMES, [*FIRST, "applicable_when"], {"characteristic": "partner", "values": ["yes"]}, "applicable_when.characteristic: found 'partner', which is not declared"),
    (OUTCOMES, [*FIRST, "applicable_when"], {"characteristic": "parity", "values": ["frist"]}, "applicable_when.values: found 'frist', which is not declared. Did you mean 'first'?"),
    (OUTCOMES, [*FIRST, "applicable_when"], {"characteristic": "parity", "values": []}, "applicable_when.values: is empty"),
    (OUTCOMES, [*FIRST, "applicable_when"], {"characteristic": "role", "values": ["mum"]}, "applicable_when.values: found 'mum', which is not declared"),
    (OUTCOMES, [*FIRST, "by_role"], ["mother", "dad"], "by_role: found 'dad', which is not declared"),
    (OUTCOMES, [*FIRST, "by_role"], ["mother"], "by_role: found one role"),
    (OUTCOMES, [*FIRST, "by_role"], ["mother", "mother"], "by_role: 'mother' stands twice"),
    (OUTCOMES, [*FIRST, "by_characteristic"], ["sex"], "by_characteristic: found 'sex', which is not declared"),
    (OUTCOMES, [*FIRST, "not_comparable_with"], ["feeding-confidenc"], "not_comparable_with: found 'feeding-confidenc', which is not declared. Did you mean 'feeding-confidence'?"),
    (OUTCOMES, [*FIRST, "not_comparable_with"], ["low-mood"], "not_comparable_with: found 'low-mood'"),
    (OUTCOMES, [*FIRST, "not_comparable_with"], ["feeding-confidence"], "not_comparable_because: goes together with not_comparable_with"),
    (OUTCOMES, [*FIRST, "baseline_subgroups"], [THIRD], "baseline_subgroups[third]: found 0 rules"),
    (OUTCOMES, [*FIRST, "baseline_subgroups"], [{**THIRD, "lowest_share": 0.3, "cut_off": "caseness"}], "baseline_subgroups[third]: found 2 rules"),
    (OUTCOMES, [*FIRST, "baseline_subgroups"], [{**THIRD, "lowest_share": 1.0}], "baseline_subgroups[third].lowest_share: found 1. Allowed: between 0 and 1."),
    (OUTCOMES, [*FIRST, "baseline_subgroups"], [{**THIRD, "cut_off": "high"}], "baseline_subgroups[third].cut_off: found 'high', which is not declared"),
    (PLAN, ["contrasts"], [{"later": "afterr", "earlier": "before"}], "contrasts[1].later: found 'afterr', which is not declared. Did you mean 'after'?"),
    (PLAN, ["contrasts"], [{"later": "before", "earlier": "after"}], "contrasts[1].later: found 'before', which does not come after after."),
    (PLAN, ["contrasts"], [{"later": "after", "earlier": "before"}] * 2, "contrasts: 'after - before' stands twice"),
    (PLAN, ["associations"], [{**ASSOCIATION, "outcome": "mod"}], "associations[1].outcome: found 'mod', which is not declared"),
    (PLAN, ["associations"], [{**ASSOCIATION, "time_point": "later"}], "associations[1].time_point: found 'later', which is not declared"),
    (PLAN, ["associations"], [ASSOCIATION] * 2, "associations: 'hard to come and feeding-confidence' stands twice"),
    (PLAN, ["associations"], [{**ASSOCIATION, "more_when": "higher"}], "more_when"),
    (INSTRUMENT, DRIFTS, [{**DRIFT, "lowest": 0.5}], "natural_changes[1].lowest: found 0.5 to 0.4. Allowed: rising, within 4 points either way."),
    (INSTRUMENT, DRIFTS, [{**DRIFT, "highest": 5}], "natural_changes[1].lowest: found 0.1 to 5"),
    (INSTRUMENT, DRIFTS, [{**DRIFT, "weeks": 0}], "natural_changes[1].weeks: found 0. Allowed: above 0."),
    (INSTRUMENT, DRIFTS, [{**DRIFT, "source": "nowhere"}], "natural_changes[1].source: found 'nowhere', which is not declared"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "path", "value", "expected"), BREAKAGES)
def test_a_comparison_that_nobody_declared_is_told(
    refusal: Callable[..., str], file: str, path: list[str | int], value: Any, expected: str
) -> None:
    message = refusal(file, path, value)
    assert f"registry/{file}.yaml" in message
    assert expected in message, message


def test_a_whole_declaration_is_taken_and_an_unverified_drift_is_named(
    study_folder: Path, change: Callable[..., None]
) -> None:
    change(OUTCOMES, [*FIRST, "applicable_when"], {"characteristic": "role", "values": ["mother", "father"]})
    change(OUTCOMES, [*FIRST, "by_role"], ["mother", "father"])
    change(OUTCOMES, [*FIRST, "by_characteristic"], ["parity"])
    change(OUTCOMES, [*FIRST, "baseline_subgroups"], [{**THIRD, "highest_share": 0.333}])
    change(OUTCOMES, [*FIRST, "not_comparable_with"], ["feeding-confidence"])
    change(OUTCOMES, [*FIRST, "not_comparable_because"], "They ask about other things.")
    change(PLAN, ["contrasts"], [{"later": "after", "earlier": "before"}])
    change(PLAN, ["associations"], [{**ASSOCIATION, "time_point": "after"}])
    change(INSTRUMENT, DRIFTS, [DRIFT])
    registry = load_registry(study_paths(study_folder))
    declared = registry.outcomes["parent-group"][0]
    assert declared.by_role == ("mother", "father")
    assert declared.baseline_subgroups[0].highest_share == 0.333
    assert registry.unverified("feeding-confidence") == ("change without a programme",)
