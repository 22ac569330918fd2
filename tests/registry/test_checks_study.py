"""What programmes, sites, outcomes, plans, criteria, returns and profiles say of each other must be true."""
# ruff: noqa: E501 - one case a line

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from earlyeval.foundations.errors import RegistryError
from earlyeval.foundations.paths import SHIPPED_REGISTRY, study_paths
from earlyeval.registry.load import load_places, load_registry
from earlyeval.registry.reading import read_yaml

pytestmark = pytest.mark.unit

PROGRAMME, SITE = "programmes/parent-group", "sites/riverside"
OUTCOMES, PLAN, CRITERIA = "outcomes/parent-group", "plan/parent-group", "criteria/parent-group"
LATER = {"id": "later", "label": "Later", "order": 3, "weeks": 30, "role": "other"}
ARMS = [{"id": "usual", "label": "Usual care", "reference": True}, {"id": "group", "label": "Group"}]
DEFINITION = {"id": "d", "term": "attended", "label": "x", "session_kind": "group-session", "at_least": 1}
CENSUS = {"characteristic": "parity", "value": "first", "n": 1, "year": 2021, "source": "example-population", "verified": True}  # fmt: skip
EXPERIENCE = ["experience", 0]
CRITERION = ["criteria", 0]

BREAKAGES: list[tuple[str, list[str | int], Any, str]] = [
    # programme
    (PROGRAMME, ["time_points"], [], "time_points: is empty"),
    (PROGRAMME, ["time_points", 1, "id"], "before", "time_points: 'before' stands twice"),
    (PROGRAMME, ["time_points", 1, "order"], 1, "time_points[after].order: found 1 after 1. The order must rise."),
    (PROGRAMME, ["time_points", 2], {**LATER, "role": "endpoint"}, "found 2 with the role endpoint (after, later)"),
    (PROGRAMME, ["time_points", 2], {**LATER, "retrospective_of": "befor"}, "retrospective_of: found 'befor', which is not declared. Did you mean 'before'?"),
    (PROGRAMME, ["time_points", 2], {**LATER, "retrospective_of": "later"}, "retrospective_of: found 'later'"),
    (PROGRAMME, ["time_points", 0, "retrospective_of"], "after", "time_points[before].role: found 'baseline'. Allowed when looking back: 'other'."),
    (PROGRAMME, ["strands"], ["family", "family"], "strands: 'family' stands twice"),
    (PROGRAMME, ["arms"], ARMS[:1], "arms: found one arm"),
    (PROGRAMME, ["arms"], [ARMS[1], {**ARMS[1], "id": "third"}], "arms: found 0 with 'reference: true'"),
    (PROGRAMME, ["arms"], [ARMS[0], {**ARMS[1], "id": "all"}], "arms[all].id: found 'all', which is reserved for the whole"),
    (PROGRAMME, ["session_kinds", 0, "strand"], "staff", "session_kinds[group-session].strand: found 'staff'"),
    (PROGRAMME, ["session_kinds", 0, "planned"], 0, "session_kinds[group-session].planned: found 0"),
    (PROGRAMME, ["definitions", 0, "session_kind"], "session", "definitions[engaged].session_kind: found 'session', which is not declared"),
    (PROGRAMME, ["definitions", 0, "at_least"], 9, "definitions[engaged].at_least: found 9. Allowed: 1 to 8, the planned number."),
    (PROGRAMME, ["definitions", 0, "at_least"], 0, "definitions[engaged].at_least: found 0"),
    (PROGRAMME, ["definitions", 1, "agreed_on"], "August", "definitions[completed].agreed_on: found 'August'. Allowed: a day as YYYY-MM-DD"),
    (PROGRAMME, ["definitions"], [{**DEFINITION, "main": True}, {**DEFINITION, "id": "e", "main": True}], "definitions: 'attended of group-session' stands twice"),
    (PROGRAMME, ["characteristics", 0, "values"], {}, "characteristics[parity].values: is empty"),
    (PROGRAMME, ["fidelity_scale"], [2, 2], "fidelity_scale: found 2 to 2"),
    # site
    (PROGRAMME, ["event_agreement"], {"tick_s": 0}, "event_agreement.tick_s: found 0. Allowed: seconds from 0.001 to 60."),
    (PROGRAMME, ["event_agreement"], {"other_ticks_s": [1]}, "event_agreement.other_ticks_s: '1' stands twice"),
    (PROGRAMME, ["event_agreement"], {"tolerance_s": -1}, "event_agreement.tolerance_s: found -1. Allowed: seconds from 0"),
    (SITE, ["programmes"], [], "programmes: is empty"),
    (SITE, ["programmes", 0, "programme"], "parent-grop", "programmes[parent-grop].programme: found 'parent-grop', which is not declared. Did you mean 'parent-group'?"),
    (SITE, ["programmes", 0, "start"], "2025-13", "programmes[parent-group].start: found '2025-13'. Allowed: a month as YYYY-MM."),
    (SITE, ["programmes", 0, "end"], "2024-01", "programmes[parent-group].end: 2024-01 is before the start, 2025-09."),
    (SITE, ["programmes", 0, "clusters"], [{"id": "a", "label": "A"}, {"id": "a", "label": "B"}], "clusters: 'a' stands twice"),
    (SITE, ["programmes", 0, "clusters"], [{"id": "pairs", "label": "A"}], "clusters[pairs].id: found 'pairs', which is reserved for the whole"),
    (SITE, ["programmes", 0, "population", 0, "characteristic"], "age", "population[1].characteristic: found 'age'"),
    (SITE, ["programmes", 0, "population", 0, "value"], "second", "population[1].value: found 'second'"),
    (SITE, ["programmes", 0, "population", 0, "n"], -1, "population[1].n: found -1. Allowed: 0 or more."),
    (SITE, ["programmes", 0, "population", 2], CENSUS, "population: 'parity: first' stands twice"),
    (SITE, ["programmes", 0, "population", 0, "source"], "census", "population[1].source: found 'census', which is not declared"),
    # outcomes
    (OUTCOMES, ["programme"], "parents", "programme: found 'parents', which is not declared"),
    (OUTCOMES, ["outcomes", 1, "id"], "low-mood", "outcomes: 'low-mood' stands twice"),
    (OUTCOMES, ["outcomes", 1, "analysis"], "primary", "found 2 primary ones (low-mood, feeding-confidence). Allowed: one at most."),
    (OUTCOMES, ["outcomes", 0, "instrument"], "phq9", "outcomes[low-mood].instrument: found 'phq9', which is not declared. Did you mean 'phq-9'?"),
    (OUTCOMES, ["outcomes", 0, "version"], "phq-8", "outcomes[low-mood].version: found 'phq-8', which is not declared. Did you mean 'phq-9'?"),
    (OUTCOMES, ["outcomes", 0, "subscale"], "sum", "outcomes[low-mood].subscale: found 'sum'"),
    (OUTCOMES, ["outcomes", 0, "cut_off"], "case", "outcomes[low-mood].cut_off: found 'case'"),
    (OUTCOMES, ["outcomes", 0, "strand"], "staff", "outcomes[low-mood].strand: found 'staff'"),
    (OUTCOMES, ["outcomes", 0, "time_points"], [], "outcomes[low-mood].time_points: is empty"),
    (OUTCOMES, ["outcomes", 0, "time_points"], ["before", "before"], "time_points: 'before' stands twice"),
    (OUTCOMES, ["outcomes", 0, "time_points"], ["before", "end"], "outcomes[low-mood].time_points: found 'end'"),
    (OUTCOMES, ["outcomes", 1, "status_only"], True, "found true, but feeding-confidence gives no cut-off or band"),
    # plan
    (PLAN, ["conf_level"], 95, "conf_level: found 95"),
    (PLAN, ["cluster_as"], "random", "cluster_as: found 'random', which is not offered: with few clusters use fixed; say ignored to leave them out."),
    (PLAN, ["comparison"], "arms", "comparison: found 'arms', but parent-group declares no arms"),
    (PLAN, ["adjust_for"], ["age"], "adjust_for: found 'age', which is not declared"),
    (PLAN, ["registered_on"], "1 May 2025", "registered_on: found '1 May 2025'"),
    (PLAN, [*EXPERIENCE, "instrument"], "friends", "experience[fft-positive].instrument: found 'friends'"),
    (PLAN, [*EXPERIENCE, "version"], "fft", "experience[fft-positive].version: found 'fft'"),
    (PLAN, [*EXPERIENCE, "item"], "over-all", "experience[fft-positive].item: found 'over-all', which is not declared. Did you mean 'overall'?"),
    (PLAN, [*EXPERIENCE, "positive"], [], "experience[fft-positive].positive: is empty"),
    (PLAN, [*EXPERIENCE, "positive"], [0], "experience[fft-positive].positive: found 0. Allowed: 1 to 6."),
    (PLAN, [*EXPERIENCE, "dont_know"], [2], "experience[fft-positive].dont_know: 2 also counts as positive"),
    (PLAN, [*EXPERIENCE, "denominator"], "without_dont_know", "experience[fft-positive].dont_know: is empty"),
    # criteria
    (CRITERIA, [*CRITERION, "amend_from"], 0.8, "criteria[completion].go_from: found 0.7 and amend_from 0.8. It must lie above it."),
    (CRITERIA, [*CRITERION, "amend_from"], 0.7, "criteria[completion].go_from: found 0.7 and amend_from 0.7"),
    (CRITERIA, [*CRITERION, "lower_is_better"], True, "It must lie below it."),
    (CRITERIA, [*CRITERION, "go_from"], 70, "criteria[completion].go_from: found 70. Allowed for a share: 0 to 1."),
    (CRITERIA, [*CRITERION, "indicator", "estimand"], "share", "criteria[completion].indicator.estimand: found 'share'"),
    (CRITERIA, [*CRITERION, "indicator", "time_point"], "end", "criteria[completion].indicator.time_point: found 'end'"),
    (CRITERIA, [*CRITERION, "indicator", "question"], "doze", "criteria[completion].indicator.question: found 'doze', which is not declared. Did you mean 'dose'?"),
    (CRITERIA, [*CRITERION, "indicator", "outcome"], "complete", "criteria[completion].indicator.outcome: found 'complete', which is not declared. Did you mean 'completed'?"),
    (CRITERIA, [*CRITERION, "indicator", "estimand"], "median", "criteria[completion].indicator.outcome: found 'completed', which is not declared. Known: group-session."),
    (CRITERIA, [*CRITERION, "indicator", "question"], "missingness", "criteria[completion].indicator.outcome: found 'completed', which is not declared. Known: low-mood,"),
    (CRITERIA, [*CRITERION, "indicator", "question"], "retention", "criteria[completion].indicator.outcome: found 'completed'"),
    (CRITERIA, [*CRITERION, "indicator", "question"], "caseness", "criteria[completion].indicator.outcome: found 'completed'"),
    (CRITERIA, [*CRITERION, "indicator", "question"], "experience", "criteria[completion].indicator.outcome: found 'completed', which is not declared. Known: fft-positive."),
    (CRITERIA, [*CRITERION, "agreed_on"], "2025-8-1", "criteria[completion].agreed_on: found '2025-8-1'"),
    # study
    ("study", ["profile"], "nhs", "study.yaml, profile: found 'nhs', which is not declared"),
    ("study", ["profile"], "none", "'none' protects nobody and is for the restricted level alone"),
    ("study", ["further_profiles"], ["nhs"], "study.yaml, further_profiles: found 'nhs', which is not declared"),
    ("study", ["further_profiles"], ["none"], "study.yaml, further_profiles: 'none' protects nobody"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "path", "value", "expected"), BREAKAGES)
