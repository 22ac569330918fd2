"""Forms, links and the table that both are."""

import pytest

pytestmark = pytest.mark.spec


def test_a_line_reads_from_forms_to_people_without_a_score(show, rows_of, lines_of):
    about = {"label": "Low mood", "time_point": "endpoint"}
    rows = rows_of(
        {"n": (34, 104), **about},
        {"n": (70, 104), "subgroup": "returned", **about},
        {"n": (70, 70), "subgroup": "scorable", **about},
        {"n": (11, 70), "subgroup": "prorated", **about},
    )

    [[heads, *lines]] = lines_of(show.forms(rows))

    assert heads[:2] == ("Measure", "When")
    told = ("70 of 105 (67%)", "70 of 70 (all or nearly all)", "10 of 70 (14%)", "35 of 105 (33%)")
    assert lines == [("Low mood", "After", *told)]


def test_links_hide_small_numbers_and_keep_nought(show, rows_of, lines_of):
    rows = rows_of(
        {"label": "Low mood", "n": 70, "subgroup": "both"},
        {"label": "Low mood", "n": 26, "subgroup": "before-only"},
        {"label": "Low mood", "n": 1, "subgroup": "after-only"},
        {"label": "Worry", "n": 68, "subgroup": "both"},
        {"label": "Worry", "n": 0, "subgroup": "after-only"},
    )

    [[_, *lines]] = lines_of(show.links(rows))

    assert lines == [("Low mood", "70", "25", "*"), ("Worry", "70", "", "0")]


def test_nothing_planned_twice_is_one_line(show, rows_of, sentences_of):
    rows = rows_of({"label": "Links", "reason": "Nothing was planned to be measured both before and after."})

    assert sentences_of(show.links(rows)) == ["Links: Nothing was planned to be measured both before and after."]
