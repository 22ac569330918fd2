"""Answers into scores: little forms in, expected scores out."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from earlyeval.score.scales import COLUMNS, score_answers, score_people

pytestmark = pytest.mark.spec

FACT = {"source": "made-up", "verified": True}


@pytest.mark.parametrize(
    ("rule", "method", "given_answers", "expected"),
    [
        ("prorate", "sum", {"q1": 1, "q2": 2, "q3": 0, "q4": 3}, 6),
        ("prorate", "sum", {"q1": 1, "q2": 2, "q3": 0}, 4),  # 3 points on 3 items, times 4 / 3
        ("prorate", "sum", {"q1": 1, "q2": 2, "q3": None, "q4": "na"}, None),
        ("prorate", "sum", {}, None),
        ("all", "sum", {"q1": 1, "q2": 2, "q3": 0, "q4": 3}, 6),
        ("all", "sum", {"q1": 1, "q2": 2, "q3": 0}, None),
        ("mean", "mean", {"q1": 1, "q2": 2, "q3": 0}, 1),
        ("mean", "mean", {"q1": 1, "q2": 2}, None),
        ("prorate", "sum", {"q1": 0, "q2": 0, "q3": 0, "q4": 0}, 0),
    ],
)
def test_one_persons_score(instrument, subscale, rule, method, given_answers, expected):
    missing = {"rule": rule, "at_most_missing": 1, **FACT}
    version = instrument(subscale(missing=missing, method=method)).versions[0]
    assert score_answers(version, given_answers) == {"total": expected}


def test_without_a_rule_no_item_may_be_missing(instrument, subscale):
    version = instrument(subscale(missing=None)).versions[0]
    assert score_answers(version, {"q1": 1, "q2": 2, "q3": 0}) == {"total": None}


def test_a_raw_score_is_looked_up_in_the_conversion_table(instrument, subscale):
    converted = subscale(conversion={"5": 7.5, "6": 9.25}, highest=20)
    version = instrument(converted).versions[0]
    assert score_answers(version, {"q1": 1, "q2": 2, "q3": 0, "q4": 3}) == {"total": 9.25}
    assert score_answers(version, {"q1": 0, "q2": 0, "q3": 0, "q4": 0}) == {"total": None}


def test_a_supplied_total_is_taken_as_it_is(instrument, subscale):
    version = instrument(subscale(method="supplied", items=[]), items=[]).versions[0]
    assert score_answers(version, {"total": 35}) == {"total": 35}
    assert score_answers(version, {}) == {"total": None}


def test_every_returned_form_has_a_row_for_each_subscale(registry, instrument, subscale, tables, answers):
    first = subscale(id="first", items=["q1", "q2"], missing=None)
    mood = instrument(subscale(), first)
    rows = [
        *answers("A", {"q1": 1, "q2": 2, "q3": 0, "q4": 3}, day="2024-09-02"),
        *answers("A", {"q1": 1, "q2": 2, "q3": 0}, time_point="after"),
        *answers("B", {"q1": None, "q2": None, "q3": 1, "q4": None}),
    ]
    scores = score_people(registry(mood), tables(responses=rows))
    assert {name: str(kind) for name, kind in scores.dtypes.items()} == COLUMNS
    seen = ["person_id", "subscale", "time_point", "score", "n_answered", "n_items", "is_prorated", "is_scorable"]
    assert scores[seen].fillna(-1).to_numpy().tolist() == [
        ["A", "first", "after", 3, 2, 2, False, True],
        ["A", "first", "before", 3, 2, 2, False, True],
        ["A", "total", "after", 4, 3, 4, True, True],
        ["A", "total", "before", 6, 4, 4, False, True],
        ["B", "first", "before", -1, 0, 2, False, False],
        ["B", "total", "before", -1, 1, 4, False, False],
    ]
    assert scores["completed_on"].notna().tolist() == [False, True, False, True, False, False]


def test_supplied_totals_come_with_band_status_and_form(registry, instrument, subscale, tables):
    bands = [{"label": "low", "lowest": 0, **FACT}, {"label": "high", "lowest": 6, **FACT}]
    mood = instrument(subscale(method="supplied", items=[], bands=bands), items=[])
    forms = [{"form": "6-month", "cut_off": 45, "monitoring_from": 30, **FACT}]
    check = instrument(
        subscale(method="supplied", items=[], form_cut_offs=forms, highest=100), items=[], name="check-up"
    )
    rows = [
        {"person_id": "A", "instrument": name, "version": name, "time_point": "before", "subscale": "total",
         "score": score, "form": form}
        for name, score, form in (("mood", 6, None), ("check-up", 30, "6-month"))
    ]  # fmt: skip
    scores = score_people(registry(mood, check), tables(totals=rows))
    assert scores[["instrument", "score", "band", "is_supplied", "is_scorable"]].to_numpy().tolist() == [
        ["check-up", 30, "monitoring", True, True],
        ["mood", 6, "high", True, True],
    ]
    assert scores["n_items"].isna().all()


def test_a_supplied_total_counts_only_where_the_items_give_no_score(registry, instrument, tables, answers):
    rows = [*answers("A", {"q1": 1, "q2": 2, "q3": 0, "q4": 3}), *answers("B", {"q1": 1})]
    totals = [
        {"person_id": person, "instrument": "mood", "version": "mood", "time_point": "before", "subscale": "total",
         "score": 9}
        for person in "AB"
    ]  # fmt: skip
    scores = score_people(registry(instrument()), tables(responses=rows, totals=totals))
    assert scores[["person_id", "score", "is_supplied"]].to_numpy().tolist() == [["A", 6, False], ["B", 9, True]]


def test_coded_clips_count_by_the_main_rater_and_are_averaged_over_clips(registry, instrument, tables):
    def rating(clip, rater, item, score, *, is_main):
        return {
            "clip_id": clip, "person_id": "A", "time_point": "before", "instrument": "mood", "version": "mood",
            "item": item, "rater_id": rater, "score": score, "is_main_rater": is_main, "rated_on": "2024-10-01",
        }  # fmt: skip

    ratings = [rating("C1", "R1", f"q{item}", 1, is_main=True) for item in range(1, 5)]
    ratings += [rating("C2", "R1", f"q{item}", 2, is_main=True) for item in range(1, 4)]
    ratings += [rating("C1", "R2", f"q{item}", 3, is_main=False) for item in range(1, 5)]
    scores = score_people(registry(instrument()), tables(ratings=ratings))
    assert scores[["person_id", "score", "n_answered", "n_items", "is_prorated"]].to_numpy().tolist() == [
        ["A", 6, 7, 8, True]  # (4 + 8) / 2: the second clip has 6 points on 3 of 4 items
    ]


def test_nothing_returned_gives_no_rows_and_every_column(registry, instrument, tables):
    scores = score_people(registry(instrument()), tables())
    assert len(scores) == 0
    assert list(scores.columns) == list(COLUMNS)


def test_the_tables_are_not_changed(registry, instrument, tables, answers):
    sent = tables(responses=answers("A", {"q1": 1, "q2": "na"}))
    before = {name: table.copy(deep=True) for name, table in sent.items()}
    score_people(registry(instrument()), sent)
    for name, table in sent.items():
        pd.testing.assert_frame_equal(table, before[name])


ANSWER = st.one_of(st.none(), st.just("na"), st.integers(0, 3))
FORMS = st.lists(st.fixed_dictionaries({f"q{number}": ANSWER for number in range(1, 5)}), min_size=1, max_size=8)
RULES = st.sampled_from(["all", "prorate", "mean"])


def _property_case(instrument, subscale, rule, method):
    items = [
        {"id": "q1"},
        {"id": "q2", "reversed": True},
        {"id": "q3", "not_applicable_scores": 2},
        {"id": "q4", "recode": {"0": 0, "1": 2.5, "2": 2.5, "3": 3}},
    ]
    missing = {"rule": rule, "at_most_missing": 2, **FACT}
    return instrument(subscale(missing=missing, method=method), items=items)


@given(forms=FORMS, rule=RULES, method=st.sampled_from(["sum", "mean"]), shuffle=st.randoms(use_true_random=False))
def test_many_people_score_as_each_alone_whatever_the_order_of_rows(made, forms, rule, method, shuffle):
    mood = _property_case(made["instrument"], made["subscale"], rule, method)
    rows = [row for number, form in enumerate(forms) for row in made["answers"](f"P{number:02d}", form)]
    shuffle.shuffle(rows)
    scores = score_people(made["registry"](mood), made["tables"](responses=rows))
    alone = [score_answers(mood.versions[0], form)["total"] for form in forms]
    expected = [np.nan if score is None else score for score in alone]
    np.testing.assert_allclose(scores["score"].to_numpy(), expected, rtol=0, atol=1e-12)


@given(form=st.fixed_dictionaries({f"q{number}": ANSWER for number in range(1, 5)}), rule=RULES)
def test_a_score_lies_within_the_range_of_the_scale(made, form, rule):
    version = _property_case(made["instrument"], made["subscale"], rule, "sum").versions[0]
    score = score_answers(version, form)["total"]
    assert score is None or 0 <= score <= 12


def test_a_supplied_raw_total_is_converted_and_one_that_the_table_does_not_hold_has_no_score(
    registry, instrument, subscale, tables
):
    conversion = {str(raw): raw * 1.5 for raw in range(13)}
    raw = subscale(method="supplied", items=[], missing=None, conversion=conversion, highest=18)
    mood = instrument(raw, items=[])
    rows = [
        {"person_id": person, "instrument": "mood", "version": "mood", "time_point": "before", "subscale": "total",
         "score": score}
        for person, score in (("A", 4), ("B", 4.5), ("C", None))
    ]  # fmt: skip
    scores = score_people(registry(mood), tables(totals=rows))
    assert scores["score"].fillna(-1).tolist() == [6, -1, -1]
    assert scores["is_scorable"].tolist() == [True, False, False]