def test_a_contradiction_is_told(
    refusal: Callable[..., str], file: str, path: list[str | int], value: Any, expected: str
) -> None:
    message = refusal(file, path, value)
    assert f"registry/{file}.yaml" in message
    assert expected in message, message


@pytest.mark.parametrize("role", ["baseline", "endpoint"])
def test_change_over_time_needs_a_baseline_and_an_endpoint(refusal: Callable[..., str], role: str) -> None:
    place = 0 if role == "baseline" else 1
    message = refusal(PROGRAMME, ["time_points", place, "role"], "other")
    assert f"parent-group declares no time point with the role {role}" in message


def test_a_survey_at_one_time_needs_no_baseline(study_folder: Path, change: Callable[..., None]) -> None:
    change(PROGRAMME, ["time_points"], [{**LATER, "id": "after", "role": "endpoint"}])
    for place in (0, 1):
        change(OUTCOMES, ["outcomes", place, "time_points"], ["after"])
    load_registry(study_paths(study_folder))


def test_age_forms_are_never_averaged(refusal: Callable[..., str]) -> None:
    data = read_yaml(SHIPPED_REGISTRY / "outcomes" / "think-baby.yaml")
    status = next(outcome for outcome in data["outcomes"] if outcome["instrument"] == "asq-se-2")
    raw = {**status, "time_points": ["before", "after"], "status_only": False, "source": "ratings"}
    message = refusal(OUTCOMES, ["outcomes", 2], raw)
    assert "totals of different age forms cannot be averaged" in message
    assert "source: found 'ratings', but the score is a supplied total" in message


