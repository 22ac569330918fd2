"""Displays of codebooks and voices: what the release level keeps back, and what the evaluators see."""

import pytest

from earlyeval.foundations.paths import study_paths
from earlyeval.foundations.results import not_estimable, results_frame
from earlyeval.present import under
from earlyeval.present.tables import Table
from earlyeval.registry.load import load_registry

pytestmark = pytest.mark.unit

PROFILES = load_registry(study_paths()).profiles
POINT = {
    "strand": "qualitative", "question": "saturation", "outcome": "first-use", "label": "Codes as first coined",
    "respondent": "parents", "sensitivity": "open", "comparison": "base 4, run 3, at most 5 % new",
    "unit": "places in the order", "method": "in the order of analysis",
}  # fmt: skip


def showing(level):
    return under(PROFILES["none" if level == "restricted" else "nhs-hes-child"], level=level, programme_name="Course")


def saturation(level):
    rows = [
        POINT | {"estimand": "new_codes", "subgroup": "1", "comparison": "", "n": 9, "estimate": 9, "unit": "codes"},
        POINT | {"estimand": "codes_so_far", "subgroup": "1", "comparison": "", "n": 9, "n_expected": 11,
                 "estimate": 9, "unit": "codes"},
        POINT | {"estimand": "later_conversation", "subgroup": "14", "comparison": "codes_so_far", "n": 11,
                 "estimate": 11},
        POINT | {"estimand": "later_conversation", "subgroup": "14", "comparison": "new_codes", "n": 2, "estimate": 2},
        not_estimable(POINT | {"estimand": "saturation_point"}, reason="Not reached among the conversations told of."),
        POINT | {"estimand": "later_conversation", "n": 17, "n_expected": 27, "estimate": 17},
    ]  # fmt: skip
    return showing(level).saturation(results_frame(rows)).plain()


def test_late_places_are_for_the_evaluators():
    released, full = saturation("release"), saturation("restricted")
    assert "17" not in released
    assert "14" not in released
    assert "not reached" in released
    assert "17" in full
    assert "2 (11)" in full
    assert "Not reached among" not in full


CELL = {"strand": "qualitative", "question": "framework", "outcome": "care", "label": "Care"}
SUMMARY = CELL | {"estimand": "evaluators_view", "sensitivity": "text", "subgroup": "case 2", "note": "She was met.",
                  "comparison": "c7"}  # fmt: skip
FILLED = CELL | {"estimand": "proportion", "unit": "people", "subgroup": "cases with a summary", "n": 12,
                 "n_expected": 24, "estimate": 0.5}  # fmt: skip


def test_summaries_of_a_framework_are_for_the_evaluators():
    released = showing("release").framework(results_frame([FILLED, SUMMARY])).plain()
    assert "10 of 25" in released
    assert "met" not in released
    assert "She was met. [c7]" in showing("restricted").framework(results_frame([FILLED, SUMMARY])).plain()


def test_passages_against_a_theme_are_for_the_evaluators():
    said = CELL | {"estimand": "statement", "sensitivity": "open"}
    rows = [said | {"subgroup": "search", "note": "All was read again."}, said | {"subgroup": "found", "note": "Yes."},
            SUMMARY | {"subgroup": "passage"}]  # fmt: skip
    assert "She was met" not in showing("release").negative_cases(results_frame(rows)).plain()
    assert "She was met" in showing("restricted").negative_cases(results_frame(rows)).plain()


def code_rows(name, people, passages):
    row = {"strand": "qualitative", "outcome": name.lower(), "label": name, "question": "code-reach"}
    heard = {"estimand": "proportion", "unit": "people", "n": people, "n_expected": 24, "estimate": people / 24}
    return [row | heard, row | {"estimand": "count", "unit": "codings", "n": passages, "estimate": passages}]


def test_few_passages_of_a_code_are_hidden_as_people_are():
    rows = [*code_rows("Common", 12, 41), *code_rows("Odd", 1, 2)]
    shown = showing("release").code_reach(results_frame(rows)).plain().splitlines()
    assert [line.split() for line in shown if line.startswith(("Common", "Odd"))] == [
        ["Common", "10", "of", "25", "40"], ["Odd", "*", "of", "25", "*"],
    ]  # fmt: skip


def test_only_changes_that_happened_head_a_column():
    row = {"strand": "qualitative", "outcome": "version-1", "label": "Version 1", "sensitivity": "open",
           "unit": "codes", "estimand": "count"}  # fmt: skip
    rows = [row | {"subgroup": kind, "n": n, "estimate": n} for kind, n in (("codes", 5), ("added", 0), ("merged", 2))]
    shown = showing("release").codebook_history(results_frame(rows)).plain()
    assert "Merged" in shown
    assert "Added" not in shown


def test_conversations_in_which_nothing_was_new_share_a_line():
    of = POINT | {"comparison": "", "unit": "codes"}
    new_codes, so_far_heard = of | {"estimand": "new_codes"}, of | {"estimand": "codes_so_far"}
    rows = [POINT | {"estimand": "saturation_point", "n": 3, "n_expected": 9, "estimate": 3}]
    for place, (new, so_far) in enumerate([(9, 9), (0, 9), (0, 9), (1, 10), (0, 10)], start=1):
        rows.append(new_codes | {"subgroup": str(place), "n": new, "estimate": new})
        rows.append(so_far_heard | {"subgroup": str(place), "n": so_far, "estimate": so_far})
    table = next(part for part in showing("restricted").saturation(results_frame(rows)).parts
                 if isinstance(part, Table) and part.columns[0] == "Conversation")  # fmt: skip
    assert [line[0] for line in table.rows] == ["1", "2 to 3", "4", "5"]


def divided(unit, k, n, part="Role: parent", **more):
    return {"strand": "qualitative", "outcome": "ease", "label": "Ease", "subgroup": part, "estimand": "proportion",
            "n": k, "n_expected": n, "estimate": k / n, "unit": unit, **more}  # fmt: skip


def test_a_way_of_dividing_of_which_nothing_can_be_told_is_a_sentence_and_no_table(show):
    few = [divided("people", 1, 2), divided("people", 2, 3, "Role: manager")]
    groups = [divided("groups", 1, 2, sensitivity="open"), divided("groups", 0, 1, "Role: manager", sensitivity="open")]
    text = str(show.theme_groups(results_frame(few + groups)))
    assert text.count("Table:") == 1
    assert "Too few people of each group were listened to: themes by role stay in the restricted view." in text
    assert "* of *" not in text


def shared(pair, passages):
    about = {"strand": "qualitative", "question": "co-occurrence", "outcome": pair, "label": pair, "unit": "codings"}
    return about | {"estimand": "count", "n": passages, "estimate": passages}


def pairs_told(rows):
    (table,) = (part for part in showing("release").co_occurrence(results_frame(rows)).parts if isinstance(part, Table))
    return [line[:2] for line in table.rows]


def test_where_a_hidden_number_stands_tells_nothing_of_it():
    rows = [shared("b+c", 2), shared("a+c", 26), shared("a+b", 7), shared("c+d", 41)]
    assert pairs_told(rows) == [("c+d", "40"), ("a+c", "25"), ("b+c", "*"), ("a+b", "*")]
    rows[0], rows[2] = shared("b+c", 7), shared("a+b", 2)
    assert [pair for pair, _ in pairs_told(rows)] == ["c+d", "a+c", "b+c", "a+b"]
