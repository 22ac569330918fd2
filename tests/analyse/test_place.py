"""A place across its programmes: families in any and in several, shared measures apart, words of the glossary."""

import dataclasses

import pytest

from earlyeval.analyse.place import place_rows
from earlyeval.registry.glossary import Term

pytestmark = pytest.mark.spec

MOOD = {"id": "mood", "term": "Mood", "words": "How somebody feels.", "source": "x", "verified": True,
        "measures": [{"instrument": "mood", "subscale": "total"}]}  # fmt: skip
OTHER = MOOD | {"id": "gait", "measures": [{"instrument": "gait", "subscale": "total"}]}
SCORES = "person_id outcome time_point score\n a mood baseline 10\n b mood baseline 14"


def two(make_study, *, shared, second_scores=SCORES):
    """Two programmes: families f1 and f2 in the first, f2 and f3 in the second."""
    first = make_study(people="person_id family_id role\n a f1 mother\n b f2 mother", scores=SCORES)
    second = make_study(
        programme={"id": "visits", "name": "The Visits"},
        people="person_id family_id role\n a f2 mother\n k f2 child\n b f3 mother",
        scores=second_scores,
    )
    return [placed(first, shared), placed(second, shared)]


def placed(study, shared):
    deliveries = [one.model_copy(update={"programme": study.programme.id}) for one in study.site.programmes]
    site = study.site.model_copy(update={"shared_family_ids": shared, "programmes": tuple(deliveries)})
    terms = tuple(Term.model_validate(one, strict=False) for one in (MOOD, OTHER))
    registry = dataclasses.replace(study.registry, glossary=terms)
    return dataclasses.replace(study, site=site, registry=registry)


def test_families_are_counted_once_where_ids_are_shared(make_study, told):
    rows = place_rows(two(make_study, shared=True))

    reach = rows[rows["question"] == "place-reach"]
    assert told(reach, "outcome", "programme", "n") == [
        ("reached", "course", 2),
        ("reached", "visits", 2),
        ("any-programme", "", 3),
        ("several-programmes", "", 1),
        ("one-programme-alone", "course", 1),
        ("one-programme-alone", "visits", 1),
    ]


def test_without_shared_ids_the_overlap_is_said_to_be_unknown(make_study, told):
    rows = place_rows(two(make_study, shared=False))

    reach = rows[rows["question"] == "place-reach"]
    assert told(reach, "outcome", "n") == [("reached", 2), ("reached", 2), ("any-programme", None)]
    assert "cannot be known" in reach["reason"].iloc[-1]


def test_a_shared_measure_is_given_for_each_programme_at_its_own_time_and_never_pooled(make_study, told):
    later = "person_id outcome time_point score\n a mood endpoint 4\n b mood endpoint 8"
    rows = place_rows(two(make_study, shared=True, second_scores=later))

    means = rows[(rows["estimand"] == "mean") & (rows["n"] > 0)]
    assert told(means, "programme", "time_point", "comparison", "n", "estimate") == [
        ("course", "baseline", "Before, week 0", 2, 12.0),
        ("visits", "endpoint", "After, week 26", 2, 6.0),
    ]


def test_only_words_that_a_measure_of_the_place_speaks_of_are_given(make_study, told):
    words = place_rows(two(make_study, shared=True)).query("question == 'place-glossary'")

    assert told(words, "outcome", "subgroup", "note") == [
        ("mood", "what it means", "How somebody feels."),
        ("mood", "The Course", "Low mood"),
        ("mood", "The Visits", "Low mood"),
    ]


def test_one_programme_alone_has_nothing_across(make_study, told):
    rows = place_rows(two(make_study, shared=True)[:1])
    assert told(rows[rows["question"] == "place-reach"], "outcome", "n") == [("reached", 2)]