def test_the_light_door_checks_places_too(study_folder: Path, change: Callable[..., None]) -> None:
    change(SITE, ["programmes", 0, "programme"], "baby-steps")
    with pytest.raises(RegistryError, match="found 'baby-steps', which is not declared"):
        load_places(study_paths(study_folder))


def test_a_programme_whose_file_is_broken_is_not_called_undeclared(study_folder: Path) -> None:
    (study_folder / "registry" / f"{PROGRAMME}.yaml").write_text("id: [", encoding="utf-8")
    with pytest.raises(RegistryError) as caught:
        load_registry(study_paths(study_folder))
    assert "not declared" not in str(caught.value)


RETURN = {
    "id": "spring", "site": "riverside", "programme": "parent-group", "path": "survey.csv", "person_id": "Id",
    "people": {"columns": {"parity": "First baby"}, "codes": {"parity": {"Y": "first", "N": "later"}}},
    "measures": [
        {"instrument": "feeding-confidence", "version": "feeding-confidence", "time_point": "before",
         "items": {"sure": "Q1", "calm": "Q2"}, "comments": {"why": "Why"}},
    ],
    "ignore": ["Timestamp", 9],
}  # fmt: skip


def test_a_declared_return_that_agrees_with_the_registry_is_taken(study_folder: Path) -> None:
    _write_return(study_folder, RETURN)
    assert [declared.id for declared in load_registry(study_paths(study_folder)).returns] == ["spring"]


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (["site"], "riversde", "site: found 'riversde', which is not declared"),
        (["programme"], "parents", "programme: found 'parents', which is not declared"),
        (["programme"], "parents", "'parents' does not run at riverside"),
        (["path"], "../../secret.csv", "path: must lie inside the study's raw folder"),
        (["path"], "/etc/passwd", "path: must lie inside the study's raw folder"),
        (["path"], "C:\\returns\\survey.csv", "path: must lie inside the study's raw folder"),
        (["completed_on"], "Q1", "measures[1].items: the column 'Q1' is already read by completed_on"),
        (["sheet"], "Sheet1", "sheet: a delimited file has no sheets"),
        (["id_pattern"], "[", "id_pattern: is not a regular expression"),
        (["ignore"], ["Q1"], "ignore: the column 'Q1' is already read by measures[1].items. Each is read once."),
        (["ignore"], [0], "ignore: found the column 0. Columns are counted from 1."),
        (["measures", 0, "time_point"], "spring", "measures[1].time_point: found 'spring'"),
        (["measures", 0, "instrument"], "feeding", "measures[1].instrument: found 'feeding'"),
        (["measures", 0, "version"], "feeding", "measures[1].version: found 'feeding'"),
        (["measures", 0, "items"], {"q1": "Q1"}, "measures[1].items: found 'q1'"),
        (["measures", 0, "subscales"], {"sum": "Sum"}, "measures[1].subscales: found 'sum'"),
        (["people", "codes"], {"age": {"1": "x"}}, "people.codes: found 'age'"),
        (["people", "codes", "parity", "Y"], "yes", "people.codes.parity: found 'yes'"),
        (["people", "codes", "arm"], {"1": "usual"}, "people.codes"),
        (["people", "constants"], {"parity": "first"}, "'parity' is also read from a column"),
        (["people", "constants"], {"arm": "usual"}, "found 'usual', which is not declared"),
    ],
)  # fmt: skip
def test_a_declared_return_that_contradicts_the_registry_is_refused(
    study_folder: Path, path: list[str | int], value: Any, expected: str
) -> None:
    data = json.loads(json.dumps(RETURN))
    here = data
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    _write_return(study_folder, data)
    with pytest.raises(RegistryError) as caught:
        load_registry(study_paths(study_folder))
    assert expected in str(caught.value), caught.value


