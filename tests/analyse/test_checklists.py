"""Checklists: which suit an approach, what the report answers by itself, and that an author's answer comes first."""

import pytest

from earlyeval.analyse.checklists import ANSWERERS, checklists
from earlyeval.foundations.paths import study_paths
from earlyeval.registry.checklists import Answers, Checklist
from earlyeval.registry.checks_checklists import check_answers, check_checklist
from earlyeval.registry.load import load_registry

pytestmark = pytest.mark.spec

DOCUMENTS = """
    doc_id  kind       participant_id  role
    d1      interview  ann             parent
    d2      interview  ann             parent
"""
CODINGS = """
    coding_id  doc_id  code_id  coder
    c1         d1      held     k1
    c2         d2      held     k2
"""


@pytest.fixture
def study_of(make_study):
    """A study with the shipped checklists."""

    def make(approach, *, answers=None, **tables):
        made = make_study(programme={"qualitative_approach": approach}, **tables)
        shipped = load_registry(study_paths()).checklists
        registry = type(made.registry)(
            **{name: getattr(made.registry, name) for name in made.registry.__dataclass_fields__}
            | {"checklists": shipped, "answers": {"course": answers or {}}}
        )
        return type(made)(**{name: getattr(made, name) for name in made.__dataclass_fields__} | {"registry": registry})

    return make


def names(rows):
    return [name.split(" ")[0] for name in dict.fromkeys(rows["subgroup"])]


SUITS = [
    ("reflexive", ["RTARG", "SRQR"]),
    ("codebook", ["COREQ", "SRQR"]),
    ("framework", ["COREQ", "SRQR"]),
    ("coding_reliability", ["COREQ", "SRQR"]),
    ("none", []),
]


@pytest.mark.parametrize(("approach", "suited"), SUITS)
def test_the_approach_decides_which_checklists_are_asked(study_of, approach, suited):
    assert names(checklists(study_of(approach, documents=DOCUMENTS))) == suited


def test_mixed_methods_have_a_list_of_their_own(study_of):
    convergence = "domain_id domain\nd D"
    assert names(checklists(study_of("codebook", documents=DOCUMENTS, convergence=convergence))) == [
        "COREQ", "GRAMMS", "SRQR",
    ]  # fmt: skip


def test_numbers_of_items_are_those_of_the_lists():
    found = {name: len(entry.items) for name, entry in load_registry(study_paths()).checklists.items()}
    assert (found["gramms"], found["coreq"], found["srqr"]) == (6, 32, 21)


def test_what_can_answer_an_item_is_there_for_every_item():
    for entry in load_registry(study_paths()).checklists.values():
        assert {item.answered_by for item in entry.items} - {""} <= set(ANSWERERS)


def told(rows, item):
    row = rows[rows["outcome"] == item].iloc[0]
    return row["note"], row["direction"]


def test_the_author_comes_before_the_report_and_silence_is_said(study_of):
    study = study_of("codebook", documents=DOCUMENTS, codings=CODINGS, answers={"coreq": {"repeated": "Once."}})
    rows = checklists(study)
    assert told(rows, "coreq-repeated") == ("Once.", "the author")
    assert told(rows, "coreq-coders")[0].startswith("More than one coder")
    assert told(rows, "coreq-gender") == ("", "nobody yet")
    assert told(checklists(study_of("codebook", documents=DOCUMENTS)), "coreq-repeated") == (
        "Some were spoken to again.", "this report",
    )  # fmt: skip


def test_items_with_an_answer_are_counted(study_of):
    rows = checklists(study_of("codebook", documents=DOCUMENTS))
    coreq = rows[rows["outcome"] == "coreq"].iloc[0]
    said = rows[(rows["subgroup"] == coreq["subgroup"]) & (rows["estimand"] == "statement")]
    assert (coreq["n"], coreq["n_expected"]) == ((said["direction"] != "nobody yet").sum(), 32)


def checklist(**changed):
    facts = {"id": "x", "name": "X", "version": "1", "for_approaches": ("codebook",), "source": "s", "verified": False,
             "items": ({"id": "a", "about": "A"},)}  # fmt: skip
    return Checklist.model_validate(facts | changed, strict=False)


def test_answers_to_what_is_not_asked_are_refused():
    given = Answers(programme="course", answers={"x": {"b": "?"}, "y": {"a": "?"}})
    assert [key for key, _ in check_answers(given, {"x": checklist()})] == ["answers.x.b", "answers.y"]


def test_an_item_twice_and_no_item_are_refused():
    assert list(check_checklist(checklist(items=())))
    assert list(check_checklist(checklist(items=({"id": "a", "about": "A"}, {"id": "a", "about": "B"}))))
    assert not list(check_checklist(checklist()))
