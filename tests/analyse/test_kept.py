"""What is worked out of a study is worked out once, goes with the study, and cannot be spoilt by who reads it."""

import gc
import pickle
import weakref
from dataclasses import replace

import pandas as pd
import pytest

from earlyeval.analyse import everything
from earlyeval.analyse.kept import once
from earlyeval.analyse.questions import question

pytestmark = pytest.mark.unit


@pytest.fixture
def asked():
    """Return a function of a study that notes each time it works something out, and the list of its notes."""
    notes = []

    @once
    def worked_out(study, strand="family"):
        notes.append((study.site.id, strand))
        return pd.DataFrame({"person_id": ["a", "b"]})

    return worked_out, notes


def test_it_is_worked_out_once_for_each_argument(asked, make_study):
    worked_out, notes = asked
    study = make_study()
    for strand in ("family", "staff", "family", "staff"):
        worked_out(study, strand)
    assert [strand for _, strand in notes] == ["family", "staff"]


def test_another_study_begins_with_nothing(asked, make_study):
    worked_out, notes = asked
    study = make_study()
    worked_out(study)
    worked_out(replace(study))
    worked_out(make_study())
    assert len(notes) == 3


def test_who_writes_to_an_answer_writes_to_their_own(asked, make_study):
    worked_out, _ = asked
    study = make_study()
    first = worked_out(study)
    first.loc[0, "person_id"] = "changed"
    assert list(worked_out(study)["person_id"]) == ["a", "b"]


def test_answers_go_with_their_study(make_study):
    class Answer:
        pass

    @once
    def answer(study):
        return Answer()

    study = make_study()
    kept = weakref.ref(answer(study))
    assert kept() is not None
    del study
    gc.collect()
    assert kept() is None


def test_a_question_that_others_ask_too_is_answered_once(make_study):
    times = []

    @question("family-change")
    def counted(study):
        times.append(study)
        return iter(())

    study = make_study()
    counted(study)
    counted(study)
    assert len(times) == 1


def test_a_study_with_answers_can_still_be_sent_to_another_process(make_study):
    study = make_study()
    before = everything.all_results(study)
    sent = pickle.loads(pickle.dumps(study))
    pd.testing.assert_frame_equal(before, everything.all_results(sent))


def test_asking_twice_gives_the_same_rows_in_the_same_order(make_study):
    study = make_study()
    pd.testing.assert_frame_equal(everything.all_results(study), everything.all_results(study))
    pd.testing.assert_frame_equal(everything.all_results(study), everything.all_results(replace(study)))