@pytest.mark.parametrize(("pattern", "told"), [("(A)/.+", "needs two groups"), ("(", "is not a regular expression")])
def test_a_pattern_of_coders_has_a_coder_and_a_code(study_folder: Path, pattern: str, told: str) -> None:
    shared = {name: RETURN[name] for name in ("id", "site", "programme")} | {"path": "talks.sqlite3"}
    _write_return(study_folder, shared | {"format": "coded_project", "coded": {"coder_pattern": pattern}})
    with pytest.raises(RegistryError, match=rf"coded\.coder_pattern: {told}"):
        load_registry(study_paths(study_folder))


def test_what_a_return_says_of_its_cells_must_not_contradict_itself(study_folder: Path) -> None:
    boxes = {"A": "a", "B": "b", "A, B": "c"}
    wrong = {
        "orientation": "people_in_columns", "thousands": ".", "date_format": "day first", "time_zone": "Britain", "repeats": ["summer", "spring"],
        "ticks": [
            {"column": "P1", "columns": {"one": "P2"}},
            {"column": "P3", "separator": ";"},
            {"column": "P4", "options": {"A": "two"}},
            {"columns": {"three": "P5"}, "other": "four"},
            {"columns": {"three": "P6"}},
            {"column": "Q1", "separator": ";", "options": {"A": "five"}},
            {"column": "P7", "separator": ", ", "options": boxes},
        ],
        "tables": [{"table": "case_needs", "columns": {"case_id": "P8"}, "split": {"need": ";"}}],
    }  # fmt: skip
    _write_return(study_folder, {**RETURN, **wrong})
    with pytest.raises(RegistryError) as caught:
        load_registry(study_paths(study_folder))
    for expected in (
        "thousands: is the mark of the decimals too: '.'",
        "date_format: is no form of a date. For example: '%d/%m/%Y'",
        "time_zone: found 'Britain', which is no time zone",
        "repeats: found 'summer', which is not declared",
        "repeats: leads back to this return",
        "orientation: repeats and ticks are of rows",
        "ticks[1]: say under column where",
        "ticks[2].options: is missing",
        "ticks[3].separator: say what stands between",
        "ticks[4]: options, separator, in_rows and other are",
        "ticks: the column 'three' is made 2 times",
        "ticks: the column 'Q1' is already",
        "ticks[7].options: 'A, B' cannot be told from other options that are ticked together",
        "tables[1].split: found 'need', which is not declared",
    ):
        assert expected in str(caught.value), expected


