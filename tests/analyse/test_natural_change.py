"""The change here beside what is known without a programme: in words, and never taken off."""

import json

import pytest

from earlyeval.analyse.natural_change import natural_change, words_of_figure
from earlyeval.registry.instruments import Instrument, NaturalChange

pytestmark = pytest.mark.spec


def figure(low, high, *, verified=False, weeks=26.0):
    return {
        "label": "Mothers without a programme", "lowest": low, "highest": high, "weeks": weeks, "source": "made-up",
        "verified": verified,
    }  # fmt: skip


def instrument(*figures):
    scale = {
        "id": "total", "label": "Total", "method": "supplied", "direction": "higher_is_better", "lowest": 0,
        "highest": 27, "natural_changes": list(figures),
    }  # fmt: skip
    facts = {
        "id": "mood", "name": "Mood", "full_name": "Mood", "construct_measured": "Mood", "respondents": ["parent"],
        "licence": {"licence_class": "A", "terms": "made up", "source": "made-up", "verified": True},
        "versions": [{"id": "v1", "subscales": [scale], "worked_examples": []}], "sources": ["made-up"],
    }  # fmt: skip
    return Instrument.model_validate_json(json.dumps(facts))


def scores(n):
    changes = [2, 3, 4, 3, 2, 4, 3, 3, 2, 4][:n]
    lines = ["person_id outcome time_point score"]
    for place, change in enumerate(changes):
        lines += [f"p{place} mood baseline 10", f"p{place} mood endpoint {10 + change}"]
    people = "person_id role\n" + "\n".join(f"p{place} mother" for place in range(n))
    return {"scores": "\n".join(lines), "people": people}


# Ten changes of mean 3: the 95 % interval runs from 2.42 to 3.58.
@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.7, 1.6, "higher"),
        (2.0, 2.41, "higher"),
        (2.0, 2.43, "not told apart"),
        (3.57, 5.0, "not told apart"),
        (3.59, 5.0, "lower"),
        (-2.0, -1.0, "higher"),
    ],
)
def test_where_the_interval_lies(make_study, low, high, expected):
    rows = natural_change(make_study(instruments={"mood": instrument(figure(low, high))}, **scores(10)))
    known = rows[rows["estimand"] == "natural_change"].iloc[0]
    assert known["direction"] == expected
    assert rows.loc[rows["estimand"] == "mean_change", "estimate"].tolist() == [3.0], "nothing is taken off"


def test_with_few_pairs_nothing_is_said_of_where_it_lies(make_study):
    rows = natural_change(make_study(instruments={"mood": instrument(figure(0, 1))}, **scores(7)))
    assert rows.loc[rows["estimand"] == "natural_change", "direction"].tolist() == [""]


def test_an_instrument_without_such_a_figure_has_no_row(make_study):
    assert natural_change(make_study(instruments={"mood": instrument()}, **scores(10))).empty


@pytest.mark.parametrize(
    ("low", "high", "weeks", "expected"),
    [
        (0.7, 1.6, 26.0, "0.7 to 1.6 points higher over 26 weeks"),
        (-1.9, -1.9, 12.0, "1.9 points lower over 12 weeks"),
        (-0.5, 1, None, "from 0.5 lower to 1 points higher"),
        (1, 1, None, "1 point higher"),
        (0, 0, None, "0 points"),
    ],
)
def test_a_figure_in_words(low, high, weeks, expected):
    entry = NaturalChange.model_validate_json(json.dumps(figure(low, high, weeks=weeks)))
    assert words_of_figure(entry) == expected


def test_a_figure_that_nobody_checked_says_so(make_study):
    both = instrument(figure(0, 1), figure(0, 1, verified=True) | {"label": "Others"})
    rows = natural_change(make_study(instruments={"mood": both}, **scores(10)))
    assert rows.loc[rows["estimand"] == "natural_change", "method"].tolist() == [
        "not verified at source",
        "as published",
    ]
