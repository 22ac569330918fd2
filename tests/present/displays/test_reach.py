"""Who took part beside the place, and whether they were the families the programme is for."""

import pytest

pytestmark = pytest.mark.spec

LANGUAGE = {"outcome": "language", "note": "First language (as stated)", "strand": "family"}
AREA = {"comparison": "population", "unit": "people in the area", **LANGUAGE}


@pytest.fixture
def reached(rows_of):
    return rows_of(
        {"n": (66, 104), "subgroup": "english", "label": "English", "unit": "parents", **LANGUAGE},
        {"n": (3230, 4360), "subgroup": "english", "label": "English", **AREA},
        {"n": (35, 104), "subgroup": "other", "label": "Another", "unit": "parents", **LANGUAGE},
        {"n": (1130, 4360), "subgroup": "other", "label": "Another", **AREA},
        {"n": (3, 104), "subgroup": "not-stated", "label": "Not stated", "unit": "parents", **LANGUAGE},
        {"n": (0, 104), "subgroup": "missing", "label": "Not returned", "unit": "parents", **LANGUAGE},
    )


def test_each_value_stands_beside_the_area_and_a_small_one_is_hidden(show, reached, lines_of):
    [[heads, *lines]] = lines_of(show.reach(reached))

    assert heads == ("Characteristic", "Value", "Number", "Share", "95% interval", "Share in the area")
    assert [line[:4] + line[5:] for line in lines] == [
        ("First language", "English", "65 of 105", "62%", "74%"),
        ("First language", "Another", "35 of 105", "33%", "26%"),
        ("First language", "Not stated", "* of 105", "*", ""),
    ]


def test_the_picture_names_the_widest_gap(show, reached, figures_of):
    [figure] = figures_of(show.reach(reached))

    assert "furthest apart for English: 62% of those who took part, 74% in the area" in figure.alt


def test_those_taken_in_from_outside_stand_below_the_share(show, rows_of, lines_of):
    rows = rows_of(
        {"n": 106, "outcome": "in-specification", "label": "Meet it", "unit": "families"},
        {"n": (106, 120), "outcome": "in-specification", "label": "Meet it", "unit": "families"},
        {"n": 9, "outcome": "overridden", "label": "Taken in knowingly", "unit": "families"},
        {"n": 2, "outcome": "overridden", "label": "Taken in knowingly", "unit": "families", "cluster": "north"},
    )

    [shares, overridden] = lines_of(show.specification(rows))

    assert shares[1][:3] == ("Meet it", "105 of 120", "88%")
    assert overridden == [("Group", "Families"), ("All", "10"), ("North", "*")]