def test_a_zone_in_which_times_were_recorded_needs_one_in_which_days_are_counted(study_folder: Path) -> None:
    _write_return(study_folder, {**RETURN, "recorded_in": "UTC"})
    with pytest.raises(RegistryError, match="recorded_in: needs a time_zone beside it"):
        load_registry(study_paths(study_folder))


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (["count", "hide_from"], -1, "count: found hide_from -1"),
        (["count", "hide_to"], 0, "count: found hide_from 1, hide_to 0"),
        (["count", "round_to"], 0, "count.round_to: found 0"),
        (["percent", "min_denominator"], 7, "percent.min_denominator: found 7. It must be above 7"),
        (["percent", "decimals"], -1, "percent.decimals: found -1. Allowed: 0 to 3."),
        (["summary", "min_n"], 5, "summary.min_n: found 5. It must be above 7, the highest count that is hidden."),
        (["item_summary", "min_n"], 5, "item_summary.min_n: found 5"),
        (["quantile", "quartiles_min_n"], 5, "quantile.quartiles_min_n: found 5"),
        (["model", "min_level_n"], 5, "model.min_level_n: found 5"),
        (["test_min_n_per_arm"], 5, "test_min_n_per_arm: found 5"),
        (["agreement_min_n"], 5, "agreement_min_n: found 5"),
        (["class_disclosure", "min_n"], 5, "class_disclosure.min_n: found 5"),
        (["figure", "min_n"], 5, "figure.min_n: found 5"),
        (["figure", "min_bin"], 5, "figure.min_bin: found 5"),
        (["figure", "points"], "allowed", "figure.points: found 'allowed'"),
        (["quote", "min_role_by_site"], 5, "quote.min_role_by_site: found 5"),
        (["quote", "max_per_person"], 0, "quote.max_per_person: found 0"),
        (["release_change", "min_people"], 7, "release_change.min_people: found 7"),
        (["width", "min_candidates"], 0, "width.min_candidates: found 0"),
        (["width", "min_candidates"], 8, "width.min_candidates: found 8, but only 7 counts are hidden"),
        (["dominance", "share"], 1.5, "dominance: must have"),
        (["dominance", "largest"], 0, "dominance: must have"),
        (["dominance", "within"], 1.0, "dominance: must have"),
        (["difference", "min_share_of_range"], 1.5, "difference.min_share_of_range: found 1.5"),
        (["basis", 0, "rule"], "counts", "basis: found a source for 'counts'"),
        (["basis", 0, "source"], "nobody-said", "basis[1].source: found 'nobody-said'"),
        (["sources"], [], "sources: is empty"),
    ],
)  # fmt: skip
def test_a_profile_whose_thresholds_undo_each_other_is_refused(
    study_folder: Path, path: list[str], value: Any, expected: str
) -> None:
    data = read_yaml(SHIPPED_REGISTRY / "profiles" / "nhs-hes-child.yaml")
    data["id"] = "own"
    here = data
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    folder = study_folder / "registry" / "profiles"
    folder.mkdir()
    (folder / "own.yaml").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(RegistryError) as caught:
        load_registry(study_paths(study_folder))
    assert expected in str(caught.value), caught.value


def _write_return(study_folder: Path, data: dict[str, Any]) -> None:
    folder = study_folder / "registry" / "returns"
    folder.mkdir(exist_ok=True)
    (folder / "spring.yaml").write_text(json.dumps(data), encoding="utf-8")
